/** @module The time that a run has taken, interruptions left out. */

/** Counts milliseconds while it runs. */
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

  /** Milliseconds in all. */
  total(): number {
    return this.#since === null ? this.#counted : this.#counted + this.#clock() - this.#since;
  }

  /** Goes on from a time that was counted before. */
  set(milliseconds: number): void {
    this.#counted = milliseconds;
    if (this.#since !== null) this.#since = this.#clock();
  }
}
