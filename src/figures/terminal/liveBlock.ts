/** @module Lines at the bottom of the terminal that are redrawn in place. */
import type { Output } from "./output.ts";
import { columnsOf } from "./span.ts";

const CLEAR_LINE = "\u001b[K";
const CLEAR_BELOW = "\u001b[0J";
const style = /\p{Cc}\[[\d;]*m/gu;

/** A block of lines that is redrawn in place. The cursor stays visible below it, so a killed program leaves no trace. */
export class LiveBlock {
  readonly #output: Output;
  /** Columns of each drawn line, since a terminal that has become narrower wraps the longer ones. */
  #widths: readonly number[] = [];

  constructor(output: Output) {
    this.#output = output;
  }

  /** Replaces the lines drawn before. Each line must fit the width of the terminal. */
  draw(lines: readonly string[]): void {
    // Lines are cleared as they are written, not before: a cleared block would flicker.
    const body = lines.map((line) => `${line}${CLEAR_LINE}\n`).join("");
    this.#output.write(`${this.#toStart()}${body}${CLEAR_BELOW}`);
    this.#widths = lines.map((line) => columnsOf(line.replace(style, "")));
  }

  /** Leaves the lines on the screen; the next drawing starts below them. */
  end(): void {
    this.#widths = [];
  }

  erase(): void {
    if (this.#widths.length > 0) this.#output.write(`${this.#toStart()}${CLEAR_BELOW}`);
    this.end();
  }

  #toStart(): string {
    const columns = this.#output.columns || Number.POSITIVE_INFINITY; // 0 if the terminal does not report its size
    const rows = this.#widths.map((width) => Math.max(1, Math.ceil(width / columns)));
    const height = rows.reduce((sum, count) => sum + count, 0);
    return height === 0 ? "" : `\u001b[${height}A\r`;
  }
}
