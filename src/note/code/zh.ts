/** @module The comments of the programs in Chinese. */
import { formatList } from "../../text/format.ts";
import { type CodeWords, inPlace, secondTime } from "./en.ts";

export const zh: CodeWords = {
  title: (cell) => `${cell}（回归）：用 sin 预测 cos，沿着曲线一段一段地训练。`,
  needs: (packages) => `需要 ${formatList(packages, "zh")}。每段打印一行：段的序号和损失。`,
  seed: "结果可重现",
  hyper: "超参数",
  timeStep: "时间步数，即每段的采样点数",
  inputSize: "每个时间步的输入维数",
  hidden: "隐藏单元数",
  layers: "循环层的层数",
  segments: "训练的段数，每段长 π",
  lr: "学习率",
  clip: "梯度总范数的上限",
  batchFirst: "输入和输出的第一维是批次",
  outs: "保存所有预测",
  each: "计算每个时间步的输出",
  optimizer: "优化所有参数",
  initialState: {
    zeros: { h: "初始隐藏状态：零", c: "初始细胞状态：零" },
    random: { h: "初始隐藏状态：随机数，在权重之后抽取", c: "初始细胞状态" },
  },
  range: "时间范围",
  data: "用 sin 预测 cos",
  withEnd: "最后一个采样点就是这一段的终点，也是下一段的起点，会读到两次",
  withoutEnd: "不含这一段的终点，它是下一段的起点",
  output: "网络的输出",
  repack: "重新包装隐藏状态，切断它与上一次迭代的联系",
  loss: "计算损失",
  clear: "清空梯度，准备这一步训练",
  backward: {
    plain: "反向传播，计算梯度",
    retained: "反向传播，并为下一段保留计算图",
    retainedInVain: "反向传播；保留下来的计算图不会再用到",
  },
  scale: "梯度总范数超过上限时，按比例缩小所有梯度",
  apply: "用梯度更新参数",
  state: {
    detached: () => ["!! 下一步很重要 !!"],
    discarded: () => [
      "!! 这里少了重要的一步：新的状态没有传下去 !!",
      "每一段都重新从初始状态开始，对前面的段一无所知",
    ],
    freed: ({ detach, error }) => [
      `!! 这里少了重要的一步：${detach} !!`,
      "状态仍连着这一段的计算图，而下面的 backward() 会释放这张图；",
      "下一段的 backward() 又会走到这里，于是报错：",
      `${error}: ${secondTime}`,
    ],
    refused: ({ detach, retainGraph }) => [
      `!! 这里少了重要的一步：${detach} !!`,
      `${retainGraph} 保留了这一段的计算图，下一段的 backward() 可以接着往回走；`,
      "但那时 optimizer.step() 已经就地修改了权重，PyTorch 1.5 及以后的版本会拒绝：",
      ...inPlace,
    ],
    retained: ({ detach, retainGraph }) => [
      `!! 这里少了重要的一步：${detach} !!`,
      `${retainGraph} 保留了所有的计算图，每次 backward() 都要一直走回第一段，越来越慢；`,
      "optimizer.step() 又就地修改了权重，走回去时遇到的是旧的激活值和新的权重，",
      "这样的梯度并不准确。Unrolled 不会阻止，PyTorch 1.5 及以后的版本则会拒绝：",
      ...inPlace,
    ],
  },
};
