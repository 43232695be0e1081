/** @module The figures of a run draw the values of its data, in both languages, whatever is missing. */
import { beforeAll, describe, expect, test } from "vitest";
import { ValueError } from "../../../src/errors.ts";
import type { Band, Figure, Line } from "../../../src/figures/index.ts";
import { renderSvg, renderTerminal } from "../../../src/figures/index.ts";
import { decimate, forecastFigure, samplesFigure } from "../../../src/runs/report/forecastFigures.ts";
import { coverageFigure, errorsFigure, lossFigure } from "../../../src/runs/report/trainingFigures.ts";
import { sunspots, trainedOn } from "../trained.ts";

type Trained = ReturnType<typeof trainedOn>;
let run: Trained;
beforeAll(async () => {
  run = trainedOn(await sunspots());
});

const target = "SUNACTIVITY";
const lines = (figure: Figure, panel = 0): readonly Line[] =>
  figure.panels[panel].marks.filter((mark) => mark.kind === "line");
const bands = (figure: Figure): readonly Band[] =>
  figure.panels[0].marks.filter((mark) => mark.kind === "band");
const given = <Thing>(thing: Thing | null): Thing => {
  if (thing === null) throw new Error("missing");
  return thing;
};
const figureOf = (lang: "en" | "zh"): Figure =>
  forecastFigure(
    { series: run.series, forecast: given(run.forecast), lookback: run.plan.lookback },
    target,
    lang,
  );

describe("the forecast", () => {
  test("three look-backs of what happened, then the forecast, from the last value on", () => {
    const figure = figureOf("en");
    const [actual, ahead] = lines(figure);
    const values = run.series.columns[0].values;
    expect(Array.from(actual.y)).toEqual(Array.from(values.subarray(values.length - 66)));
    expect(Array.from(actual.x)).toEqual(Array.from(given(run.series.time).subarray(values.length - 66)));
    const forecast = given(run.forecast);
    expect(Array.from(ahead.y)).toEqual([values[values.length - 1], ...forecast.targets[0].point]);
    expect(Array.from(ahead.x).slice(1)).toEqual(Array.from(given(forecast.time)));
    expect([actual.color, actual.dash ?? "solid", ahead.color, ahead.dash ?? "solid"]).toEqual([
      "target",
      "solid",
      "prediction",
      "solid",
    ]);
    expect(figure.panels[0].x).toEqual({ label: "YEAR", tickUnit: "date" });
  });

  test("the intervals are bands, the widest first and faint", () => {
    const [wide, narrow] = bands(figureOf("en"));
    expect([wide.name, wide.faint, narrow.name, narrow.faint]).toEqual([
      "95% interval",
      true,
      "80% interval",
      false,
    ]);
    const [narrowest] = given(run.forecast).targets[0].intervals;
    expect(Array.from(narrow.low).slice(1)).toEqual(Array.from(narrowest.lower));
    expect(Array.from(narrow.high).slice(1)).toEqual(Array.from(narrowest.upper));
    expect(figureOf("zh").panels[0].marks.map((mark) => ("name" in mark ? mark.name : ""))).toEqual([
      "实际值",
      "预测值",
      "95% 预测区间",
      "80% 预测区间",
      "",
    ]);
  });

  test("unbounded intervals are left out; without times rows are counted", async () => {
    const { targets } = given(run.forecast);
    const unbounded = targets.map((one) => ({
      ...one,
      intervals: one.intervals.map(({ level, lower, upper }) => ({
        level,
        lower: lower.map(() => Number.NEGATIVE_INFINITY),
        upper: upper.map(() => Number.POSITIVE_INFINITY),
      })),
    }));
    const series = { ...run.series, time: null, timeKind: null, timeName: null, step: null };
    const figure = forecastFigure({ series, forecast: { time: null, targets: unbounded } }, target, "zh");
    expect(bands(figure)).toEqual([]);
    expect(figure.panels[0].x).toEqual({ label: "行号" });
    expect(Array.from(lines(figure)[1].x)).toEqual(Array.from({ length: 12 }, (_, h) => 309 + h));
    expect(renderSvg(figure)).not.toMatch(/NaN|Infinity/);
  });

  test("a target that was not forecast is refused", () => {
    expect(() => forecastFigure({ series: run.series, forecast: given(run.forecast) }, "x", "en")).toThrow(
      new ValueError('figure: "x" was not forecast'),
    );
  });
});

const kept = () => given(run.backtest).samples;

describe("the test part", () => {
  test("a short one in one panel, every sample from where it began", () => {
    const figure = samplesFigure(
      { series: run.series, samples: kept(), test: run.plan.split.test },
      target,
      "en",
    );
    const [actual, ...samples] = lines(figure);
    expect(actual.x).toHaveLength(63);
    expect(samples).toHaveLength(5);
    expect(samples[1].x[1]).toBe(given(run.series.time)[kept()[1].from]);
    expect(samples[1].y[0]).toBe(run.series.columns[0].values[kept()[1].from - 1]);
  });

  test("of a long one some samples, each in a panel of its own", () => {
    const samples = Array.from({ length: 20 }, (_, i) => ({ ...kept()[0], from: 60 + 11 * i }));
    const series = { ...run.series, time: null, timeKind: null };
    const figure = samplesFigure({ series, samples, test: { from: 0, until: 1000 } }, target, "en");
    expect(figure.panels.map(({ title }) => title)).toEqual([
      "from 61",
      "from 105",
      "from 149",
      "from 182",
      "from 226",
      "from 270",
    ]);
    expect(lines(figure, 5)[0].x).toHaveLength(33);
  });
});

test("the loss: both curves on a log scale, the best epoch marked", () => {
  const { history, bestEpoch } = given(run.training);
  const figure = lossFigure(history, bestEpoch, "en");
  expect(figure.panels[0].y.scale).toBe("log");
  const [training, validation] = lines(figure);
  expect(training.y).toEqual(history.map(({ loss }) => loss));
  expect(validation.y).toEqual(history.map(({ valLoss }) => valLoss));
  expect(figure.panels[0].marks[2]).toEqual({ kind: "rule", axis: "x", at: 2, label: "best: epoch 2" });
  const alone = lossFigure([{ epoch: 1, loss: 1, valLoss: null }], 0, "zh");
  expect(alone.panels[0].marks).toHaveLength(1);
  expect(lines(alone)[0]).toMatchObject({ name: "训练集", points: true });
});

test("the errors: the model first, and each baseline with a look of its own", () => {
  const backtest = given(run.backtest);
  const found = lines(errorsFigure(backtest, "zh"));
  expect(found.map(({ name }) => name)).toEqual(["GRU", "朴素法", "漂移法", "均值法", "季节朴素法"]);
  expect(found.map(({ y }) => y)).toEqual(
    [backtest.model, ...backtest.baselines].map(({ mae }) => mae.byStep),
  );
  expect(found[0].x).toEqual(Array.from({ length: 11 }, (_, h) => h + 1));
  expect(new Set(found.map(({ dash, width }) => `${dash} ${width}`)).size).toBe(5);
  expect(errorsFigure({ ...backtest, units: "scaled" }, "en").panels[0].y.label).toBe("MAE (scaled)");
});

test("the coverage: measured and nominal, in percent", () => {
  const backtest = given(run.backtest);
  const figure = coverageFigure(backtest, "en");
  const [narrow] = backtest.model.intervals;
  expect(Array.from(lines(figure)[0].y)).toEqual(Array.from(narrow.coverage.byStep, (share) => 100 * share));
  expect(figure.panels[0].marks[1]).toMatchObject({ at: 80, label: "nominal: 80%" });
});

test("every figure is drawn on paper and in the terminal, in both languages", async () => {
  const backtest = given(run.backtest);
  for (const lang of ["en", "zh"] as const) {
    for (const figure of [
      figureOf(lang),
      samplesFigure({ series: run.series, samples: kept(), test: run.plan.split.test }, target, lang),
      lossFigure(given(run.training).history, 1, lang),
      errorsFigure(backtest, lang),
      coverageFigure(backtest, lang),
    ]) {
      expect(renderSvg(figure, { lang })).not.toMatch(/NaN|undefined/);
      expect(renderTerminal(figure).join("\n")).toMatch(/[\u2801-\u28ff]{2}/);
    }
  }
});

test("decimation keeps both ends and every peak, and makes no value up", () => {
  const x = Float64Array.from({ length: 10_000 }, (_, i) => i);
  const y = x.map((i) => Math.sin(i / 50));
  y[7777] = 9;
  y[1234] = -9;
  const few = decimate({ x, y }, 100);
  expect(few.x.length).toBeLessThanOrEqual(100);
  expect([few.x[0], few.x.at(-1)]).toEqual([0, 9999]);
  expect([Math.max(...few.y), Math.min(...few.y)]).toEqual([9, -9]);
  expect(Array.from(few.y)).toEqual(Array.from(few.x, (row) => y[row]));
  expect(decimate({ x, y }, 10_000).x).toBe(x);
});
