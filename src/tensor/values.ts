/** @module Numbers in nested lists, read into one array with its shape. */
import { described, isList } from "../arguments.ts";
import { FormatError, ShapeError } from "../errors.ts";
import { checkAxes, numelOf } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/** Numbers in nested arrays and typed arrays, one level for each axis; a tensor of one value counts as a number. */
export type TensorValues = number | Tensor | ArrayLike<number> | readonly TensorValues[];

/** The name of values that have no other. */
const TENSOR = "tensor";

/** The values, row-major: a `Float32Array` itself, of everything else a copy. `what` names them in errors. */
export function valuesOf(
  values: unknown,
  what: string = TENSOR,
): {
  readonly data: Float32Array;
  readonly shape: readonly number[];
} {
  if (values instanceof Float32Array) return { data: values, shape: [values.length] };
  if (values instanceof Tensor) return { data: values.data.slice(), shape: values.shape };
  const shape = shapeOf(values, what);
  const data = new Float32Array(numelOf(shape));
  flatten(values, shape, 0, data, 0, what);
  return { data, shape };
}

function shapeOf(values: unknown, what: string): number[] {
  const shape: number[] = [];
  for (let level = values; isLevel(level); level = level[0]) {
    shape.push(level.length);
    checkAxes(what, shape); // also ends the walk through a list that contains itself
  }
  return shape;
}

/** A list of any kind; texts are none. */
function isLevel(value: unknown): value is ArrayLike<unknown> {
  if (isList(value)) return true;
  return typeof value === "object" && value !== null && "length" in value && Number.isInteger(value.length);
}

/** Writes nested numbers row by row; returns the index after the last one. */
function flatten(
  values: unknown,
  shape: readonly number[],
  dim: number,
  flat: Float32Array,
  at: number,
  what: string,
): number {
  if (dim === shape.length) {
    flat[at] = numberOf(values, dim, what);
    return at + 1;
  }
  if (!isLevel(values) || values.length !== shape[dim]) {
    const got = isLevel(values) ? values.length : typeof values === "number" ? "a number" : described(values);
    throw new ShapeError(
      `${what === TENSOR ? "" : `${what}: `}expected sequence of length ${shape[dim]} at dim ${dim} (got ${got})`,
    );
  }
  let next = at;
  for (let i = 0; i < values.length; i++) {
    const value: unknown = values[i];
    if (dim === shape.length - 1 && typeof value === "number") flat[next++] = value;
    else next = flatten(value, shape, dim + 1, flat, next, what);
  }
  return next;
}

function numberOf(value: unknown, dim: number, what: string): number {
  if (typeof value === "number") return value;
  if (value instanceof Tensor) return value.item();
  if (isLevel(value))
    throw new ShapeError(`${what}: expected a number at dim ${dim} (got an array of ${value.length})`);
  throw new FormatError(`${what}: every value must be a number (got ${described(value)})`);
}
