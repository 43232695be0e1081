/** @module The training of the model of a panel: here, or as a job of a worker. */
import type { Panel } from "../../data/panel/panel.ts";
import { PanelForecaster } from "../../forecast/panel/panelForecaster.ts";
import type { PanelOptions } from "../../forecast/panel/panelOptions.ts";
import { optionsOfPlan } from "../../forecast/panel/panelPlan.ts";
import type { PanelRun } from "../../forecast/panel/panelRun.ts";
import type { Json } from "../../jobs/job.ts";
import { panelTerms } from "../../runs/panel/panelTerms.ts";
import type { Lang } from "../../text/lang.ts";
import type { BatchEvent, EpochEvent, EpochRecord, TrainEvent } from "../../train/events.ts";
import { fit } from "../../train/fit.ts";
import type { SeriesRequest } from "../forecast/commonOptions.ts";
import { checkOptions, panelOptionsOf } from "../forecast/givenOptions.ts";
import type { RunFolder } from "../forecast/runFolder.ts";
import type { TrainScreen } from "../forecast/trainScreen.ts";
import { jobWords } from "../jobs/jobWords.ts";
import { type PanelTrainingResult, readCourse } from "../jobs/run/panelTrainingJob.ts";
import type { JobSession } from "../jobs/session.ts";
import { beforeLong, guardedRun, StepGuard } from "../longSteps.ts";
import { Interrupted, type Process } from "../process.ts";
import { PanelWriter } from "./panelWriter.ts";

/** Who trains, for whom, and what is printed meanwhile. */
export interface PanelSession {
  readonly lang: Lang;
  /** That of the report: a resumed run has the one it began with. */
  readonly reportLang: Lang;
  readonly isJson: boolean;
  readonly checkpointEvery: number;
  readonly process: Process;
  readonly signal: AbortSignal;
  readonly screen: TrainScreen;
  readonly jobs: JobSession;
}

/** A panel, the run on it, and the rows by which it is scored, if they are in another file. */
export interface PreparedPanel {
  readonly panel: Panel;
  readonly later: Panel | null;
  readonly run: PanelRun;
  readonly request: SeriesRequest;
}

/** A trained model, and the course of its training. */
export interface TrainedPanel {
  readonly forecaster: PanelForecaster;
  readonly history: readonly EpochRecord[];
  readonly last: TrainEvent | null;
}

/** Whether a worker of a queue trains the model. Models of each series are trained with their forecasts. */
export function isTrainedElsewhere({ run }: PreparedPanel, { jobs }: PanelSession): boolean {
  return jobs.isQueued && !run.plan.perSeries;
}

/** Trains until the end or the signal; null if the signal ended it. The folder has all that is needed to resume. */
export function trainPanel(
  prepared: PreparedPanel,
  folder: RunFolder | null,
  session: PanelSession,
): Promise<TrainedPanel | null> {
  const train = isTrainedElsewhere(prepared, session) ? trainElsewhere : trainHere;
  return train(prepared, folder, session);
}

async function trainHere(
  { run }: PreparedPanel,
  folder: RunFolder | null,
  { signal, screen, lang, checkpointEvery, process }: PanelSession,
): Promise<TrainedPanel | null> {
  const writer = folder === null ? null : new PanelWriter(run, folder, checkpointEvery);
  let last: TrainEvent | null = null;
  const training = fit(
    guardedRun(run, () => run.run(), new StepGuard(process.atOnce)),
    {
      signal,
      onEvent: (event) => {
        if (event.type === "pause") return event.isLong ? beforeLong(writer) : undefined;
        if (event.type === "blended") {
          screen.status(null);
          screen.print(panelTerms[lang].blend(event.blend, run.plan));
          if (run.plan.refit && run.trainer !== null) screen.print(panelTerms[lang].refit);
        } else {
          last = event.type === "refit" ? event.event : event;
          screen.show(event);
        }
        return writer?.write(event);
      },
    },
  );
  try {
    await training;
    if (run.isFinished) return { forecaster: PanelForecaster.from(run), history: run.history, last };
    await writer?.save();
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error; // within a step: the checkpoint before it stays
  }
  await folder?.writeStatus("interrupted", last);
  return null;
}

/** Checkpoints are the worker's: the same command, or a resumed one, goes on with the same job. */
async function trainElsewhere(
  prepared: PreparedPanel,
  folder: RunFolder | null,
  session: PanelSession,
): Promise<TrainedPanel | null> {
  const { screen, lang } = session;
  const { plan } = prepared.run;
  let last: TrainEvent | null = null;
  let ended = 0;
  let writing: Promise<unknown> = Promise.resolve();
  const show = (event: BatchEvent | EpochEvent): void => {
    last = event;
    screen.show(event);
    writing = writing.then(() => folder && writeReport(folder, event));
    writing.catch(() => undefined); // it is awaited below
  };
  const onReport = (report: Json): void => {
    const { epoch = null, batch = null } = readCourse(report) ?? {};
    if (epoch !== null && epoch.epoch > ended) show(epoch);
    ended = epoch?.epoch ?? ended;
    if (batch !== null && batch.epoch > ended) show(batch);
  };
  try {
    const { model, history } = await trainingJob(prepared, session, onReport);
    await writing;
    await folder?.trimMetrics(history); // some reports are lost on the way
    const forecaster = PanelForecaster.fromBytes(model);
    screen.status(null);
    screen.print(panelTerms[lang].blend(forecaster.blend, plan));
    return { forecaster, history, last };
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    await writing;
    await folder?.writeStatus("interrupted", last);
    return null;
  }
}

async function writeReport(folder: RunFolder, event: BatchEvent | EpochEvent): Promise<void> {
  if (event.type === "epoch") {
    const { epoch, loss, valLoss, lr, seconds } = event;
    await folder.addMetrics({ epoch, loss, valLoss, lr, seconds });
  }
  await folder.writeStatus("training", event);
}

async function trainingJob(
  { run, panel }: PreparedPanel,
  { jobs, lang }: PanelSession,
  onReport: (report: Json) => void,
): Promise<PanelTrainingResult> {
  const data = { key: "panel", make: () => ({ panel }) };
  const label = jobWords[lang].training(panel.name);
  const plan = { kind: "panel-training", settings: { options: settled(run) }, data, label } as const;
  const results = await jobs.run<"panel-training">([plan], { onReport });
  const [result] = results ?? [];
  if (result === undefined) throw new Error("a shard trains no global model");
  return result();
}

/** The options of a plan as a job has them: those that any file of options could have. */
function settled({ plan }: PanelRun): PanelOptions {
  return panelOptionsOf(checkOptions(JSON.parse(JSON.stringify(optionsOfPlan(plan))), "plan"));
}
