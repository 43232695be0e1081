/** @module What is drawn while the note's programs train: the latest segments, the losses, and the status line. */

import type { Figure, Panel } from "../../figures/figure.ts";
import type { ColorDepth } from "../../figures/palette.ts";
import { styled } from "../../figures/terminal/output.ts";
import { columnsOf, truncate } from "../../figures/terminal/span.ts";
import { minOf } from "../../lists.ts";
import type { Segment } from "../../note/program.ts";
import type { Training } from "../../note/results.ts";
import { cellLabels } from "../../note/settings.ts";
import type { NoteTerms } from "../../note/terms.ts";
import { fixed, formatDuration, formatLoss } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { noteWords } from "./zh.ts";

const SHOWN_SEGMENTS = 12; // more would not be legible in 80 columns
const ZERO_LOSS = 0.5; // of always answering 0: the mean of cos²

/** Programs that train side by side, segment by segment, since `started` (milliseconds). */
export interface Film {
  readonly films: readonly Training[];
  readonly started: number;
}

export interface SizedFigure {
  readonly figure: Figure;
  readonly rows: number;
}

/** Of one program the latest segments above the losses; of several the latest segments, one below the other. */
export function filmFigures(films: readonly Training[], terms: NoteTerms, rows: number): SizedFigure[] {
  const most = Math.max(6, Math.min(rows - 1, 26));
  const [first] = films;
  const fits = films.map((training) => fitPanel(training, terms));
  if (films.length > 1) {
    const panels = fits.map((panel, i) => ({ ...panel, title: cellLabels[films[i].settings.cell] }));
    return [{ figure: { title: "", panels }, rows: most }];
  }
  const fitRows = Math.max(6, Math.min(16, Math.floor(most * 0.6)));
  const fit = { figure: { title: "", panels: fits }, rows: fitRows };
  const lossRows = Math.min(10, most - fitRows);
  return lossRows >= 6 ? [fit, { figure: lossFigure(first, terms), rows: lossRows }] : [fit];
}

function fitPanel({ segments, settings: { steps } }: Training, terms: NoteTerms): Panel {
  const shown = segments.slice(-SHOWN_SEGMENTS);
  const first = shown[0].index;
  const last = Math.min(first + SHOWN_SEGMENTS, Math.max(steps, shown.length));
  const join = (of: (segment: Segment) => Float32Array): number[] =>
    shown.flatMap((segment) => [...of(segment)]);
  const x = join((segment) => segment.t);
  return {
    x: { label: terms.radians, min: first * Math.PI, max: last * Math.PI, tickUnit: "pi" },
    y: { label: "", min: -1.15, max: 1.15 },
    marks: [
      { kind: "line", name: terms.target, x, y: join((s) => s.target), color: "target", dash: "dotted" },
      { kind: "line", name: terms.prediction, x, y: join((s) => s.prediction), color: "prediction" },
    ],
  };
}

/** The losses so far, from 1 down to the power of ten below them. */
function lossFigure({ segments, settings: { steps } }: Training, terms: NoteTerms): Figure {
  const y = segments.map((segment) => segment.loss);
  const lowest = minOf(y.filter((loss) => loss > 0));
  const min = Math.min(0.1, Math.max(1e-6, 10 ** Math.floor(Math.log10(lowest))));
  const panel: Panel = {
    x: { label: terms.segment, min: 1, max: Math.max(steps, 2) },
    y: { label: "", scale: "log", min, max: 1 },
    marks: [
      { kind: "line", name: terms.loss, x: segments.map(({ index }) => index + 1), y, color: "loss" },
      { kind: "rule", axis: "y", at: ZERO_LOSS, label: terms.alwaysZero },
    ],
  };
  return { title: "", panels: [panel] };
}

export interface LineOptions {
  readonly lang: Lang;
  readonly columns: number;
  readonly color: ColorDepth;
}

/** A bar, the cells, segment and losses, the rate and the time left. */
export function progressLine({ films, started }: Film, { lang, columns, color }: LineOptions): string {
  const [{ segments, settings }] = films;
  const done = segments.length;
  const rate = (1000 * done) / Math.max(performance.now() - started, 1);
  const eta = formatDuration((settings.steps - done) / rate, lang);
  const text = noteWords[lang].progress(statusOf(films, lang), fixed(rate, rate < 100 ? 1 : 0), eta);
  const room = columns - columnsOf(text) - 3;
  if (room < 5) return truncate(text, columns);
  const width = Math.min(room, 40);
  const filled = Math.round((width * done) / settings.steps);
  return `${"━".repeat(filled)}${styled("faint", "─".repeat(width - filled), color)}  ${text}`;
}

function statusOf(films: readonly Training[], lang: Lang): string {
  const words = noteWords[lang];
  const [{ settings, segments }] = films;
  const names = films.map((film) => cellLabels[film.settings.cell]);
  const losses = films.map((film) => formatLoss(film.segments[segments.length - 1].loss));
  const loss = films.length === 1 ? losses[0] : names.map((name, i) => `${name} ${losses[i]}`).join(", ");
  const segment = String(segments.length).padStart(String(settings.steps).length);
  return words.status(films.length === 1 ? names[0] : "", settings.timeStep, segment, settings.steps, loss);
}

/** The same where nothing can be redrawn. */
export function plainLine(training: Training, lang: Lang): string {
  return statusOf([training], lang);
}
