/** @module The time of a run, excluding interruptions. */

/** Measures milliseconds between `start` and `stop`, cumulatively. */
export class Stopwatch {
  readonly #clock: () => number;
  #counted = 0;
  #since: number | null = null;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  start(): void {
    this.#since ??= this.#clock();
  }

  stop(): void {
    this.#counted = this.total();
    this.#since = null;
  }

  /** The total in milliseconds. */
  total(): number {
    return this.#since === null ? this.#counted : this.#counted + this.#clock() - this.#since;
  }

  /** Sets the total, of an earlier process. */
  set(milliseconds: number): void {
    this.#counted = milliseconds;
    if (this.#since !== null) this.#since = this.#clock();
  }
}
