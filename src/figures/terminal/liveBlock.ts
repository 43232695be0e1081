/** @module Lines at the bottom of the terminal that are redrawn in place. */
import type { Output } from "./output.ts";
import { columnsOf } from "./span.ts";

const CLEAR_SCREEN = "\u001b[H\u001b[2J";
const CLEAR_LINE = "\u001b[K";
const CLEAR_BELOW = "\u001b[0J";

/**
 * A block of lines that is redrawn in place. The cursor stays visible below it, so a killed program leaves no trace.
 *
 * Terminals that change their size move the lines in ways of their own. A block with a `head`, the lines above it, then
 * clears the screen and writes both anew; one without counts how its lines have been wrapped.
 */
export class LiveBlock {
  readonly #output: Output;
  readonly #head: (() => readonly string[]) | null;
  #size = "";
  /** Columns of each drawn line, since a terminal that has become narrower wraps the longer ones. */
  #widths: readonly number[] = [];

  constructor(output: Output, head: (() => readonly string[]) | null = null) {
    this.#output = output;
    this.#head = head;
  }

  /** Replaces the lines drawn before. Each line must fit the width of the terminal. */
  draw(lines: readonly string[]): void {
    // Lines are cleared as they are written, not before: a cleared block would flicker.
    const body = lines.map(lineOf).join("");
    this.#output.write(`${this.#toStart()}${body}${CLEAR_BELOW}`);
    this.#widths = lines.map((line) => columnsOf(line.replace(/\p{Cc}\[[\d;]*m/gu, "")));
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
    const { columns: across, rows: down } = this.#output;
    const size = `${across} × ${down}`;
    const isResized = this.#widths.length > 0 && size !== this.#size;
    this.#size = size;
    if (isResized && this.#head) return CLEAR_SCREEN + this.#head().map(lineOf).join("");
    const columns = across || Number.POSITIVE_INFINITY; // 0 if the terminal does not report its size
    const rows = this.#widths.map((width) => Math.max(1, Math.ceil(width / columns)));
    const height = rows.reduce((sum, count) => sum + count, 0);
    return height === 0 ? "" : `\u001b[${height}A\r`;
  }
}

function lineOf(text: string): string {
  return `${text}${CLEAR_LINE}\n`;
}
