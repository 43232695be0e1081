/** @module Terms that figures, tables and sentences about the note share, in both languages. */
import { plural } from "../text/format.ts";
import type { Translated, WordsOf } from "../text/lang.ts";

const en = {
  input: "input (sin)",
  target: "target (cos)",
  prediction: "prediction",
  radians: "t (radians)",
  value: "value",
  segment: "segment",
  cell: "cell",
  loss: "loss (MSE)",
  /** Gradient norms by lag, relative to the norm at the last step. */
  relativeGradient: "relative gradient",
  lag: "steps back from the last step",
  lstmCell: "LSTM, cell state c",
  alwaysZero: "always answering 0",
  segments: (count: number): string => plural(count, "segment"),
  timeSteps: (count: number): string => plural(count, "time step"),
  steps: (count: number): string => plural(count, "step"),
  seeds: (count: number): string => plural(count, "seed"),
};

export type NoteTerms = WordsOf<typeof en>;

const zh: NoteTerms = {
  input: "输入 (sin)",
  target: "目标 (cos)",
  prediction: "预测",
  radians: "t（弧度）",
  value: "取值",
  segment: "段",
  cell: "单元",
  loss: "损失（均方误差）",
  relativeGradient: "相对梯度",
  lag: "从最后一步往回数的步数",
  lstmCell: "LSTM 的细胞状态 c",
  alwaysZero: "总是回答 0",
  segments: (count) => `${count} 段`,
  timeSteps: (count) => `${count} 个时间步`,
  steps: (count) => `${count} 步`,
  seeds: (count) => `${count} 个随机种子`,
};

export const noteTerms: Translated<NoteTerms> = { en, zh };
