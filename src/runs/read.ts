/**
 * @module Reads the files of a run's folder. Fields that are used are checked, unknown ones are ignored; a wrong one throws
 * FormatError that names file and field. JSON has no NaN and no infinity: null stands for a number that is neither.
 */
import { FormatError } from "../errors.ts";
import { type ModelName, modelOptionNames, planModels } from "../forecast/options.ts";
import { type Plan, readPlan } from "../forecast/plan.ts";
import type { Backtest } from "../forecast/scores/backtest.ts";
import type { TargetScores } from "../forecast/scores/judge.ts";
import type { IntervalScores, MethodScores } from "../forecast/scores/methodErrors.ts";
import type { Score } from "../forecast/scores/score.ts";
import type { NamedError, Verdict } from "../forecast/scores/verdict.ts";
import { say } from "../sentence.ts";
import { langs } from "../text/lang.ts";
import type { Divergence, StopReason, TrainEvent } from "../train/events.ts";
import { Fields } from "../train/json.ts";
import { checkAmount } from "./boundedJson.ts";
import {
  type DataFacts,
  type MetricsLine,
  type RunConfig,
  type RunStage,
  type RunStatus,
  runFiles,
} from "./files.ts";

/** A backtest as backtest.json has it: everything but the forecasts themselves. */
export type SavedBacktest = Omit<Backtest, "echo" | "samples">;

/** The files that describe a run, as text; null for a file that does not exist yet. */
export type RunTexts = Readonly<Record<"config" | "status" | "metrics" | "backtest", string | null>>;

export interface RunRecord {
  readonly config: RunConfig;
  /** Null before the first one, and if it is damaged: it is written unflushed, and nothing depends on it. */
  readonly status: RunStatus | null;
  readonly metrics: readonly MetricsLine[];
  /** Null before the run has been tested. */
  readonly backtest: SavedBacktest | null;
}

export function readRun({ config, status, metrics, backtest }: RunTexts): RunRecord {
  if (config === null) throw new FormatError(say`there is no ${runFiles.config}`);
  return {
    config: readRunConfig(config),
    status: readStatusIfWhole(status),
    metrics: readMetrics(metrics ?? ""),
    backtest: backtest === null ? null : readBacktest(backtest),
  };
}

export function readRunConfig(text: string): RunConfig {
  const fields = fieldsOf(text, runFiles.config);
  if (fields.raw("panel") !== undefined)
    throw new FormatError(say`this is a run of a panel: its ${runFiles.report} has the results`);
  return {
    unrolled: fields.text("unrolled"),
    created: timeOf(fields, "created"),
    data: dataOf(fields.object("data")),
    plan: planOf(fields.object("plan")),
    asked: fields.object("asked").all(),
    ...(fields.raw("lang") === undefined ? {} : { lang: fields.oneOf("lang", langs) }),
    ...(fields.raw("tensorboard") === true ? { tensorboard: true } : {}),
  };
}

export function readStatus(text: string): RunStatus {
  const fields = fieldsOf(text, runFiles.status);
  const pid = fields.whole("pid");
  return {
    state: fields.oneOf("state", ["training", "done", "interrupted", "diverged"]),
    event: fields.raw("event") === null ? null : eventOf(fields.object("event")),
    updated: timeOf(fields, "updated"),
    pid: pid > 0 ? pid : fields.refuse("pid", "a whole number from 1"), // 0 is every process of a group
    ...(fields.raw("stage") == null ? {} : { stage: stageOf(fields.object("stage")) }),
    ...(fields.raw("checksums") == null ? {} : { checksums: checksumsOf(fields.object("checksums")) }),
  };
}

function checksumsOf(fields: Fields): Readonly<Record<string, string>> {
  const names = Object.values(runFiles).filter((name) => fields.raw(name) !== undefined);
  return Object.fromEntries(names.map((name) => [name, fields.text(name)]));
}

function stageOf(fields: Fields): RunStage {
  return {
    phase: fields.oneOf("phase", ["candidate", "refit"]),
    model: fields.oneOf("model", planModels),
    index: fields.whole("index"),
    count: fields.whole("count"),
  };
}

/** The status; null if there is none or it is damaged. */
export function readStatusIfWhole(text: string | null): RunStatus | null {
  try {
    return text === null ? null : readStatus(text);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

/**
 * Reads metrics.jsonl, in the order of epochs. If an epoch occurs twice, as after a resumed run, the later line counts. A
 * last line without its line end is still being written, and is ignored until it is complete.
 */
export function readMetrics(text: string): MetricsLine[] {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  if (parsed(last, runFiles.metrics) !== undefined) lines.push(last);
  const byEpoch = new Map<number, MetricsLine>();
  lines.forEach((line, i) => {
    if (line.trim() === "") return;
    const read = metricsLineOf(fieldsOf(line, runFiles.metrics, i + 1));
    byEpoch.set(read.epoch, read);
  });
  return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
}

export function readBacktest(text: string): SavedBacktest {
  const fields = fieldsOf(text, runFiles.backtest);
  return {
    windows: fields.whole("windows"),
    units: fields.oneOf("units", ["original", "scaled"]),
    model: methodOf(fields.object("model")),
    baselines: atLeastOne(fields, "baselines").map(methodOf),
    verdict: verdictOf(fields.object("verdict")),
    targets: fields.raw("targets") === undefined ? [] : objectsOf(fields, "targets").map(targetOf),
  };
}

function targetOf(fields: Fields): TargetScores {
  const methods = objectsOf(fields, "methods").map((one) => ({
    name: one.text("name"),
    mae: realOf(one, "mae"),
    mase: realOf(one, "mase"),
  }));
  return { name: fields.text("name"), methods, verdict: verdictOf(fields.object("verdict")) };
}

function dataOf(fields: Fields): DataFacts {
  const [timeColumn, from, until] = ["timeColumn", "from", "until"].map((name) =>
    fields.raw(name) === null ? null : fields.text(name),
  );
  return { file: fields.text("file"), rows: fields.whole("rows"), timeColumn, from, until };
}

/** Options of the model that only a later version knows are dropped: they are no reason to refuse the run. */
function planOf(fields: Fields): Plan {
  const model = fields.oneOf("model", Object.keys(modelOptionNames) as ModelName[]);
  const known: readonly string[] = modelOptionNames[model];
  const options = Object.entries(fields.object("modelOptions").all()).filter(([name]) =>
    known.includes(name),
  );
  const plan = { ...fields.all(), modelOptions: Object.fromEntries(options) };
  return readPlan(new Fields(plan, `${runFiles.config}.plan`));
}

function metricsLineOf(fields: Fields): MetricsLine {
  return {
    epoch: fields.whole("epoch"),
    loss: realOf(fields, "loss"),
    valLoss: fields.numberOrNull("valLoss"),
    lr: fields.number("lr"),
    seconds: fields.numberOrNull("seconds"),
  };
}

function methodOf(fields: Fields): MethodScores {
  const score = (name: string): Score => scoreOf(fields.object(name));
  return {
    name: fields.text("name"),
    mae: score("mae"),
    mse: score("mse"),
    rmse: score("rmse"),
    smape: score("smape"),
    mase: score("mase"),
    pinball: fields.raw("pinball") === null ? null : score("pinball"),
    crps: (fields.raw("crps") ?? null) === null ? null : score("crps"), // older files have none
    intervals: objectsOf(fields, "intervals").map(intervalOf),
  };
}

function intervalOf(fields: Fields): IntervalScores {
  return {
    level: fields.number("level"),
    coverage: scoreOf(fields.object("coverage")),
    width: scoreOf(fields.object("width")),
  };
}

function scoreOf(fields: Fields): Score {
  const byStep = fields.list("byStep").map((value) => (typeof value === "number" ? value : Number.NaN));
  return { overall: realOf(fields, "overall"), byStep: Float64Array.from(byStep) };
}

/** Verdicts of older versions know no ties. */
function verdictOf(fields: Fields): Verdict {
  const beatsAll = fields.raw("beatsAll");
  const unbeaten = objectsOf(fields, "unbeaten").map(errorOf);
  const has = (name: string): boolean => fields.raw(name) !== undefined && fields.raw(name) !== null;
  return {
    beatsAll: typeof beatsAll === "boolean" ? beatsAll : fields.refuse("beatsAll", "true or false"),
    best: errorOf(fields.object("best")),
    ratio: realOf(fields, "ratio"),
    unbeaten,
    lost: has("lost") ? objectsOf(fields, "lost").map(errorOf) : unbeaten,
    tied: has("tied") ? objectsOf(fields, "tied").map(errorOf) : [],
    windows: has("windows") ? fields.whole("windows") : null,
    independent: has("independent") ? fields.whole("independent") : null,
    beaten: objectsOf(fields, "beaten").map(errorOf),
    en: fields.text("en"),
    zh: fields.text("zh"),
  };
}

function errorOf(fields: Fields): NamedError {
  const chance = fields.raw("chance");
  const known = typeof chance === "number" ? { chance } : {};
  return { name: fields.text("name"), error: fields.number("error"), ...known };
}

type Reader<Type extends TrainEvent["type"]> = (
  fields: Fields,
) => Omit<Extract<TrainEvent, { type: Type }>, "type" | "epoch" | "epochs">;

const stopReasons: readonly StopReason[] = ["patience", "epochs", "diverged", "interrupted"];

const eventReaders: { readonly [Type in TrainEvent["type"]]: Reader<Type> } = {
  start: (fields) => ({ ...batchesOf(fields), parameters: fields.whole("parameters") }),
  batch: (fields) => ({
    ...batchesOf(fields),
    loss: realOf(fields, "loss"),
    meanLoss: realOf(fields, "meanLoss"),
    valLoss: fields.numberOrNull("valLoss"),
    gradNorm: realOf(fields, "gradNorm"),
    lr: fields.number("lr"),
    samplesPerSecond: fields.numberOrNull("samplesPerSecond"),
    eta: fields.numberOrNull("eta"),
  }),
  epoch: (fields) => ({
    batches: fields.whole("batches"),
    loss: realOf(fields, "loss"),
    valLoss: fields.numberOrNull("valLoss"),
    ...bestOf(fields),
    lr: fields.number("lr"),
    seconds: realOf(fields, "seconds"),
    eta: realOf(fields, "eta"),
  }),
  improved: (fields) => ({ best: realOf(fields, "best") }),
  stopped: (fields) => ({
    reason: fields.oneOf("reason", stopReasons),
    restored: fields.raw("restored") === true,
    cause: fields.raw("cause") === null ? null : causeOf(fields.object("cause")),
  }),
  end: (fields) => ({
    reason: fields.oneOf("reason", stopReasons),
    ...bestOf(fields),
    seconds: realOf(fields, "seconds"),
  }),
};

function eventOf(fields: Fields): TrainEvent {
  const type = fields.oneOf("type", Object.keys(eventReaders) as TrainEvent["type"][]);
  const [epoch, epochs] = [fields.whole("epoch"), fields.whole("epochs")];
  return { type, epoch, epochs, ...eventReaders[type](fields) } as TrainEvent;
}

function batchesOf(fields: Fields): { readonly batch: number; readonly batches: number } {
  return { batch: fields.whole("batch"), batches: fields.whole("batches") };
}

function bestOf(fields: Fields): { readonly best: number | null; readonly bestEpoch: number } {
  return { best: fields.numberOrNull("best"), bestEpoch: fields.whole("bestEpoch") };
}

function causeOf(fields: Fields): Divergence {
  return { what: fields.oneOf("what", ["loss", "valLoss", "gradNorm"]), value: realOf(fields, "value") };
}

/** A number for which JSON has none was written as null. */
function realOf(fields: Fields, name: string): number {
  return fields.numberOrNull(name) ?? Number.NaN;
}

/** The value of a JSON text; undefined, which JSON cannot hold, for any other text. Throws FormatError if it is too much. */
function parsed(text: string, name: string): unknown {
  checkAmount(text, name);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(text: string, file: string, line?: number): Fields {
  const value = parsed(text, file);
  if (value !== undefined) return new Fields(value, line === undefined ? file : `${file}, line ${line}`);
  throw new FormatError(
    line === undefined ? say`${file} is not valid JSON` : say`${file}, line ${line} is not valid JSON`,
  );
}

function objectsOf(fields: Fields, name: string): Fields[] {
  return fields.list(name).map((value, i) => new Fields(value, `${fields.pathOf(name)}.${i}`));
}

function atLeastOne(fields: Fields, name: string): Fields[] {
  const all = objectsOf(fields, name);
  return all.length > 0 ? all : fields.refuse(name, "a list of at least one");
}

function timeOf(fields: Fields, name: string): string {
  const text = fields.text(name);
  return Number.isFinite(Date.parse(text))
    ? text
    : fields.refuse(name, "a time, as 2026-01-31T12:00:00.000Z");
}
