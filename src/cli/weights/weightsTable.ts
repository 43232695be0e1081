/** @module The tensors of a file as rows: name, shape, type, count. */
import type { FileType } from "../../interop/fileTypes.ts";
import type { NamedArray } from "../../interop/namedArray.ts";
import { tableLines } from "../table.ts";
import type { WeightsWords } from "./weightsWords.ts";

/** One tensor of a file. */
export interface TensorRow {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: FileType;
  readonly count: number;
}

/** The tensors of a file, without their values. */
export function tensorRows(tensors: Readonly<Record<string, NamedArray>>): TensorRow[] {
  return Object.entries(tensors).map(([name, { shape, data, storedAs = "F32" }]) => ({
    name,
    shape,
    type: storedAs,
    count: data.length,
  }));
}

/** The tensors of a file as a table, and what they sum up to. */
export function tensorLines(tensors: Readonly<Record<string, NamedArray>>, words: WeightsWords): string[] {
  const rows = tensorRows(tensors);
  const cells = rows.map(({ name, shape, type, count }) => [
    visible(name),
    `(${shape.join(", ")})`,
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

/** Names come from the file: one with control characters could rewrite what the terminal shows. */
function visible(name: string): string {
  return /\p{Cc}/u.test(name) ? JSON.stringify(name).replace(/[\u007f-\u009f]/g, "\ufffd") : name;
}
