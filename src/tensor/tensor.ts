/** @module A tensor: float32 values in row-major order, a shape, and the operation that computed it. */
import { described } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { release } from "../wasm/pool.ts";
import { formatTensor } from "./format.ts";
import { normalizeDim, numelOf, sameShape } from "./shape.ts";
import { shareVersion, type Version } from "./version.ts";

/**
 * Adds to the gradients of an operation's inputs, from the gradient of its result and its node. With `again`, it must stay
 * callable.
 */
export type Backward = (dy: Float32Array, node: Node, again: boolean) => void;

/** One operation in the graph that led to a tensor. */
export interface Node {
  readonly op: string;
  inputs: readonly (Tensor | null)[];
  /** Null once the graph has been freed. */
  backward: Backward | null;
  /** Frees what `backward` needs and the garbage collector does not manage. */
  readonly free: (() => void) | null;
  /** Whether a `backward()` that freed the graph has started here. */
  spent: boolean;
  /** Whether `backward` uses values that PyTorch would save; the node is then freed after one use. */
  readonly saves: boolean;
  /** The tensors whose values `backward` reads. */
  saved: readonly (Tensor | null)[];
  /** For a view, its offset in inputs[0], with which it shares values and gradient; otherwise −1. */
  readonly offset: number;
  /** The number of the last walk that visited this node. */
  visited: number;
}

/** Numbers in nested arrays, one level for each axis. */
export type Nested = number | readonly Nested[];

/**
 * A multi-dimensional array of float32 values that records how it was computed.
 *
 * Values live on the JavaScript heap, so nothing has to be disposed. Operations that preserve the order of the values
 * (view, select and slice of leading axes, unsqueeze, …) return views that share them, as in PyTorch; the others
 * (transpose, permute, …) copy.
 */
export class Tensor {
  /**
   * The values, row-major. Writes to it change the tensor and its views, and are not recorded, nor noticed by `backward()`,
   * as those to `.data` in PyTorch.
   */
  readonly data: Float32Array;
  /** The sizes, outermost first. */
  readonly shape: readonly number[];
  /** Whether `backward()` computes a gradient for this tensor. */
  requiresGrad: boolean;
  /** @internal */
  node: Node | null = null;
  /** @internal */
  gradient: Float32Array | null = null;
  /** @internal */
  keepsGrad = false;
  /** @internal The accumulated gradient of a non-leaf with `retainGrad()`. */
  retained: Float32Array | null = null;
  /** @internal The number of the recorded operation, which increases with time; 0 for a leaf. */
  order = 0;
  #grad: Tensor | null = null;
  #version: Version | null = null;

  /** Takes the array as it is, without a copy. Throws ShapeError if the shape does not fit. */
  constructor(data: Float32Array, shape: readonly number[], requiresGrad = false) {
    if (data.length !== numelOf(shape)) {
      throw new ShapeError(`shape '[${shape.join(", ")}]' is invalid for input of size ${data.length}`);
    }
    this.data = data;
    this.shape = shape;
    this.requiresGrad = requiresGrad;
  }

  /**
   * The gradient accumulated by `backward()`, or null. Only leaves have one, and tensors on which `retainGrad()` was called.
   */
  get grad(): Tensor | null {
    const values = this.node === null ? this.gradient : this.retained;
    if (values === null) return null;
    if (this.#grad?.data !== values) this.#grad = new Tensor(values, this.shape);
    return this.#grad;
  }

  set grad(value: Tensor | null) {
    if (value !== null && !(value instanceof Tensor)) {
      throw new ValueError(`assigned grad expected to be a Tensor or None but got ${described(value)}`);
    }
    if (value !== null && !sameShape(value.shape, this.shape)) {
      throw new ShapeError(
        `assigned grad has data of a different size: it is (${value.shape.join(", ")}) but must be (${this.shape.join(", ")})`,
      );
    }
    // A gradient that was never read can return to the pool.
    if (this.#grad === null && this.node === null && this.gradient !== null) release(this.gradient);
    this.#grad = value;
    const values = value === null ? null : value.data;
    if (this.node === null) this.gradient = values;
    else this.retained = values;
  }

  /** @internal Null until the values are overwritten or shared; a recorded view has that of its source. */
  get version(): Version | null {
    return this.#version;
  }

  set version(version: Version | null) {
    this.#version = version;
  }

  /** Whether this tensor is not the result of a recorded operation. */
  get isLeaf(): boolean {
    return this.node === null;
  }

  /** The shape, or the size of one axis; a negative axis counts from the end. */
  size(): readonly number[];
  /** The size of an axis, counted from the end if negative; without one, the whole shape. */
  size(dim: number): number;
  size(dim?: number): number | readonly number[] {
    if (dim === undefined) return this.shape;
    if (this.shape.length === 0)
      throw new ShapeError(`Dimension specified as ${dim} but tensor has no dimensions`);
    return this.shape[normalizeDim(dim, this.shape.length)];
  }

  /** The number of axes. */
  dim(): number {
    return this.shape.length;
  }

  /** The number of values. */
  numel(): number {
    return this.data.length;
  }

  /** The only value. Throws ShapeError if there are several or none. */
  item(): number {
    if (this.data.length !== 1) {
      throw new ShapeError(
        `a Tensor with ${this.data.length} elements cannot be converted to Scalar\n  its shape is (${this.shape.join(", ")}); tolist() returns all values`,
      );
    }
    return this.data[0];
  }

  /** The values as nested arrays; a number if there are no axes. */
  tolist(): Nested {
    return nest(this.data, this.shape, 0, 0);
  }

  /** The same values, cut from the graph, for instance a state carried into the next step of truncated BPTT. */
  detach(): Tensor {
    const copy = new Tensor(this.data, this.shape);
    shareVersion(copy, this);
    return copy;
  }

  /** Makes `backward()` store the gradient of this non-leaf tensor in `grad`. */
  retainGrad(): this {
    if (!this.requiresGrad) throw new ShapeError("can't retain_grad on Tensor that has requires_grad=False");
    this.keepsGrad = true;
    return this;
  }

  /** The form that PyTorch prints, with four digits. */
  toString(): string {
    return formatTensor(this.data, this.shape, this.node?.op ?? null, this.requiresGrad);
  }
}

/** Throws ValueError, with the name of the argument, unless its value is a tensor. */
export function checkTensor(what: string, name: string, value: unknown): void {
  if (value instanceof Tensor) return;
  throw new ValueError(
    `${what}: ${name} must be a Tensor (got ${described(value)})
  tensor(…) makes one of numbers`,
  );
}

/** As `checkTensor`, for several arguments by name. */
export function checkTensors(what: string, given: Readonly<Record<string, unknown>>): void {
  for (const name in given) checkTensor(what, name, given[name]);
}

/** Throws ValueError unless it is a list of tensors. */
export function checkTensorList(what: string, given: unknown): void {
  if (!Array.isArray(given))
    throw new ValueError(`${what}: tensors must be an array of Tensors (got ${described(given)})`);
  for (let i = 0; i < given.length; i++) {
    if (given[i] instanceof Tensor) continue;
    throw new ValueError(
      `${what}: expected Tensor as element ${i}, but got ${described(given[i])}
  tensor(…) makes one of numbers`,
    );
  }
}

function nest(data: Float32Array, shape: readonly number[], dim: number, offset: number): Nested {
  if (dim === shape.length) return data[offset];
  const stride = numelOf(shape, dim + 1);
  return Array.from({ length: shape[dim] }, (_, i) => nest(data, shape, dim + 1, offset + i * stride));
}
