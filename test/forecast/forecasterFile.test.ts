/** @module Files of forecasters: damaged ones are refused with a FormatError that names the field. */
import { FormatError } from "unrolled";
import { Forecaster } from "unrolled/forecast";
import { decodeSafetensors, encodeSafetensors } from "unrolled/interop";
import { beforeAll, expect, test } from "vitest";
import { bareWaves } from "./given.ts";

let bytes: Uint8Array;

beforeAll(async () => {
  const options = { model: "nlinear", lookback: 8, horizon: 4, epochs: 1, levels: [0.8, 0.99] } as const;
  const forecaster = await Forecaster.train(bareWaves(60), {
    ...options,
    split: { train: 40, validation: 10, test: 10 },
  });
  bytes = forecaster.toBytes();
});

/** The file with one field of its metadata changed. */
function changed(path: string, value: unknown, file: Uint8Array = bytes): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(file);
  const all = JSON.parse(metadata.forecaster ?? "");
  const names = path.split(".");
  const last = names.pop() ?? "";
  const place = names.reduce((at, name) => at[name], all);
  place[last] = value;
  return encodeSafetensors(tensors, { forecaster: JSON.stringify(all) });
}

test.each([
  ["format", "x", 'forecaster.format is "x" but must be one of "unrolled forecaster 1"'],
  [
    "plan.model",
    "gpt",
    'forecaster.plan.model is "gpt" but must be one of "auto", "gru", "lstm", "rnn", "segrnn", "nlinear", "dlinear", "ridge", "naive", "seasonal", "drift", "mean", "ensemble"',
  ],
  ["plan.horizon", -1, "forecaster.plan.horizon is -1 but must be a whole number from 1"],
  ["plan.lr", 0, "forecaster.plan.lr is 0 but must be a number above 0"],
  [
    "plan.split.train.until",
    "9",
    'forecaster.plan.split.train.until is "9" but must be a whole number from 0',
  ],
  ["plan.columns.targets", [], "forecaster.plan.columns.targets is [] but must be at least one"],
  [
    "plan.columns.calendar",
    ["noon"],
    'forecaster.plan.columns.calendar is ["noon"] but must be of hour, weekday, day-of-month, month, day-of-year',
  ],
  [
    "plan.modelOptions",
    { hidden: "5" },
    'forecaster.plan.modelOptions.hidden is "5" but must be a whole number from 1',
  ],
  [
    "plan.modelOptions",
    { relative: 1 },
    "forecaster.plan.modelOptions.relative is 1 but must be true or false",
  ],
  [
    "plan.lookback",
    1e9,
    "forecaster.plan is of 4000000000 weights at least, in 1 layers, but the file holds 36",
  ],
  ["plan.modelOptions", { kernel: 3 }, "forecaster.plan: kernel is an option of dlinear, not of nlinear"],
  [
    "scaler.center",
    [1],
    "forecaster.scaler: the state must have a kind, and as many finite centers as positive scales",
  ],
  ["scaler.kind", "robust", "forecaster.scaler is robust for 2 columns but must be standard for 2"],
  ["calibration", [], "forecaster.calibration is [] but must be of the levels 0.8, 0.99"],
  ["calibration.0.below", [1], "forecaster.calibration.0.below is [1] but must be 8 numbers"],
  ["tail.length", 7, "forecaster.tail.length is 7 but must be 8, the look-back"],
  ["tail.time", [1], "forecaster.tail.time is [1] but must be 8 numbers"],
  [
    "tail.columns.0.role",
    "x",
    'forecaster.tail.columns.0.role is "x" but must be one of "target", "covariate", "future"',
  ],
  ["tail.columns.0.name", "z", null],
  [
    "tail.step.unit",
    "week",
    'forecaster.tail.step.unit is "week" but must be one of "millisecond", "number", "month", "year"',
  ],
  [
    "plan.horizon",
    1e9,
    "forecaster.plan: horizon is 1000000000, for 2 targets and 2 intervals: 10000000000 values in a forecast, but at most 16777216 can be",
  ],
  ["plan.modelOptions", { kernel: 1e15 - 1 }, null],
  ["tail.step.count", 0, "forecaster.tail.step.count is 0 but must be a number above 0"],
  ["tail.step.count", -3, "forecaster.tail.step.count is -3 but must be a number above 0"],
  ["tail.step.count", 1e300, "forecaster.tail.step.count is 1e+300 but must be a number above 0"],
  ["tail.time.7", 1e300, null],
  ["tail.time.0", 1e15, null],
  ["tail.columns.0.values.0", "x", null],
])("%s: %j", (path, value, message) => {
  const read = () => Forecaster.fromBytes(changed(path, value));
  expect(read).toThrow(message === null ? FormatError : new FormatError(message));
});

test("an option that is younger than the file has its default", () => {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const all = JSON.parse(metadata.forecaster ?? "");
  const { lrDecay, ...older } = all.plan;
  const file = encodeSafetensors(tensors, { forecaster: JSON.stringify({ ...all, plan: older }) });
  expect(lrDecay).toBe(null); // as of every nlinear
  expect(Forecaster.fromBytes(file).plan).toEqual(Forecaster.fromBytes(bytes).plan);
});

test("a file says no more than it holds", async () => {
  const gru = await Forecaster.train(bareWaves(60), {
    modelOptions: { hidden: 4 },
    lookback: 8,
    horizon: 4,
    epochs: 1,
    split: { train: 40, validation: 10, test: 10 },
  });
  const file = gru.toBytes();
  expect(() => Forecaster.fromBytes(changed("plan.modelOptions.hidden", 1e5, file))).toThrow(
    new FormatError(
      "forecaster.plan is of 10000000000 weights at least, in 1 layers, but the file holds 136",
    ),
  );
  expect(() => Forecaster.fromBytes(changed("plan.modelOptions.hidden", 5, file))).toThrow(FormatError);
});

test("JSON knows no infinity: null is one, as where a network said no numbers", () => {
  const file = changed("calibration.1.above", Array(8).fill(null));
  const again = Forecaster.fromBytes(file);
  expect(again.forecast().targets[0]?.intervals[1]?.upper).toEqual(new Float64Array(4).fill(Infinity));
  expect(decodeSafetensors(again.toBytes())).toMatchObject(decodeSafetensors(file));
});

test("other bytes, other weights", () => {
  expect(() => Forecaster.fromBytes(bytes.slice(0, -4))).toThrow(FormatError);
  const { tensors, metadata } = decodeSafetensors(bytes);
  expect(() => Forecaster.fromBytes(encodeSafetensors(tensors))).toThrow(
    new FormatError(
      "forecaster: the file has no forecaster in its metadata but must have\n  Forecaster.toBytes() makes such a file",
    ),
  );
  expect(() => Forecaster.fromBytes(encodeSafetensors({ a: tensors["Linear.weight"] }, metadata))).toThrow(
    new FormatError(
      'forecaster: Error(s) in loading state_dict for NLinear:\n\tMissing key(s) in state_dict: "Linear.weight", "Linear.bias". \n\tUnexpected key(s) in state_dict: "a". ',
    ),
  );
  expect(() => Forecaster.fromBytes(encodeSafetensors(tensors, { forecaster: "{" }))).toThrow(
    new FormatError("forecaster: the metadata is not valid JSON"),
  );
});
