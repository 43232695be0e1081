/** @module The report in Chinese, and its words by language. */
import { maxOf, minOf } from "../../lists.ts";
import {
  fixed,
  formatLevel,
  formatList,
  formatLoss,
  formatPercent,
  formatRatio,
  formatWhole,
} from "../../text/format.ts";
import type { Translated } from "../../text/lang.ts";
import { type Cell, cellLabels, type Settings } from "../settings.ts";
import { noteTerms } from "../terms.ts";
import { en, type ReportWords } from "./en.ts";
import {
  exploded,
  type FindingNumbers,
  type MedianLoss,
  safeSteps,
  type VanishingLag,
  vanished,
} from "./findings.ts";

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
      `${named(settings)}：训练使损失从第一段的 ${formatLoss(first, 2)} 降到最后十段平均 ${formatLoss(lastTen, 2)}。`,
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
    studio: "想观看并改动这次训练，先运行 `npm run studio`，再打开",
    open: "工作室中的这组设置",
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
        "也就是说，梯度只在一段之内的时间步中流动，状态则贯穿所有的段。这叫作截断的随时间反向传播（truncated backpropagation through time，truncated BPTT）。它是有代价的：跨越段边界的东西学不到。前一段应当在状态里为后一段留下什么，网络永远得不到指导。",
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
        "笔记说，时间步超过 10 次，容易造成梯度消失或梯度爆炸。为了检验，这里只取最后一步的误差，让它沿整段往回传，并测量它对之前每个隐藏状态的梯度 `∂L_T/∂h_t`。梯度降到 1% 以下，最后一步的误差就几乎无法教给网络那个时刻的任何东西。不过对“用 sin 预测 cos”来说损失不大：刚读入的样本加上它前面的一个，就决定了答案。",
      ],
    },
    gradientTable: "对隐藏状态的梯度，以最后一步处的梯度为 100%（取各随机种子的中位数）",
    gradientHead: [
      "时间步",
      "单元",
      "训练前：降到 1% 以下",
      "训练前：第一步处还剩",
      "训练后：降到 1% 以下",
      "训练后：第一步处还剩",
    ],
    never: "始终高于",
    lag: (lag) => `${steps(lag)}之后`,
    why: {
      heading: "梯度为什么会衰减",
      paragraphs: [
        "每往回走一步，梯度就要乘上一次“后一个状态对前一个状态的导数”。PyTorch 在 ±1/√H 之间随机初始化 W，这样的矩阵每一步大约把向量缩小到 1/√3 ≈ 0.58 倍；门在初始时约为 σ(0) = 0.5。0.58⁹ 和 0.5⁷ 都小于 1%。所以训练之前，梯度能传多远取决于初始权重，而与序列长度无关；只要遗忘门还在 0.5 附近，LSTM 也不例外。训练可以让这些因子向 1 靠近。",
      ],
    },
    rates: {
      heading: "是步数的问题，还是学习率的问题？",
      paragraphs: [
        "训练之前，梯度只取决于初始权重和步数。所以，如果长序列学不会是因为梯度消失，那么减小学习率也无济于事。下表用三种学习率训练同样的网络，初始权重完全相同。",
      ],
      caption: (threshold) =>
        `最后一段损失的中位数（对各随机种子统计）。粗体：没有学会，即不低于 ${threshold}；总是回答 0 为 0.5。`,
      head: ["学习率", "时间步"],
    },
    memory: {
      heading: "LSTM 有什么用",
      paragraphs: [
        "每往回走一步，对细胞状态 c 的梯度就要乘上遗忘门 f。PyTorch 的偏置初始在 0 附近，f 约为 σ(0) = 0.5，未训练的 LSTM 忘得和 RNN 一样快。偏置大一些，门就打开了：用 `--forget-bias 1` 或 `3` 可以这样训练。",
      ],
      caption: (count) => `未训练的 LSTM：${seeds(count)}的中位数`,
      head: (timeStep) => ["遗忘门偏置加上", "初始的 f", `经过 ${steps(timeStep)}，|∂L/∂c| 还剩`],
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
    pair: (timeStep, count) => ({
      title: `RNN 与 LSTM：${timeSteps(timeStep)}，训练 ${count} 次`,
      caption: "笔记的最后一张图：两种单元，数据相同、种子相同，状态从零开始；左为训练之初，右为训练之末。",
    }),
    pairPart: (cell, from, to) => `${cell}，第 ${from}～${to} 段`,
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
    lowestApart: ({ apart, ...at }) => `${lowest(at)}，低于 ${listed(apart)} 的四分位区间。`,
    lowestOverlaps: ({ overlapping, ...at }) =>
      `${lowest(at)}，但它的四分位区间与 ${listed(overlapping)} 有重叠：种子的影响不小于单元类型的影响。`,
    lowestMixed: ({ apart, overlapping, ...at }) =>
      `${lowest(at)}，低于 ${listed(apart)} 的四分位区间，但与 ${listed(overlapping)} 的区间有重叠。`,
    pairApart: ({ lower, higher }) =>
      `笔记所比较的两种单元中，${cellLabels[lower]} 更低：它的四分位区间低于 ${cellLabels[higher]}。`,
    pairOverlaps: () => "笔记所比较的 RNN 和 LSTM 没有明显差别：两者的四分位区间有重叠。",
    oneSeed: ({ timeStep, segments: trained, seed, losses }) =>
      `只用种子 ${seed} 的最终损失（${segments(trained)}，每段 ${timeSteps(timeStep)}）：${losses.map(({ cell, median }) => `${cellLabels[cell]} ${formatLoss(median, 2)}`).join("，")}。换一个种子，名次可能就变了。`,
    noMedian: ({ timeStep, segments: trained }) =>
      `没有一种单元的损失中位数是有限的（${segments(trained)}，每段 ${timeSteps(timeStep)}）。`,
    diverged: ({ cell, diverged, runs }) =>
      `${cellLabels[cell]} 的 ${runs} 次运行中有 ${diverged} 次发散：最后的损失不是有限的数。`,
    claimUntested: () => `这里没有超过 ${steps(safeSteps)}的序列，笔记中的说法未能检验。`,
    vanishingBefore: ({ timeStep, cells }) =>
      `训练前，${timeStep === null ? "无论序列多长" : `序列为 ${steps(timeStep)}时`}，梯度${whereVanished(cells, true)}（即降到 ${limit} 以下）。`,
    vanishingAfter: (lengths) =>
      `训练后，${lengths.map(({ timeStep, cells }) => `${steps(timeStep)}时${whereVanished(cells, false)}`).join("；")}。`,
    noExplosion: () => `没有梯度爆炸：没有一处超过最后一步处的 ${exploded} 倍。`,
    explosion: (explosions) =>
      `出现了梯度爆炸：${explosions.map(({ cell, timeStep, when, ratio }) => `${cellLabels[cell]} 在 ${steps(timeStep)}、训练${when === "before" ? "前" : "后"}达到 ${formatRatio(ratio)}`).join("，")}。`,
    rateTooLarge: ({ timeStep, lr, failing, smaller, learning }) =>
      `${steps(timeStep)}、学习率 ${lr} 时，${losersOf(failing)}学不会；学习率降到 ${smaller} 就学会了（${lossesOf(learning)}），而初始权重和初始梯度都相同：问题出在学习率。`,
    nothingLearnt: ({ timeStep, rates, failing }) =>
      `${steps(timeStep)}时，${losersOf(failing)}用学习率 ${formatList(rates.map(String), "zh")} 都学不会。`,
    allLearn: ({ timeStep, lr, vanishing }) =>
      `${steps(timeStep)}、学习率 ${lr} 时，每种单元都学会了${vanishing ? "，尽管训练前梯度会消失" : ""}。`,
    ending: ({ lr, smaller, large, small }) =>
      `学习率 ${lr} 使 RNN 的 W 的谱半径增大到 ${formatLoss(large.radius, 2)}，最后有 ${formatPercent(large.saturated, 0)} 的单元停在 ±1 附近，那里 tanh 几乎没有斜率；学习率 ${smaller} 时，谱半径是 ${formatLoss(small.radius, 2)}，这样的单元占 ${formatPercent(small.saturated, 0)}。`,
    longerIsBetter: ({ lr, endpoint, short, long }) =>
      `步数多反而可能更好：学习率 ${lr} 时，RNN 用 ${steps(short.timeStep)}的最终损失是 ${formatLoss(short.median, 2)}，用 ${steps(long.timeStep)}是 ${formatLoss(long.median, 2)}${endpoint ? "（每段包含终点，即 linspace 的默认设置，下一段会再读一次）。加上 --no-endpoint 则不含终点" : "（不含各段的终点）"}。`,
    memory: ({ timeStep, ratios }) =>
      `未训练的 LSTM 中，|∂L/∂c| 经过 ${steps(timeStep)}还剩多少，取决于遗忘门：${ratios.map(({ bias, ratio }) => `${bias === 0 ? "按 PyTorch 的偏置" : `偏置加 ${bias} `}剩 ${formatLoss(ratio, 2)}`).join("，")}。`,
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

function lowest({ cell, median, timeStep, lr }: Omit<FindingNumbers["lowestApart"], "apart">): string {
  return `学习率 ${lr}、${steps(timeStep)}时，${cellLabels[cell]} 的最终损失最低（中位数 ${formatLoss(median, 2)}）`;
}

/** RNN（损失中位数 0.51）和 LSTM（0.33） */
function losersOf(failing: readonly MedianLoss[]): string {
  const names = failing.map(
    ({ cell, median }, i) => `${cellLabels[cell]}（${i === 0 ? "损失中位数 " : ""}${formatLoss(median, 2)}）`,
  );
  return joined(names);
}

/** A list whose items end in full-width brackets. */
function joined(names: readonly string[]): string {
  return [names.slice(0, -1).join("、"), names.at(-1)].filter(Boolean).join("和 ");
}

function lossesOf(cells: readonly MedianLoss[]): string {
  return cells.map(({ median }) => formatLoss(median, 2)).join("、");
}

function whereVanished(cells: readonly VanishingLag[], isRange: boolean): string {
  const known = cells.filter(({ lag }) => !Number.isNaN(lag));
  if (known.length === 0) return "无法测量（没有有限的值）";
  const gone = known.flatMap(({ cell, lag }) => (lag === null ? [] : [{ cell, lag }]));
  if (gone.length === 0) return "在哪种单元里都不消失";
  const lags = gone.map(({ lag }) => lag);
  const [low, high] = [minOf(lags), maxOf(lags)];
  if (isRange && gone.length === cells.length)
    return `在每种单元里都会在 ${low === high ? steps(low) : `${low}～${steps(high)}`}之后消失`;
  const names = gone.map(({ cell, lag }) => `${cellLabels[cell]}（${steps(lag)}之后）`);
  return `${gone.length === 1 && known.length > 1 ? "只" : ""}在 ${joined(names)}里消失`;
}
