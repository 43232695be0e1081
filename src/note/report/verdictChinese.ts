/** @module The verdict in Chinese. */

import { formatList, formatRatio } from "../../text/format.ts";
import {
  exploded,
  type FlowFindings,
  type LossFindings,
  type Reach,
  safeSteps,
  vanished,
} from "./findings.ts";
import { alike, type Claims, nameOf, shortLoss, sortReaches, type VerdictTexts } from "./verdictTexts.ts";

const list = (items: readonly string[]): string => formatList(items, "zh");
const seeds = (count: number): string => `${count} 个随机种子`;
const segments = (count: number): string => `${count} 段`;
const timeSteps = (count: number): string => `${count} 个时间步`;
const limit = `${100 * vanished}%`;
const cannotTell = "没有有限的梯度可供判断";

const claims: Claims = {
  all: {
    all: "在训练前后都成立",
    some: "在训练前成立，训练后只有一部分成立",
    none: "在训练前成立，训练后不再成立",
    unknown: `在训练前成立，训练后${cannotTell}`,
  },
  some: {
    all: "在训练前只有一部分成立，训练后完全成立",
    some: "在训练前后都只有一部分成立",
    none: "在训练前只有一部分成立，训练后不再成立",
    unknown: `在训练前只有一部分成立，训练后${cannotTell}`,
  },
  none: {
    all: "在训练前不成立，训练后成立",
    some: "在训练前不成立，训练后有一部分成立",
    none: "在这些运行中没有出现",
    unknown: `在训练前不成立，训练后${cannotTell}`,
  },
  unknown: {
    all: `在训练后成立，训练前${cannotTell}`,
    some: `在训练后有一部分成立，训练前${cannotTell}`,
    none: `在训练后不成立，训练前${cannotTell}`,
    unknown: "无法判断，因为所有梯度都不是有限的数",
  },
};

/** The verdict's sentences in Chinese. */
export const verdictChinese: VerdictTexts = {
  medians,
  lowest: (best, near, far) => {
    const apart = far.length > 0 ? `完全低于 ${list(far.map(nameOf))}` : "";
    const mixed =
      near.length > 0 ? `与 ${list(near.map(nameOf))} 有重叠，随机种子的影响不小于单元类型的影响` : "";
    return `${nameOf(best)} 的最终损失最低：它的四分位区间${[apart, mixed].filter(Boolean).join("，但")}。`;
  },
  pair: (low, high) =>
    low.q3 < high.q1
      ? `在笔记所比较的两者中，${nameOf(low)} 的最终损失低于 ${nameOf(high)}。`
      : "笔记所比较的 RNN 和 LSTM，四分位区间有重叠，这些运行分不出高下。",
  diverged: (loss) =>
    `${nameOf(loss)} 的 ${loss.runs} 次运行中有 ${loss.runs - loss.finite} 次发散：最后的损失不是有限的数。`,
  note,
  cell: ({ timeStep, hidden, cell }) => {
    const fading = `在 ${timeSteps(timeStep)}中，从倒数第二步回到最初一步，对 c 的梯度降到 ${formatRatio(cell)}，对 h 的梯度降到 ${formatRatio(hidden)}`;
    if (cell > alike * hidden) return `在训练后的 LSTM 中，细胞状态 c 比隐藏状态 h 传得更远：${fading}。`;
    if (hidden > alike * cell) return `在训练后的 LSTM 中，细胞状态 c 不如隐藏状态 h 传得远：${fading}。`;
    return `在训练后的 LSTM 中，细胞状态 c 与隐藏状态 h 传得差不多远：${fading}。`;
  },
};

function medians({ timeStep, segments: count, seeds: all, ranked }: LossFindings): string[] {
  const start = `每段 ${timeSteps(timeStep)}，训练 ${segments(count)}之后`;
  if (ranked.length === 0) return [`${start}，没有一种单元的损失中位数是有限的。`];
  if (all.length === 1) {
    const each = ranked.map((loss) => `${nameOf(loss)} 为 ${shortLoss(loss.median)}`).join("，");
    return [
      `${start}，只用随机种子 ${all[0]} 时，最终损失：${each}。`,
      "只有一个种子说明不了多少：换一个种子，名次可能就变了。",
    ];
  }
  const each = ranked.map(
    (loss) =>
      `${nameOf(loss)} 为 ${shortLoss(loss.median)}（四分位区间 ${shortLoss(loss.q1)}～${shortLoss(loss.q3)}）`,
  );
  return [`${start}，${seeds(all.length)}的最终损失中位数：${each.join("，")}。`];
}

function note(findings: FlowFindings): string {
  const { isTested, before, after, lengths } = findings;
  const claim = isTested
    ? `实测结果：笔记中“超过 ${safeSteps} 次，容易造成梯度消失或梯度爆炸”的说法，${claims[before][after]}`
    : `这里没有超过 ${safeSteps} 步的序列，笔记中关于超过 ${safeSteps} 次的说法未能检验`;
  const tell = sharesTold();
  const trained = lengths.map(
    ({ timeStep, after: reaches }) => `${timeSteps(timeStep)}时，${reach(reaches, tell)}`,
  );
  return `${claim}：最后一步损失的梯度沿隐藏状态往回传，${untrained(findings)}；训练后，${trained.join("；")}；${explosion(findings)}。`;
}

/** Before training: by lag alone where the length makes no difference, else at the greatest length. */
function untrained({ lengths, isLengthless }: FlowFindings): string {
  const longest = lengths[lengths.length - 1];
  if (isLengthless) return `训练前，无论序列多长，${reach(longest.before, () => "")}`;
  return `训练前，${timeSteps(longest.timeStep)}时，${reach(longest.before, () => "")}`;
}

function reach(reaches: readonly Reach[], tell: (share: number) => string): string {
  const { falling, staying, lost } = sortReaches(reaches);
  const inside = (text: string): string => (text ? `（${text}）` : "");
  const falls = falling.map((one) => `${nameOf(one)} ${one.lag} 步之后${inside(tell(one.first))}`);
  const stays = staying.map((one) => `${nameOf(one)}${inside(tell(one.first))}`);
  const parts: string[] = [];
  if (falls.length > 0) parts.push(`${falls.join("、")}降到 ${limit} 以下`);
  if (stays.length > 0)
    parts.push(`${stays.join("、")}${falls.length > 0 ? "没有降到这么低" : `始终在 ${limit} 以上`}`);
  if (lost.length > 0) parts.push(`${lost.map(nameOf).join("、")} 的梯度不是有限的数`);
  return parts.join("，");
}

/** Shares, of which only the first says what it is a share of. */
function sharesTold(): (share: number) => string {
  let told = false;
  return (share) => {
    const text = told ? formatRatio(share) : `传到最初状态的有 ${formatRatio(share)}`;
    told = true;
    return text;
  };
}

function explosion({ explosions }: FlowFindings): string {
  if (explosions.length === 0) return `没有出现梯度爆炸（没有一处超过最后一步的 ${exploded} 倍）`;
  const each = explosions.map(
    ({ timeStep, when, reach: one }) =>
      `${timeSteps(timeStep)}的 ${nameOf(one)} 在训练${when === "before" ? "前" : "后"}放大到 ${formatRatio(one.greatest)}`,
  );
  return `出现了梯度爆炸：${each.join("，")}`;
}
