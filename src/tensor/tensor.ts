/** @module A tensor: float32 values in row-major order, a shape, and where they came from. */
import { ShapeError } from "../errors.ts";
import { release } from "../wasm/pool.ts";
import { formatTensor } from "./format.ts";
import { normalizeDim, numelOf } from "./shape.ts";

/**
 * Given the gradient of an operation's result, and its place in the graph, adds to the gradients of its inputs; `again`
 * when it may be called once more.
 */
export type Backward = (dy: Float32Array, node: Node, again: boolean) => void;

/** One operation in the graph that led to a tensor. */
export interface Node {
  readonly op: string;
  inputs: readonly (Tensor | null)[];
  /** Null once the graph was freed. */
  backward: Backward | null;
  /** Gives up what `backward` needs and the garbage collector does not find. */
  readonly free: (() => void) | null;
  /** Whether a walk that freed the graph has started here. */
  spent: boolean;
  /** Whether `backward` uses values that PyTorch would have saved, and so is freed after one use. */
  readonly saves: boolean;
  /** For a view: where it starts in inputs[0], with which it shares values and gradient. Otherwise −1. */
  readonly offset: number;
  /** The last walk through the graph that met this operation. */
  visited: number;
}

/** Numbers in nested arrays, as deep as the tensor has dimensions. */
export type Nested = number | readonly Nested[];

/**
 * An array of float32 numbers with a shape, which remembers how it was computed.
 *
 * Values live on the JavaScript heap: nothing has to be disposed. Results that keep the order of the values
 * (view, select and slice of leading axes, unsqueeze, …) share them with their source, as in PyTorch; the others
 * (transpose, permute, …) are copies.
 */
export class Tensor {
  /** The values, row-major. Writing to them changes the tensor (and views of it), unseen by the graph. */
  readonly data: Float32Array;
  readonly shape: readonly number[];
  /** Whether `backward()` computes a gradient for this tensor. */
  requiresGrad: boolean;
  /** @internal */
  node: Node | null = null;
  /** @internal The gradient's values while there is one. */
  gradient: Float32Array | null = null;
  /** @internal */
  keepsGrad = false;
  /** @internal What the walks so far have left for `grad`, where this is no leaf and `retainGrad()` asked for it. */
  retained: Float32Array | null = null;
  /** @internal Counts up with every recorded result, 0 for a leaf: what came later has the greater number. */
  order = 0;
  #grad: Tensor | null = null;

  constructor(data: Float32Array, shape: readonly number[], requiresGrad = false) {
    if (data.length !== numelOf(shape)) {
      throw new ShapeError(`shape '[${shape.join(", ")}]' is invalid for input of size ${data.length}`);
    }
    this.data = data;
    this.shape = shape;
    this.requiresGrad = requiresGrad;
  }

  /**
   * The gradient that `backward()` has left here, or null. Only leaves keep theirs, and tensors of which
   * `retainGrad()` asked it.
   */
  get grad(): Tensor | null {
    const values = this.node === null ? this.gradient : this.retained;
    if (values === null) return null;
    if (this.#grad?.data !== values) this.#grad = new Tensor(values, this.shape);
    return this.#grad;
  }

  set grad(value: Tensor | null) {
    if (value !== null && value.shape.join() !== this.shape.join()) {
      throw new ShapeError(
        `assigned grad has data of a different size: it is (${value.shape.join(", ")}) but must be (${this.shape.join(", ")})`,
      );
    }
    // A gradient that nobody has looked at can be used again.
    if (this.#grad === null && this.node === null && this.gradient !== null) release(this.gradient);
    this.#grad = value;
    const values = value === null ? null : value.data;
    if (this.node === null) this.gradient = values;
    else this.retained = values;
  }

  /** Whether this tensor was made by the user rather than by an operation that is recorded. */
  get isLeaf(): boolean {
    return this.node === null;
  }

  /** The shape, or its entry along one axis (negative axes count from the end). */
  size(): readonly number[];
  size(dim: number): number;
  size(dim?: number): number | readonly number[] {
    if (dim === undefined) return this.shape;
    if (this.shape.length === 0)
      throw new ShapeError(`Dimension specified as ${dim} but tensor has no dimensions`);
    return this.shape[normalizeDim(dim, this.shape.length)];
  }

  /** How many axes. */
  dim(): number {
    return this.shape.length;
  }

  /** How many values. */
  numel(): number {
    return this.data.length;
  }

  /** The value of a tensor that holds one. */
  item(): number {
    if (this.data.length !== 1) {
      throw new ShapeError(
        `a Tensor with ${this.data.length} elements cannot be converted to Scalar\n  its shape is (${this.shape.join(", ")}); tolist() gives all values`,
      );
    }
    return this.data[0];
  }

  /** The values as nested arrays; a number when there are no axes. */
  tolist(): Nested {
    return nest(this.data, this.shape, 0, 0);
  }

  /** The same values without the graph: the state that is carried into the next step of truncated BPTT. */
  detach(): Tensor {
    return new Tensor(this.data, this.shape);
  }

  /** Asks `backward()` to leave the gradient of this tensor in `grad` though it is no leaf. */
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

function nest(data: Float32Array, shape: readonly number[], dim: number, offset: number): Nested {
  if (dim === shape.length) return data[offset];
  const stride = numelOf(shape, dim + 1);
  return Array.from({ length: shape[dim] }, (_, i) => nest(data, shape, dim + 1, offset + i * stride));
}
