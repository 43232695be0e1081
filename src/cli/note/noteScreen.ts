/** @module The note on the screen: drawn live on a terminal, told in plain lines elsewhere. */

import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { Figure } from "../../figures/figure.ts";
import type { ColorDepth } from "../../figures/palette.ts";
import { LiveBlock } from "../../figures/terminal/liveBlock.ts";
import { canRedraw, colorDepth, type Output, styled } from "../../figures/terminal/output.ts";
import { columnsOf, truncate, wrap } from "../../figures/terminal/span.ts";
import { renderTerminal } from "../../figures/terminal/terminal.ts";
import type { Segment } from "../../note/program.ts";
import type { Settings } from "../../note/settings.ts";
import { fixed, formatLoss } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import type { Words } from "../words.ts";

const SHOWN_SEGMENTS = 12; // as many as can be told apart in 80 columns
const FRAME = 33; // milliseconds between two drawings at full speed
const PLAIN_EVERY = 10; // segments between two plain lines

/** How the note is shown. */
export interface ScreenOptions {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly words: Words;
  readonly lang: Lang;
  /** Milliseconds between segments on a terminal. */
  readonly pace: number;
  /** Nothing but messages on stderr: stdout belongs to a JSON document. */
  readonly silent: boolean;
}

/** What the story of the note is told to. */
export class NoteScreen {
  readonly #options: ScreenOptions;
  /** How many colours there are to write in. */
  readonly color: ColorDepth;
  readonly #live: boolean;
  #block: LiveBlock | null = null;
  #shown = 0; // segments told of so far
  #drawn = 0; // when the last frame was drawn, in milliseconds

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.color = colorDepth(options.stdout, options.env);
    this.#live = canRedraw(options.stdout, options.env) && !options.silent;
  }

  /** Lines of text. */
  lines(...lines: readonly string[]): void {
    if (!this.#options.silent) this.#options.stdout.write(`${lines.join("\n")}\n`);
  }

  /** Sentences, broken into lines that are pleasant to read. */
  prose(...texts: readonly string[]): void {
    const width = Math.min(this.columns, 100);
    this.lines(...texts.flatMap((text) => wrap(text, width, Number.POSITIVE_INFINITY)));
  }

  /** The title of a part. */
  title(text: string): void {
    const lines = wrap(text, this.columns, Number.POSITIVE_INFINITY);
    const width = Math.max(...lines.map(columnsOf));
    this.lines("", ...lines.map((line) => styled("bold", line, this.color)), "─".repeat(width));
  }

  /** A message that is no result. */
  message(text: string): void {
    this.#options.stderr.write(`${text}\n`);
  }

  /** A figure, as large as the terminal allows. */
  figure(figure: Figure, rows: number): void {
    this.lines(...this.#render(figure, rows));
  }

  /** The state of long work: one line on stderr that changes in place, where that is a terminal. */
  status(text: string | null): void {
    const { stderr, env } = this.#options;
    if (!canRedraw(stderr, env)) return;
    if (text === null) {
      this.#block?.erase();
      this.#block = null;
      return;
    }
    if (!this.#isFrameDue(FRAME)) return;
    this.#block ??= new LiveBlock(stderr);
    this.#block.draw([truncate(text, (stderr.columns ?? 80) - 1)]);
  }

  /** Shows a trained segment, and waits as the pace asks. Resolves early when `signal` is aborted. */
  async segment(
    segments: readonly Segment[],
    settings: Settings,
    started: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { pace } = this.#options;
    const done = segments.length;
    if (this.#live) {
      if (pace >= FRAME || this.#isFrameDue(FRAME)) this.#showSegments(segments, settings, started);
      if (done < settings.steps && pace > 0) await sleep(pace, undefined, { signal }).catch(() => undefined);
    } else if (done % PLAIN_EVERY === 0 || done === 1) this.#showSegments(segments, settings, started);
    await this.breathe();
  }

  /** Leaves the drawing of a program where it stands, its last segment included, however it ended. */
  endSegments(segments: readonly Segment[], settings: Settings, started: number): void {
    if (this.#shown !== segments.length) this.#showSegments(segments, settings, started);
    this.#shown = 0;
    this.#block?.end();
    this.#block = null;
  }

  /** Lets signals and timers in, now and then: work that never waits could not be interrupted. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#breathed < FRAME) return;
    await nextTurn();
    this.#breathed = performance.now();
  }
  #breathed = 0;

  #showSegments(segments: readonly Segment[], settings: Settings, started: number): void {
    this.#shown = segments.length;
    if (this.#live) this.#drawSegments(segments, settings, started);
    else {
      const { index, loss } = segments[segments.length - 1];
      this.lines(this.#options.words.plain(index + 1, settings.steps, formatLoss(loss)));
    }
  }

  #drawSegments(segments: readonly Segment[], settings: Settings, started: number): void {
    const { stdout, words } = this.#options;
    this.#block ??= new LiveBlock(stdout);
    const rows = stdout.rows ?? 24;
    const fitRows = Math.max(6, Math.min(16, Math.floor((rows - 4) * 0.62)));
    const lossRows = Math.min(10, rows - 4 - fitRows);
    this.#block.draw([
      ...this.#render(fitFigure(segments, settings, words), fitRows),
      ...(lossRows >= 6 ? this.#render(lossFigure(segments, settings, words), lossRows) : []),
      this.#progress(segments, settings, started),
    ]);
  }

  #progress(segments: readonly Segment[], { steps }: Settings, started: number): string {
    const { words } = this.#options;
    const done = segments.length;
    const rate = (1000 * done) / Math.max(performance.now() - started, 1);
    const eta = words.seconds(fixed((steps - done) / rate, steps - done > 10 * rate ? 0 : 1));
    const text = words.progress(
      done,
      steps,
      formatLoss(segments[done - 1].loss),
      fixed(rate, rate < 100 ? 1 : 0),
      eta,
    );
    const room = this.columns - columnsOf(text) - 3;
    if (room < 10) return truncate(text, this.columns);
    const width = Math.min(room, 40);
    const filled = Math.round((width * done) / steps);
    return `${"━".repeat(filled)}${styled("faint", "─".repeat(width - filled), this.color)}  ${text}`;
  }

  #render(figure: Figure, rows: number): string[] {
    return renderTerminal(figure, {
      columns: this.columns,
      rows,
      color: this.color,
      lang: this.#options.lang,
    });
  }

  /** The width to write in. */
  get columns(): number {
    const columns = this.#options.stdout.columns ?? 80;
    return Math.max(1, Math.min(columns - 1, 120)); // a line that fills the last column makes some terminals wrap
  }

  /** The width of a table: a file has room for all of it. */
  get tableColumns(): number {
    return this.#options.stdout.isTTY ? this.columns : Number.POSITIVE_INFINITY;
  }

  #isFrameDue(every: number): boolean {
    const now = performance.now();
    if (now - this.#drawn < every) return false;
    this.#drawn = now;
    return true;
  }
}

/** The last segments: what should have come, and what the network said. */
function fitFigure(segments: readonly Segment[], { steps }: Settings, words: Words): Figure {
  const shown = segments.slice(-SHOWN_SEGMENTS);
  const first = shown[0].index;
  const last = Math.min(first + SHOWN_SEGMENTS, Math.max(steps, shown.length));
  const join = (of: (segment: Segment) => Float32Array): number[] =>
    shown.flatMap((segment) => [...of(segment)]);
  const x = join((segment) => segment.t);
  return {
    title: "",
    panels: [
      {
        x: { label: words.time, min: first * Math.PI, max: last * Math.PI, tickUnit: "pi" },
        y: { label: "", min: -1.5, max: 1.5 },
        marks: [
          { kind: "line", name: words.target, x, y: join((s) => s.target), color: "target", dash: "dotted" },
          { kind: "line", name: words.prediction, x, y: join((s) => s.prediction), color: "prediction" },
        ],
      },
    ],
  };
}

function lossFigure(segments: readonly Segment[], { steps }: Settings, words: Words): Figure {
  const x = segments.map((segment) => segment.index + 1);
  const y = segments.map((segment) => segment.loss);
  return {
    title: "",
    panels: [
      {
        x: { label: words.segment, min: 1, max: Math.max(steps, 2) },
        y: { label: words.loss, scale: "log", min: 1e-4, max: 1 },
        marks: [{ kind: "line", name: words.loss, x, y, color: "loss" }],
      },
    ],
  };
}
