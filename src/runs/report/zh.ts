/** @module The report of a run in Chinese, and its words by language. */
import { membersName, methodName } from "../../forecast/scores/methodNames.ts";
import { formatDuration, formatList, formatPercent, formatWhole } from "../../text/format.ts";
import type { Translated } from "../../text/lang.ts";
import { en, type ReportWords } from "./en.ts";

const list = (items: readonly string[]): string => formatList(items, "zh");

const zh: ReportWords = {
  contents: "目录",
  title: (targets) => `预测：${targets}`,
  lead: ({ model, members, split, lookback, horizon }, file, isTrained) =>
    isTrained
      ? `${members === undefined ? `${methodName(model, "zh")} 模型` : membersName(members, "zh")}，用 ${file} 的前 ${split.train.until - split.train.from} 行训练而成：根据最近 ${lookback} 步的数据，预测接下来的 ${horizon} 步。`
      : `${methodName(model, "zh")}，不需要训练：根据 ${file} 最后 ${lookback} 步的数据，预测接下来的 ${horizon} 步。`,
  names: (shown, more) => (more > 0 ? `${shown.join("、")} 等 ${shown.length + more} 列` : list(shown)),
  verdict: {
    heading: "这个模型值得用吗？",
    beatsAll: "值得，至少测试集上的结果是这样。",
    loses: "暂时不值得：有基线方法与它相当，甚至更好。",
    unsure: "不一定：与某个基线方法难分高下。",
    baselineBeatsAll: "在这份数据上，它是最好的基线方法。",
    baselineLoses: "另有基线方法与它相当，甚至更好。",
    advice: (best) => `目前更好的选择是${best}。可以尝试增加数据、调整回看步数，或者换一个模型。`,
    noNumber: "无法判断：误差不是有效的数值。",
    untested: "无法判断：模型没有经过测试。",
    noEcho: ({ skill }) =>
      skill > 0.05
        ? `它并不是简单地重复最后一个值：均方误差比那样做低 ${formatPercent(skill)}。`
        : skill < -0.05
          ? `它并不是简单地重复最后一个值，但均方误差反而比那样做高 ${formatPercent(-skill)}。`
          : "它并不是简单地重复最后一个值，但均方误差与那样做相差无几。",
  },
  forecast: {
    heading: "预测结果",
    text: (steps, after) => `数据截止于 ${after}，以下是其后 ${steps} 步的预测，单位与原数据相同。`,
    intervals: (levels) =>
      `预测区间的含义是：实际值分别有 ${list(levels)} 的概率落在区间之内。在测试集上是否如此，见下文“预测区间”一节。`,
    noIntervals: "没有预测区间：区间的宽度要用验证集来校准。",
    unbounded: "标为“无界”的地方，是因为验证集中的窗口太少，无法校准区间的宽度。",
    missing: (future) =>
      future.length === 0
        ? "没有预测。"
        : `暂时没有预测：模型要用到未来协变量 ${list(future)}，而数据里没有它们将来的取值。如何提供这些值，见下文“再次使用”。`,
    caption: "各步预测值",
    more: (rows, file) => `其余 ${rows} 行见 \`${file}\`。`,
  },
  test: {
    heading: "测试结果",
    text: ({ windows, rows, from, until }) =>
      `测试集是从 ${from} 到 ${until} 的 ${rows} 行，训练时从未使用。下列方法都预测了其中同样的 ${windows} 个窗口。`,
    units: {
      original: "MAE、RMSE 和分位数损失的单位与原数据相同。",
      scaled: "MAE、RMSE 和分位数损失以缩放后的数据为单位。",
    },
    untested: (rows, horizon) =>
      rows < horizon
        ? `没有进行测试：测试集只有 ${rows} 行，而一次预测就有 ${horizon} 步。`
        : "没有进行测试。",
    averaged: (targets) =>
      `误差是全部 ${targets} 个目标列的平均；数值大的列对 MAE 和 RMSE 的影响最大，因此结论以 MASE 为准。`,
    caption: "全部测试窗口上的误差：越小越好，加粗的是该列最佳",
    measuresHeading: "各项指标与基线方法的含义",
    baselines: {
      naive: "一直重复最后一个值",
      "seasonal naive": "重复上一个周期",
      drift: "沿着回看窗口中首尾两点的连线继续延伸",
      mean: "回看窗口中所有值的平均",
    },
  },
  steps: {
    heading: "各预测步的误差",
    text: "一般来说，预测得越远，误差越大。如果某种基线方法的曲线低于模型，那么在这一步上它更好。",
    caption: "各预测步的平均绝对误差；加粗的是该行最佳",
  },
  samples: {
    heading: "预测与实际对比",
    text: (shown, count) =>
      `测试集中的 ${count} 次预测${shown < count ? `（图中为其中 ${shown} 次）` : ""}，每次只用到其起点之前的数据。`,
  },
  intervals: {
    heading: "预测区间",
    text: "测试集中的实际值落在预测区间内的比例：",
    calibrated: (levels) => `${list(levels)} 区间的覆盖率与标称值基本相符。`,
    tooNarrow: (level, coverage) =>
      `${level} 区间只覆盖了 ${coverage}：区间偏窄，实际值落在区间之外的次数会比标称的多。`,
    tooWide: (level, coverage) => `${level} 区间覆盖了 ${coverage}：区间偏宽，其实不必这么宽。`,
    none: "没有预测区间：设置中没有要求，或者没有留出用来校准的验证集。",
    caption: "标称覆盖率与实际覆盖率",
  },
  training: {
    heading: "训练过程",
    none: "没有训练：基线方法不需要训练。",
    text: ({ history, bestEpoch, seconds }, parameters) =>
      `共训练 ${history.length} 轮，用时 ${formatDuration(seconds, "zh")}${parameters === null ? "" : `；可学习的参数有 ${formatWhole(parameters)} 个`}。${bestEpoch > 0 ? `最终采用第 ${bestEpoch} 轮的权重，这一轮的验证损失最低。` : "没有一轮的损失是有效的数值。"}`,
    reason: {
      patience: (patience) => `训练提前结束：连续 ${patience} 轮没有改善（早停）。`,
      epochs: () => "训练正常结束：设定的轮数已全部完成。",
      diverged: () =>
        "训练发散：损失变成了 NaN 或无穷大。这里的模型是此前得到的最好结果；可以试试更小的学习率。",
      interrupted: () => "训练被中断，没有完成。这里的模型是此前得到的最好结果。",
    },
    loss: {
      mse: "损失是缩放后数值的均方误差。",
      mae: "损失是缩放后数值的平均绝对误差。",
      huber: "损失是缩放后数值的 Huber 损失：误差小时取平方，误差大时取绝对值。",
      quantile: "损失是缩放后数值的分位数损失，包括中位数和各区间的上下限。",
    },
  },
  data: {
    heading: "数据",
    factsCaption: "数据与窗口",
    factsHead: ["项目", "值"],
    facts: {
      file: "文件",
      rows: "行数",
      missing: "缺失",
      time: "时间列",
      from: "起始时间",
      until: "截止时间",
      step: "间隔",
      scaler: "缩放方式",
      season: "周期",
      bounds: "预测值",
      lookback: "回看步数",
      horizon: "预测步数",
      calendar: "日历特征",
    },
    steps: (count) => `${count} 步`,
    row: (number) => `第 ${number} 行`,
    noTime: "无，按行号计",
    noSeason: "无",
    scalers: {
      standard: "standard：均值为 0、标准差为 1",
      minmax: "minmax：缩放到 0 至 1",
      robust: "robust：按中位数和四分位数",
      log: "log：取对数后均值 0、标准差 1",
    },
    columnsCaption: "各列",
    columnsHead: ["列", "用途"],
    roles: {
      target: "目标列",
      covariate: "过去协变量",
      future: "未来协变量",
      unused: "未使用",
    },
    moreColumns: (count) => `另有 ${count} 列。`,
    partsCaption: "按时间先后划分的训练集、验证集和测试集",
    partsHead: ["集合", "行", "行数", "起", "止"],
    parts: { train: "训练集", validation: "验证集", test: "测试集" },
  },
  again: {
    heading: "再次使用",
    commands: "在终端中：",
    next: "接着上述数据往后预测",
    newer: "接着更新的数据往后预测，各列须相同",
    backtest: "重新测试一遍",
    program: "在 TypeScript 中：",
    future: "在 TypeScript 中，并给出各未来协变量将来的值：",
  },
  settings: {
    heading: "全部设置",
    text: "以下是最终采用的每一项设置，包括默认值。数据、设置和随机种子都相同，得到的模型就相同。",
  },
  openTable: (rows) => `表格，共 ${rows} 行`,
  figuresOf: (shown, all) => `共有 ${all} 个目标列，图中只画出前 ${shown} 个，表格中列出全部。`,
  made: (unrolled) => `由 Unrolled ${unrolled} 生成。`,
};

export const reportWords: Translated<ReportWords> = { en, zh };
