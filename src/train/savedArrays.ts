/** @module The arrays of a checkpoint, each taken once by whoever it belongs to. */
import { FormatError } from "../errors.ts";
import type { NamedArray } from "../interop/namedArray.ts";
import type { StateDict } from "../nn/module.ts";
import { sameShape } from "../tensor/shape.ts";
import { Tensor } from "../tensor/tensor.ts";

/** The arrays that nobody has taken yet. */
export class Arrays {
  readonly #left: Map<string, NamedArray>;

  constructor(arrays: Readonly<Record<string, NamedArray>>) {
    this.#left = new Map(Object.entries(arrays));
  }

  /** Throws FormatError when there is none of that name, or one of another shape than wanted. */
  take(name: string, shape?: readonly number[]): Tensor {
    const found = this.#left.get(name);
    const wanted = shape === undefined ? "there" : sizes(shape);
    if (found === undefined) throw new FormatError(`checkpoint: ${name} is missing but must be ${wanted}`);
    if (shape !== undefined && !sameShape(found.shape, shape))
      throw new FormatError(
        `checkpoint: ${name} is ${sizes(found.shape)} but must be ${wanted}\n  it is one of another model`,
      );
    this.#left.delete(name);
    return new Tensor(found.data, found.shape);
  }

  /** Takes one array for each of a module's. */
  like(prefix: string, state: Readonly<StateDict>): StateDict {
    const entries = Object.entries(state).map(([name, { shape }]) => [name, this.take(prefix + name, shape)]);
    return Object.fromEntries(entries);
  }

  /** Throws FormatError when something is left over. */
  checkEmpty(): void {
    const [name] = this.#left.keys();
    if (name === undefined) return;
    throw new FormatError(`checkpoint: ${name} belongs to nothing in this run\n  it is one of another model`);
  }
}

/** The same arrays under longer names. */
export function prefixed(
  prefix: string,
  arrays: Readonly<Record<string, NamedArray>>,
): Record<string, NamedArray> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [prefix + name, array]));
}

/** Runs a function and makes FormatErrors that say where of its errors. */
export function within(path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw new FormatError(`${path}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

function sizes(shape: readonly number[]): string {
  return `(${shape.join(", ")})`;
}
