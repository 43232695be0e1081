/** @module The note's output: drawn live on a terminal, in plain lines elsewhere. */
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { Figure, Panel } from "../../figures/figure.ts";
import type { ColorDepth } from "../../figures/palette.ts";
import { LiveBlock } from "../../figures/terminal/liveBlock.ts";
import { canRedraw, colorDepth, styled } from "../../figures/terminal/output.ts";
import { columnsOf, truncate, wrap } from "../../figures/terminal/span.ts";
import { renderTerminal } from "../../figures/terminal/terminal.ts";
import type { Segment } from "../../note/program.ts";
import type { Settings } from "../../note/settings.ts";
import { type NoteTerms, noteTerms } from "../../note/terms.ts";
import { fixed, formatDuration, formatLoss } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import type { Process } from "../process.ts";
import { noteWords } from "./zh.ts";

const SHOWN_SEGMENTS = 12; // more would not be legible in 80 columns
const FRAME = 33; // milliseconds between two frames at full speed
const PLAIN_EVERY = 10; // segments between two plain lines

export interface ScreenOptions extends Pick<Process, "stdout" | "stderr" | "env"> {
  readonly lang: Lang;
  /** Milliseconds between segments on a terminal. */
  readonly pace: number;
  /** Print only messages, on stderr: stdout is for a JSON document. */
  readonly silent: boolean;
}

export class NoteScreen {
  readonly #options: ScreenOptions;
  readonly color: ColorDepth;
  readonly #live: boolean;
  #block: LiveBlock | null = null;
  #shown = 0; // segments shown so far
  #drawn = 0; // when the last frame was drawn, in milliseconds

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.color = colorDepth(options.stdout, options.env);
    this.#live = canRedraw(options.stdout, options.env) && !options.silent;
  }

  lines(...lines: readonly string[]): void {
    if (!this.#options.silent) this.#options.stdout.write(`${lines.join("\n")}\n`);
  }

  /** Sentences, wrapped at 100 columns at most. */
  prose(...texts: readonly string[]): void {
    const width = Math.min(this.columns, 100);
    this.lines(...texts.flatMap((text) => wrap(text, width, Number.POSITIVE_INFINITY)));
  }

  title(text: string): void {
    const lines = wrap(text, this.columns, Number.POSITIVE_INFINITY);
    const width = Math.max(...lines.map(columnsOf));
    this.lines("", ...lines.map((line) => styled("bold", line, this.color)), "─".repeat(width));
  }

  /** A message that is not part of the results. */
  message(text: string): void {
    this.#options.stderr.write(`${text}\n`);
  }

  figure(figure: Figure, rows: number): void {
    this.lines(...this.#render(figure, rows));
  }

  /** Progress of long work: one line on stderr that is redrawn in place, if stderr is a terminal. */
  status(text: string | null): void {
    const { stderr, env } = this.#options;
    if (!canRedraw(stderr, env)) return;
    if (text === null) {
      this.#block?.erase();
      this.#block = null;
      return;
    }
    if (!this.#isFrameDue()) return;
    this.#block ??= new LiveBlock(stderr);
    this.#block.draw([truncate(text, (stderr.columns ?? 80) - 1)]);
  }

  /** Shows a trained segment and waits for `pace`. Resolves early when `signal` is aborted. */
  async segment(
    segments: readonly Segment[],
    settings: Settings,
    started: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { pace } = this.#options;
    const done = segments.length;
    if (this.#live) {
      if (pace >= FRAME || this.#isFrameDue()) this.#showSegments(segments, settings, started);
      if (done < settings.steps && pace > 0) await sleep(pace, undefined, { signal }).catch(() => undefined);
    } else if (done % PLAIN_EVERY === 0 || done === 1) this.#showSegments(segments, settings, started);
    await this.breathe();
  }

  /** Ends the live drawing of a program, with its last segment shown. */
  endSegments(segments: readonly Segment[], settings: Settings, started: number): void {
    if (this.#shown !== segments.length) this.#showSegments(segments, settings, started);
    this.#shown = 0;
    this.#block?.end();
    this.#block = null;
  }

  /** Yields to signals and timers from time to time: otherwise synchronous work could not be interrupted. */
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
      this.lines(this.#segment(index + 1, settings.steps, loss));
    }
  }

  #drawSegments(segments: readonly Segment[], settings: Settings, started: number): void {
    const { stdout, lang } = this.#options;
    const terms = noteTerms[lang];
    this.#block ??= new LiveBlock(stdout);
    const rows = stdout.rows ?? 24;
    const fitRows = Math.max(6, Math.min(16, Math.floor((rows - 4) * 0.62)));
    const lossRows = Math.min(10, rows - 4 - fitRows);
    const draw = (panel: Panel, height: number): string[] =>
      this.#render({ title: "", panels: [panel] }, height);
    this.#block.draw([
      ...draw(fitPanel(segments, settings, terms), fitRows),
      ...(lossRows >= 6 ? draw(lossPanel(segments, settings, terms), lossRows) : []),
      this.#progress(segments, settings, started),
    ]);
  }

  #progress(segments: readonly Segment[], { steps }: Settings, started: number): string {
    const { lang } = this.#options;
    const done = segments.length;
    const rate = (1000 * done) / Math.max(performance.now() - started, 1);
    const eta = formatDuration((steps - done) / rate, lang);
    const line = this.#segment(done, steps, segments[done - 1].loss);
    const text = noteWords[lang].progress(line, fixed(rate, rate < 100 ? 1 : 0), eta);
    const room = this.columns - columnsOf(text) - 3;
    if (room < 10) return truncate(text, this.columns);
    const width = Math.min(room, 40);
    const filled = Math.round((width * done) / steps);
    return `${"━".repeat(filled)}${styled("faint", "─".repeat(width - filled), this.color)}  ${text}`;
  }

  #segment(segment: number, steps: number, loss: number): string {
    const padded = String(segment).padStart(String(steps).length);
    return noteWords[this.#options.lang].segment(padded, steps, formatLoss(loss));
  }

  #render(figure: Figure, rows: number): string[] {
    return renderTerminal(figure, {
      columns: this.columns,
      rows,
      color: this.color,
      lang: this.#options.lang,
    });
  }

  get columns(): number {
    const columns = this.#options.stdout.columns ?? 80;
    return Math.max(1, Math.min(columns - 1, 120)); // a full last column makes some terminals wrap
  }

  /** The width of a table: unlimited in a file. */
  get tableColumns(): number {
    return this.#options.stdout.isTTY ? this.columns : Number.POSITIVE_INFINITY;
  }

  #isFrameDue(): boolean {
    const now = performance.now();
    if (now - this.#drawn < FRAME) return false;
    this.#drawn = now;
    return true;
  }
}

function fitPanel(segments: readonly Segment[], { steps }: Settings, terms: NoteTerms): Panel {
  const shown = segments.slice(-SHOWN_SEGMENTS);
  const first = shown[0].index;
  const last = Math.min(first + SHOWN_SEGMENTS, Math.max(steps, shown.length));
  const all = (key: "t" | "target" | "prediction"): number[] => shown.flatMap((segment) => [...segment[key]]);
  const x = all("t");
  return {
    x: { label: terms.radians, min: first * Math.PI, max: last * Math.PI, tickUnit: "pi" },
    y: { label: "", min: -1.5, max: 1.5 },
    marks: [
      { kind: "line", name: terms.target, x, y: all("target"), color: "target", dash: "dotted" },
      { kind: "line", name: terms.prediction, x, y: all("prediction"), color: "prediction" },
    ],
  };
}

function lossPanel(segments: readonly Segment[], { steps }: Settings, terms: NoteTerms): Panel {
  const x = segments.map((segment) => segment.index + 1);
  const y = segments.map((segment) => segment.loss);
  return {
    x: { label: terms.segment, min: 1, max: Math.max(steps, 2) },
    y: { label: terms.loss, scale: "log", min: 1e-4, max: 1 },
    marks: [{ kind: "line", name: terms.loss, x, y, color: "loss" }],
  };
}
