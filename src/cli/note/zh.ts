/** @module What `unrolled note` prints, in Chinese, and its words by language. */
import { zh as report } from "../../note/report/zh.ts";
import { noteTerms } from "../../note/terms.ts";
import { formatLoss } from "../../text/format.ts";
import type { Translated } from "../../text/lang.ts";
import { en, type NoteWords } from "./en.ts";

const { segments, timeSteps, steps, seeds } = noteTerms.zh;

export const zh: NoteWords = {
  data: "数据：用 sin 预测 cos",
  model: (cell, timeStep) => `模型（与 PyTorch 的打印形式相同）：${cell}，${timeSteps(timeStep)}`,
  parameterHead: report.model.head,
  parameterTotal: report.model.total,
  sharing: (keys) => `为什么无论多少个时间步，参数都只有一组？这一层只保存一份 ${keys}：`,
  sharingRow: (timeStep, arrays, numbers, output) =>
    `${String(timeStep).padStart(3)} 个时间步：同样的 ${arrays} 个数组、${numbers} 个数；输出 ${output}`,
  sharingProof: (difference) =>
    `${report.sharing.proof(difference)}每一步用的都是同样的 U、W、V，不同的只有输入和状态。`,
  train: (cell, timeStep, count) => `${cell}，${timeSteps(timeStep)}，${segments(count)}`,
  watch: "每段长 π。状态切断梯度（detach）后传给下一段。",
  progress: (line, rate, eta) => `${line}  ${rate} 段/秒  剩余 ${eta}`,
  segment: (segment, count, loss) => `第 ${segment}/${count} 段  损失 ${loss}`,
  trained: (losses, seconds) => `${report.training.losses(losses)}${report.training.took(seconds)}`,
  compare: (timeStep, count, lr) =>
    `RNN、LSTM、GRU 对比：${timeSteps(timeStep)}，${seeds(count)}，学习率 ${lr}，初始状态均为零`,
  comparing: (run, runs, cell, timeStep, seed) =>
    `第 ${run}/${runs} 次：${cell}，${steps(timeStep)}，种子 ${seed}`,
  compareHead: ["单元", "最终损失：中位数", "四分位", "最后十段平均：中位数"],
  gradientHead: (timeStep) =>
    `训练后梯度能往回传多远，${timeSteps(timeStep)}（|∂L_T/∂h_t| 随间隔的中位数）：`,
  gradientRow: (cell, lag, ratio, last) =>
    `${cell}：${lag === null ? "始终高于 1%" : `${steps(lag)}之后低于 1%`}；往回 ${steps(last)}还剩 ${ratio}`,
  summaryTitle: "小结",
  summary: (cell, timeStep, losses) =>
    `${cell}，${timeSteps(timeStep)}：损失 ${formatLoss(losses.first)} → ${formatLoss(losses.last)}，最后十段平均 ${formatLoss(losses.lastTen)}`,
  summaryOfComparison: (timeStep, count, medians) =>
    `${timeSteps(timeStep)}，${seeds(count)}，最终损失的中位数：${medians.join("，")}`,
  files: "文件：",
  writing: "正在画图并写报告……",
  ended: report.notice,
};

export const noteWords: Translated<NoteWords> = { en, zh };
