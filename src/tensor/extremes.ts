/** @module The largest and the smallest values, and where they are. */
import { closed } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { MANY, vectorLoops } from "../wasm/vectorLoops.ts";
import { maximum, minimum } from "./arithmetic.ts";
import { BLOCK, eachBlock } from "./blocks.ts";
import { type Axes, axesOf, optionsOf, type ReduceOptions, reducedShapes } from "./reduce.ts";
import { broadcastStrides, normalizeDim, numelOf, offsetsOf } from "./shape.ts";
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

/** The sign by which the extreme is the largest. NaN is the extreme of all, and ends every search, as in PyTorch. */
type Sign = 1 | -1;
const LARGEST: Sign = 1;
const SMALLEST: Sign = -1;

export function max(x: Tensor, axis?: Axis | Tensor, keepdim?: boolean): Tensor | ValuesAndIndices {
  if (axis instanceof Tensor) return maximum(x, axis);
  return extreme("max", x, axis, keepdim, LARGEST);
}

export function min(x: Tensor, axis?: Axis | Tensor, keepdim?: boolean): Tensor | ValuesAndIndices {
  if (axis instanceof Tensor) return minimum(x, axis);
  return extreme("min", x, axis, keepdim, SMALLEST);
}

export function argmax(x: Tensor, axis?: Axis, keepdim?: boolean): Tensor {
  return indicesOf(find("argmax", x, axis, keepdim, LARGEST));
}

export function argmin(x: Tensor, axis?: Axis, keepdim?: boolean): Tensor {
  return indicesOf(find("argmin", x, axis, keepdim, SMALLEST));
}

export function amax(x: Tensor, dim?: Axes | ReduceOptions | null, keepdim?: boolean): Tensor {
  return greatest("amax", x, optionsOf("amax", dim, keepdim), LARGEST);
}

export function amin(x: Tensor, dim?: Axes | ReduceOptions | null, keepdim?: boolean): Tensor {
  return greatest("amin", x, optionsOf("amin", dim, keepdim), SMALLEST);
}

/** The extreme over some axes, or all; equal values share the gradient. */
function greatest(op: string, x: Tensor, { dim, keepdim }: ReduceOptions, sign: Sign): Tensor {
  const axes = axesOf(op, x, dim);
  const empty = axes.find((axis) => x.shape[axis] === 0);
  if (empty !== undefined) throw noValues(op, dim == null ? null : empty);
  const { kept, shape } = reducedShapes(x, axes, keepdim);
  const areRows = axes.every((axis) => axis >= x.shape.length - axes.length);
  const into = areRows ? null : offsetsOf(x.shape, broadcastStrides(kept, x.shape));
  const y = new Tensor(new Float32Array(numelOf(shape)).fill(-sign * Infinity), shape);
  if (into === null) findExtremes(y.data, x.data, sign);
  else
    for (let i = 0; i < x.data.length; i++)
      y.data[into[i]] = extremeOf(x.data, y.data[into[i]], sign, i, i + 1);
  return record(
    op,
    y,
    [x],
    (dy) => {
      const dx = gradOf(x);
      if (into === null) return shareRows(dx, dy, x.data, y.data, sign);
      const isExtreme = (i: number): boolean => areSame(x.data[i], y.data[into[i]]);
      const counts = new Int32Array(y.data.length);
      for (let i = 0; i < dx.length; i++) if (isExtreme(i)) counts[into[i]]++;
      for (let i = 0; i < dx.length; i++) if (isExtreme(i)) dx[i] += dy[into[i]] / counts[into[i]];
    },
    [x, y],
  );
}

/** Replaces values of y by the extreme of each and the row of x that belongs to it. */
function findExtremes(y: Float32Array, x: Float32Array, sign: Sign): void {
  const n = x.length / y.length;
  const loops = x.length < MANY || n < 4 ? null : vectorLoops.current;
  if (loops !== null) loops.extremes(y, x, n, sign);
  else for (let k = 0; k < y.length; k++) y[k] = extremeOf(x, y[k], sign, k * n, k * n + n);
}

/** The extreme of a value and those between two indices. */
function extremeOf(x: Float32Array, first: number, sign: Sign, from: number, to: number): number {
  let top = first;
  for (let i = from; i < to; i++) {
    if (sign * x[i] <= sign * top) continue; // else it is greater, or one of them is NaN
    if (!Number.isNaN(top)) top = x[i];
  }
  return top;
}

/** Adds the gradients of extremes to the values of each row that equal them. */
function shareRows(dx: Float32Array, dy: Float32Array, x: Float32Array, y: Float32Array, sign: Sign): void {
  const n = x.length / y.length;
  const places: number[] = [];
  for (let k = 0; k < y.length; k++) {
    places.length = 0;
    eachBlock(n, (from, to) => addPlaces(places, x, y[k], sign, k * n + from, k * n + to));
    for (const place of places) dx[place] += dy[k] / places.length;
  }
}

/** Adds the places of the extreme between two indices. Whether a whole block has it, the kernel tells in a tenth of the time. */
function addPlaces(
  places: number[],
  x: Float32Array,
  top: number,
  sign: Sign,
  from: number,
  to: number,
): void {
  if (to - from === BLOCK) {
    const own = new Float32Array([-sign * Infinity]);
    findExtremes(own, x.subarray(from, to), sign);
    if (!areSame(own[0], top)) return;
  }
  if (Number.isNaN(top))
    for (let i = from; i < to; i++) {
      if (Number.isNaN(x[i])) places.push(i);
    }
  else
    for (let i = from; i < to; i++) {
      if (x[i] === top) places.push(i);
    }
}

function areSame(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

function noValues(op: string, axis: number | null): ShapeError {
  const hint = op.startsWith("arg") ? "" : " Specify the reduction dim with the 'dim' argument.";
  return new ShapeError(
    `${op}(): Expected reduction dim ${axis === null ? `to be specified for input.numel() == 0.${hint}` : `${axis} to have non-zero size.`}`,
  );
}

function indicesOf({ places, shape }: ReturnType<typeof find>): Tensor {
  return new Tensor(new Float32Array(places), shape);
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
  const places = new Int32Array(k * (size === 0 ? 0 : x.data.length / size));
  eachLine(x, axis, (first, step, line) => {
    places.set(firstPlaces(x.data, first, step, size, k, largest), line * k);
  });
  return picked("topk", x, axis, places, x.shape.length === 0 ? [] : x.shape.with(axis, k), k);
}

/** Whether value a comes before b: as PyTorch, NaN is first among the largest and last among the smallest. */
function precedes(a: number, b: number, largest: boolean): boolean {
  if (largest) return a > b || (Number.isNaN(a) && !Number.isNaN(b));
  return a < b || (Number.isNaN(b) && !Number.isNaN(a));
}

/** Up to this many values are inserted where they belong; more are sorted. */
const FEW = 64;

/** The places, within a line, of the k first values in order; of equal ones, the earlier. */
export function firstPlaces(
  x: Float32Array,
  first: number,
  step: number,
  size: number,
  k: number,
  largest: boolean,
): number[] {
  const valueAt = (place: number): number => x[first + place * step];
  if (k > FEW) {
    const order = (i: number, j: number): number =>
      Number(precedes(valueAt(j), valueAt(i), largest)) - Number(precedes(valueAt(i), valueAt(j), largest));
    return Array.from({ length: size }, (_, i) => i)
      .sort(order)
      .slice(0, k);
  }
  const found: number[] = [];
  for (let i = 0; i < size && k > 0; i++) {
    const value = valueAt(i);
    if (found.length === k && !precedes(value, valueAt(found[k - 1]), largest)) continue;
    let at = found.length < k ? found.length : k - 1;
    for (; at > 0 && precedes(value, valueAt(found[at - 1]), largest); at--) found[at] = found[at - 1];
    found[at] = i;
  }
  return found;
}

function extreme(
  op: string,
  x: Tensor,
  given: Axis,
  keepdim: boolean | undefined,
  sign: Sign,
): Tensor | ValuesAndIndices {
  if (optionsOf(op, given, keepdim).dim == null) return greatest(op, x, {}, sign);
  const { axis, shape, places } = find(op, x, given, keepdim, sign);
  return picked(op, x, axis ?? 0, places, shape);
}

/** The place of the extreme of each line along an axis, or of all values if that is null, and the shape of the result. */
function find(
  op: string,
  x: Tensor,
  given: Axis,
  keeps: boolean | undefined,
  sign: Sign,
): { axis: number | null; shape: readonly number[]; places: Int32Array } {
  const { dim = null, keepdim } = optionsOf(op, given, keeps);
  if (dim !== null && typeof dim !== "number")
    throw new ValueError(`${op} takes one axis (got [${dim.join(", ")}])`);
  const axes = axesOf(op, x, dim);
  const axis = dim === null ? null : axes[0];
  if (axis === null ? x.data.length === 0 : x.shape[axis] === 0) throw noValues(op, axis);
  const { shape } = reducedShapes(x, axes, keepdim);
  if (axis === null)
    return { axis, shape, places: Int32Array.of(firstOf(x.data, 0, 1, x.data.length, sign)) };
  const size = x.shape[axis] ?? 1;
  const places = new Int32Array(numelOf(shape));
  eachLine(x, axis, (first, step, line) => {
    places[line] = firstOf(x.data, first, step, size, sign);
  });
  return { axis, shape, places };
}

/** Calls `visit` for each line along an axis, in the order of the other axes: its first index, and the step to its next. */
export function eachLine(
  { shape }: Tensor,
  axis: number,
  visit: (first: number, step: number, line: number, inner: number) => void,
): void {
  const size = shape[axis] ?? 1;
  const step = numelOf(shape, axis + 1);
  const outer = numelOf(shape, 0, Math.min(axis, shape.length));
  for (let i = 0, line = 0; i < outer; i++)
    for (let inner = 0; inner < step; inner++, line++) visit(i * size * step + inner, step, line, inner);
}

/** The index, within a line, of the first extreme. */
function firstOf(x: Float32Array, first: number, step: number, size: number, sign: Sign): number {
  let best = 0;
  let top = sign * x[first];
  if (Number.isNaN(top)) return best;
  for (let i = 1, j = first + step; i < size; i = (i + 1) | 0, j = (j + step) | 0) {
    const value = sign * x[j];
    if (value <= top) continue;
    best = i;
    top = value;
    if (Number.isNaN(top)) break;
  }
  return best;
}

/** The values at k places of each line, and those places. */
function picked(
  op: string,
  x: Tensor,
  axis: number,
  places: Int32Array,
  shape: readonly number[],
  k = 1,
): ValuesAndIndices {
  const offsets = new Int32Array(numelOf(shape));
  const indices = new Tensor(new Float32Array(offsets.length), shape);
  eachLine(x, axis, (first, step, line, inner) => {
    for (let i = 0, at = (line - inner) * k + inner; i < k; i++, at += step) {
      const place = places[line * k + i];
      offsets[at] = first + place * step;
      indices.data[at] = place;
    }
  });
  const values = gather(op, x, shape, offsets);
  return { values, indices, [Symbol.iterator]: () => [values, indices][Symbol.iterator]() };
}
