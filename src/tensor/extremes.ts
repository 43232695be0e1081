/** @module The largest and the smallest values, and where they are. */
import { closed } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { maximum, minimum } from "./arithmetic.ts";
import { type Axes, axesOf, optionsOf, type ReduceOptions, reductionOf } from "./reduce.ts";
import { normalizeDim, numelOf } from "./shape.ts";
import { gradOf, record } from "./tape.ts";
import { Tensor } from "./tensor.ts";
import { gather } from "./views.ts";

/** Values with their indices along an axis, by name or as a pair: `const { values } = …` or `const [values, indices] = …`. */
export interface ValuesAndIndices extends Iterable<Tensor> {
  /** The values; gradients flow to the places that they were taken from. */
  readonly values: Tensor;
  /** Their indices, whole numbers. */
  readonly indices: Tensor;
}

/** One axis, and whether it is kept with size 1. */
export interface AxisOptions extends ReduceOptions {
  /** The axis, counted from the end if negative; all of them by default. */
  readonly dim?: number | null;
}

/** Options of `topk`. */
export interface TopkOptions {
  /** The axis, the last one by default. */
  readonly dim?: number;
  /** Whether to take the largest, as by default, or the smallest values. */
  readonly largest?: boolean;
  /** Accepted for PyTorch's sake: the values are always sorted. */
  readonly sorted?: boolean;
}

/** An axis, the options, or neither for all values. */
export type Axis = number | AxisOptions | null | undefined;

/** Whether value a comes before b. NaN counts as the largest, and ends every search, as in PyTorch. */
type Precedes = (a: number, b: number) => boolean;
const larger: Precedes = (a, b) => a > b || (Number.isNaN(a) && !Number.isNaN(b));
const smaller: Precedes = (a, b) => a < b || (Number.isNaN(a) && !Number.isNaN(b));

export function max(x: Tensor, axis?: Axis | Tensor, keepdim?: boolean): Tensor | ValuesAndIndices {
  if (axis instanceof Tensor) return maximum(x, axis);
  return extreme("max", x, axis, keepdim, larger);
}

export function min(x: Tensor, axis?: Axis | Tensor, keepdim?: boolean): Tensor | ValuesAndIndices {
  if (axis instanceof Tensor) return minimum(x, axis);
  return extreme("min", x, axis, keepdim, smaller);
}

export function argmax(x: Tensor, axis?: Axis, keepdim?: boolean): Tensor {
  return indicesOf(find("argmax", x, axis, keepdim, larger));
}

export function argmin(x: Tensor, axis?: Axis, keepdim?: boolean): Tensor {
  return indicesOf(find("argmin", x, axis, keepdim, smaller));
}

export function amax(x: Tensor, dim?: Axes | ReduceOptions | null, keepdim?: boolean): Tensor {
  return greatest("amax", x, optionsOf("amax", dim, keepdim), larger);
}

export function amin(x: Tensor, dim?: Axes | ReduceOptions | null, keepdim?: boolean): Tensor {
  return greatest("amin", x, optionsOf("amin", dim, keepdim), smaller);
}

/** The extreme over some axes, or all; equal values share the gradient. */
function greatest(op: string, x: Tensor, { dim, keepdim }: ReduceOptions, precedes: Precedes): Tensor {
  const axes = axesOf(op, x, dim);
  const empty = axes.find((axis) => x.shape[axis] === 0);
  if (empty !== undefined) throw noValues(op, dim == null ? null : empty);
  const { into, shape } = reductionOf(x, axes, keepdim);
  const y = new Tensor(new Float32Array(numelOf(shape)), shape);
  const counts = new Int32Array(y.data.length); // of the values that equal the extreme
  const at = (i: number): number => into?.[i] ?? 0;
  x.data.forEach((value, i) => {
    const isFirst = counts[at(i)] === 0 || precedes(value, y.data[at(i)]);
    if (isFirst) [y.data[at(i)], counts[at(i)]] = [value, 1];
    else if (isSame(value, y.data[at(i)])) counts[at(i)] += 1;
  });
  return record(
    op,
    y,
    [x],
    (dy) => {
      const dx = gradOf(x);
      for (let i = 0; i < dx.length; i++)
        if (isSame(x.data[i], y.data[at(i)])) dx[i] += dy[at(i)] / counts[at(i)];
    },
    [x, y],
  );
}

/** Whether they are equal; NaN equals NaN, and −0 equals 0. */
function isSame(a: number, b: number): boolean {
  return Object.is(a + 0, b + 0);
}

function noValues(op: string, axis: number | null): ShapeError {
  const hint = op.startsWith("arg") ? "" : " Specify the reduction dim with the 'dim' argument.";
  return new ShapeError(
    `${op}(): Expected reduction dim ${axis === null ? `to be specified for input.numel() == 0.${hint}` : `${axis} to have non-zero size.`}`,
  );
}

function indicesOf({ places, shape }: ReturnType<typeof find>): Tensor {
  return new Tensor(Float32Array.from(places), shape);
}

/** The k first values of each line along an axis, in order. */
export function topk(x: Tensor, k: number, given: number | TopkOptions = {}): ValuesAndIndices {
  const options = typeof given === "number" ? { dim: given } : given;
  const { dim = -1, largest = true } = closed("topk", options, { dim: 0, largest: 0, sorted: 0 });
  const axis = normalizeDim(dim, x.shape.length);
  const size = x.shape[axis] ?? 1;
  if (!(Number.isInteger(k) && k >= 0 && k <= size)) {
    throw new ShapeError(`selected index k out of range\n  k is ${k}, of ${size} values`);
  }
  // As PyTorch, NaN is first among the largest and last among the smallest.
  const rank = (a: number, b: number): number => (larger(a, b) ? -1 : larger(b, a) ? 1 : 0);
  const sign = largest ? 1 : -1;
  const places = linesOf(x, axis).map(({ first, step }) => {
    const line = Array.from({ length: size }, (_, i) => i);
    line.sort((i, j) => sign * rank(x.data[first + i * step], x.data[first + j * step]));
    return line.slice(0, k);
  });
  return picked("topk", x, axis, places, x.shape.length === 0 ? [] : x.shape.with(axis, k));
}

function extreme(
  op: string,
  x: Tensor,
  given: Axis,
  keepdim: boolean | undefined,
  precedes: Precedes,
): Tensor | ValuesAndIndices {
  const { axis, shape, places } = find(op, x, given, keepdim, precedes);
  if (axis !== null)
    return picked(
      op,
      x,
      axis,
      places.map((place) => [place]),
      shape,
    );
  return greatest(op, x, {}, precedes);
}

/** The place of the extreme of each line along an axis, or of all values if that is null, and the shape of the result. */
function find(
  op: string,
  x: Tensor,
  given: Axis,
  keepdim: boolean | undefined,
  precedes: Precedes,
): { axis: number | null; shape: readonly number[]; places: number[] } {
  const { dim = null, keepdim: keeps = false } = optionsOf(op, given, keepdim);
  if (dim !== null && typeof dim !== "number")
    throw new ValueError(`${op} takes one axis (got [${dim.join(", ")}])`);
  const axis = dim === null ? null : normalizeDim(dim, x.shape.length);
  if (axis === null ? x.data.length === 0 : x.shape[axis] === 0) throw noValues(op, axis);
  const isReduced = (d: number): boolean => axis === null || d === axis;
  const shape = keeps
    ? x.shape.map((size, d) => (isReduced(d) ? 1 : size))
    : x.shape.filter((_, d) => !isReduced(d));
  const lines = axis === null ? [{ first: 0, step: 1, size: x.data.length }] : linesOf(x, axis);
  return { axis, shape, places: lines.map((line) => firstOf(x.data, line, precedes)) };
}

/** The values of one line along an axis: size of them, step apart. */
export interface Line {
  readonly first: number;
  readonly step: number;
  readonly size: number;
}

/** The lines along an axis, in the order of the other axes. */
export function linesOf({ shape }: Tensor, axis: number): Line[] {
  const size = shape[axis] ?? 1;
  const step = numelOf(shape, axis + 1);
  const lines: Line[] = [];
  for (let outer = 0; outer < numelOf(shape, 0, Math.min(axis, shape.length)); outer++)
    for (let inner = 0; inner < step; inner++) lines.push({ first: outer * size * step + inner, step, size });
  return lines;
}

/** The index, within a line, of the first value that no other precedes. */
function firstOf(x: Float32Array, { first, step, size }: Line, precedes: Precedes): number {
  let best = 0;
  for (let i = 1; i < size; i++) if (precedes(x[first + i * step], x[first + best * step])) best = i;
  return best;
}

/** The values at some places of each line, and those places. */
function picked(
  op: string,
  x: Tensor,
  axis: number,
  places: readonly (readonly number[])[],
  shape: readonly number[],
): ValuesAndIndices {
  const offsets = new Int32Array(numelOf(shape));
  const indices = new Tensor(new Float32Array(offsets.length), shape);
  linesOf(x, axis).forEach(({ first, step }, line) => {
    const inner = line % step;
    places[line].forEach((place, i) => {
      const at = (line - inner) * places[line].length + i * step + inner;
      offsets[at] = first + place * step;
      indices.data[at] = place;
    });
  });
  const values = gather(op, x, shape, offsets);
  return { values, indices, [Symbol.iterator]: () => [values, indices][Symbol.iterator]() };
}
