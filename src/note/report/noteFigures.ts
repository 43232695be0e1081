/** @module The figures of the note, described from its results. */

import type { Dash, Figure, Line, Mark, Panel } from "../../figures/index.ts";
import { lineDashes } from "../../figures/palette.ts";
import { maxOf } from "../../lists.ts";
import type { ReportFigure } from "../../report/figures.ts";
import { formatLevel } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import type { Comparison, RelativeGradients } from "../comparison.ts";
import type { Segment } from "../program.ts";
import type { NoteResults, ProgramResult, Training } from "../results.ts";
import { type Cell, cellLabels, cellNames } from "../settings.ts";
import { mean } from "../statistics.ts";
import { type NoteTerms, noteTerms } from "../terms.ts";
import type { ReportWords } from "./en.ts";
import { vanished } from "./findings.ts";
import { reportWords } from "./zh.ts";

type Words = NoteTerms & ReportWords["figures"];

/** Segments in each panel of a fit. */
const shown = 12;

/** Segments in each panel of the pair, of which two stand side by side. */
const pairShown = 8;

/** Relative gradients below this are not drawn: nothing is learnt from them. */
const floor = 1e-6;

export function noteFigures(results: NoteResults, lang: Lang): ReportFigure[] {
  const texts = { ...noteTerms[lang], ...reportWords[lang].figures };
  const { data, programs, pair, comparison } = results;
  const trained = programs.filter(({ segments }) => segments.length > 0);
  return [
    dataFigure(data, texts),
    ...trained.flatMap((program) => [fitFigure(program, texts), lossFigure(program, texts)]),
    ...(pair.length > 0 ? [pairFigure(pair, texts)] : []),
    ...(comparison === null
      ? []
      : [
          comparedLosses(comparison, texts),
          finalLosses(comparison, texts),
          gradientFigure("gradient-flow-before", "before", texts.gradientsBefore, comparison, texts),
          gradientFigure("gradient-flow", "after", texts.gradientsAfter, comparison, texts),
        ]),
  ];
}

function entry(
  name: string,
  height: number,
  { title, caption }: Words["data"],
  rest: Omit<Figure, "title">,
): ReportFigure {
  return { name, figure: { title, ...rest }, caption, size: { width: 768, height } };
}

function dataFigure({ t, input, target }: NoteResults["data"], texts: Words): ReportFigure {
  const panel: Panel = {
    x: { label: texts.radians, tickUnit: "pi" },
    y: { label: texts.value },
    marks: [
      { kind: "line", name: texts.target, x: t, y: target, color: "target", dash: lineDashes.target },
      { kind: "line", name: texts.input, x: t, y: input, color: "input" },
    ],
  };
  return entry("data", 330, texts.data, { panels: [panel] });
}

function fitFigure({ name, settings, segments }: ProgramResult, texts: Words): ReportFigure {
  const parts = segments.length > 2 * shown ? [segments.slice(0, shown), segments.slice(-shown)] : [segments];
  const panels = parts.map((part) => fitPanel(part, texts));
  return entry(`${name}-fit`, panels.length > 1 ? 520 : 340, texts.fit(settings), { panels });
}

/** The trainings one above the other, the beginning of each beside its end. */
function pairFigure(pair: readonly Training[], texts: Words): ReportFigure {
  const panels = pair.flatMap(({ settings: { cell }, segments }) =>
    [segments.slice(0, pairShown), segments.slice(-pairShown)].map((part) => ({
      ...fitPanel(part, texts),
      title: texts.pairPart(cellLabels[cell], part[0].index + 1, part[part.length - 1].index + 1),
    })),
  );
  const [{ settings, segments }] = pair;
  return entry("pair-fit", 520, texts.pair(settings.timeStep, segments.length), { panels, columns: 2 });
}

function fitPanel(segments: readonly Segment[], texts: Words): Panel {
  const all = (key: "t" | "target" | "prediction"): number[] =>
    segments.flatMap((segment) => Array.from(segment[key]));
  const x = all("t");
  return {
    title: texts.segmentRange(segments[0].index + 1, segments[segments.length - 1].index + 1),
    x: { label: texts.radians, tickUnit: "pi" },
    y: { label: texts.value },
    marks: [
      { kind: "line", name: texts.target, x, y: all("target"), color: "target", dash: lineDashes.target },
      { kind: "line", name: texts.prediction, x, y: all("prediction"), color: "prediction" },
    ],
  };
}

function lossFigure({ name, settings, segments }: ProgramResult, texts: Words): ReportFigure {
  const line: Line = {
    kind: "line",
    name: texts.loss,
    x: segments.map(({ index }) => index + 1),
    y: segments.map(({ loss }) => loss),
    color: "loss",
    points: segments.length < 3,
  };
  const zero = mean(segments.map(({ target }) => mean(Array.from(target, (value) => value * value))));
  return entry(`${name}-loss`, 320, texts.lossCurve(settings), { panels: [lossPanel([line], zero, texts)] });
}

/** Losses over segments on a logarithmic scale, with the loss of always answering 0. */
function lossPanel(marks: readonly Mark[], zero: number, texts: Words): Panel {
  return {
    x: { label: texts.segment },
    y: { label: texts.loss, scale: "log" },
    marks: [...marks, { kind: "rule", axis: "y", at: zero, label: texts.alwaysZero }],
  };
}

/** The mean of cos² over whole segments. */
const zeroLoss = 0.5;

/** Distinguishes the cells without colour. */
const dashes: Readonly<Record<Cell, Dash>> = lineDashes;

function comparedLosses({ timeStep, seeds, losses }: Comparison, texts: Words): ReportFigure {
  const marks = cellNames.flatMap((cell): Mark[] => {
    const { curve } = losses[cell];
    const common = { name: cellLabels[cell], x: curve.map((_, i) => i + 1), color: cell };
    return [
      { kind: "band", ...common, low: curve.map(({ q1 }) => q1), high: curve.map(({ q3 }) => q3) },
      { kind: "line", ...common, y: curve.map(({ median }) => median), dash: dashes[cell] },
    ];
  });
  const text = texts.comparedLosses(timeStep, seeds.length);
  const panels = [lossPanel(marks, zeroLoss, texts)];
  return entry("comparison-loss", 420, text, { subtitle: texts.medianAndQuartiles, panels });
}

function finalLosses({ timeStep, seeds, losses }: Comparison, texts: Words): ReportFigure {
  const boxes = cellNames.map((cell): Mark => {
    const { final, finals } = losses[cell];
    return { kind: "box", name: cellLabels[cell], ...final, points: finals, color: cell };
  });
  const panel = { ...lossPanel(boxes, zeroLoss, texts), x: { label: texts.cell } };
  return entry("final-loss", 400, texts.finalLosses(timeStep, seeds.length), { panels: [panel] });
}

/** One panel per length, all on one scale. */
function gradientFigure(
  name: string,
  when: "before" | "after",
  text: Words["data"],
  { gradients }: Comparison,
  texts: Words,
): ReportFigure {
  const all = gradients.flatMap(({ cells }) => cellNames.flatMap((cell) => [...cells[cell][when].hidden]));
  const max = maxOf(all.filter(Number.isFinite), 2) * 1.5;
  const panels = gradients.map(({ timeStep, cells }): Panel => {
    const lines = cellNames.flatMap((cell) => gradientLines(cell, cells[cell][when], texts));
    return {
      title: texts.timeSteps(timeStep),
      x: { label: texts.lag },
      y: { label: texts.relativeGradient, scale: "log", min: floor, max },
      marks: [...lines, { kind: "rule", axis: "y", at: vanished, label: formatLevel(vanished) }],
    };
  });
  return entry(name, 360, text, { panels, columns: 3 });
}

function gradientLines(cell: Cell, { hidden, cell: memory }: RelativeGradients, texts: Words): Line[] {
  const line = (name: string, ratios: readonly number[]): Line => ({
    kind: "line",
    name,
    x: ratios.map((_, lag) => lag),
    y: ratios.map((ratio) => (ratio < floor ? Number.NaN : ratio)),
    color: cell,
    points: ratios.length < 3,
  });
  const lines = [line(cellLabels[cell], hidden)];
  return memory ? [...lines, { ...line(texts.lstmCell, memory), dash: "dashed" }] : lines;
}
