/** @module The words of the diagram of the unrolled network, in English and Chinese. */

import type { Translated } from "../../text/lang.ts";

/** The matrices in the order of the caption, with their names and shapes in PyTorch. */
export const parameters = {
  U: { name: "weight_ih_l0", shape: "(hidden_size, input_size)", color: "inputWeight" },
  W: { name: "weight_hh_l0", shape: "(hidden_size, hidden_size)", color: "hiddenWeight" },
  V: { name: "out.weight", shape: "(output_size, hidden_size)", color: "outputWeight" },
} as const;

export type Weight = keyof typeof parameters;

export const weights: readonly Weight[] = ["U", "W", "V"];

const en = {
  title: "A recurrent network, folded and unrolled in time",
  folded: "folded",
  unrolled: "unrolled",
  unroll: "unroll",
  output: "output",
  hidden: "hidden state",
  input: "input",
  shared: "Every time step uses the same U, W and V, so a longer sequence needs no more parameters.",
  roles: { U: "input to hidden", W: "hidden to hidden", V: "hidden to output" },
};

export type Words = typeof en;

const zh: Words = {
  title: "循环神经网络：折叠形式与按时间展开",
  folded: "折叠",
  unrolled: "按时间展开",
  unroll: "展开",
  output: "输出",
  hidden: "隐藏状态",
  input: "输入",
  shared: "每个时间步用的都是同一组 U、W、V：序列再长，也不会多出一个参数（参数共享）。",
  roles: { U: "输入到隐藏", W: "隐藏到隐藏", V: "隐藏到输出" },
};

export const unrolledWords: Translated<Words> = { en, zh };
