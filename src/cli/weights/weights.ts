/** @module Files of weights: read, written, and listed as a table; the words of `unrolled export` and `unrolled import`. */
import { UsageError } from "../../errors.ts";
import { decodeWeights, type Weights } from "../../interop/decodeWeights.ts";
import type { FileType } from "../../interop/fileTypes.ts";
import type { NamedArray } from "../../interop/namedArray.ts";
import { encodeSafetensors } from "../../interop/safetensors.ts";
import { encodeTorch } from "../../interop/torch/torchWriter.ts";
import { oneLine } from "../../text/escape.ts";
import { formatShape, formatWhole, plural } from "../../text/format.ts";
import type { Translated, WordsOf } from "../../text/lang.ts";
import { readRegular } from "../regularFile.ts";
import { tableLines } from "../table.ts";

/** Reads a safetensors or `.pt` file; its first bytes tell which. */
export async function readWeights(path: string): Promise<Weights> {
  return decodeWeights(await readRegular(path, "followed"));
}

export function formatOf(path: string): Weights["format"] {
  if (path.endsWith(".safetensors")) return "safetensors";
  if (path.endsWith(".pt") || path.endsWith(".pth")) return "pt";
  throw new UsageError(`${path} must end in .safetensors or .pt, which selects the format`);
}

/** The bytes of a file of weights. A `.pt` state dict holds only tensors: metadata is dropped. */
export function encodeWeights(
  { tensors, metadata }: Pick<Weights, "tensors" | "metadata">,
  format: Weights["format"],
): Uint8Array {
  return format === "pt" ? encodeTorch(tensors) : encodeSafetensors(tensors, metadata);
}

const en = {
  head: ["name", "shape", "type in the file", "count"],
  total: (tensors: number, values: number) => `${plural(tensors, "tensor")}, ${plural(values, "number")}`,
  converted: "Types other than F32 were converted to F32.",
  model: "The model inferred from the weights, in the order of its layers:",
  dropped: (names: string) => `Metadata not written, as a .pt state dict holds only tensors: ${names}`,
  unread: "Not read, and nothing of it executed:",
  written: "Written:",
  run: (command: string) => `Try it: ${command}`,
} as const;

type WeightsWords = WordsOf<typeof en>;

const zh: WeightsWords = {
  head: ["参数名", "形状", "文件中的类型", "个数"],
  total: (tensors, values) => `共 ${tensors} 个张量，${formatWhole(values)} 个数`,
  converted: "F32 以外的类型已转换为 F32。",
  model: "由权重推断出的模型，各层按先后次序排列：",
  dropped: (names) => `未写入的元数据（.pt 状态字典只能存张量）：${names}`,
  unread: "未读取，也未执行其中任何内容：",
  written: "已写入：",
  run: (command) => `试运行：${command}`,
};

export const weightsWords: Translated<WeightsWords> = { en, zh };

export function tensorRows(
  tensors: Readonly<Record<string, NamedArray>>,
): { name: string; shape: readonly number[]; type: FileType; count: number }[] {
  return Object.entries(tensors).map(([name, { shape, data, storedAs = "F32" }]) => ({
    name,
    shape,
    type: storedAs,
    count: data.length,
  }));
}

export function tensorLines(tensors: Readonly<Record<string, NamedArray>>, words: WeightsWords): string[] {
  const rows = tensorRows(tensors);
  const cells = rows.map(({ name, shape, type, count }) => [
    inQuotes(name),
    formatShape(shape),
    type,
    String(count),
  ]);
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return [
    ...tableLines([words.head, ...cells], [3]),
    words.total(rows.length, total),
    ...(rows.some(({ type }) => type !== "F32") ? [words.converted] : []),
  ];
}

/** What a checkpoint contains beside its weights that has no counterpart here, such as objects of Python classes. */
export function unreadLines(unread: Weights["unread"], words: WeightsWords): string[] {
  const lines = Object.entries(unread).map(([name, what]) => `  ${inQuotes(name)}: ${inQuotes(what)}`);
  return lines.length === 0 ? [] : ["", words.unread, ...lines];
}

/** What was written, after the metadata that could not be. */
export function writtenLines(
  { metadata }: Pick<Weights, "metadata">,
  format: string,
  files: readonly string[],
  words: WeightsWords,
): string[] {
  const dropped = format === "pt" ? Object.keys(metadata) : [];
  return [
    ...(dropped.length === 0 ? [] : ["", words.dropped(dropped.join(", "))]),
    "",
    words.written,
    ...files.map((file) => `  ${file}`),
  ];
}

/** Names with control characters stand out: they are escaped in quotes. */
function inQuotes(name: string): string {
  const shown = oneLine(name);
  return shown === name ? name : `"${shown}"`;
}

/** How files of weights begin, by the format that `import` and `export` write: these may replace each other. */
const beginnings: Readonly<Record<string, RegExp>> = {
  safetensors: /^.{1,8}\{\s*"(?:__metadata__|[^"]*"\s*:\s*\{\s*"(?:dtype|shape|data_offsets))"/s,
  pt: /^PK.{28,200}\/data\.pkl/s, // the first entry of the archive
  onnx: /^.{1,8}unrolled/s,
  pytorch: /^"""A model and its weights, written by `unrolled export/,
};

/** Whether a file that `--out` names is one of the format that is written. */
export function isOfFormat(format: string, head: string): boolean {
  return beginnings[format]?.test(head) ?? false;
}
