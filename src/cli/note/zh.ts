/** @module What `unrolled note` prints, in Chinese, and its words by language. */
import { zh as report } from "../../note/report/zh.ts";
import { noteTerms } from "../../note/terms.ts";
import { formatLoss } from "../../text/format.ts";
import type { Translated } from "../../text/lang.ts";
import { en, type NoteWords } from "./en.ts";

const { segments, timeSteps, steps, seeds } = noteTerms.zh;

export const zh: NoteWords = {
  next: "按任意键继续",
  data: "数据：用 sin 预测 cos",
  model: (cell, timeStep) => `模型（与 PyTorch 的打印形式相同）：${cell}，${timeSteps(timeStep)}`,
  parameterHead: report.model.head,
  parameterTotal: report.model.total,
  sharingTitle: "所有时间步共用一组参数",
  sharing: (keys) => `无论序列多长，这一层都只保存一份 ${keys}：`,
  sharingRow: (timeStep, arrays, numbers, output) =>
    `${String(timeStep).padStart(3)} 个时间步：同样的 ${arrays} 个数组、${numbers} 个数；输出 ${output}`,
  sharingProof: (difference) =>
    `${report.sharing.proof(difference)}每一步用的都是同样的 U、W、V，不同的只有输入和状态。`,
  train: (cell, timeStep, count) => `${cell}，${timeSteps(timeStep)}，${segments(count)}`,
  watch: "每段长 π。状态切断梯度（detach）后传给下一段：截断的随时间反向传播（truncated BPTT）。",
  pair: (timeStep, count) => `RNN 在上、LSTM 在下：${timeSteps(timeStep)}，${segments(count)}`,
  progress: (status, rate, eta) => `${status}  ${rate} 段/秒  剩余 ${eta}`,
  status: (cell, timeStep, segment, count, loss) =>
    `${cell && `${cell} · `}${steps(timeStep)}  第 ${segment}/${count} 段  损失 ${loss}`,
  trained: (losses, seconds) => `${report.training.losses(losses)}${report.training.took(seconds)}`,
  compare: (timeStep, count, lr) =>
    `RNN、LSTM、GRU 对比：${timeSteps(timeStep)}，${seeds(count)}，学习率 ${lr}，初始状态均为零`,
  comparing: (run, runs, cell, timeStep, lr) =>
    `第 ${run}/${runs} 次：${cell}，${steps(timeStep)}，学习率 ${lr}`,
  compareHead: ["单元", "最终损失：中位数", "四分位", "最后十段平均：中位数"],
  rates: (count) => `是步数的问题，还是学习率的问题？最终损失的中位数，${seeds(count)}`,
  ratesHead: ["学习率", "步数"],
  gradients: "超过 10 步，梯度会消失吗？",
  gradientsAre: (count) =>
    `|∂L_T/∂h_t| 往回多少步之后降到最后一步处的 1% 以下，括号里是到第一步还剩多少（${seeds(count)}的中位数）：`,
  gradientHead: ["步数", "训练"],
  before: "之前",
  after: "之后",
  gradientCell: (lag, ratio) => `${lag === null ? "不会" : steps(lag)}（${ratio}）`,
  summaryTitle: "小结",
  verdictTitle: "结论",
  summary: (cell, timeStep, losses) =>
    `${cell}，${timeSteps(timeStep)}：损失 ${formatLoss(losses.first)} → ${formatLoss(losses.last)}，最后十段平均 ${formatLoss(losses.lastTen)}`,
  files: (folder, names) => `${folder} 中的文件：${names}`,
  report: (path) => `报告：  open ${path}`,
  studio: "下一步：npm run studio",
  writing: "正在画图并写报告……",
  ended: report.notice,
};

export const noteWords: Translated<NoteWords> = { en, zh };
