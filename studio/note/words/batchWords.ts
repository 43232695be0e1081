/** @module What the page says otherwise where a task is learnt in batches, not along the segments of a curve. */
import { formatWhole, plural } from "../../../src/text/format.ts";
import type { Translated, WordsOf } from "../../../src/text/lang.ts";
import type { Words } from "./en.ts";

/** Words of the page that replace others, by section. */
export type Replaced = {
  readonly [Section in "transport" | "loss" | "fields" | "inside" | "seeds" | "files"]: Partial<
    Words[Section]
  >;
};

const en = {
  transport: {
    speed: "Batches/s",
    segmentsPerSecond: (pace) => `${plural(pace, "batch", "batches")}/s`,
    segment: "Batch",
    lastTen: "Mean of the last ten",
    strip: "Look back: after which batch",
    back: (trained) => `Looking back: after batch ${formatWhole(trained)}`,
  },
  loss: {
    describe: "Loss of each batch, log scale",
    pick: "click to go there",
    place: (batch) => `Batch ${formatWhole(batch)}`,
  },
  fields: {
    timeStep: { label: "Time steps", hint: "Length of a sequence: how far back gradients flow." },
    steps: { label: "Batches", hint: "Number of batches to train on, each of 32 new sequences." },
    initialState: { label: "Initial state", hint: "The state that every sequence starts from." },
  },
  inside: {
    when: (trained) =>
      `the first sequence of the last batch, as the network sees it after ${plural(trained, "batch", "batches")} of training.`,
    traces: "Over the sequence: time runs to the right, one row per unit",
  },
  seeds: {
    caption: "Loss of the last batch over the seeds",
    learntMeans:
      "Learnt: the mean loss of the last ten batches is below a tenth of that of the best constant answer.",
  },
  files: { asOf: (trained) => `The weights are those after batch ${formatWhole(trained)}.` },
} satisfies Replaced;

const zh: WordsOf<typeof en> = {
  transport: {
    speed: "批/秒",
    segmentsPerSecond: (pace) => `${pace} 批/秒`,
    segment: "批",
    lastTen: "最近十批平均",
    strip: "回看：哪一批之后",
    back: (trained) => `回看：第 ${formatWhole(trained)} 批之后`,
  },
  loss: {
    describe: "每一批的损失，对数坐标",
    pick: "点击可回到那一批",
    place: (batch) => `第 ${formatWhole(batch)} 批`,
  },
  fields: {
    timeStep: { label: "时间步", hint: "序列的长度，也是梯度往回传的步数。" },
    steps: { label: "批数", hint: "训练多少批，每批 32 个新序列。" },
    initialState: { label: "初始状态", hint: "每个序列开始时的状态。" },
  },
  inside: {
    when: (trained) => `最后一批的第一个序列，由训练 ${formatWhole(trained)} 批之后的网络来看。`,
    traces: "一个序列之内：横向是时间，每行是一个单元",
  },
  seeds: {
    caption: "各种子最后一批的损失",
    learntMeans: "“学会”指最后十批的平均损失低于最好的固定答案的十分之一。",
  },
  files: { asOf: (trained) => `下载的是第 ${formatWhole(trained)} 批之后的权重。` },
};

/** The replaced words, by language. */
export const batchWords: Translated<Replaced> = { en, zh };
