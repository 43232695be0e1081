/** @module The comments of the programs, in both languages: those of the note, and what each setting does. */
import { formatList } from "../../text/format.ts";
import type { Translated } from "../../text/lang.ts";

/** What becomes of a state at the end of its segment: cut from its graph, left on one that is freed or kept, or dropped itself. */
export type Passing = "cut" | "freed" | "kept" | "dropped";

/** How a programming language writes what the comments speak of. */
interface CodeNames {
  /** The statement that cuts the state from its graph. */
  readonly cut: string;
  /** The error of a graph that is walked back a second time. */
  readonly error: string;
  readonly retainGraph: string;
}

/** Comments that stand at the end of a line, or in a line of their own. */
interface CodeComments {
  readonly title: (cell: string) => string;
  readonly needs: (packages: readonly string[]) => string;
  readonly seed: string;
  readonly hyper: string;
  readonly timeStep: string;
  readonly inputSize: string;
  readonly hidden: string;
  readonly layers: string;
  readonly segments: string;
  readonly lr: string;
  readonly clip: string;
  readonly batchFirst: string;
  readonly outs: string;
  readonly each: string;
  readonly optimizer: string;
  readonly hZeros: string;
  readonly cZeros: string;
  readonly hRandom: string;
  readonly cRandom: string;
  readonly range: string;
  readonly data: string;
  readonly withEnd: string;
  readonly withoutEnd: string;
  readonly output: string;
  readonly repack: string;
  readonly loss: string;
  readonly clear: string;
  readonly backward: string;
  readonly backwardKept: string;
  readonly backwardKeptInVain: string;
  readonly scale: string;
  readonly apply: string;
}

/** The comments around the step that the note calls important, a line each; "refused" is PyTorch's side of "kept". */
type PassingComments = Readonly<Record<Passing | "refused", (names: CodeNames) => readonly string[]>>;

/** All comments of a program. */
export interface CodeWords extends CodeComments {
  readonly passing: PassingComments;
}

const secondTime = "Trying to backward through the graph a second time";
const inPlace = [
  "RuntimeError: one of the variables needed for gradient computation",
  "has been modified by an inplace operation",
];

const en: CodeWords = {
  title: (cell) => `${cell} (regression): predict cos from sin, one segment of the curve after the other.`,
  needs: (packages) =>
    `Needs ${formatList(packages, "en")}. Prints a line for each segment: its number and its loss.`,
  seed: "reproducible",
  hyper: "Hyper Parameters",
  timeStep: "rnn time steps: samples of a segment",
  inputSize: "rnn input size",
  hidden: "rnn hidden units",
  layers: "number of rnn layers",
  segments: "segments to train on, each pi long",
  lr: "learning rate",
  clip: "the greatest norm that all gradients together may have",
  batchFirst: "the batch is the first dimension of input & output",
  outs: "save all predictions",
  each: "calculate output for each time step",
  optimizer: "optimize all parameters",
  hZeros: "for initial hidden state: zeros",
  cZeros: "for initial cell state: zeros",
  hRandom: "for initial hidden state: random, drawn after the weights",
  cRandom: "for initial cell state",
  range: "time range",
  data: "use sin to predict cos",
  withEnd: "the last sample is on the end of the segment: the next one starts with it again",
  withoutEnd: "the end of the segment is left out: the next one starts there",
  output: "rnn output",
  repack: "repack the hidden state, break the connection from last iteration",
  loss: "calculate loss",
  clear: "clear gradients for this training step",
  backward: "backpropagation, compute gradients",
  backwardKept: "backpropagation, and keep the graph for the next segment",
  backwardKeptInVain: "backpropagation; nothing goes through the kept graph again",
  scale: "scale all gradients down if their norm is too great",
  apply: "apply gradients",
  passing: {
    cut: () => ["!! next step is important !!"],
    dropped: () => [
      "!! an important step is left out: the new state is not passed on !!",
      "every segment starts from the initial state again, and knows nothing of the ones before",
    ],
    freed: ({ cut, error }) => [
      `!! an important step is left out: ${cut} !!`,
      "the state still hangs on the graph of this segment, and backward() below frees that graph;",
      "backward() of the next segment comes back to it, and stops:",
      `${error}: ${secondTime}`,
    ],
    refused: ({ cut, retainGraph }) => [
      `!! an important step is left out: ${cut} !!`,
      `${retainGraph} keeps the graph of this segment, so backward() of the next one can go on into it;`,
      "but optimizer.step() has changed the weights in place by then, which PyTorch >= 1.5 refuses:",
      ...inPlace,
    ],
    kept: ({ cut, retainGraph }) => [
      `!! an important step is left out: ${cut} !!`,
      `${retainGraph} keeps every graph: each backward() goes back to the first segment, and takes longer;`,
      "it meets old activations there with new weights, as optimizer.step() changes these in place:",
      "such gradients are not exact. Unrolled lets that pass, PyTorch >= 1.5 refuses it:",
      ...inPlace,
    ],
  },
};

const zh: CodeWords = {
  title: (cell) => `${cell}（回归）：用 sin 预测 cos，沿着曲线一段一段地训练。`,
  needs: (packages) => `需要 ${formatList(packages, "zh")}。每段打印一行：段的序号和损失。`,
  seed: "结果可重现",
  hyper: "超参数",
  timeStep: "时间步数，即一段中的采样点数",
  inputSize: "每个时间步输入的大小",
  hidden: "隐藏单元数",
  layers: "循环层的层数",
  segments: "训练多少段，每段长 π",
  lr: "学习率",
  clip: "所有梯度合起来的范数上限",
  batchFirst: "输入和输出的第一维是批次",
  outs: "保存所有预测",
  each: "计算每个时间步的输出",
  optimizer: "优化所有参数",
  hZeros: "初始隐藏状态：零",
  cZeros: "初始细胞状态：零",
  hRandom: "初始隐藏状态：随机数，在权重之后抽取",
  cRandom: "初始细胞状态",
  range: "时间范围",
  data: "用 sin 预测 cos",
  withEnd: "最后一个采样点就是这一段的终点，下一段会从它再开始一次",
  withoutEnd: "不含这一段的终点，下一段从那里开始",
  output: "网络的输出",
  repack: "重新包装隐藏状态，切断它与上一次迭代的联系",
  loss: "计算损失",
  clear: "清空梯度，准备这一步训练",
  backward: "反向传播，计算梯度",
  backwardKept: "反向传播，并为下一段保留计算图",
  backwardKeptInVain: "反向传播；保留下来的计算图不会再用到",
  scale: "梯度的范数过大时，按比例缩小所有梯度",
  apply: "用梯度更新参数",
  passing: {
    cut: () => ["!! 下一步很重要 !!"],
    dropped: () => [
      "!! 这里少了重要的一步：新的状态没有传下去 !!",
      "每一段都重新从初始状态开始，对前面的段一无所知",
    ],
    freed: ({ cut, error }) => [
      `!! 这里少了重要的一步：${cut} !!`,
      "状态仍连着这一段的计算图，而下面的 backward() 会释放这张图；",
      "下一段的 backward() 又会走进来，于是报错：",
      `${error}: ${secondTime}`,
    ],
    refused: ({ cut, retainGraph }) => [
      `!! 这里少了重要的一步：${cut} !!`,
      `${retainGraph} 保留了这一段的计算图，下一段的 backward() 可以接着走进来；`,
      "但那时 optimizer.step() 已经就地修改了权重，PyTorch 1.5 及以后的版本会拒绝：",
      ...inPlace,
    ],
    kept: ({ cut, retainGraph }) => [
      `!! 这里少了重要的一步：${cut} !!`,
      `${retainGraph} 保留了所有的计算图，每次 backward() 都要一直走回第一段，越来越慢；`,
      "optimizer.step() 又就地修改了权重，走回去时遇到的是旧的激活值和新的权重，",
      "这样的梯度并不准确。Unrolled 不会阻止，PyTorch 1.5 及以后的版本则会拒绝：",
      ...inPlace,
    ],
  },
};

/** The comments, by language. */
export const codeWords: Translated<CodeWords> = { en, zh };
