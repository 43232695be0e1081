/** @module A forecaster as one safetensors file: weights as arrays, the rest as JSON in the metadata. */
import { Scaler } from "../data/prepare/scalers.ts";
import type { Role, Series } from "../data/series/series.ts";
import { isZone, type Zone } from "../data/series/zone.ts";
import { FormatError } from "../errors.ts";
import type { NamedArray } from "../interop/namedArray.ts";
import { decodeSafetensors, encodeSafetensors } from "../interop/safetensors.ts";
import { Tensor } from "../tensor/tensor.ts";
import { Fields, within } from "../train/json.ts";
import type { CalibratedLevel } from "./intervals/calibration.ts";
import type { ForecastModel } from "./models/forecastModel.ts";
import { type Plan, readPlan } from "./plan.ts";
import { checkHeld } from "./planSize.ts";
import { emptyNetwork, type Fitted, methodOf, plansOf, type Trained } from "./trained.ts";

const FORMAT = "unrolled forecaster 1";

/**
 * The bytes of the file. Numbers keep all their bits. Arrays of an ensemble's members begin with `members.0.` and so on, those of
 * the model that was scored, where another one forecasts, with `scored.`.
 */
export function encodeForecaster(trained: Trained): Uint8Array {
  const { plan, refit, calibration, tail } = trained;
  const { future: _, ...rows } = tail; // a file has no rows after the end
  const text = JSON.stringify({
    format: FORMAT,
    plan,
    ...scalersOf(trained),
    ...(refit === null
      ? {}
      : { refit: { rows: refit.rows, epochs: refit.epochs, ...scalersOf(refit.scored) } }),
    calibration: calibration.map(({ level, reach }) => ({
      level,
      below: listOf(reach.below),
      above: listOf(reach.above),
    })),
    tail: {
      ...rows,
      time: tail.time && [...tail.time],
      columns: tail.columns.map(({ name, role, values }) => ({ name, role, values: [...values] })),
    },
  });
  const scored = refit === null ? {} : arraysOf(refit.scored, "scored.");
  return encodeSafetensors({ ...arraysOf(trained, ""), ...scored }, { forecaster: text }, { checksum: true });
}

/** The bytes of one model of a plan, without what only forecasts of its future need. */
export function encodeFitted(fitted: Fitted): Uint8Array {
  const text = JSON.stringify({ format: FORMAT, ...scalersOf(fitted) });
  return encodeSafetensors(arraysOf(fitted, ""), { fitted: text }, { checksum: true });
}

/** A model of that plan. Throws FormatError for bytes that are damaged, or those of another model. */
export function decodeFitted(bytes: Uint8Array, plan: Plan): Fitted {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const fields = new Fields(parsed(metadata.fitted), "forecaster");
  fields.oneOf("format", [FORMAT]);
  return readFitted(fields, plan, new Map(Object.entries(tensors)));
}

function scalersOf({ scaler, members }: Fitted): Readonly<Record<string, unknown>> {
  const own = members.map((member) => member.scaler.state());
  return { scaler: scaler.state(), ...(own.length === 0 ? {} : { memberScalers: own }) };
}

function arraysOf({ network, members }: Fitted, prefix: string): Record<string, Tensor> {
  const own = Object.entries(network?.stateDict() ?? {}).map(([name, value]) => [`${prefix}${name}`, value]);
  const others = members.flatMap((member, i) => Object.entries(arraysOf(member, `${prefix}members.${i}.`)));
  return Object.fromEntries(own.concat(others));
}

/** Throws FormatError that names the field when the bytes are damaged, or no forecaster. */
export function decodeForecaster(bytes: Uint8Array): Trained {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const fields = new Fields(parsed(metadata.forecaster), "forecaster");
  fields.oneOf("format", [FORMAT]);
  const plan = readPlan(fields.object("plan"));
  const arrays = new Map(Object.entries(tensors));
  const scored = fields.raw("refit") === undefined ? null : fields.object("refit");
  const scoredArrays = taken(arrays, "scored.");
  const fitted = readFitted(fields, plan, arrays);
  const refit = scored && {
    rows: scored.whole("rows"),
    epochs: scored
      .list("epochs")
      .map((epochs) =>
        Number.isSafeInteger(epochs) ? Number(epochs) : scored.refuse("epochs", "whole numbers"),
      ),
    scored: readFitted(scored, plan, scoredArrays),
  };
  const calibration = readCalibration(fields, plan);
  const tail = readTail(fields.object("tail"), plan);
  return { ...fitted, refit, calibration, tail };
}

function readFitted(fields: Fields, plan: Plan, arrays: Map<string, NamedArray>): Fitted {
  const plans = plan.members === undefined ? [] : plansOf(plan);
  const states = plans.length === 0 ? [] : fields.list("memberScalers");
  const members = plans.map((own, i): Fitted => {
    const scaler = readScaler(new Fields(states[i], fields.pathOf(`memberScalers.${i}`)), own);
    return fittedFrom(own, scaler, Object.fromEntries(taken(arrays, `members.${i}.`)), []);
  });
  const scaler = readScaler(fields.object("scaler"), plan);
  return fittedFrom(plan, scaler, Object.fromEntries(arrays), members);
}

function fittedFrom(
  plan: Plan,
  scaler: Scaler,
  arrays: Readonly<Record<string, NamedArray>>,
  members: readonly Fitted[],
): Fitted {
  const fitted = { plan, scaler, network: networkFrom(plan, arrays), members };
  methodOf(fitted);
  return fitted;
}

/** The arrays whose names begin with a prefix, without it; they are taken out of the map. */
function taken(arrays: Map<string, NamedArray>, prefix: string): Map<string, NamedArray> {
  const own = [...arrays].filter(([name]) => name.startsWith(prefix));
  for (const [name] of own) arrays.delete(name);
  return new Map(own.map(([name, array]) => [name.slice(prefix.length), array]));
}

function readScaler(fields: Fields, plan: Plan): Scaler {
  const { targets, future, calendar, covariates } = plan.columns;
  const C = targets.length + future.length + 2 * calendar.length + covariates.length;
  const scaler = within(
    "forecaster.scaler",
    () => new Scaler(fields.all() as unknown as ReturnType<Scaler["state"]>),
  );
  const { center, kind } = scaler.state();
  if (center.length !== C || kind !== plan.scaler)
    throw new FormatError(
      `forecaster.scaler is ${kind} for ${center.length} columns but must be ${plan.scaler} for ${C}`,
    );
  return scaler;
}

function networkFrom(plan: Plan, arrays: Readonly<Record<string, NamedArray>>): ForecastModel | null {
  checkHeld(plan, Object.values(arrays));
  const network = within("forecaster.plan", () => emptyNetwork(plan));
  const state = Object.fromEntries(
    Object.entries(arrays).map(([name, { data, shape }]) => [name, new Tensor(data, shape)]),
  );
  if (network === null && Object.keys(state).length > 0)
    throw new FormatError(`forecaster: there are weights but ${plan.model} has none`);
  within("forecaster", () => network?.loadStateDict(state));
  return network;
}

function readCalibration(fields: Fields, { levels, horizon, columns }: Plan): CalibratedLevel[] {
  const count = horizon * columns.targets.length;
  const read = fields.list("calibration").map((value, i): CalibratedLevel => {
    const one = new Fields(value, `forecaster.calibration.${i}`);
    const numbers = (name: string): Float64Array =>
      Float64Array.from(one.list(name), (x, k) => {
        if (x === null) return Number.POSITIVE_INFINITY;
        return typeof x === "number" ? x : one.refuse(name, `numbers, which the ${k}-th is not`);
      });
    const reach = { below: numbers("below"), above: numbers("above") };
    if (reach.below.length !== count) one.refuse("below", `${count} numbers`);
    if (reach.above.length !== count) one.refuse("above", `${count} numbers`);
    return { level: one.number("level"), reach };
  });
  if (JSON.stringify(read.map(({ level }) => level)) !== JSON.stringify(levels))
    fields.refuse("calibration", `of the levels ${levels.join(", ")}`);
  return read;
}

/** JSON knows no infinity; null stands for it. */
function listOf(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}

function readTail(fields: Fields, { lookback, horizon, columns }: Plan): Series {
  const length = fields.whole("length");
  if (length !== lookback) fields.refuse("length", `${lookback}, the look-back`);
  const all = fields.list("columns").map((value, i) => {
    const one = new Fields(value, `forecaster.tail.columns.${i}`);
    const role = one.oneOf<Role>("role", ["target", "covariate", "future"]);
    return { name: one.text("name"), role, values: numbersOf(one, "values", length) };
  });
  const has = (name: string, role: Role): boolean =>
    all.some((one) => one.name === name && one.role === role);
  const isWhole =
    columns.targets.every((name) => has(name, "target")) &&
    columns.future.every((name) => has(name, "future")) &&
    columns.covariates.every((name) => has(name, "covariate"));
  if (!isWhole) fields.refuse("columns", "those of the plan");
  const time = fields.raw("time") === null ? null : numbersOf(fields, "time", length);
  const step = readStep(fields);
  checkTimes(fields, time, step, horizon);
  const timeName = fields.raw("timeName") === null ? null : fields.text("timeName");
  const timeKind = fields.oneOf("timeKind", ["date", "number", null]);
  const name = fields.text("name");
  const style = readTimeStyle(fields);
  return { name, timeName, time, timeKind, ...style, step, columns: all, length };
}

/** How dates are written; absent from files of earlier versions. */
export function readTimeStyle(fields: Fields): Pick<Series, "timeStyle"> {
  if (fields.raw("timeStyle") === undefined) return {};
  const style = fields.object("timeStyle");
  const texts = (name: string): Readonly<Record<string, readonly string[]>> => {
    if (style.raw(name) === undefined) return {};
    const list = style.list(name);
    return list.every((text) => typeof text === "string") ? { [name]: list } : style.refuse(name, "texts");
  };
  const columns = style.raw("columns") === undefined ? null : style.list("columns");
  const patterns = columns?.map((value, i) => {
    const column = new Fields(value, style.pathOf(`columns.${i}`));
    return { name: column.text("name"), pattern: column.text("pattern") };
  });
  return {
    timeStyle: {
      pattern: style.text("pattern"),
      ...texts("months"),
      ...texts("weekdays"),
      ...texts("halves"),
      ...zoneOf(style),
      ...spanOf(style),
      ...(patterns === undefined ? {} : { columns: patterns }),
    },
  };
}

/** The step of a series, from JSON. Throws FormatError. */
export function readStep(fields: Fields): Series["step"] {
  if (fields.raw("step") === null) return null;
  const step = fields.object("step");
  const zone = zoneOf(step);
  if (step.raw("unit") === "slot") return { unit: "slot", slots: slotsOf(step), ...zone };
  const unit = step.oneOf("unit", ["millisecond", "number", "month", "year"]);
  const count = step.number("count");
  if (!(count > 0 && count <= FARTHEST)) step.refuse("count", "a number above 0");
  if (unit === "millisecond" || unit === "number") return { unit, count, ...zone };
  const roll = step.raw("roll") === undefined ? {} : { roll: step.oneOf("roll", ["back", "forward"]) };
  return { unit, count, day: step.whole("day", 31), ...roll, ...zone };
}

function spanOf(style: Fields): Pick<NonNullable<Series["timeStyle"]>, "span"> {
  if (style.raw("span") === undefined) return {};
  const span = style.object("span");
  return { span: { between: span.text("between"), length: span.number("length") } };
}

/** Milliseconds from 1970 to the last time that a date can be. */
const FARTHEST = 8.64e15;
const lengths = { millisecond: 1, month: 31 * 86_400_000, year: 366 * 86_400_000 } as const;

/** Throws FormatError unless times rise, and those of the forecast can be written. */
function checkTimes(fields: Fields, time: Float64Array | null, step: Series["step"], horizon: number): void {
  if (time === null) return;
  if (time.some((value, i) => !(Math.abs(value) <= FARTHEST) || (i > 0 && value < time[i - 1])))
    fields.refuse("time", `numbers that do not fall, up to ${FARTHEST} in size`);
  if (step === null || step.unit === "number") return;
  const length = step.unit === "slot" ? WEEK : step.count * lengths[step.unit];
  if ((time.at(-1) ?? 0) + horizon * length > FARTHEST)
    fields.refuse("step", "one with which the times of the forecast are dates");
}

const WEEK = 7 * 86_400_000;

function slotsOf(step: Fields): number[] {
  const slots = step.list("slots");
  const isGood = slots.every(
    (slot, i) =>
      typeof slot === "number" && slot >= 0 && slot < WEEK && (i === 0 || slot > Number(slots[i - 1])),
  );
  return isGood && slots.length > 0
    ? (slots as number[])
    : step.refuse("slots", "times of the week, in order");
}

/** Absent where times have no offset. */
function zoneOf(fields: Fields): { readonly zone?: Zone } {
  const zone = fields.raw("zone");
  if (zone === undefined) return {};
  const isGood = typeof zone === "number" ? Math.abs(zone) < 1440 : isZone(zone);
  return isGood ? { zone: zone as Zone } : fields.refuse("zone", "an offset in minutes, or a time zone");
}

function numbersOf(fields: Fields, name: string, count: number): Float64Array {
  const list = fields.list(name);
  const isGood = list.length === count && list.every(Number.isFinite);
  return isGood ? Float64Array.from(list as number[]) : fields.refuse(name, `${count} numbers`);
}

function parsed(text: string | undefined): unknown {
  if (text === undefined)
    throw new FormatError(
      "forecaster: the file has no forecaster in its metadata but must have\n  Forecaster.toBytes() makes such a file",
    );
  try {
    return JSON.parse(text);
  } catch {
    throw new FormatError("forecaster: the metadata is not valid JSON");
  }
}
