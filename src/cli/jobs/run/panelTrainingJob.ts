/** @module The training of a global model, of all series of a panel, as one job. */
import type { Panel } from "../../../data/panel/panel.ts";
import { FormatError } from "../../../errors.ts";
import { PanelForecaster } from "../../../forecast/panel/panelForecaster.ts";
import type { PanelOptions } from "../../../forecast/panel/panelOptions.ts";
import { PanelRun } from "../../../forecast/panel/panelRun.ts";
import type { Json } from "../../../jobs/job.ts";
import type { BatchEvent, EpochEvent, EpochRecord } from "../../../train/events.ts";
import { Fields } from "../../../train/json.ts";
import type { JobContext } from "./context.ts";

export interface PanelTrainingSettings {
  /** Every option of the model, settled. */
  readonly options: PanelOptions;
}

export interface PanelTrainingData {
  readonly panel: Panel;
}

export interface PanelTrainingResult {
  /** The file of the trained model. */
  readonly model: Uint8Array;
  /** Of the model that is scored. */
  readonly history: readonly EpochRecord[];
}

/** How far a training has come: its last epoch and batch. Each report has both, as some are lost on the way. */
export interface TrainingCourse {
  readonly epoch: EpochEvent | null;
  readonly batch: BatchEvent | null;
}

/** Trains; how far it has come is reported. */
export function panelTrainingJob(
  { options }: PanelTrainingSettings,
  { panel }: PanelTrainingData,
  { checkpoint, report, pause }: JobContext,
): PanelTrainingResult {
  const run = new PanelRun(panel, options);
  if (checkpoint !== null) run.restore(checkpoint);
  let course: TrainingCourse = { epoch: null, batch: null };
  for (const event of run.run()) {
    if (event.type === "epoch" || event.type === "batch") {
      course = { ...course, [event.type]: event };
      report(JSON.parse(JSON.stringify(course)));
    }
    pause(() => (run.trainer === null ? null : run.checkpoint()));
  }
  return { model: PanelForecaster.from(run).toBytes(), history: run.history };
}

/** The epochs of a result. Throws FormatError that names the field. */
export function readHistory(parent: Fields): EpochRecord[] {
  return parent.list("history").map((one, i) => {
    const fields = new Fields(one, parent.pathOf(`history.${i}`));
    return {
      epoch: fields.whole("epoch"),
      loss: fields.number("loss"),
      valLoss: fields.numberOrNull("valLoss"),
      lr: fields.number("lr"),
    };
  });
}

/** What a training has reported; null for what is no such report, as it may come from anywhere. */
export function readCourse(report: Json): TrainingCourse | null {
  try {
    const fields = new Fields(report, "report");
    return {
      epoch: fields.raw("epoch") === null ? null : epochOf(fields.object("epoch")),
      batch: fields.raw("batch") === null ? null : batchOf(fields.object("batch")),
    };
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

function batchOf(fields: Fields): BatchEvent {
  return {
    type: "batch",
    ...placeOf(fields),
    batch: fields.whole("batch"),
    meanLoss: fields.number("meanLoss"),
    gradNorm: fields.number("gradNorm"),
    samplesPerSecond: fields.numberOrNull("samplesPerSecond"),
    eta: fields.numberOrNull("eta"),
  };
}

function epochOf(fields: Fields): EpochEvent {
  return {
    type: "epoch",
    ...placeOf(fields),
    best: fields.numberOrNull("best"),
    bestEpoch: fields.whole("bestEpoch"),
    seconds: fields.number("seconds"),
    eta: fields.number("eta"),
  };
}

function placeOf(fields: Fields) {
  return {
    epoch: fields.whole("epoch"),
    epochs: fields.whole("epochs"),
    batches: fields.whole("batches"),
    loss: fields.number("loss"),
    valLoss: fields.numberOrNull("valLoss"),
    lr: fields.number("lr"),
  };
}
