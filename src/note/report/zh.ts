/** @module The report in Chinese, and its words by language. */
import { fixed, formatLevel, formatList, formatLoss, formatRatio, formatWhole } from "../../text/format.ts";
import type { Translated } from "../../text/lang.ts";
import { type Cell, cellLabels, type Settings } from "../settings.ts";
import { noteTerms } from "../terms.ts";
import { en, type ReportWords } from "./en.ts";
import { exploded, safeSteps, type VanishingLag, vanished } from "./findings.ts";

const { segments, timeSteps, steps, seeds } = noteTerms.zh;
const limit = formatLevel(vanished);

export const zh: ReportWords = {
  title: "RNN 循环神经网络（回归）：用 sin 预测 cos",
  lead: "循环神经网络每次读入一个数 sin t，要答出 cos t。本页展示这样的网络由什么组成、怎样学习，与 LSTM、GRU 相比又如何。所有数字都来自文末所列的那次运行。",
  contents: "目录",
  notice: (outcome) =>
    outcome.kind === "interrupted"
      ? "运行被中断，只有中断之前完成的结果。"
      : `训练发散：${outcome.program} 在第 ${outcome.segment} 段的损失为 ${outcome.loss}。请试试更小的学习率（--lr）。`,
  summary: {
    heading: "要点",
    program: (settings, { first, lastTen }) =>
      `${named(settings)}：第一段的损失为 ${formatLoss(first, 2)}，最后十段平均为 ${formatLoss(lastTen, 2)}。`,
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
    printed: "PyTorch 打印的形式：",
    parameters: "模型参数",
    parametersOf: ({ cell, seed }) => `${cellLabels[cell]} 模型训练前的参数，随机种子 ${seed}`,
    head: ["名称", "符号", "形状", "形状的含义", "个数", "前几个值"],
    total: (count) => `共有 ${formatWhole(count)} 个参数。`,
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
    head: ["时间步", "循环层的参数数组", "其中的数", "输出的形状"],
    proof: (difference) =>
      difference === 0
        ? "还可以这样验证：一次调用算完十步，或者调用十次、每次一步并把状态传下去，得到的十个输出完全相同。"
        : `还可以这样验证：一次调用算完十步，或者调用十次、每次一步并把状态传下去，输出最多相差 ${formatLoss(difference, 2)}，只是舍入误差。`,
  },
  training: {
    heading: (settings) => `训练：${named(settings)}`,
    conditions: ({ lr, hidden, layers, seed, initialState, endpoint, timeStep }, trained) =>
      `共 ${segments(trained)}，每段 ${timeSteps(timeStep)}，每段更新一次参数；Adam，学习率 ${lr}；${layers} 层，隐藏单元 ${hidden} 个；随机种子 ${seed}；初始状态为${initialState === "zeros" ? "零" : "随机数"}；${endpoint ? "每段的最后一个采样点就是下一段的第一个" : "每段在下一段开始的前一个采样点结束"}。`,
    took: (seconds) => `训练用时 ${fixed(seconds, seconds < 1 ? 3 : 1)} 秒。`,
    losses: ({ first, last, lastTen }) =>
      `第一段的损失为 ${formatLoss(first)}，最后一段为 ${formatLoss(last)}，最后十段平均为 ${formatLoss(lastTen)}。`,
    firstAnswers: {
      heading: "为什么最开始的预测是错的",
      paragraphs: [
        "主要是因为网络还没有学会：权重还是随机的。不过，最开头的那一个预测，即使训练好了也只能靠猜：状态还是空的，输入 sin 0 = 0 既可能对应 cos t = 1，也可能对应 cos t = −1。只有从前面的时间步传来的状态才能分辨，所以后面每一段都从上一段结束时的状态开始。如果忘了把状态传下去，每一段的第一个预测都只能靠猜。",
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
        "LSTM 向下传递的是一对状态：隐藏状态 h 和细胞状态 c。这一对是元组，元组没有 `.data`，所以两者要分别切断。它们的形状都是 `(层数, 批次, 隐藏单元数)`，即使设置了 `batch_first=True` 也是如此，因为它只影响输入和输出。",
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
    conditions: ({ settings, seeds: finished, timeStep }) =>
      `一次运行说明不了什么，所以每种单元都用 ${seeds(finished.length)}各训练一次：初始权重不同，数据相同，学习率 ${settings.lr}，初始状态都为零。损失在 ${timeSteps(timeStep)}时比较。`,
    losses: "最后一段的损失，以及最后十段的平均损失（对各随机种子统计）",
    lossHead: ["单元", "中位数", "四分位区间", "最小值～最大值", "最后十段：中位数"],
    gradients: {
      heading: "超过 10 步，梯度会消失吗？",
      paragraphs: [
        "笔记说，时间步超过 10 次，容易造成梯度消失或梯度爆炸。为了检验，这里只取最后一步的误差，让它沿整段往回传，并测量它对之前每个隐藏状态的梯度 `∂L_T/∂h_t`。梯度降到 1% 以下，网络就几乎无法从那个时刻学到东西。",
      ],
    },
    gradientTable: "对隐藏状态的梯度，以最后一步处的梯度为 100%（取各随机种子的中位数）",
    gradientHead: [
      "时间步",
      "单元",
      "训练前：低于 1%",
      "训练前：最初状态处还剩",
      "训练后：低于 1%",
      "训练后：最初状态处还剩",
    ],
    never: "始终没有",
    lag: (lag) => `${steps(lag)}之后`,
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
  figures: {
    segmentRange: (from, to) => (from === to ? `第 ${from} 段` : `第 ${from}～${to} 段`),
    medianAndQuartiles: "曲线：各随机种子的中位数。色带：下四分位数到上四分位数。",
    data: {
      title: "网络读到什么，应当答出什么",
      caption: "输入是 sin t，目标是 cos t。每个时刻，网络只读入一个数，也只给出一个数。",
    },
    fit: (settings) => ({
      title: `${named(settings)}：目标与预测`,
      caption: "每一段都是先预测、后训练，所以这并不是事后拟合。",
    }),
    lossCurve: ({ cell }) => ({
      title: `${cellLabels[cell]}：每一段的损失`,
      caption: "低于虚线，说明网络比总是回答 0 要好。",
    }),
    comparedLosses: (timeStep, count) => ({
      title: `训练过程中的损失：${timeSteps(timeStep)}，${seeds(count)}`,
      caption:
        "一个种子就是一次运行：初始权重不同，数据相同。色带相互重叠之处，种子的影响不小于单元类型的影响。",
    }),
    finalLosses: (timeStep, count) => ({
      title: `最后一段的损失：${timeSteps(timeStep)}，${seeds(count)}`,
      caption: "箱体：四分位数和中位数。须线：最小值和最大值。圆点：每个种子一个。",
    }),
    gradientsBefore: {
      title: "训练前，梯度能往回传多远",
      caption:
        "最后一步的损失对之前各隐藏状态的梯度，除以最后一步处的梯度，取各种子的中位数。在对数坐标上，直线就是指数衰减。百万分之一以下的部分不画出。",
    },
    gradientsAfter: {
      title: "训练后，梯度能往回传多远",
      caption: "训练之后的同一张图。虚线：固定 h 不变，对 LSTM 细胞状态 c 的梯度。",
    },
  },
  verdict: {
    lowestApart: ({ cell, apart }) =>
      `${cellLabels[cell]} 的最终损失中位数最低，它的四分位区间完全低于 ${listed(apart)}。`,
    lowestOverlaps: ({ cell, overlapping }) =>
      `${cellLabels[cell]} 的最终损失中位数最低，但它的四分位区间与 ${listed(overlapping)} 有重叠：种子的影响不小于单元类型的影响。`,
    lowestMixed: ({ cell, apart, overlapping }) =>
      `${cellLabels[cell]} 的最终损失中位数最低。它的四分位区间完全低于 ${listed(apart)}，但与 ${listed(overlapping)} 有重叠：在这两者之间，种子的影响不小于单元类型的影响。`,
    pairApart: ({ lower, higher }) =>
      `笔记所比较的两种单元中，${cellLabels[lower]} 更低：它的四分位区间低于 ${cellLabels[higher]}。`,
    pairOverlaps: () => "笔记所比较的 RNN 和 LSTM 没有明显差别：两者的四分位区间有重叠。",
    medians: ({ timeStep, segments: trained, seeds: count, losses }) =>
      `最终损失的中位数（${seeds(count)}，${segments(trained)}，每段 ${timeSteps(timeStep)}）：${losses.map(({ cell, q1, median, q3 }) => `${cellLabels[cell]} ${formatLoss(median, 2)}（四分位区间 ${formatLoss(q1, 2)}～${formatLoss(q3, 2)}）`).join("，")}。`,
    oneSeed: ({ timeStep, segments: trained, seed, losses }) =>
      `只用种子 ${seed} 的最终损失（${segments(trained)}，每段 ${timeSteps(timeStep)}）：${losses.map(({ cell, median }) => `${cellLabels[cell]} ${formatLoss(median, 2)}`).join("，")}。换一个种子，名次可能就变了。`,
    noMedian: ({ timeStep, segments: trained }) =>
      `没有一种单元的损失中位数是有限的（${segments(trained)}，每段 ${timeSteps(timeStep)}）。`,
    diverged: ({ cell, diverged, runs }) =>
      `${cellLabels[cell]} 的 ${runs} 次运行中有 ${diverged} 次发散：最后的损失不是有限的数。`,
    claim: () => `超过 ${steps(safeSteps)}，梯度会消失吗（降到最后一步处的 ${limit} 以下）？`,
    claimUntested: () =>
      `这里没有超过 ${steps(safeSteps)}的序列，笔记中关于超过 ${safeSteps} 次的说法未能检验。梯度会降到最后一步处的 ${limit} 以下吗？`,
    vanishing: ({ when, timeStep, answer, cells }) =>
      `训练${{ before: "前", after: "后" }[when]}，${timeStep === null ? "无论序列多长" : steps(timeStep)}：${{ all: "会", some: "部分单元会", none: "不会", unknown: "没有有限的梯度" }[answer]}（${cells.map(lagOf).join("，")}）。`,
    noExplosion: () => `没有梯度爆炸：没有一处超过最后一步处的 ${exploded} 倍。`,
    explosion: (explosions) =>
      `出现了梯度爆炸：${explosions.map(({ cell, timeStep, when, ratio }) => `${cellLabels[cell]} 在 ${steps(timeStep)}、训练${when === "before" ? "前" : "后"}达到 ${formatRatio(ratio)}`).join("，")}。`,
    cellState: ({ further, timeStep, hidden, cell }) =>
      `训练后的 LSTM 中，细胞状态 c ${{ c: "比隐藏状态 h 传得更远", h: "不如隐藏状态 h 传得远", neither: "与隐藏状态 h 传得差不多远" }[further]}：在 ${steps(timeStep)}中，从倒数第二步回到第一步，对 c 的梯度降到 ${formatRatio(cell)}，对 h 的梯度降到 ${formatRatio(hidden)}。`,
  },
};

export const reportWords: Translated<ReportWords> = { en, zh };

function named({ cell, timeStep }: Settings): string {
  return `${cellLabels[cell]}，${timeSteps(timeStep)}`;
}

function listed(cells: readonly Cell[]): string {
  const names = cells.map((cell) => cellLabels[cell]);
  return formatList(names, "zh");
}

function lagOf({ cell, lag }: VanishingLag): string {
  if (lag === null) return `${cellLabels[cell]} 始终没有`;
  return `${cellLabels[cell]} ${Number.isNaN(lag) ? "不是数" : `${steps(lag)}之后`}`;
}
