/** @module The result of a job as bytes, and back: those from a folder or a queue are checked like any input. */
import { Fields } from "../../../train/json.ts";
import type { BacktestResult } from "../run/backtestJob.ts";
import type { JobKinds, KindName } from "../run/kinds.ts";
import type { PanelResult } from "../run/panelJob.ts";
import { type PanelTrainingResult, readHistory } from "../run/panelTrainingJob.ts";
import type { TrialJobResult } from "../run/trialJob.ts";
import type { TrialEnd } from "../runTrial.ts";
import { pack, unpack } from "./packed.ts";
import { float64, readSums } from "./sums.ts";

/** The result of a job, with the job's id. */
export function packPart<K extends KindName>(id: string, kind: K, result: JobKinds[K]["result"]): Uint8Array {
  return pack({ id, kind, result });
}

/** The result of that job. Throws FormatError for bytes that are damaged, or of another job. */
export function unpackPart<K extends KindName>(
  bytes: Uint8Array,
  id: string,
  kind: K,
  name: string,
): JobKinds[K]["result"] {
  const fields = new Fields(unpack(bytes, name), name);
  fields.same("id", id, "as its name says");
  fields.same("kind", kind, "as the job is");
  return readers[kind](fields.object("result"));
}

const readers: { readonly [K in KindName]: (fields: Fields) => JobKinds[K]["result"] } = {
  trial: readTrial,
  "panel-series": readPanelResult,
  "panel-training": readPanelTraining,
  "backtest-window": readBacktest,
};

function readTrial(fields: Fields): TrialJobResult {
  const reports = fields.list("reports").map((one): readonly [number, number] => {
    const [step, value]: readonly unknown[] = Array.isArray(one) ? one : [];
    if (typeof step === "number" && typeof value === "number") return [step, value];
    return fields.refuse("reports", "pairs of numbers");
  });
  return { end: readEnd(fields.object("end")), reports };
}

function readEnd(fields: Fields): TrialEnd {
  const state = fields.oneOf("state", ["complete", "pruned", "failed"]);
  if (state === "complete") return { state, value: fields.number("value") };
  return fields.raw("reason") === undefined ? { state } : { state, reason: fields.text("reason") };
}

function readPanelResult(fields: Fields): PanelResult {
  const numbers = (name: string): Float64Array | null =>
    fields.raw(name) === null ? null : float64(fields, name);
  const sums =
    fields.raw("sums") === null
      ? null
      : fields.list("sums").map((one) => readSums(new Fields(one, fields.pathOf("sums"))));
  return { sums, point: numbers("point"), quantiles: numbers("quantiles") };
}

function readPanelTraining(fields: Fields): PanelTrainingResult {
  return { model: modelOf(fields), history: readHistory(fields) };
}

function readBacktest(fields: Fields): BacktestResult {
  return { model: modelOf(fields) };
}

function modelOf(fields: Fields): Uint8Array {
  const model = fields.raw("model");
  return model instanceof Uint8Array ? model : fields.refuse("model", "the bytes of a model");
}
