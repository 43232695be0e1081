/** @module What the commands say in the terminal, in English and Chinese. */
import { formatLoss } from "../text/format.ts";
import type { Lang, Translated } from "../text/lang.ts";

/** Everything that `unrolled note` says outside its report. */
export interface Words {
  readonly data: string;
  readonly model: (cell: string, timeStep: number) => string;
  readonly parameterHead: readonly [
    name: string,
    shape: string,
    meaning: string,
    count: string,
    first: string,
  ];
  readonly parameterTotal: (count: number) => string;
  readonly sharing: (keys: string) => string;
  readonly sharingRow: (timeStep: number, arrays: number, numbers: number, output: string) => string;
  readonly sharingProof: (difference: number) => string;
  readonly train: (cell: string, timeStep: number, steps: number) => string;
  readonly watch: string;
  readonly target: string;
  readonly prediction: string;
  readonly loss: string;
  readonly time: string;
  readonly segment: string;
  readonly progress: (segment: number, steps: number, loss: string, rate: string, eta: string) => string;
  readonly plain: (segment: number, steps: number, loss: string) => string;
  readonly trained: (first: string, last: string, lastTen: string, seconds: string) => string;
  readonly compare: (timeStep: number, seeds: number) => string;
  readonly comparing: (run: number, runs: number, cell: string, timeStep: number, seed: number) => string;
  readonly compareHead: readonly [cell: string, median: string, quartiles: string, lastTen: string];
  readonly gradientHead: (timeStep: number) => string;
  readonly gradientRow: (cell: string, lag: number | null, share: string, reach: number) => string;
  readonly summaryTitle: string;
  readonly summary: (cell: string, timeStep: number, first: string, last: string, lastTen: string) => string;
  readonly summaryOfComparison: (timeStep: number, seeds: number, medians: readonly string[]) => string;
  readonly files: string;
  readonly interrupted: string;
  readonly diverged: (program: string, segment: number, loss: number) => string;
  readonly writing: string;
  readonly seconds: (value: string) => string;
}

const en: Words = {
  data: "The data: from sin, predict cos",
  model: (cell, timeStep) => `The model, as PyTorch prints it (${cell}, ${timeStep} time steps)`,
  parameterHead: ["name", "shape", "meaning of the shape", "count", "first values"],
  parameterTotal: (count) => `${count} numbers to learn`,
  sharing: (keys) => `Why one set of parameters, however many time steps? The layer holds ${keys} once:`,
  sharingRow: (timeStep, arrays, numbers, output) =>
    `${String(timeStep).padStart(3)} time steps: the same ${arrays} arrays, ${numbers} numbers; output ${output}`,
  sharingProof: (difference) =>
    `Ten steps in one call, or ten calls of one step each: the outputs ${difference === 0 ? "are the same, to the last bit" : `differ by at most ${formatLoss(difference, 2)}`}. Every step applies the same U, W and V; only the input and the state differ.`,
  train: (cell, timeStep, steps) => `${cell} at ${timeStep} time steps, ${steps} segments`,
  watch: "Each segment is π long. The state is carried on, and detached.",
  target: "target (cos)",
  prediction: "prediction",
  loss: "loss",
  time: "t (radians)",
  segment: "segment",
  progress: (segment, steps, loss, rate, eta) =>
    `segment ${String(segment).padStart(String(steps).length)}/${steps}  loss ${loss}  ${rate} segments/s  ETA ${eta}`,
  plain: (segment, steps, loss) =>
    `segment ${String(segment).padStart(String(steps).length)}/${steps}  loss ${loss}`,
  trained: (first, last, lastTen, seconds) =>
    `loss ${first} at the first segment, ${last} at the last (mean of the last ten: ${lastTen}); ${seconds} of training`,
  compare: (timeStep, seeds) =>
    `RNN, LSTM and GRU at ${timeStep} time steps, ${seeds} ${seeds === 1 ? "seed" : "seeds"}, all from an empty state`,
  comparing: (run, runs, cell, timeStep, seed) =>
    `run ${run}/${runs}: ${cell}, ${timeStep} steps, seed ${seed}`,
  compareHead: ["cell", "final loss: median", "quartiles", "mean of the last ten: median"],
  gradientHead: (timeStep) =>
    `How far back the gradient reaches after training, ${timeStep} time steps (median of |∂L_T/∂h_t| by lag):`,
  gradientRow: (cell, lag, share, reach) =>
    lag === null
      ? `${cell}: never below 1%; ${share} is left ${reach} steps back`
      : `${cell}: below 1% after ${lag} ${lag === 1 ? "step" : "steps"}; ${share} is left ${reach} steps back`,
  summaryTitle: "Summary",
  summary: (cell, timeStep, first, last, lastTen) =>
    `${cell}, ${timeStep} time steps: loss ${first} → ${last}, mean of the last ten segments ${lastTen}`,
  summaryOfComparison: (timeStep, seeds, medians) =>
    `${timeStep} time steps, ${seeds} ${seeds === 1 ? "seed" : "seeds"}, median of the final loss: ${medians.join(", ")}`,
  files: "Files:",
  interrupted: "Stopped. What was found so far has been written.",
  diverged: (program, segment, loss) =>
    `${program}: the loss is ${loss} at segment ${segment}: training has diverged. Try a smaller --lr.`,
  writing: "Drawing the figures and writing the report…",
  seconds: (value) => `${value} s`,
};

const zh: Words = {
  data: "数据：由 sin 预测 cos",
  model: (cell, timeStep) => `模型（与 PyTorch 的打印形式相同）：${cell}，${timeStep} 个时间步`,
  parameterHead: ["参数名", "形状", "形状的含义", "个数", "前几个值"],
  parameterTotal: (count) => `共 ${count} 个可学习的数`,
  sharing: (keys) => `为什么无论多少个时间步，参数都只有一组？这一层只保存一份 ${keys}：`,
  sharingRow: (timeStep, arrays, numbers, output) =>
    `${String(timeStep).padStart(3)} 个时间步：同样的 ${arrays} 个数组、${numbers} 个数；输出 ${output}`,
  sharingProof: (difference) =>
    `一次算完十步，或者每次一步算十次，输出${difference === 0 ? "每一位都相同" : `最多相差 ${formatLoss(difference, 2)}`}。每一步用的都是同样的 U、W、V，不同的只有输入和状态。`,
  train: (cell, timeStep, steps) => `${cell}，${timeStep} 个时间步，${steps} 段`,
  watch: "每段长 π。状态传给下一段，并切断梯度（detach）。",
  target: "目标 (cos)",
  prediction: "预测",
  loss: "损失",
  time: "t（弧度）",
  segment: "段",
  progress: (segment, steps, loss, rate, eta) =>
    `第 ${String(segment).padStart(String(steps).length)}/${steps} 段  损失 ${loss}  ${rate} 段/秒  剩余 ${eta}`,
  plain: (segment, steps, loss) =>
    `第 ${String(segment).padStart(String(steps).length)}/${steps} 段  损失 ${loss}`,
  trained: (first, last, lastTen, seconds) =>
    `第一段损失 ${first}，最后一段 ${last}（最后十段平均 ${lastTen}）；训练用时 ${seconds}`,
  compare: (timeStep, seeds) =>
    `RNN、LSTM、GRU 对比：${timeStep} 个时间步，${seeds} 个随机种子，初始状态均为零`,
  comparing: (run, runs, cell, timeStep, seed) =>
    `第 ${run}/${runs} 次：${cell}，${timeStep} 步，种子 ${seed}`,
  compareHead: ["单元", "最终损失：中位数", "四分位", "最后十段平均：中位数"],
  gradientHead: (timeStep) => `训练后梯度能传回多远，${timeStep} 个时间步（|∂L_T/∂h_t| 随间隔的中位数）：`,
  gradientRow: (cell, lag, share, reach) =>
    lag === null
      ? `${cell}：始终不低于 1%；往回 ${reach} 步还剩 ${share}`
      : `${cell}：${lag} 步之后低于 1%；往回 ${reach} 步还剩 ${share}`,
  summaryTitle: "小结",
  summary: (cell, timeStep, first, last, lastTen) =>
    `${cell}，${timeStep} 个时间步：损失 ${first} → ${last}，最后十段平均 ${lastTen}`,
  summaryOfComparison: (timeStep, seeds, medians) =>
    `${timeStep} 个时间步，${seeds} 个随机种子，最终损失的中位数：${medians.join("，")}`,
  files: "文件：",
  interrupted: "已中断。到目前为止的结果都已写入文件。",
  diverged: (program, segment, loss) =>
    `${program}：第 ${segment} 段的损失为 ${loss}，训练已发散。请试试更小的 --lr。`,
  writing: "正在画图并写报告……",
  seconds: (value) => `${value} 秒`,
};

/** The words of each language. */
export const words: Translated<Words> = { en, zh };

/** The language of the environment: Chinese where the locale says so, English elsewhere. */
export function langOf(env: Readonly<Record<string, string | undefined>>): Lang {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return locale.toLowerCase().startsWith("zh") ? "zh" : "en";
}
