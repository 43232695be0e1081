/** @module Some lines at the bottom of the terminal that are drawn over again and again. */
import type { Output } from "./output.ts";
import { columnsOf } from "./span.ts";

const CLEAR_LINE = "\u001b[K";
const CLEAR_BELOW = "\u001b[0J";
const style = /\p{Cc}\[[\d;]*m/gu;

/** Draws and redraws a block of lines. The cursor stays visible below it, so that a killed program leaves no trace. */
export class LiveBlock {
  readonly #output: Output;
  /** Columns of each line that was drawn: a terminal made narrower since then has broken the longer ones. */
  #widths: readonly number[] = [];

  constructor(output: Output) {
    this.#output = output;
  }

  /** Puts these lines in the place of those drawn before. Each must fit the width of the terminal. */
  draw(lines: readonly string[]): void {
    // Lines are cleared as they are written, not before: a cleared block would flicker.
    const body = lines.map((line) => `${line}${CLEAR_LINE}\n`).join("");
    this.#output.write(`${this.#toStart()}${body}${CLEAR_BELOW}`);
    this.#widths = lines.map((line) => columnsOf(line.replace(style, "")));
  }

  /** Leaves what stands there: the next drawing starts below it. */
  end(): void {
    this.#widths = [];
  }

  /** Takes the lines away. */
  erase(): void {
    if (this.#widths.length > 0) this.#output.write(`${this.#toStart()}${CLEAR_BELOW}`);
    this.end();
  }

  #toStart(): string {
    const columns = this.#output.columns || Number.POSITIVE_INFINITY; // 0 where a terminal does not tell its size
    const rows = this.#widths.map((width) => Math.max(1, Math.ceil(width / columns)));
    const height = rows.reduce((sum, count) => sum + count, 0);
    return height === 0 ? "" : `\u001b[${height}A\r`;
  }
}
