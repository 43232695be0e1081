/** @module Parts and repetitions of a tensor, its values in another order, and running sums. */
import { isList } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { eachBlock } from "./blocks.ts";
import { eachLine } from "./extremes.ts";
import { broadcastStrides, checkAxes, listOf, normalizeDim, numelOf, offsetsOf, stridesOf } from "./shape.ts";
import { gradOf, recordShape } from "./tape.ts";
import { checkTensor, Tensor } from "./tensor.ts";
import { gather, slice, strided, view } from "./views.ts";

/** The value of x at an index along an axis, for each position of `index`. */
export function gatherAt(x: Tensor, dim: number, index: Tensor): Tensor {
  checkTensor("gather", "index", index);
  const axis = normalizeDim(dim, x.shape.length);
  checkIndexShape(x, axis, index);
  const size = x.shape[axis] ?? 1;
  const strides = stridesOf(x.shape);
  const step = strides[axis] ?? 1;
  const offsets = offsetsOf(
    index.shape,
    index.shape.map((_, d) => (d === axis ? 0 : strides[d])),
  );
  eachBlock(offsets.length, (from, to) => moveBy(offsets, index.data, step, axis, size, from, to));
  return gather("gather", x, index.shape, offsets);
}

/** Moves offsets by `step` for each index along an axis. */
function moveBy(
  offsets: Int32Array,
  indices: Float32Array,
  step: number,
  axis: number,
  size: number,
  from: number,
  to: number,
): void {
  let wrong = 0; // collected, as V8 takes three times as long for branches here
  for (let i = from; i < to; i++) {
    const index = indices[i] | 0;
    wrong |= index !== indices[i] ? 1 : 0;
    wrong |= index >>> 0 >= size ? 1 : 0;
    offsets[i] += Math.imul(step, index);
  }
  if (wrong !== 0) for (let i = from; i < to; i++) checkIndex(indices[i], axis, size);
}

function checkIndexShape({ shape }: Tensor, axis: number, { shape: index }: Tensor): void {
  if (Math.max(index.length, 1) !== Math.max(shape.length, 1))
    throw new ShapeError("Index tensor must have the same number of dimensions as input tensor");
  const wrong = index.findIndex((size, d) => d !== axis && size > shape[d]);
  if (wrong === -1) return;
  throw new ShapeError(
    `Size does not match at dimension ${wrong} expected index [${index.join(", ")}] to be smaller than self [${shape.join(", ")}] apart from dimension ${axis}`,
  );
}

function checkIndex(index: number, axis: number, size: number): void {
  if (Number.isInteger(index) && index >= 0 && index < size) return;
  throw new ShapeError(
    Number.isInteger(index)
      ? `index ${index} is out of bounds for dimension ${axis} with size ${size}`
      : `gather(): Expected dtype int64 for index\n  an index is ${index}`,
  );
}

/** The values in reverse order along some axes. */
export function flip(x: Tensor, dims: readonly number[]): Tensor {
  const axes = dims.map((dim) => normalizeDim(dim, x.shape.length));
  const twice = axes.find((axis, i) => axes.indexOf(axis) !== i);
  if (twice !== undefined) throw new ShapeError(`dim ${twice} appears multiple times in the list of dims`);
  const strides = stridesOf(x.shape);
  const last = axes.reduce((sum, axis) => sum + ((x.shape[axis] ?? 1) - 1) * (strides[axis] ?? 0), 0);
  const reversed = strides.map((stride, d) => (axes.includes(d) ? -stride : stride));
  return strided("flip", x, x.shape, x.shape, reversed, last);
}

/** Copies along axes of size 1 and new leading ones; −1 keeps a size. */
export function expand(x: Tensor, sizes: readonly number[]): Tensor {
  const missing = sizes.length - x.shape.length;
  if (missing < 0) {
    throw new ShapeError(
      `expand(torch.FloatTensor{[${x.shape.join(", ")}]}, size=[${sizes.join(", ")}]): the number of sizes provided (${sizes.length}) must be greater or equal to the number of dimensions in the tensor (${x.shape.length})`,
    );
  }
  const shape = sizes.map((size, d) => expandedSize(x, sizes, size, d, d - missing));
  checkAxes("expand", shape);
  return strided("expand", x, shape, shape, broadcastStrides(x.shape, shape));
}

function expandedSize(x: Tensor, sizes: readonly number[], size: number, d: number, from: number): number {
  const existing = from < 0 ? 1 : x.shape[from];
  if (from >= 0 && (size === -1 || size === existing)) return existing;
  if (existing === 1 && Number.isInteger(size) && size >= 0) return size;
  throw new ShapeError(
    `The expanded size of the tensor (${size}) ${
      from < 0
        ? `isn't allowed in a leading, non-existing dimension ${d}`
        : `must match the existing size (${existing}) at non-singleton dimension ${d}.  Target sizes: [${sizes.join(", ")}].  Tensor sizes: [${x.shape.join(", ")}]`
    }`,
  );
}

/** The whole tensor, several times along each axis. */
export function repeat(x: Tensor, times: readonly number[]): Tensor {
  const missing = times.length - x.shape.length;
  if (missing < 0)
    throw new ShapeError(
      "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor",
    );
  const sizes = times.map((_, d) => (d < missing ? 1 : x.shape[d - missing]));
  const shape = sizes.map((size, d) => size * times[d]);
  const wrong = times.findIndex((count) => !(Number.isInteger(count) && count >= 0));
  if (wrong !== -1)
    throw new ShapeError(
      `Trying to create tensor with negative dimension ${shape[wrong]}: [${shape.join(", ")}]`,
    );
  checkAxes("repeat", shape);
  const strides = stridesOf(sizes);
  const walked = sizes.flatMap((size, d) => [times[d], size]);
  return strided(
    "repeat",
    x,
    shape,
    walked,
    strides.flatMap((stride) => [0, stride]),
  );
}

/** The axes from `startDim` to `endDim` as one. */
export function flatten(x: Tensor, startDim = 0, endDim = -1): Tensor {
  const [start, end] = [normalizeDim(startDim, x.shape.length), normalizeDim(endDim, x.shape.length)];
  if (start > end) throw new ShapeError("flatten() has invalid args: start_dim cannot come after end_dim");
  const size = numelOf(x.shape, start, Math.min(end + 1, x.shape.length));
  return view(x, [...x.shape.slice(0, start), size, ...x.shape.slice(end + 1)]);
}

/** At most `count` parts of one size along an axis; the last may be smaller. */
export function chunk(x: Tensor, count: number, dim = 0): Tensor[] {
  const size = cutAxis("chunk", x, dim).size;
  if (!(Number.isInteger(count) && count > 0))
    throw new ValueError(`chunk expects \`chunks\` to be greater than 0, got: ${count}`);
  return split(x, size === 0 ? new Array<number>(count).fill(0) : Math.ceil(size / count), dim);
}

/** Parts of one size along an axis, of which the last may be smaller, or of the given sizes. */
export function split(x: Tensor, sizes: number | readonly number[], dim = 0): Tensor[] {
  const { axis, size } = cutAxis("split", x, dim);
  const list = isList(sizes) ? listOf("split", [sizes]) : partsOf(sizes, size);
  checkParts(list, size, axis);
  let start = 0;
  return list.map((part) => {
    start += part;
    return slice(x, axis, start - part, start);
  });
}

function cutAxis(op: string, { shape }: Tensor, dim: number): { axis: number; size: number } {
  if (shape.length === 0) throw new ShapeError(`${op} expects at least a 1-dimensional tensor`);
  const axis = normalizeDim(dim, shape.length);
  return { axis, size: shape[axis] };
}

function partsOf(part: number, size: number): number[] {
  if (!(Number.isInteger(part) && part >= 0))
    throw new ValueError(`split expects split_size be non-negative, but got split_size=${part}`);
  if (size === 0) return [0];
  if (part === 0)
    throw new ValueError(
      `split_size can only be 0 if dimension size is 0, but got dimension size of ${size}`,
    );
  return Array.from({ length: Math.ceil(size / part) }, (_, i) => Math.min(part, size - i * part));
}

function checkParts(sizes: readonly number[], size: number, axis: number): void {
  const isWrong = sizes.some((part) => !(Number.isInteger(part) && part >= 0));
  if (!isWrong && sizes.reduce((sum, part) => sum + part, 0) === size) return;
  const rule = isWrong
    ? "have only non-negative entries"
    : `to sum exactly to ${size} (input tensor's size at dimension ${axis})`;
  throw new ShapeError(
    `split_with_sizes expects split_sizes ${rule}, but got split_sizes=[${sizes.slice(0, 20).join(", ")}${sizes.length > 20 ? ", …" : ""}]`,
  );
}

/** Running sums along an axis, accumulated in double precision as PyTorch does. */
export function cumsum(x: Tensor, dim: number): Tensor {
  const axis = normalizeDim(dim, x.shape.length);
  const size = x.shape[axis] ?? 1;
  const y = new Tensor(new Float32Array(x.data.length), x.shape);
  eachLine(x, axis, (first, step) => {
    let sum = 0;
    for (let i = 0, at = first; i < size; i++, at += step) {
      sum += x.data[at];
      y.data[at] = sum;
    }
  });
  return recordShape("cumsum", y, [x], (dy) => {
    const dx = gradOf(x);
    eachLine(x, axis, (first, step) => {
      let sum = 0;
      for (let i = 0, at = first + (size - 1) * step; i < size; i++, at -= step) {
        sum += dy[at];
        dx[at] += sum;
      }
    });
  });
}
