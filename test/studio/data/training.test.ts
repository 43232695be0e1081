/** @module The data page's training in slices: the numbers of `Forecaster.train`, stopped at once, tested, kept as files. */
import { readCsv, type Series, toSeries } from "unrolled/data";
import { backtestOf, Forecaster, type ModelName } from "unrolled/forecast";
import { beforeAll, expect, test } from "vitest";
import type { Line, Mark } from "../../../src/figures/figure.ts";
import { modelNames } from "../../../src/forecast/options.ts";
import type { DataSession } from "../../../studio/data/lab/dataSession.ts";
import { blobOf, choose, faultIn, finish, found, sessionWith, sunspotsFile } from "./given.ts";

const options = { model: "gru", epochs: 3, modelOptions: { hidden: 8 }, seed: 5 } as const;
const uses = ["time", "target"] as const;

async function sunspotSeries(): Promise<Series> {
  const bytes = new Uint8Array(await sunspotsFile().arrayBuffer());
  return toSeries(await readCsv(bytes, { name: "sunspots.csv" }), { targets: ["SUNACTIVITY"] });
}

const linesOf = (marks: readonly Mark[]): readonly Line[] => marks.filter((mark) => mark.kind === "line");

let trained: DataSession;
let expected: Forecaster;

beforeAll(async () => {
  const { session } = await sessionWith(sunspotsFile(), "sunspots.csv");
  found(session.start(choose(uses, options)));
  finish(session);
  trained = session;
  expected = await Forecaster.train(await sunspotSeries(), options);
});

test("slices end with the bits of Forecaster.train", async () => {
  expect(trained.modelBytes()).toEqual(expected.toBytes());
  const report = trained.report();
  expect(report?.results.forecast).toEqual(expected.forecast());
  expect(report?.results.backtest).toEqual(backtestOf(expected, await sunspotSeries()));
  expect(report?.results).toMatchObject({
    name: "sunspots",
    unrolled: "9.9.9",
    training: { reason: "epochs" },
  });
  expect(report?.series).toMatchObject({
    rows: 309,
    from: "1700",
    until: "2008",
    step: { count: 1, unit: "year" },
  });
});

test("samples of the test part are forecasts of what was known by then", async () => {
  const samples = trained.results()?.backtest?.samples ?? [];
  const series = await sunspotSeries();
  const scored = await Forecaster.train(series, { ...options, refit: false });
  expect(samples.length).toBe(5);
  for (const { from, forecast } of samples) {
    const columns = series.columns.map((one) => ({ ...one, values: one.values.slice(0, from) }));
    const known = { ...series, columns, time: series.time?.slice(0, from) ?? null, length: from };
    expect(forecast.time).toEqual(expected.forecast(known).time);
    const alone = scored.forecast(known).targets[0].point; // one window in a batch of many: other last bits
    forecast.targets[0].point.forEach((value, h) => {
      expect(value).toBeCloseTo(alone[h], 3);
    });
  }
  const starts = samples.map(({ from }) => from);
  expect(starts[0]).toBe(247);
  for (const [i, from] of starts.slice(1).entries()) expect(from - starts[i]).toBeGreaterThanOrEqual(11);
});

test("the forecast as CSV has times, values and the ends of both intervals", () => {
  const [head, first] = trained.forecastCsv("trained")?.split("\n") ?? [];
  const names = [80, 95].flatMap((p) => [`SUNACTIVITY lower ${p}`, `SUNACTIVITY upper ${p}`]);
  expect(head).toBe(["YEAR", "SUNACTIVITY", ...names].join(","));
  const [year, value, lower] = first?.split(",") ?? [];
  const [target] = expected.forecast().targets;
  expect(year).toBe("2009");
  expect([Number(value), Number(lower)]).toEqual([target.point[0], target.intervals[0].lower[0]]);
});

test("figures are drawn in both languages, and of targets that there are", () => {
  expect(trained.figures("SUNACTIVITY", "zh").forecast?.title).toContain("预测");
  expect(trained.figures("SUNACTIVITY", "en").samples?.panels.length).toBe(1);
  expect(trained.figures("other", "en")).toEqual({ forecast: null, samples: null });
});

test("while it trains, the test set is forecast with the weights so far", async () => {
  const { session } = await sessionWith(sunspotsFile(), "sunspots.csv");
  found(session.start(choose(uses, options)));
  expect(session.previewPanel("SUNACTIVITY", "en")).toBe(null);
  while ((session.frame().training?.previewed ?? 0) === 0) session.work(0.1);
  expect(session.frame().training?.previewed).toBe(1);
  const panel = session.previewPanel("SUNACTIVITY", "en");
  const lines = linesOf(panel?.marks ?? []);
  expect(lines.map(({ name }) => name)).toEqual(["actual", ...Array(5).fill("forecast")]);
  expect(lines.slice(1).map(({ x }) => new Date(x[1]).getUTCFullYear())).toEqual([
    1954, 1965, 1976, 1987, 1998,
  ]);
  const once = await Forecaster.train(await sunspotSeries(), {
    ...options,
    epochs: 1,
    refit: false,
  });
  const known = await sunspotSeries();
  const columns = known.columns.map((one) => ({ ...one, values: one.values.slice(0, 254) }));
  const before = { ...known, columns, time: known.time?.slice(0, 254) ?? null, length: 254 };
  once.forecast(before).targets[0].point.forEach((value, h) => {
    expect(lines[1].y[h + 1]).toBeCloseTo(value, 3); // five windows in a batch: other last bits
  });
  finish(session);
  expect(session.modelBytes()).toEqual(expected.toBytes());
});

test("stopped, it ends before the next batch, and keeps the best so far", async () => {
  const { session } = await sessionWith(sunspotsFile(), "sunspots.csv");
  found(session.start(choose(uses, { ...options, epochs: 10_000, patience: 10_000 })));
  while ((session.frame().training?.history.length ?? 0) < 2) session.work(1);
  const { epoch, batch } = session.frame().training ?? {};
  session.stop();
  expect(session.work(1)).toBeGreaterThan(0);
  expect(session.frame().training).toMatchObject({ phase: "testing", epoch, batch });
  expect(session.work(1)).toBe(null);
  const report = session.report();
  expect(report?.results.training).toMatchObject({ reason: "interrupted" });
  expect(report?.results.backtest?.windows).toBe(52);
});

test("stopped before the first epoch is over, there is a model all the same", async () => {
  const { session } = await sessionWith(sunspotsFile(), "sunspots.csv");
  found(session.start(choose(uses, options)));
  session.stop();
  finish(session);
  expect(session.report()?.results.training).toMatchObject({ reason: "interrupted", bestEpoch: 0 });
  expect(session.report()?.results.forecast?.targets[0].point.every(Number.isFinite)).toBe(true);
});

test.for(modelNames)("%s is trained and tested", async (model: ModelName) => {
  const { session } = await sessionWith(sunspotsFile(), "sunspots.csv");
  const isBaseline = ["naive", "seasonal", "drift", "mean"].includes(model);
  found(session.start(choose(uses, { model, ...(isBaseline ? {} : { epochs: 1 }) })));
  finish(session, 50);
  const report = session.report();
  expect(report?.results.backtest?.windows).toBe(52);
  expect(report?.results.training === null).toBe(isBaseline || model === "ridge");
});

test("future covariates: rows without a target are the steps to forecast", async () => {
  const row = (t: number, y: number | string) => `2024-${t},${y},${t % 7 === 0 ? 1 : 0}`;
  const rows = Array.from({ length: 120 }, (_, t) => row(t, 10 + (t % 7)));
  const ahead = Array.from({ length: 9 }, (_, i) => row(120 + i, ""));
  const text = ["t,y,holiday", ...rows, ...ahead].join("\n").replaceAll("2024-", "");
  const { session } = await sessionWith(text);
  const choices = choose(["time", "target", "future"], { epochs: 1, horizon: 7 });
  expect(found(session.plan(choices)).series).toMatchObject({ rows: 120, futureSteps: 9 });
  found(session.start(choices));
  finish(session);
  expect([...(session.report()?.results.forecast?.time ?? [])]).toEqual([120, 121, 122, 123, 124, 125, 126]);

  const longer = choose(["time", "target", "future"], { epochs: 1, horizon: 10 });
  found(session.start(longer));
  finish(session);
  expect(session.report()).toMatchObject({ results: { forecast: null }, series: { futureSteps: 9 } });
  expect(session.report()?.results.backtest?.windows).toBeGreaterThan(0);
});

test("a model brought along forecasts its own data, and newer rows", async () => {
  const { session } = await sessionWith(sunspotsFile(), "sunspots.csv");
  const facts = found(session.readModel(expected.toBytes()));
  expect(facts).toMatchObject({ trainedOn: "sunspots.csv", until: "2008", plan: { model: "gru" } });
  expect(found(session.forecast(null)).forecast).toEqual(expected.forecast());
  expect(found(session.forecast(choose(uses))).forecast).toEqual(expected.forecast());
  expect(session.forecastCsv("loaded")).toBe(trained.forecastCsv("trained"));
  expect(session.loadedFigure("SUNACTIVITY", "en")?.panels.length).toBe(1);

  const text = (await sunspotsFile().text()).trim();
  found(await session.read(blobOf(`${text}\n2009,3.1\n2010,16.5\n`), "newer.csv", {}));
  const newer = found(session.forecast(choose(uses)));
  expect(newer.series.until).toBe("2010");
  expect(newer.forecast.targets[0].point).not.toEqual(expected.forecast().targets[0].point);
});

test("a model that is none, and a file that does not fit it, are refused", async () => {
  const { session } = await sessionWith("YEAR,other\n1700,1\n1701,2\n", "other.csv");
  expect(faultIn(session.readModel(new Uint8Array(3))).stage).toBe("model");
  expect(faultIn(session.forecast(null)).message).toBe("there is no model");
  found(session.readModel(expected.toBytes()));
  expect(faultIn(session.forecast(choose(uses))).message).toMatch(/^other.csv has 2 rows/);
});
