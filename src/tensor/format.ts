/** @module The printed form of a tensor, in PyTorch's layout. */
import { maxOf, minOf } from "../lists.ts";
import { fixed as fixedDecimals } from "../text/format.ts";
import { numelOf } from "./shape.ts";

const PRECISION = 4; // digits after the point
const THRESHOLD = 1000; // more values than this are abbreviated
const EDGE = 3; // values shown at either end of an abbreviated axis
const WIDTH = 80; // columns
const OPENING = "tensor(";

/** The common format of all values of a tensor. */
interface Style {
  readonly text: (value: number) => string;
  /** Of the longest finite value; NaN and infinities may be longer, as in PyTorch. */
  readonly width: number;
  readonly abbreviate: boolean;
}

/** What `print(tensor)` prints in PyTorch. */
export function formatTensor(
  data: Float32Array,
  shape: readonly number[],
  op: string | null,
  requiresGrad: boolean,
): string {
  const style = styleOf(data, shape);
  const body = data.length === 0 ? "[]" : formatAxis(data, shape, 0, 0, OPENING.length, style);
  const size = data.length === 0 && shape.length !== 1 ? [`size=(${shape.join(", ")})`] : [];
  const graph = op !== null ? [`gradFn=<${op}>`] : requiresGrad ? ["requiresGrad=true"] : [];
  return addSuffixes(`${OPENING}${body}`, [...size, ...graph]);
}

/** Integers, fixed point or scientific notation: the first that fits all values that will be printed. */
function styleOf(data: Float32Array, shape: readonly number[]): Style {
  const abbreviate = data.length > THRESHOLD;
  const values = shown(data, shape, abbreviate).filter((value) => Number.isFinite(value) && value !== 0);
  const sizes = values.map(Math.abs);
  const [largest, smallest] = [maxOf(sizes), minOf(sizes)];
  const whole = values.every(Number.isInteger);
  const wide = values.length > 0 && (largest / smallest > 1000 || largest > 1e8);
  const text = wide || (!whole && smallest < 1e-4) ? scientific : whole ? integer : fixed;
  return {
    text,
    width: maxOf(
      values.map((value) => text(value).length),
      1,
    ),
    abbreviate,
  };
}

/** The values that will be printed; they determine the common width. */
function shown(data: Float32Array, shape: readonly number[], abbreviate: boolean): number[] {
  if (!abbreviate) return [...data];
  let offsets = [0];
  let stride = data.length;
  for (const size of shape) {
    stride /= size;
    const indices = shownIndices(size, true).filter((index) => index >= 0);
    offsets = offsets.flatMap((offset) => indices.map((index) => offset + index * stride));
  }
  return offsets.map((offset) => data[offset]);
}

/** The indices to print along an axis; −1 marks the gap. */
function shownIndices(size: number, abbreviate: boolean): number[] {
  if (!abbreviate || size <= 2 * EDGE) return Array.from({ length: size }, (_, i) => i);
  return [0, 1, 2, -1, size - EDGE, size - EDGE + 1, size - 1];
}

function integer(value: number): string {
  return special(value) ?? `${sign(value)}${Math.abs(value)}.`;
}

function fixed(value: number): string {
  return special(value) ?? rounded(value, (digits) => fixedDecimals(Math.abs(value), digits));
}

/** As in C: 1.5000e-07. */
function scientific(value: number): string {
  const text = special(value) ?? rounded(value, (digits) => Math.abs(value).toExponential(digits));
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

function special(value: number): string | null {
  return Number.isNaN(value) ? "nan" : Number.isFinite(value) ? null : `${sign(value)}inf`;
}

function sign(value: number): string {
  return value < 0 || Object.is(value, -0) ? "-" : "";
}

/** Rounds half to even, as C does; JavaScript's `toFixed` rounds half away from zero. */
function rounded(value: number, write: (digits: number) => string): string {
  const longer = write(PRECISION + 1);
  const isTie = Number(longer) === Math.abs(value) && /[02468]5(e|$)/.test(longer);
  return sign(value) + (isTie ? longer.replace(/5(e|$)/, "$1") : write(PRECISION));
}

function formatAxis(
  data: Float32Array,
  shape: readonly number[],
  dim: number,
  offset: number,
  indent: number,
  style: Style,
): string {
  if (dim === shape.length) return style.text(data[offset]);
  const stride = numelOf(shape, dim + 1);
  const indices = shownIndices(shape[dim], style.abbreviate);
  if (dim === shape.length - 1) {
    const texts = indices.map((i) => (i < 0 ? " ..." : style.text(data[offset + i]).padStart(style.width)));
    return formatRow(texts, indent, style.width);
  }
  const parts = indices.map((i) =>
    i < 0 ? "..." : formatAxis(data, shape, dim + 1, offset + i * stride, indent + 1, style),
  );
  return `[${parts.join(`,${"\n".repeat(shape.length - dim - 1)}${" ".repeat(indent + 1)}`)}]`;
}

/** A row of values, wrapped at the line width. */
function formatRow(parts: readonly string[], indent: number, width: number): string {
  const perLine = Math.max(1, Math.floor((WIDTH - indent) / (width + 2)));
  const lines: string[] = [];
  for (let i = 0; i < parts.length; i += perLine) lines.push(parts.slice(i, i + perLine).join(", "));
  return `[${lines.join(`,\n${" ".repeat(indent + 1)}`)}]`;
}

/** Appends the suffixes, each on a new line if it does not fit on the last one. */
function addSuffixes(text: string, suffixes: readonly string[]): string {
  let whole = text;
  let column = text.length - text.lastIndexOf("\n") + 1; // PyTorch counts two columns too many
  for (const suffix of suffixes) {
    const breaks = column + suffix.length + 2 > WIDTH;
    whole += breaks ? `,\n${" ".repeat(OPENING.length)}${suffix}` : `, ${suffix}`;
    column = breaks ? OPENING.length + suffix.length : column + suffix.length + 2;
  }
  return `${whole})`;
}
