/** @module The note's output: drawn live on a terminal, in plain lines elsewhere. */

import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import type { Figure } from "../../figures/figure.ts";
import type { ColorDepth } from "../../figures/palette.ts";
import { LiveBlock } from "../../figures/terminal/liveBlock.ts";
import { canRedraw, colorDepth, styled } from "../../figures/terminal/output.ts";
import { columnsOf, truncate, wrap } from "../../figures/terminal/span.ts";
import { renderTerminal } from "../../figures/terminal/terminal.ts";
import { append, maxOf } from "../../lists.ts";
import type { Training } from "../../note/results.ts";
import { noteTerms } from "../../note/terms.ts";
import type { Lang } from "../../text/lang.ts";
import type { Process } from "../process.ts";
import { drawing, own } from "../terminalGate.ts";
import { type Film, filmFigures, plainLine, progressLine } from "./film.ts";
import { noteWords } from "./zh.ts";

const FRAME = 33; // milliseconds between two frames at full speed
const PLAIN_EVERY = 10; // segments between two plain lines
const LEGIBLE = 12; // rows of a figure
const PAUSE = 25; // of a chapter, in times of a segment

export interface ScreenOptions extends Pick<Process, "stdout" | "stderr" | "env" | "key"> {
  readonly lang: Lang;
  /** Milliseconds between segments on a terminal. */
  readonly pace: number;
  /** Print only messages, on stderr: stdout is for a JSON document. */
  readonly silent: boolean;
}

export class NoteScreen {
  /** Done piece by piece while the screen waits; returns false when nothing is left to do. */
  work: () => boolean = () => false;
  readonly color: ColorDepth;
  readonly #options: ScreenOptions;
  readonly #live: boolean;
  #block: LiveBlock | null = null;
  /** What has been printed since the last title. */
  #chapter: string[] = [];
  #shown = 0; // segments shown so far
  #drawn = 0; // when the last frame was drawn, in milliseconds
  #breathed = 0;
  #piece = 0; // milliseconds that the last piece of work took

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.color = colorDepth(options.stdout, options.env);
    this.#live = canRedraw(options.stdout, options.env) && !options.silent;
  }

  lines(...lines: readonly string[]): void {
    append(this.#chapter, lines);
    if (!this.#options.silent) this.#options.stdout.write(own(`${lines.join("\n")}\n`));
  }

  /** Sentences, wrapped at 100 columns at most. */
  prose(...texts: readonly string[]): void {
    const width = Math.min(this.columns, 100);
    this.lines(...texts.flatMap((text) => wrap(text, width, Number.POSITIVE_INFINITY)));
  }

  /** Sentences with a bullet each, wrapped alike. */
  list(...texts: readonly string[]): void {
    const width = Math.min(this.columns, 100) - 2;
    const items = texts.map((text) => wrap(text, width, Number.POSITIVE_INFINITY));
    this.lines(...items.flatMap((item) => item.map((line, i) => `${i === 0 ? "•" : " "} ${line}`)));
  }

  title(text: string): void {
    const lines = wrap(text, this.columns, Number.POSITIVE_INFINITY);
    const width = maxOf(lines.map(columnsOf));
    this.#chapter = [];
    this.lines("", ...lines.map((line) => styled("bold", line, this.color)), "─".repeat(width));
  }

  /** A message that is not part of the results. */
  message(text: string): void {
    this.#options.stderr.write(`${text}\n`);
  }

  /** A figure of at most this many rows; on a terminal only if a legible one fits on the screen beside `others`. */
  figure(figure: Figure, rows: number, others = 0): void {
    const room = this.#live ? (this.#options.stdout.rows ?? 24) - others : rows;
    if (others === 0 || room >= LEGIBLE) this.lines(...this.#render(figure, Math.min(rows, room)), "");
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
    this.#block ??= new LiveBlock(drawing(stderr));
    this.#block.draw([truncate(text, (stderr.columns ?? 80) - 1)]);
  }

  /** Gives time to read a chapter on a terminal, until a key is pressed or `signal` is aborted. */
  async pause(signal: AbortSignal): Promise<void> {
    const { stdout, pace, key, lang } = this.#options;
    if (!this.#live || pace === 0 || signal.aborted) return;
    const block = new LiveBlock(drawing(stdout), () => this.#above(1));
    block.draw([styled("faint", truncate(noteWords[lang].next, this.columns), this.color)]);
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    void key?.(either).then(() => over.abort());
    await this.#wait(PAUSE * pace, either);
    over.abort();
    block.erase();
  }

  /** Shows a trained segment of each film and waits for `pace`. Resolves early when `signal` is aborted. */
  async segment(films: readonly Training[], started: number, signal: AbortSignal): Promise<void> {
    const pace = this.#options.pace / films.length; // the pair is faster: both have been seen alone
    const [{ settings, segments }] = films;
    const done = segments.length;
    if (this.#live) {
      if (pace >= FRAME || this.#isFrameDue()) this.#showSegments({ films, started });
      if (done < settings.steps && pace > 0) await this.#wait(pace, signal);
    } else if (done % PLAIN_EVERY === 0 || done === 1) this.#showSegments({ films, started });
    await this.breathe();
  }

  /** Ends the live drawing of a program, with its last segment shown. */
  endSegments(films: readonly Training[], started: number): void {
    if (this.#shown !== films[0].segments.length) this.#showSegments({ films, started });
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

  /** Waits, and works as long as a piece of work fits. */
  async #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    const end = performance.now() + milliseconds;
    const fits = (): boolean => !signal.aborted && performance.now() + this.#piece < end;
    while (fits()) {
      const before = performance.now();
      if (!this.work()) break;
      this.#piece = performance.now() - before;
      await nextTurn();
    }
    this.#piece = Math.min(this.#piece, milliseconds / 2); // one slow piece must not be the last
    await sleep(Math.max(0, end - performance.now()), undefined, { signal }).catch(() => undefined);
  }

  #showSegments(film: Film): void {
    const { segments } = film.films[0];
    this.#shown = segments.length;
    if (this.#live) this.#draw(film);
    else this.lines(...film.films.map((training) => plainLine(training, this.#options.lang)));
  }

  #draw(film: Film): void {
    const { stdout, lang } = this.#options;
    const figures = filmFigures(film.films, noteTerms[lang], (stdout.rows ?? 24) - 2);
    const lines = [
      ...figures.flatMap(({ figure, rows }) => this.#render(figure, rows)),
      progressLine(film, { lang, columns: this.columns, color: this.color }),
    ];
    this.#block ??= new LiveBlock(drawing(stdout), () => this.#above(lines.length));
    this.#block.draw(lines);
  }

  /** The end of the chapter, as much as fits above a block. */
  #above(height: number): readonly string[] {
    const room = Math.max(0, (this.#options.stdout.rows ?? 24) - height - 1);
    const lines = this.#chapter.slice(Math.max(0, this.#chapter.length - room));
    return lines.map((line) => {
      const plain = stripVTControlCharacters(line);
      return columnsOf(plain) > this.columns ? truncate(plain, this.columns) : line;
    });
  }

  #render(figure: Figure, rows: number): string[] {
    return renderTerminal(figure, { columns: this.columns, rows, color: this.color });
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
