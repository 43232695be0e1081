/** @module What the charts show, as descriptions that the live chart, the table and the SVG are made from. */
import type { Line, Panel } from "../../../src/figures/figure.ts";
import type { Color } from "../../../src/figures/palette.ts";
import type { GradientFlow } from "../../../src/note/gradientFlow.ts";
import type { Curves, Series } from "../../note/lab/history.ts";
import type { ProbeResult } from "../../note/lab/probe.ts";
import type { Words } from "../../note/words/en.ts";

type ChartWords = Words["charts"];

/** Colour and dash of the first, second and third run. */
const runLooks = [
  { color: "prediction", dash: "solid" },
  { color: "rnn", dash: "dashed" },
  { color: "gru", dash: "dotted" },
] as const satisfies readonly { color: Color; dash: Line["dash"] }[];

/** From this number of points on, lines are thin and solid: dashes would be invisible, and are by far the slowest to draw. */
export const denseFrom = 2400;

/** Prediction against target over a stretch of the time axis. */
export function stagePanel(
  words: ChartWords,
  { t, target, prediction }: Curves,
  [from, to]: readonly [number, number],
): Panel {
  const common = { kind: "line", x: t, width: t.length > denseFrom ? 1 : 2 } as const;
  return {
    x: { label: words.radians, min: from, max: to, tickUnit: "pi" },
    y: { label: words.value, min: -1.6, max: 1.6 },
    marks: [
      { ...common, name: words.target, y: target, color: "target" },
      { ...common, name: words.prediction, y: prediction, color: "prediction", dash: "dashed" },
    ],
  };
}

/** The losses of all runs on a log scale, as they are and smoothed, with those of the runs before them. */
export function lossPanel(
  words: ChartWords,
  runs: readonly { readonly name: string; readonly losses: Series }[],
  ghosts: readonly Series[],
  smoothing: number,
  end: number,
): Panel {
  const lines = runs.flatMap(({ name, losses }, i): Line[] => {
    const look = { kind: "line", x: losses.at, ...runLooks[i] } as const;
    const raw: Line = {
      ...look,
      name: smoothing > 0 ? words.each(name) : name,
      y: losses.mean,
      width: smoothing > 0 ? 0.6 : 2,
    };
    return smoothing > 0 ? [raw, { ...look, name, y: smoothed(losses.mean, smoothing) }] : [raw];
  });
  const old = ghosts.map(
    ({ at, mean }, i): Line => ({
      kind: "line",
      name: words.ghost(i),
      x: at,
      y: smoothed(mean, smoothing),
      color: "baseline",
      dash: "dotted",
      width: 1.5,
    }),
  );
  return {
    x: { label: words.segment, min: 0, max: end },
    y: { label: words.loss, scale: "log" },
    marks: [...old, ...lines],
  };
}

/** Exponential moving average, s ← β s + (1 − β) x, with the bias of its start taken out as Adam does. */
function smoothed(values: ArrayLike<number>, beta: number): Float64Array {
  let [sum, weight] = [0, 0];
  return Float64Array.from(values, (value) => {
    sum = beta * sum + (1 - beta) * value;
    weight = beta * weight + (1 - beta);
    return sum / weight;
  });
}

/** |∂L_T/∂h_t| by lag on a log scale, as shares of that at lag 0. */
export function gradientPanel(words: ChartWords, { hidden, cell }: GradientFlow): Panel {
  const lags = hidden.map((_, lag) => lag);
  const shares = (norms: readonly number[]): number[] => norms.map((norm) => norm / hidden[0]);
  const lines: Line[] = [
    { kind: "line", name: words.hiddenState, x: lags, y: shares(hidden), color: "gradient" },
  ];
  if (cell) {
    const y = shares(cell);
    lines.push({ kind: "line", name: words.cellState, x: lags, y, color: "rnn", dash: "dashed" });
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
    y: { label: words.relativeGradient, scale: "log" },
    marks: [...lines, { ...limit, name: words.limit, width: 1 }],
  };
}

/** What a segment costs while the graph behind it grows. */
export function costPanel(words: ChartWords, { at, mean }: Series): Panel {
  return {
    x: { label: words.segment, min: 0 },
    y: { label: words.milliseconds, min: 0 },
    marks: [{ kind: "line", name: words.milliseconds, x: at, y: mean, color: "rnn" }],
  };
}

/** A network put to the test. */
export function probePanel(words: ChartWords, { t, input, target, prediction }: ProbeResult): Panel {
  const common = { kind: "line", x: t } as const;
  return {
    x: { label: words.radians, min: t[0], max: t[t.length - 1], tickUnit: "pi" },
    y: { label: words.value },
    marks: [
      { ...common, name: words.input, y: input, color: "baseline", dash: "dotted", width: 1.5 },
      { ...common, name: words.target, y: target, color: "target" },
      { ...common, name: words.prediction, y: prediction, color: "prediction", dash: "dashed" },
    ],
  };
}
