/** @module The words of the drawing of the unrolled network, in English and Chinese. */

import type { Lang } from "../../text/lang.ts";
import type { Color } from "../palette.ts";

/** The three matrices: input to hidden, hidden to hidden, hidden to output. */
export type Weight = "U" | "W" | "V";

/** The three weights with their letters and parameter names. */
export const weights: readonly Weight[] = ["U", "W", "V"];

/** Each letter in a colour of its own. */
export const colorOf: Readonly<Record<Weight, Color>> = {
  U: "inputWeight",
  W: "hiddenWeight",
  V: "outputWeight",
};

/** What the drawing says. */
export interface Words {
  readonly title: string;
  readonly folded: string;
  readonly unrolled: string;
  readonly unroll: string;
  readonly output: string;
  readonly hidden: string;
  readonly input: string;
  readonly shared: string;
  readonly parameters: Readonly<Record<Weight, Parameter>>;
}

/** What a letter is in PyTorch: the parameter's name, its shape, and what it joins. */
interface Parameter {
  readonly name: string;
  readonly shape: string;
  readonly role: string;
}

/** What the drawing says, by language. */
export const unrolledWords: Readonly<Record<Lang, Words>> = {
  en: {
    title: "A recurrent network, folded and unrolled in time",
    folded: "folded",
    unrolled: "unrolled",
    unroll: "unroll",
    output: "output",
    hidden: "hidden state",
    input: "input",
    shared: "The same U, W and V serve every time step: a longer sequence does not need one parameter more.",
    parameters: {
      U: { name: "weight_ih_l0", shape: "(hidden_size, input_size)", role: "input to hidden" },
      W: { name: "weight_hh_l0", shape: "(hidden_size, hidden_size)", role: "hidden to hidden" },
      V: { name: "out.weight", shape: "(output_size, hidden_size)", role: "hidden to output" },
    },
  },
  zh: {
    title: "循环神经网络：折叠形式与按时间展开",
    folded: "折叠",
    unrolled: "按时间展开",
    unroll: "展开",
    output: "输出",
    hidden: "隐藏状态",
    input: "输入",
    shared: "每个时间步用的都是同一组 U、W、V：序列再长，也不会多出一个参数（参数共享）。",
    parameters: {
      U: { name: "weight_ih_l0", shape: "(hidden_size, input_size)", role: "输入到隐藏" },
      W: { name: "weight_hh_l0", shape: "(hidden_size, hidden_size)", role: "隐藏到隐藏" },
      V: { name: "out.weight", shape: "(output_size, hidden_size)", role: "隐藏到输出" },
    },
  },
};
