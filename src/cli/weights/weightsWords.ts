/** @module What `unrolled export` and `unrolled import` say, in English and Chinese. */
import type { Translated } from "../../text/lang.ts";

/** Their words. */
export interface WeightsWords {
  readonly head: readonly [name: string, shape: string, type: string, count: string];
  readonly total: (tensors: number, values: number) => string;
  readonly converted: string;
  readonly model: string;
  readonly dropped: (names: string) => string;
  readonly written: string;
  readonly run: (command: string) => string;
}

const en: WeightsWords = {
  head: ["name", "shape", "type in the file", "count"],
  total: (tensors, values) =>
    `${tensors} ${tensors === 1 ? "tensor" : "tensors"}, ${values} ${values === 1 ? "number" : "numbers"}`,
  converted: "Types other than F32 were converted to F32.",
  model: "The model, as its weights tell; data passes the layers in this order:",
  dropped: (names) => `Not carried over, since a .pt state dict holds tensors only: ${names}`,
  written: "Written:",
  run: (command) => `Try it: ${command}`,
};

const zh: WeightsWords = {
  head: ["参数名", "形状", "文件中的类型", "个数"],
  total: (tensors, values) => `共 ${tensors} 个张量，${values} 个数`,
  converted: "F32 以外的类型已转换为 F32。",
  model: "由权重推断出的模型；数据依次经过以下各层：",
  dropped: (names) => `未写入（.pt 状态字典只存张量）：${names}`,
  written: "已写入：",
  run: (command) => `试运行：${command}`,
};

/** The words of each language. */
export const weightsWords: Translated<WeightsWords> = { en, zh };
