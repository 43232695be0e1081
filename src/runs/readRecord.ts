/**
 * @module The files of a run's folder read back: each field that is used is checked, and what is unknown is left alone.
 * JSON has no NaN and no infinity: where a number may be one, null stands for it.
 */
import { FormatError } from "../errors.ts";
import { type ModelName, modelOptionNames } from "../forecast/options.ts";
import type { Plan } from "../forecast/plan.ts";
import { readPlan } from "../forecast/readPlan.ts";
import type { Units } from "../forecast/scores/methodErrors.ts";
import { Fields } from "../train/json.ts";
import { readEvent } from "./readEvent.ts";
import { type DataFacts, type MetricsLine, type RunConfig, type RunStatus, runFiles } from "./record.ts";

/** The scores of one method, over all steps; null where they are no number. */
export interface RecordedScores {
  readonly name: string;
  readonly mae: number | null;
  readonly rmse: number | null;
  readonly smape: number | null;
  readonly mase: number | null;
  readonly intervals: readonly { readonly level: number; readonly coverage: number | null }[];
}

/** What a page or a table needs of a backtest. */
export interface RecordedBacktest {
  readonly windows: number;
  readonly units: Units;
  readonly model: RecordedScores;
  readonly baselines: readonly RecordedScores[];
  readonly verdict: RecordedVerdict;
}

/** How the model compares with the baselines, as numbers and in words. */
interface RecordedVerdict {
  readonly beatsAll: boolean;
  readonly best: { readonly name: string; readonly error: number };
  readonly ratio: number | null;
  readonly en: string;
  readonly zh: string;
}

/** Reads config.json. Throws FormatError that names file and field. */
export function readConfig(text: string): RunConfig {
  const fields = fieldsOf(text, runFiles.config);
  return {
    unrolled: textOf(fields, "unrolled"),
    created: timeOf(fields, "created"),
    data: dataOf(fields.object("data")),
    plan: planOf(fields.object("plan")),
    asked: fields.object("asked").all(),
  };
}

/** Reads status.json. Throws FormatError that names file and field. */
export function readStatus(text: string): RunStatus {
  const fields = fieldsOf(text, runFiles.status);
  const pid = fields.whole("pid");
  return {
    state: fields.oneOf("state", ["training", "done", "interrupted", "diverged"]),
    event: fields.raw("event") === null ? null : readEvent(fields.object("event")),
    updated: timeOf(fields, "updated"),
    pid: pid > 0 ? pid : fields.refuse("pid", "a whole number from 1"), // 0 is every process of a group
  };
}

/**
 * Reads metrics.jsonl, in the order of epochs; of an epoch that stands there twice, as after a resumed run, the later
 * line counts. A last line without its end is still being written, and is left out until it is whole. Throws FormatError
 * that names line and field.
 */
export function readMetrics(text: string): MetricsLine[] {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  if (isWhole(last)) lines.push(last);
  const byEpoch = new Map<number, MetricsLine>();
  lines.forEach((line, i) => {
    if (line.trim() === "") return;
    const read = metricsLineOf(fieldsOf(line, `${runFiles.metrics}, line ${i + 1}`));
    byEpoch.set(read.epoch, read);
  });
  return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
}

/** Reads backtest.json. Throws FormatError that names file and field. */
export function readBacktest(text: string): RecordedBacktest {
  const fields = fieldsOf(text, runFiles.backtest);
  return {
    windows: fields.whole("windows"),
    units: fields.oneOf("units", ["original", "scaled"]),
    model: scoresOf(fields.object("model")),
    baselines: objectsOf(fields, "baselines").map(scoresOf),
    verdict: verdictOf(fields.object("verdict")),
  };
}

function dataOf(fields: Fields): DataFacts {
  const [timeColumn, from, until] = ["timeColumn", "from", "until"].map((name) =>
    fields.raw(name) === null ? null : textOf(fields, name),
  );
  return { file: textOf(fields, "file"), rows: fields.whole("rows"), timeColumn, from, until };
}

/** A later version may know options that this one does not: they are no reason to refuse the whole run. */
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
    loss: fields.numberOrNull("loss") ?? Number.NaN,
    valLoss: fields.numberOrNull("valLoss"),
    lr: fields.number("lr"),
    seconds: fields.numberOrNull("seconds"),
  };
}

function scoresOf(fields: Fields): RecordedScores {
  const overall = (name: string): number | null => fields.object(name).numberOrNull("overall");
  return {
    name: textOf(fields, "name"),
    mae: overall("mae"),
    rmse: overall("rmse"),
    smape: overall("smape"),
    mase: overall("mase"),
    intervals: objectsOf(fields, "intervals").map((one) => ({
      level: one.number("level"),
      coverage: one.object("coverage").numberOrNull("overall"),
    })),
  };
}

function verdictOf(fields: Fields): RecordedVerdict {
  const beatsAll = fields.raw("beatsAll");
  const best = fields.object("best");
  return {
    beatsAll: typeof beatsAll === "boolean" ? beatsAll : fields.refuse("beatsAll", "true or false"),
    best: { name: textOf(best, "name"), error: best.number("error") },
    ratio: fields.numberOrNull("ratio"),
    en: textOf(fields, "en"),
    zh: textOf(fields, "zh"),
  };
}

/** Whether a text is JSON as it stands. */
function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function fieldsOf(text: string, path: string): Fields {
  if (!isWhole(text)) throw new FormatError(`${path} is no JSON but must be`);
  return new Fields(JSON.parse(text), path);
}

function objectsOf(fields: Fields, name: string): Fields[] {
  return fields.list(name).map((value, i) => new Fields(value, `${fields.pathOf(name)}.${i}`));
}

function textOf(fields: Fields, name: string): string {
  const value = fields.raw(name);
  return typeof value === "string" ? value : fields.refuse(name, "a text");
}

function timeOf(fields: Fields, name: string): string {
  const text = textOf(fields, name);
  return Number.isFinite(Date.parse(text))
    ? text
    : fields.refuse(name, "a time, as 2026-01-31T12:00:00.000Z");
}
