/** @module Training on the screen: drawn live on a terminal, told line by line elsewhere. */
import { LiveBlock } from "../../figures/terminal/liveBlock.ts";
import { canRedraw, colorDepth } from "../../figures/terminal/output.ts";
import { truncate } from "../../figures/terminal/span.ts";
import { renderTerminal } from "../../figures/terminal/terminal.ts";
import { lossFigure } from "../../runs/report/trainingFigures.ts";
import type { Lang } from "../../text/lang.ts";
import type { EpochRecord, TrainEvent } from "../../train/events.ts";
import { progressLine } from "../../train/progressLine.ts";
import type { Process } from "../process.ts";

const FRAME = 50; // milliseconds between two drawings
const MOST_ROWS = 12;

/** Shows the events of a training on stderr: stdout belongs to what comes of it. */
export class TrainScreen {
  readonly #process: Process;
  readonly #lang: Lang;
  readonly #isSilent: boolean;
  readonly #block: LiveBlock | null;
  readonly #history: EpochRecord[] = [];
  #bestEpoch = 0;
  #drawn = 0;
  #line = "";

  constructor(process: Process, lang: Lang, { silent }: { readonly silent: boolean }) {
    this.#process = process;
    this.#lang = lang;
    this.#isSilent = silent;
    this.#block = !silent && canRedraw(process.stderr, process.env) ? new LiveBlock(process.stderr) : null;
  }

  /** A line of its own. */
  say(text: string): void {
    if (!this.#isSilent) this.#process.stderr.write(`${text}\n`);
  }

  /** A line that the next one replaces; only on a terminal. */
  status(text: string | null): void {
    if (this.#block === null) return;
    if (text === null) this.#block.erase();
    else if (this.#isFrameDue()) this.#block.draw([truncate(text, this.#columns)]);
  }

  /** Takes over the epochs before an interruption. */
  goOn(history: readonly EpochRecord[]): void {
    this.#history.push(...history);
  }

  show(event: TrainEvent): void {
    if (event.type === "epoch") {
      this.#history.push(event);
      this.#bestEpoch = event.bestEpoch;
    }
    if (event.type !== "improved") this.#line = progressLine(event, this.#lang);
    if (this.#block === null) {
      if (event.type !== "batch" && event.type !== "improved") this.say(this.#line);
    } else if (event.type !== "batch" || this.#isFrameDue()) this.#draw(this.#block);
    if (event.type === "end") this.#block?.end();
  }

  #draw(block: LiveBlock): void {
    block.draw([...this.#chart(), truncate(this.#line, this.#columns)]);
  }

  /** The losses so far, once there are two to be joined, and where there is room. */
  #chart(): string[] {
    const { stderr, env } = this.#process;
    const rows = Math.min(MOST_ROWS, (stderr.rows || 24) - 4);
    if (this.#history.length < 2 || rows < 7) return [];
    const figure = lossFigure(this.#history, this.#bestEpoch, this.#lang);
    return renderTerminal(
      { ...figure, title: "" },
      { columns: this.#columns, rows, color: colorDepth(stderr, env), lang: this.#lang },
    );
  }

  get #columns(): number {
    return Math.max(20, Math.min((this.#process.stderr.columns || 80) - 1, 110));
  }

  #isFrameDue(): boolean {
    const now = performance.now();
    if (now - this.#drawn < FRAME) return false;
    this.#drawn = now;
    return true;
  }
}
