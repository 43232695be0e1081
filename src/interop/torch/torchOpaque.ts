/** @module What a `.pt` file contains beside its weights and this library does not read: named, never executed. */
import { FormatError } from "../../errors.ts";

/**
 * A value of a `.pt` file that has no counterpart here: an object of a Python class, or a tensor that float32 cannot hold.
 *
 * `String(value)` is its name, such as `<argparse.Namespace>`. Its use as a tensor or as a number throws FormatError, which
 * says where in the file it is.
 */
export class TorchOpaque {
  readonly #name: string;
  readonly #message: string;

  /** @internal */
  constructor(name: string, message: string) {
    this.#name = name;
    this.#message = message;
  }

  /** The Python name of its class, of the function that makes it, or of its number type. */
  get name(): string {
    return this.#name;
  }

  /** What it is, where it is in the file, and why it is not read. */
  get message(): string {
    return this.#message;
  }

  /** Throws FormatError that names what it is. */
  get shape(): never {
    throw new FormatError(this.#message);
  }

  /** Throws FormatError that names what it is. */
  get data(): never {
    throw new FormatError(this.#message);
  }

  /** Throws FormatError that names what it is. */
  valueOf(): never {
    throw new FormatError(this.#message);
  }

  /** Throws FormatError that names what it is. */
  toString(): string {
    return `<${this.#name}>`;
  }

  /** Throws FormatError that names what it is. */
  toJSON(): string {
    return String(this);
  }
}
