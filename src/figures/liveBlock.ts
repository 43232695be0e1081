/** @module Some lines at the bottom of the terminal that are drawn over again and again. */
import type { Output } from "./output.ts";

const CLEAR_LINE = "\u001b[K";
const CLEAR_BELOW = "\u001b[0J";

/** Draws and redraws a block of lines. The cursor stays visible below it, so that a killed program leaves no trace. */
export class LiveBlock {
  readonly #output: Output;
  #height = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  /** Puts these lines in the place of those drawn before. Each must fit the width of the terminal. */
  draw(lines: readonly string[]): void {
    // Lines are cleared as they are written, not before: a cleared block would flicker.
    const body = lines.map((line) => `${line}${CLEAR_LINE}\n`).join("");
    this.#output.write(`${this.#toStart()}${body}${CLEAR_BELOW}`);
    this.#height = lines.length;
  }

  /** Leaves what stands there: the next drawing starts below it. */
  end(): void {
    this.#height = 0;
  }

  /** Takes the lines away. */
  erase(): void {
    if (this.#height > 0) this.#output.write(`${this.#toStart()}${CLEAR_BELOW}`);
    this.end();
  }

  #toStart(): string {
    return this.#height === 0 ? "" : `\u001b[${this.#height}A\r`;
  }
}
