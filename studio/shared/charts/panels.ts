/** @module What the charts show, as descriptions that the live chart, the table and the SVG are made from. */
import type { Line, Panel } from "../../../src/figures/figure.ts";
import { type Color, lineDashes } from "../../../src/figures/palette.ts";
import type { GradientFlow } from "../../../src/note/gradientFlow.ts";
import type { TaskName } from "../../../src/note/settings.ts";
import { tasks } from "../../../src/note/tasks.ts";
import type { Curves, Series } from "../../note/lab/history.ts";
import type { ProbeResult } from "../../note/lab/probe.ts";
import type { Words } from "../../note/words/en.ts";
import type { Look } from "./looks.ts";

type ChartWords = Words["charts"];

/** From this number of points on, lines are thin and solid: dashes would be invisible, and are by far the slowest to draw. */
export const denseFrom = 2400;

/** The highest and lowest value of the stage's axis. */
const stageReach = 1.6;

/** Input, target and prediction over a stretch of the time axis; a prediction beyond the axis leaves a gap. */
export function stagePanel(
  words: ChartWords,
  curves: Curves,
  [from, to]: readonly [number, number],
  { color, dash }: Look = { color: "prediction", dash: "solid" },
): Panel {
  const [first, end] = indicesWithin(curves.t, from, to);
  const t = curves.t.subarray(first, end);
  const width = t.length > denseFrom ? 1 : 2;
  const prediction = curves.prediction
    .subarray(first, end)
    .map((value) => (Math.abs(value) > stageReach ? Number.NaN : value));
  return {
    x: { label: words.radians, min: from, max: to, tickUnit: "pi" },
    y: { label: words.value, min: -stageReach, max: stageReach },
    marks: [
      { kind: "line", x: t, name: words.input, y: sines(t), color: "input", width: 1.2 },
      {
        kind: "line",
        x: t,
        name: words.target,
        y: curves.target.subarray(first, end),
        color: "target",
        dash: lineDashes.target,
        width: 1.6,
      },
      { kind: "line", x: t, name: words.prediction, y: prediction, color, dash, width },
    ],
  };
}

/** What the network reads at each t, to the bit: see `segmentData`. */
function sines(t: Float64Array): Float64Array {
  return t.map((radians) => Math.fround(Math.sin(radians)));
}

/** The indices of a stretch of ascending times, and of one more on either side, so that lines run out of the frame. */
function indicesWithin(t: Float64Array, from: number, to: number): [number, number] {
  const firstFrom = (value: number): number => {
    let [low, high] = [0, t.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (t[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [Math.max(0, firstFrom(from) - 1), Math.min(t.length, firstFrom(to) + 2)];
}

/** How many predictions of a stretch are beyond the axis of the stage. */
export function beyondStage({ t, prediction }: Curves, [from, to]: readonly [number, number]): number {
  const [first, end] = indicesWithin(t, from, to);
  return prediction.subarray(first, end).filter((value) => Math.abs(value) > stageReach).length;
}

/** A run in the loss chart. */
export interface NamedLosses {
  readonly name: string;
  readonly losses: Series;
  readonly look: Look;
}

/**
 * The losses of all runs by segment, from 1, on a log scale, as they are and smoothed, with those of the runs before
 * them, and a line at what the best constant answer would have.
 */
export function lossPanel(
  words: ChartWords,
  runs: readonly NamedLosses[],
  ghosts: readonly Series[],
  { smoothing, end, task }: { readonly smoothing: number; readonly end: number; readonly task: TaskName },
): Panel {
  const { floor, outputs } = tasks[task];
  const isCurve = task === "cosine";
  const label = isCurve ? words.alwaysZero : words.floor;
  const lines = runs.flatMap(({ name, losses, look: { color, dash } }): Line[] => {
    const common = { kind: "line", x: segmentsOf(losses), color } as const;
    const raw: Line = {
      ...common,
      name: smoothing > 0 ? words.each(name) : name,
      y: losses.mean,
      width: smoothing > 0 ? 0.6 : 2,
      dash: smoothing > 0 ? "solid" : dash,
    };
    return smoothing > 0 ? [raw, { ...common, name, dash, y: smoothed(losses.mean, smoothing) }] : [raw];
  });
  const old = ghosts.map(
    (series, i): Line => ({
      kind: "line",
      name: words.ghost(i),
      x: segmentsOf(series),
      y: smoothed(series.mean, smoothing),
      color: "baseline",
      dash: "dotted",
      width: 1.5,
    }),
  );
  return {
    x: { label: isCurve ? words.segment : words.batch, min: 1, max: Math.max(2, end), tickUnit: "whole" },
    y: {
      label: outputs === 1 ? words.loss : words.crossEntropy,
      scale: "log",
      ...decadeOf([...old, ...lines], floor),
    },
    marks: [...old, ...lines, { kind: "rule", axis: "y", at: floor, label }],
  };
}

function segmentsOf({ at }: Series): Float64Array {
  return at.map((index) => index + 1);
}

/** Losses above this multiple of the floor are off the chart. */
const lossReach = 1e4;

/** A whole decade where the values keep within less, so that the axis has ticks; and no more than a chart can show. */
function decadeOf(lines: readonly Line[], floor: number): { min?: number; max?: number } {
  let [least, most] = [floor, floor];
  for (const { y } of lines)
    for (let i = 0; i < y.length; i++) {
      if (y[i] > 0 && y[i] < least) least = y[i];
      if (y[i] > most && Number.isFinite(y[i])) most = y[i];
    }
  if (most > lossReach * floor) return { max: lossReach * floor };
  if (most > 10 * least) return {};
  return {
    min: 10 ** Math.floor(Math.log10(least)),
    max: 1.2 * Math.max(most, 10 ** Math.floor(Math.log10(most))),
  };
}

/** Exponential moving average, s ← β s + (1 − β) x, with the bias of its start taken out as Adam does. */
export function smoothed(values: ArrayLike<number>, beta: number): Float64Array {
  let [sum, weight] = [0, 0];
  return Float64Array.from(values, (value) => {
    sum = beta * sum + (1 - beta) * value;
    weight = beta * weight + (1 - beta);
    return sum / weight;
  });
}

/** |∂L_T/∂h_t| by lag on a log scale, as shares of that at lag 0. */
export function gradientPanel(
  words: ChartWords,
  { hidden, cell }: GradientFlow,
  color: Color = "gradient",
): Panel {
  const lags = hidden.map((_, lag) => lag);
  const shares = (norms: readonly number[]): number[] => norms.map((norm) => norm / hidden[0]);
  const lines: Line[] = [{ kind: "line", name: words.hiddenState, x: lags, y: shares(hidden), color }];
  if (cell) {
    const y = shares(cell);
    lines.push({ kind: "line", name: words.cellState, x: lags, y, color, dash: "dashed" });
  }
  const limit = {
    kind: "line",
    x: lags,
    y: lags.map(() => 0.01),
    color: "baseline",
    dash: "dotted",
  } as const;
  return {
    x: { label: words.lag, min: 0, max: Math.max(1, hidden.length - 1) },
    y: {
      label: words.relativeGradient,
      scale: "log",
      ...(hidden.every(Number.isFinite) ? {} : { min: 1e-4, max: 1.2 }),
    },
    marks: [...lines, { ...limit, name: words.limit, width: 1 }],
  };
}

/** A network put to the test. */
export function probePanel(words: ChartWords, { t, input, target, prediction }: ProbeResult): Panel {
  const common = { kind: "line", x: t } as const;
  return {
    x: { label: words.radians, min: t[0], max: t[t.length - 1], tickUnit: "pi" },
    y: { label: words.value },
    marks: [
      { ...common, name: words.input, y: input, color: "input", width: 1.2 },
      { ...common, name: words.target, y: target, color: "target", dash: lineDashes.target, width: 1.6 },
      { ...common, name: words.prediction, y: prediction, color: "prediction" },
    ],
  };
}
