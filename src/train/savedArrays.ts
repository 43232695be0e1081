/** @module The arrays of a checkpoint, each of which must be taken exactly once. */
import { FormatError } from "../errors.ts";
import type { NamedArray } from "../interop/namedArray.ts";
import type { StateDict } from "../nn/module.ts";
import { sameShape } from "../tensor/shape.ts";
import { Tensor } from "../tensor/tensor.ts";

/** The arrays that have not been taken yet. */
export class Arrays {
  readonly #left: Map<string, NamedArray>;

  constructor(arrays: Readonly<Record<string, NamedArray>>) {
    this.#left = new Map(Object.entries(arrays));
  }

  /** Removes and returns an array. Throws FormatError if it is missing or has another shape. */
  take(name: string, shape?: readonly number[]): Tensor {
    const found = this.#left.get(name);
    const wanted = shape === undefined ? "present" : sizes(shape);
    if (found === undefined) throw new FormatError(`checkpoint: ${name} is missing but must be ${wanted}`);
    if (shape !== undefined && !sameShape(found.shape, shape))
      throw new FormatError(
        `checkpoint: ${name} is ${sizes(found.shape)} but must be ${wanted}\n  the checkpoint is of another model`,
      );
    this.#left.delete(name);
    return new Tensor(found.data, found.shape);
  }

  like(prefix: string, state: Readonly<StateDict>): StateDict {
    const entries = Object.entries(state).map(([name, { shape }]) => [name, this.take(prefix + name, shape)]);
    return Object.fromEntries(entries);
  }

  /** Throws FormatError if an array has not been taken. */
  checkEmpty(): void {
    const [name] = this.#left.keys();
    if (name === undefined) return;
    throw new FormatError(
      `checkpoint: ${name} is not part of this run\n  the checkpoint is of another model`,
    );
  }
}

export function prefixed(
  prefix: string,
  arrays: Readonly<Record<string, NamedArray>>,
): Record<string, NamedArray> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [prefix + name, array]));
}

function sizes(shape: readonly number[]): string {
  return `(${shape.join(", ")})`;
}
