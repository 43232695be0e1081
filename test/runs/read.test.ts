/** @module The files of a run's folder read back: what was written, what is broken, what somebody made up. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError } from "../../src/errors.ts";
import { readBacktest, readMetrics, readRunConfig, readStatus } from "../../src/runs/read.ts";
import type { TrainEvent } from "../../src/train/events.ts";
import { backtestOf, configOf, epochEventOf, lineOf, statusOf } from "./folder.ts";

type Changes = Readonly<Record<string, unknown>>;

const with_ = (value: object, changes: Changes): string => JSON.stringify({ ...value, ...changes });
const lines = Array.from({ length: 5 }, (_, i) => lineOf(i + 1));
const metricsText = lines.map((line) => `${JSON.stringify(line)}\n`).join("");

const epochs = { epoch: 3, epochs: 40 };
const events: readonly TrainEvent[] = [
  { type: "start", ...epochs, batch: 0, batches: 72, parameters: 13_000 },
  {
    ...{ type: "batch", ...epochs, batch: 5, batches: 72, loss: 0.5, meanLoss: 0.6, valLoss: null },
    ...{ gradNorm: 0.1, lr: 0.001, samplesPerSecond: null, eta: 2 },
  },
  epochEventOf(lineOf(3), 40),
  { type: "improved", ...epochs, best: 0.3 },
  { type: "stopped", ...epochs, reason: "patience", restored: true, cause: null },
  {
    ...{ type: "stopped", ...epochs, reason: "diverged", restored: false },
    cause: { what: "loss", value: Number.NaN },
  },
  { type: "end", ...epochs, reason: "epochs", best: null, bestEpoch: 0, seconds: 9 },
];

describe("what was written comes back", () => {
  test("config.json", () => {
    for (const model of ["gru", "dlinear", "naive"] as const)
      expect(readRunConfig(JSON.stringify(configOf({ model })))).toEqual(configOf({ model }));
  });

  test.each(events)("status.json after $type", (event) => {
    const status = statusOf({ state: "training" }, event);
    expect(readStatus(JSON.stringify(status))).toEqual(status);
  });

  test("status.json with the model at work", () => {
    const stage = { phase: "candidate", model: "ridge", index: 5, count: 9 } as const;
    const status = { ...statusOf({ state: "training" }), stage };
    expect(readStatus(JSON.stringify(status))).toEqual(status);
  });

  test("status.json before the first event", () => {
    const status = statusOf({ state: "interrupted" });
    expect(readStatus(JSON.stringify(status))).toEqual(status);
  });

  test("metrics.jsonl; a loss that is no number, too", () => {
    expect(readMetrics(metricsText)).toEqual(lines);
    expect(readMetrics("")).toEqual([]);
    const diverged = { ...lineOf(6), loss: Number.NaN, valLoss: null, seconds: null };
    expect(readMetrics(`${metricsText}${JSON.stringify(diverged)}\n`)).toEqual([...lines, diverged]);
  });

  test("backtest.json: the scores, overall and by step, and the verdict", () => {
    const { model, baselines, verdict, windows, units } = readBacktest(JSON.stringify(backtestOf("gru", 20)));
    expect([windows, units]).toEqual([651, "original"]);
    expect(model).toMatchObject({
      name: "gru",
      mae: { overall: 20, byStep: Float64Array.of(16, 24) },
      rmse: { overall: 20 * 1.27 },
      smape: { overall: 28 },
    });
    expect(model.intervals).toMatchObject(
      [0.8, 0.95].map((level) => ({ level, coverage: { overall: level - 0.013 }, width: { overall: 60 } })),
    );
    expect(baselines.map(({ name }) => name)).toEqual(["naive", "drift", "mean", "seasonal naive"]);
    expect(verdict).toMatchObject({ beatsAll: true, best: { name: "naive", error: 24.2 } });
    expect(verdict.zh).toContain("优于全部基线");
  });

  test("a score that is not a number is null in the file, NaN once it is read", () => {
    const text = JSON.stringify(backtestOf("gru", Number.NaN));
    expect(readBacktest(text)).toMatchObject({
      model: { mae: { overall: Number.NaN } },
      verdict: { beatsAll: false, ratio: Number.NaN },
    });
  });
});

describe("metrics.jsonl while it is written", () => {
  test("cut off anywhere, it holds the epochs that are whole", () => {
    fc.assert(
      fc.property(fc.nat(metricsText.length), (length) => {
        const read = readMetrics(metricsText.slice(0, length));
        expect(read).toEqual(lines.slice(0, read.length));
        const ended = metricsText.slice(0, length).split("\n").length - 1;
        expect(read.length - ended).toBeGreaterThanOrEqual(0);
        expect(read.length - ended).toBeLessThanOrEqual(1); // whole but for the end of its line
      }),
    );
  });

  test("of an epoch that stands there twice, the later line counts; empty lines do not", () => {
    const again = { ...lineOf(2), loss: 9 };
    const read = readMetrics(`${metricsText}\n${JSON.stringify(again)}\r\n`);
    expect(read).toEqual([lines[0], again, ...lines.slice(2)]);
  });

  test("a broken line that has ended is a failure", () => {
    expect(() => readMetrics(`${metricsText}{"epoch":6,"lo\n`)).toThrow(
      "metrics.jsonl, line 6 is not valid JSON",
    );
    expect(() => readMetrics('{"epoch":1.5}\n')).toThrow(
      "metrics.jsonl, line 1.epoch is 1.5 but must be a whole number from 0",
    );
  });
});

describe("what a later version may add is left alone", () => {
  test("fields", () => {
    const config = configOf();
    const plan = { ...config.plan, later: 1, modelOptions: { ...config.plan.modelOptions, gates: "new" } };
    const data = { ...config.data, zone: "UTC" };
    expect(readRunConfig(with_(config, { plan, data, later: [1] }))).toEqual(config);
    const status = statusOf({}, epochEventOf(lineOf(1), 4));
    expect(readStatus(with_(status, { event: { ...status.event, later: true }, later: null }))).toEqual(
      status,
    );
    expect(readMetrics(with_(lineOf(1), { gradNorm: 2 }))).toEqual([lineOf(1)]);
  });

  test("names that mean something to JavaScript", () => {
    const text = JSON.stringify(configOf()).replace("{", '{"__proto__": {"plan": 1}, "constructor": 2, ');
    expect(readRunConfig(text)).toEqual(configOf());
  });
});

describe("what is wrong is named, with its file and field", () => {
  test.each<readonly [string, Changes]>([
    ["config.json.unrolled is missing but must be a text", { unrolled: undefined }],
    ['config.json.created is "soon" but must be a time, as 2026-01-31T12:00:00.000Z', { created: "soon" }],
    ["config.json.data is null but must be an object", { data: null }],
    [
      "config.json.data.rows is -1 but must be a whole number from 0",
      { data: { ...configOf().data, rows: -1 } },
    ],
    [
      "config.json.plan.lookback is missing but must be a whole number from 1",
      planWith({ lookback: undefined }),
    ],
    [
      'config.json.plan.model is "transformer" but must be one of "auto", "gru", "lstm", "rnn", "segrnn", "nlinear", "dlinear", "ridge", "naive", "seasonal", "drift", "mean", "ensemble"',
      planWith({ model: "transformer" }),
    ],
    ["config.json.asked is [] but must be an object", { asked: [] }],
  ])("%s", (message, changes) => {
    expect(() => readRunConfig(with_(configOf(), changes))).toThrow(new FormatError(message));
  });

  test.each<readonly [string, Changes]>([
    ["status.json.pid is 0 but must be a whole number from 1", { pid: 0 }],
    ["status.json.pid is -1 but must be a whole number from 0", { pid: -1 }],
    ["status.json.updated is missing but must be a text", { updated: undefined }],
    ["status.json.event.epoch is missing but must be a whole number from 0", { event: { type: "improved" } }],
    [
      'status.json.event.type is "toString" but must be one of "start", "batch", "epoch", "improved", "stopped", "end"',
      { event: { type: "toString" } },
    ],
  ])("%s", (message, changes) => {
    expect(() => readStatus(with_(statusOf({}), changes))).toThrow(new FormatError(message));
  });

  test.each(["", "{", "no", "\0", "[1"])("%j is no JSON", (text) => {
    expect(() => readRunConfig(text)).toThrow(new FormatError("config.json is not valid JSON"));
    expect(() => readBacktest(text)).toThrow(new FormatError("backtest.json is not valid JSON"));
  });

  test("whatever JSON holds: read, or refused as what it is", () => {
    for (const read of [readRunConfig, readStatus, readMetrics, readBacktest])
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          expect(failureOf(() => read(JSON.stringify(value)))).toBeNull();
        }),
      );
  });

  test("a file with one field that is something else: read, or refused as what it is", () => {
    const files = [
      [readRunConfig, configOf()],
      [readStatus, statusOf({}, epochEventOf(lineOf(1), 4))],
      [readBacktest, backtestOf("gru", 20)],
      [readMetrics, lineOf(1)],
    ] as const;
    for (const [read, value] of files)
      fc.assert(
        fc.property(fc.constantFrom(...pathsIn(value)), fc.jsonValue({ maxDepth: 1 }), (path, junk) => {
          expect(failureOf(() => read(JSON.stringify(replaced(value, path, junk))))).toBeNull();
        }),
      );
  });
});

function planWith(changes: Changes): Changes {
  return { plan: { ...configOf().plan, ...changes } };
}

/** The error of something that fails in another way than by a FormatError. */
function failureOf(read: () => unknown): unknown {
  try {
    read();
    return null;
  } catch (error) {
    return error instanceof FormatError ? null : error;
  }
}

function pathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsIn(inner, [...path, name]))];
}

function replaced(value: unknown, [name, ...rest]: readonly string[], junk: unknown): unknown {
  if (name === undefined) return junk;
  const inner = Object(value) as Readonly<Record<string, unknown>>;
  const changed = { ...inner, [name]: replaced(inner[name], rest, junk) };
  return Array.isArray(value) ? Object.values(changed) : changed;
}
