/** @module The page of the runs in Chinese. */

import { isBaseline } from "../../../src/forecast/options.ts";
import { methodName } from "../../../src/runs/report/wordsOfMethods.ts";
import { formatWhole } from "../../../src/text/format.ts";
import { methodNames } from "./methodNames.ts";
import { fileNameOf, percentOf } from "./numbers.ts";
import type { RunsWords } from "./shape.ts";

const method = (name: string): string =>
  methodNames[name] ?? methodName(name === "seasonal" ? "seasonal naive" : name, "zh");

/** What the page says in Chinese. */
export const runsChinese: RunsWords = {
  title: "训练记录",
  skip: "跳到所选的训练",
  footer: "本页面只读取 unrolled train 写下的文件，不做任何改动；关掉页面，训练照常进行。",
  waiting: "正在向服务器查询训练记录……",
  lost: "服务器没有响应。已有的内容会保留在这里，服务器恢复后自动继续。",
  folderProblem: (folder, problem) => `无法读取文件夹 ${folder}：${problem}`,
  noServer: {
    title: "这里看不到训练记录",
    text: "在自己的电脑上，从 runs/ 文件夹（unrolled train 写入的地方）所在的目录启动工作室，才能看到训练记录。当前页面所在的服务器没有这些记录。",
    command: "unrolled studio",
  },
  noRuns: (folder) => ({
    title: `文件夹 ${folder} 里还没有训练记录`,
    text: "用你自己的序列训练一个模型：准备一个 CSV 文件，指定要预测的列。训练一开始，这里就会显示出来。",
    command: "unrolled train data.csv --target NAME",
  }),
  states: {
    training: "训练中",
    done: "已完成",
    interrupted: "已中断",
    diverged: "已发散",
    killed: "进程已终止",
    unknown: "尚无状态",
  },
  broken: "无法读取",
  method,
  list: {
    title: (n) => `共 ${formatWhole(n)} 次训练`,
    run: "名称",
    state: "状态",
    model: "模型",
    target: "目标",
    horizon: "预测步数",
    epochs: "轮次",
    best: "最佳损失",
    verdict: "测试误差",
    updated: "更新于",
    compare: "对比",
    compareRun: (name) => `对比 ${name}`,
    enough: (most) => `最多同时对比 ${most} 次训练：请先取消一个。`,
    progress: (epoch, epochs) => `第 ${epoch} 轮，共 ${epochs} 轮`,
    more: (n) => `等 ${n + 1} 个`,
  },
  against: ({ model, best, beatsAll }) => {
    if (model === null) return "不是数";
    const apart = percentOf(Math.abs(model / best.error - 1));
    if (beatsAll) return `比${method(best.name)}低 ${apart}%`;
    if (best.error === 0) return `${method(best.name)}毫无误差`;
    return model <= best.error ? `与${method(best.name)}相当` : `比${method(best.name)}高 ${apart}%`;
  },
  run: {
    all: "全部训练",
    missing: (name, folder) => `${folder} 里没有名为 ${name} 的训练。`,
    created: (time) => `开始于 ${time}`,
    silent: (ago) =>
      `上一次写入是${ago}：可能正忙于较长的计算，或者已被挂起，也可能这个进程号已被别的程序占用。`,
    epoch: "轮次",
    batch: "批次",
    loss: "损失",
    valLoss: "验证损失",
    bestEpoch: "最佳轮次",
    speed: "速度",
    samples: (perSecond) => `${perSecond} 样本/秒`,
    leftOfEpoch: "本轮剩余",
    left: "最多还需",
    reason: {
      patience: "提前停止：在容许的轮数内没有改善。",
      epochs: "所有轮次都已训练完。",
      diverged: "已停止：训练发散。",
      interrupted: "训练被中断；用 --resume 可以接着训练。",
    },
    downloads: { report: "报告", forecast: "预测 .csv", model: "模型 .safetensors" },
    killed: "训练进程已不存在，没有留下原因。用 --resume 可以从最近的检查点接着训练。",
    config: "训练配置",
  },
  config: ({ data, plan, unrolled }) => {
    const { train, validation, test } = plan.split;
    const rows = (part: { from: number; until: number }): string => formatWhole(part.until - part.from);
    const span = data.from === null ? "" : `，${data.from} 至 ${data.until}`;
    const options = Object.entries(plan.modelOptions).map(([name, value]) => `${name} ${value}`);
    const { targets, future, calendar, covariates } = plan.columns;
    const read = [
      ...(covariates.length > 0 ? [`另外读取 ${covariates.join("、")}`] : []),
      ...(future.length > 0 ? [`未来已知 ${future.join("、")}`] : []),
      ...(calendar.length > 0 ? [`日历特征 ${calendar.join("、")}`] : []),
    ];
    const clip = plan.clip === null ? "不裁剪梯度" : `梯度裁剪到 ${plan.clip}`;
    const decay = plan.lrDecay === 1 ? "" : `（每轮之后乘以 ${plan.lrDecay}）`;
    const training = `损失 ${plan.loss}，最多 ${plan.epochs} 轮，每批 ${plan.batchSize} 个样本，学习率 ${plan.lr}${decay}，容许 ${plan.patience} 轮无改善，${clip}，缩放方式 ${plan.scaler}，随机种子 ${plan.seed}`;
    return [
      ["数据", `${fileNameOf(data.file)}：${formatWhole(data.rows)} 行${span}`],
      ["预测", `${targets.join("、")}：由最近 ${plan.lookback} 步预测之后的 ${plan.horizon} 步`],
      ["模型", [method(plan.model), ...options].join("，")],
      ...(read.length > 0 ? [["列", read.join("；")] as const] : []),
      ["周期", plan.season === null ? "无" : `${plan.season} 步`],
      ["划分", `训练 ${rows(train)} 行，验证 ${rows(validation)} 行，测试 ${rows(test)} 行`],
      ...(isBaseline(plan.model) ? [] : [["训练", training] as const]),
      ["Unrolled", unrolled],
    ];
  },
  chart: {
    title: "各轮损失",
    describe: (name) => `${name} 各轮的训练损失与验证损失，对数坐标`,
    train: "训练",
    validation: "验证",
    epoch: "轮次",
    loss: "损失",
    best: (epoch, loss) => `最佳：第 ${epoch} 轮，${loss}`,
    none: "还没有训练完一轮。",
    learnsNothing: "这个基线方法无需学习，所以没有训练轮次。",
  },
  scores: {
    title: "测试部分的回测",
    caption: (windows, scaled) =>
      `${formatWhole(windows)} 个窗口上的误差，${scaled ? "以缩放后的单位计" : "以序列原有的单位计"}；sMAPE 以百分数计；区间一栏是实际值落在其中的比例`,
    method: "方法",
    coverage: (percent) => `${percent}% 区间`,
    percent: (percent) => `${percent}%`,
    none: "训练结束后会显示回测成绩。",
  },
  compare: {
    title: "并排对比",
    describe: "所选训练各轮的验证损失，对数坐标",
    caption: "所选训练在各自测试部分上的成绩",
    bestBaseline: "最佳基线",
    unlike: "这些训练的数据、目标、预测步数或损失函数不同：数值之间不可直接比较，只能各自与自己的基线相比。",
    clear: "取消对比",
  },
  spoken: (name, state, epoch) => `${name}：${state}${epoch === null ? "" : `，第 ${epoch} 轮`}`,
};
