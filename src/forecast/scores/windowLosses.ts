/** @module Errors by window: the mean absolute error of each window and target, from which methods are compared. */

/** The mean |y − ŷ| of each window and channel, window by window; NaN where no value of a window is known. */
export class WindowLosses {
  readonly #channels: number;
  readonly #losses: Float64Array[] = [];

  constructor(channels: number) {
    this.#channels = channels;
  }

  /** One window: y and ŷ (H, C); where `unknown` is 1, the value does not count. */
  add(target: Float64Array, prediction: Float64Array, unknown: ArrayLike<number> | null = null): void {
    const sums = new Float64Array(this.#channels);
    const counts = new Float64Array(this.#channels);
    for (let i = 0; i < target.length; i++) {
      if (unknown?.[i] === 1) continue;
      sums[i % this.#channels] += Math.abs(target[i] - prediction[i]);
      counts[i % this.#channels] += 1;
    }
    this.#losses.push(sums.map((sum, c) => sum / counts[c]));
  }

  /** Of one channel. */
  of(channel: number): Float64Array {
    return Float64Array.from(this.#losses, (losses) => losses[channel]);
  }

  /** The mean of all channels, each divided by its scale; channels without a positive scale are left out. */
  scaled(scales: Float64Array): Float64Array {
    const used = Array.from(scales, (scale, c) => (scale > 0 ? [c] : [])).flat();
    return Float64Array.from(this.#losses, (losses) =>
      used.reduce((sum, c) => sum + losses[c] / scales[c] / used.length, 0),
    );
  }
}
