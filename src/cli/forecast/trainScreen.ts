/** @module The progress of a training: a live chart on a terminal, a line per epoch elsewhere. */

import { LiveBlock } from "../../figures/terminal/liveBlock.ts";
import { canRedraw, colorDepth } from "../../figures/terminal/output.ts";
import { truncate } from "../../figures/terminal/span.ts";
import { renderTerminal } from "../../figures/terminal/terminal.ts";
import { isTrainEvent, type RefitEvent, type RunEvent } from "../../forecast/runEvents.ts";
import { append } from "../../lists.ts";
import { lossFigure } from "../../runs/report/trainingFigures.ts";
import { oneLine } from "../../text/escape.ts";
import type { Lang } from "../../text/lang.ts";
import type { EpochRecord, TrainEvent } from "../../train/events.ts";
import { progressLine } from "../../train/progressLine.ts";
import type { Process } from "../process.ts";
import { drawing, linesText } from "../terminalGate.ts";
import { seriesWords } from "./words.ts";

/** Milliseconds between two drawings. */
const DRAW_EVERY = 50;
const MOST_ROWS = 12;

/** Prints the events of a training to stderr; stdout is for the results. */
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
    this.#block =
      !silent && canRedraw(process.stderr, process.env) ? new LiveBlock(drawing(process.stderr)) : null;
  }

  print(...lines: readonly string[]): void {
    if (!this.#isSilent) this.#process.stderr.write(linesText(lines));
  }

  /** Shows a line that the next one replaces, only on a terminal; null erases it. */
  status(text: string | null): void {
    if (this.#block === null) return;
    if (text === null) this.#block.erase();
    else if (this.#isDrawingDue()) this.#block.draw([truncate(oneLine(text), this.#columns)]);
  }

  /** Adds the epochs before an interruption to the chart. */
  resume(history: readonly EpochRecord[]): void {
    append(this.#history, history);
  }

  show(event: RunEvent): void {
    if (isTrainEvent(event)) this.#train(event);
    else if (event.type === "refit") this.#train(event.event);
    else this.#stage(event);
  }

  #stage(event: Exclude<RunEvent, TrainEvent | RefitEvent>): void {
    const words = seriesWords[this.#lang];
    if (event.type === "chosen") {
      this.status(null);
      this.print(words.chosen(event.plan));
    } else if (event.type === "scored") {
      this.status(null);
      this.print(words.scored(event.candidate));
    } else {
      this.#history.length = 0;
      const { phase, member, index, count } = event;
      if (phase === "refit") this.print(words.refitting(member));
      else this.status(words.trying(member, index, count));
    }
  }

  #train(event: TrainEvent): void {
    if (event.type === "epoch") {
      this.#history.push(event);
      this.#bestEpoch = event.bestEpoch;
    }
    if (event.type !== "improved") this.#line = progressLine(event, this.#lang);
    if (this.#block === null) {
      if (event.type !== "batch" && event.type !== "improved") this.print(this.#line);
    } else if (event.type !== "batch" || this.#isDrawingDue()) this.#draw(this.#block);
    if (event.type === "end") this.#block?.end();
  }

  #draw(block: LiveBlock): void {
    block.draw([...this.#chart(), truncate(oneLine(this.#line), this.#columns)]);
  }

  /** The losses so far, from two epochs on and if there is room. */
  #chart(): string[] {
    const { stderr, env } = this.#process;
    const rows = Math.min(MOST_ROWS, (stderr.rows || 24) - 4);
    if (this.#history.length < 2 || rows < 7) return [];
    const figure = lossFigure(this.#history, this.#bestEpoch, this.#lang);
    return renderTerminal(
      { ...figure, title: "" },
      { columns: this.#columns, rows, color: colorDepth(stderr, env) },
    );
  }

  get #columns(): number {
    return Math.max(20, Math.min((this.#process.stderr.columns || 80) - 1, 110));
  }

  #isDrawingDue(): boolean {
    const now = performance.now();
    if (now - this.#drawn < DRAW_EVERY) return false;
    this.#drawn = now;
    return true;
  }
}
