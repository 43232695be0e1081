/** @module The time that a run has worked, without its interruptions. */

/** Measures milliseconds between `start` and `stop`, cumulatively. */
export class Stopwatch {
  #counted = 0;
  #since: number | null = null;

  start(): void {
    this.#since = performance.now();
  }

  stop(): void {
    this.#counted = this.total();
    this.#since = null;
  }

  total(): number {
    return this.#since === null ? this.#counted : this.#counted + performance.now() - this.#since;
  }

  /** Sets the total, of an earlier process. */
  set(milliseconds: number): void {
    this.#counted = milliseconds;
  }
}
