/** @module The training that a window of a backtest begins with, as a job. */
import type { Series } from "../../../data/series/series.ts";
import { FormatError } from "../../../errors.ts";
import { Forecaster } from "../../../forecast/forecaster.ts";
import { encodeFitted } from "../../../forecast/forecasterFile.ts";
import { Refit, type RefitCheckpoint } from "../../../forecast/scores/refitting.ts";
import { Fields } from "../../../train/json.ts";
import { pack, unpack } from "../store/packed.ts";
import type { JobContext } from "./context.ts";

export interface BacktestSettings {
  /** The number of rows that the model knows. */
  readonly rows: number;
}

export interface BacktestData {
  /** The file of the model that is trained again. */
  readonly model: Uint8Array;
  readonly series: Series;
}

export interface BacktestResult {
  /** The trained model: see `decodeFitted`. */
  readonly model: Uint8Array;
}

/** Trains the model on the rows that are known by then. */
export function backtestJob(
  { rows }: BacktestSettings,
  { model, series }: BacktestData,
  { checkpoint, pause }: JobContext,
): BacktestResult {
  const refit = new Refit(Forecaster.fromBytes(model).trained, series, rows);
  if (checkpoint !== null) refit.restore(readCheckpoint(checkpoint));
  const steps = refit.run();
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return { model: encodeFitted(value) };
    pause(() => {
      const made = refit.checkpoint();
      return made && pack(made);
    });
  }
}

function readCheckpoint(bytes: Uint8Array): RefitCheckpoint {
  const fields = new Fields(unpack(bytes, "checkpoint"), "checkpoint");
  const models = fields.list("models");
  const current = fields.raw("current");
  const isBytes = (one: unknown): one is Uint8Array => one instanceof Uint8Array;
  if (!models.every(isBytes) || !isBytes(current)) throw new FormatError("checkpoint: it holds no models");
  return { models, current };
}
