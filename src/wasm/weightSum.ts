/** @module Gradients of weights summed over rows that come in chunks, with the bits of one sum over all rows. */
import { type LinearSizes, linearBackward } from "./linear.ts";
import { identity, joined } from "./parts.ts";

/**
 * Σₖ dₖᵀ xₖ (O, I) and Σₖ dₖ (O) over all rows k, in the order in which they are added.
 *
 * The kernels sum from the first row to the last, one product at a time. So the sum so far is carried into the next chunk as
 * rows before it: the identity for d with the sum for x, whose products are the sum itself, and zeros.
 */
export class WeightSum {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly #O: number;
  readonly #I: number;
  #isEmpty = true;

  constructor(O: number, I: number) {
    this.weight = new Float32Array(O * I);
    this.bias = new Float32Array(O);
    this.#O = O;
    this.#I = I;
  }

  /** Adds rows d (K, O) and x (K, I). */
  add(d: Float32Array, x: Float32Array): void {
    const [O, I] = [this.#O, this.#I];
    const K = d.length / O;
    if (K === 0) return;
    const before = this.#isEmpty ? new Float32Array(0) : this.weight;
    this.#run(
      joined(this.#isEmpty ? before : identity(O), d),
      joined(before, x),
      { N: K + before.length / I, I, O },
      false,
    );
    this.#run(
      joined(this.#isEmpty ? before : this.bias, d),
      x,
      { N: K + (this.#isEmpty ? 0 : 1), I: 1, O },
      true,
    );
    this.#isEmpty = false;
  }

  #run(dy: Float32Array, x: Float32Array, sizes: LinearSizes, isBias: boolean): void {
    const target = { values: isBias ? this.bias : this.weight, adds: false };
    const gradients = { dx: null, dweight: isBias ? null : target, dbias: isBias ? target : null };
    linearBackward(gradients, dy, { x, weight: this.weight, bias: null }, sizes);
  }
}
