/** @module The report in Chinese. */
import { fixed, formatLoss, formatWhole } from "../../text/format.ts";
import type { Settings } from "../settings.ts";
import type { ReportTexts } from "./reportTexts.ts";

const seeds = (count: number): string => `${count} 个随机种子`;
const segments = (count: number): string => `${count} 段`;
const timeSteps = (count: number): string => `${count} 个时间步`;

/** The report's words in Chinese. */
export const reportChinese: ReportTexts = {
  title: "RNN 循环神经网络（回归）：用 sin 预测 cos",
  lead: "循环神经网络每次读入一个数 sin t，要答出 cos t。本页展示这样的网络由什么组成、怎样学习，与 LSTM、GRU 相比又如何。所有数字都来自文末所列的那次运行。",
  contents: "目录",
  notice: (outcome) =>
    outcome.kind === "interrupted"
      ? "这次运行被中断了。这里是中断之前已完成的部分，其余内容缺失。"
      : `训练发散：${outcome.program} 在第 ${outcome.segment} 段的损失为 ${outcome.loss}，运行就此结束。可以先试试更小的学习率（--lr）。`,
  summary: {
    heading: "要点",
    program: (settings, { first, lastTen }) =>
      `${named(settings)}：损失从第一段的 ${formatLoss(first, 2)} 变为最后十段平均的 ${formatLoss(lastTen, 2)}。`,
  },
  data: {
    heading: "数据",
    paragraphs: [
      "训练沿着曲线一段一段地进行，每段长 π 弧度。一段中的 T 个采样点以形状 `(1, T, 1)` 一次性送入网络：1 个序列，T 个时间步，每步 1 个数。如果少了最前面的 1，`(T, 1)` 会被当作不带批次的序列，输出和状态也随之少一维，这是这里最常见的形状错误。",
      "只看某一时刻的输入，答案并不确定：sin t 等于 0.5 时，若曲线在上升，cos t 是 0.87；若在下降，则是 −0.87。要分辨两者，网络必须记得之前发生了什么。这份记忆就是隐藏状态。",
    ],
  },
  model: {
    heading: "模型",
    printed: "按 PyTorch 的格式打印：",
    parameters: "模型参数",
    parametersOf: (settings) => `${settings.cell.toUpperCase()} 模型训练前的参数，随机种子 ${settings.seed}`,
    head: ["名称", "字母", "形状", "形状的含义", "个数", "前几个值"],
    total: (count) => `总共 ${formatWhole(count)} 个需要学习的数。`,
    formula: {
      rnn: "每个时间步计算 `h = tanh(U x + W h₋₁ + b)`，其中 h₋₁ 是上一时间步的状态，b 是两个偏置之和；输出是 `V h` 再加上输出层自己的偏置。",
      lstm: "LSTM 在每个时间步要计算四组 `U x + W h₋₁ + b`，分别用于门 i、f、o 和候选值 g。PyTorch 按 i f g o 的顺序把它们叠在一起，所以有 `4*hidden_size` 行。细胞状态 `c = f c₋₁ + i g`，隐藏状态 `h = o tanh(c)`。",
      gru: "GRU 在每个时间步要计算三组 `U x + W h₋₁ + b`，分别用于门 r、z 和候选值 n。PyTorch 按 r z n 的顺序把它们叠在一起，所以有 `3*hidden_size` 行。隐藏状态 `h = (1 − z) n + z h₋₁`。",
    },
    biases: "本来一个偏置就够了，PyTorch 保留两个，是为了与 cuDNN 的布局一致。",
  },
  sharing: {
    heading: "参数共享：所有时间步共用一组参数",
    paragraphs: (keys, timeStep) => [
      `一段有 ${timeSteps(timeStep)}，循环层的每个参数却只有一份：${keys.map((key) => `\`${key}\``).join("、")}。按时间展开，只是把同一个单元画了很多遍：同一层中，不同时刻的 U、W、V 完全相同，不同的只有输入和上一时刻传来的状态。这就是参数共享，也是打印出的参数只有一组、而不是 ${timeStep} 组的原因。`,
    ],
    caption: "同一个未训练的模型，处理不同长度的序列",
    head: ["时间步", "循环层的参数", "其中的数", "输出的形状"],
    proof: (difference) =>
      difference === 0
        ? "还可以这样验证：一次调用算完十步，或者调用十次、每次一步并把状态传下去，得到的十个输出完全相同。"
        : `还可以这样验证：一次调用算完十步，或者调用十次、每次一步并把状态传下去，输出最多相差 ${formatLoss(difference, 2)}，只是舍入误差。`,
  },
  training: {
    heading: (settings) => `训练：${named(settings)}`,
    conditions: ({ lr, hidden, layers, seed, initialState, endpoint, timeStep }, trained, seconds) =>
      `共 ${segments(trained)}，每段 ${timeSteps(timeStep)}，每段更新一次参数；Adam，学习率 ${lr}；${layers} 层，隐藏单元 ${hidden} 个；随机种子 ${seed}；初始状态为${initialState === "zeros" ? "零" : "随机数"}；${endpoint ? "每段的最后一个采样点就是下一段的第一个" : "每段在下一段开始的前一个采样点结束"}。训练本身用时 ${fixed(seconds, 3)} 秒。`,
    told: ({ first, last, lastTen }) =>
      `第一段的损失为 ${formatLoss(first)}，最后一段为 ${formatLoss(last)}，最后十段平均为 ${formatLoss(lastTen)}。`,
    firstAnswers: {
      heading: "为什么最开始的预测必然是错的",
      paragraphs: [
        "第一个时间步时，状态里还没有任何关于曲线的信息，输入 sin 0 = 0 既可能对应 cos t = 1，也可能对应 cos t = −1。无论怎样训练，单凭这一时刻都无法分辨。只有从前面的时间步传来的状态才能分辨，所以后面每一段都从上一段结束时的状态开始。如果忘了把状态传下去，每一段都会从这样的一无所知重新开始。",
      ],
    },
    detach: {
      heading: "为什么要写 h_state.data",
      paragraphs: [
        "传给下一段的状态只保留数值，切断它与计算过程的联系：笔记中写作 `h_state.data`，这里写作 `hState.detach()`。否则下一次 `backward()` 会一直走进上一段的计算图，而那张图已经释放，于是报错 “Trying to backward through the graph a second time”。加上 `retain_graph=True` 并不能解决问题：计算图会一段一段地越积越大。",
        "也就是说，梯度只在一段之内的时间步中流动，状态则贯穿所有的段。这叫作截断的随时间反向传播（truncated BPTT）。",
      ],
    },
    pair: {
      heading: "状态有两个，而不是一个",
      paragraphs: [
        "LSTM 向下传递的是一对状态：隐藏状态 h 和细胞状态 c。两者要分别切断；这一对是元组，元组没有 `.data`。它们的形状都是 `(层数, 批次, 隐藏单元数)`，即使设置了 `batch_first=True` 也是如此，因为它只影响输入和输出。",
      ],
    },
    endpoint: {
      heading: "出现两次的采样点",
      paragraphs: [
        "设置 `endpoint=True` 时，每段的最后一个采样点也是下一段的第一个，网络会读到它两次；采样间隔也从 π/T 变成了 π/(T − 1)。",
      ],
    },
  },
  comparison: {
    heading: (timeStep) => `RNN、LSTM、GRU 对比：${timeSteps(timeStep)}`,
    conditions: (count, timeStep) =>
      `一次运行说明不了什么，所以每种单元都用 ${seeds(count)}各训练一次：初始权重不同，数据相同，初始状态都为零。损失在 ${timeSteps(timeStep)}时比较。`,
    losses: "最后一段的损失，以及最后十段的平均损失（对各随机种子统计）",
    lossHead: ["单元", "中位数", "四分位区间", "最小值～最大值", "最后十段：中位数"],
    gradients: {
      heading: "超过 10 步，梯度会消失吗？",
      paragraphs: [
        "笔记说，时间步超过 10 次，容易造成梯度消失或梯度爆炸。为了检验，这里只取最后一步的误差，让它沿整段往回传，并测量它对之前每个隐藏状态的梯度 `∂L_T/∂h_t`。梯度降到 1% 以下，网络就几乎无法从那个时刻学到东西。",
      ],
    },
    gradientTable: "对隐藏状态的梯度，相对于最后一步处梯度的比例（取各随机种子的中位数）",
    gradientHead: [
      "时间步",
      "单元",
      "训练前：低于 1%",
      "训练前：传到最初状态",
      "训练后：低于 1%",
      "训练后：传到最初状态",
    ],
    never: "始终没有",
    lag: (lag) => `${lag} 步之后`,
    why: {
      heading: "梯度为什么会衰减",
      paragraphs: [
        "每往回走一步，梯度就要乘上一次“后一个状态对前一个状态的导数”。PyTorch 在 ±1/√H 之间随机初始化 W，这样的矩阵每一步大约把向量缩小到 1/√3 ≈ 0.58 倍；门在初始时约为 σ(0) = 0.5。0.58⁹ 和 0.5⁷ 都小于 1%。所以训练之前，梯度能传多远取决于初始权重，而与序列长度无关；只要遗忘门还在 0.5 附近，LSTM 也不例外。训练可以让这些因子向 1 靠近。",
      ],
    },
  },
  repeat: {
    heading: "重新运行",
    paragraphs: ["设置相同、随机种子相同，得到的数字就相同。"],
    caption: "重现各部分的命令",
    head: ["部分", "命令"],
    comparison: "对比",
    versions: (unrolled, node) => `由 Unrolled ${unrolled} 在 Node ${node} 上生成。`,
  },
};

function named({ cell, timeStep }: Settings): string {
  return `${cell.toUpperCase()}，${timeSteps(timeStep)}`;
}
