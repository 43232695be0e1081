/** @module `unrolled backtest` on a panel: trains a model, or takes that of a run, and scores it on the test windows. */
import { UsageError } from "../../errors.ts";
import type { PanelForecaster } from "../../forecast/panel/panelForecaster.ts";
import { scoresToSave } from "../../runs/panel/panelFiles.ts";
import { say } from "../../sentence.ts";
import { plainJson } from "../files.ts";
import type { SeriesRequest } from "../forecast/commonOptions.ts";
import { styleOf } from "../forecast/print.ts";
import { json, type RunFolder } from "../forecast/runFolder.ts";
import { Interrupted } from "../process.ts";
import { linesText } from "../terminalGate.ts";
import { panelModelOf } from "./forecastPanel.ts";
import { panelScoreLines } from "./panelPrint.ts";
import { type PanelSession, type PreparedPanel, trainPanel } from "./panelTraining.ts";
import { evaluatedPanel, preparePanel, resolvedPanelOptions, savedPanelRun } from "./trainPanel.ts";

/** Trains and scores a model, without writing anything. */
export async function backtestPanel(
  request: SeriesRequest,
  session: PanelSession,
  isPrinted: boolean,
): Promise<number> {
  const prepared = await preparePanel(request, session);
  if (isPrinted) {
    session.process.stdout.write(json(resolvedPanelOptions(request, prepared.run)));
    return 0;
  }
  if (!prepared.run.plan.perSeries) session.jobs.refuseShard();
  const trained = await trainPanel(prepared, null, session);
  if (trained === null) throw new Interrupted();
  return score(prepared, trained.forecaster, session);
}

/** Scores the model of a run on its own test windows. */
export async function backtestPanelRun(
  folder: RunFolder,
  given: SeriesRequest["given"],
  session: PanelSession,
): Promise<number> {
  const [name] = Object.keys(given);
  if (name !== undefined)
    throw new UsageError(say`${folder.path} is already trained, so ${name} cannot be given`);
  const { request } = await savedPanelRun(folder);
  return score(await preparePanel(request, session), await panelModelOf(folder), session);
}

async function score(
  prepared: PreparedPanel,
  forecaster: PanelForecaster,
  session: PanelSession,
): Promise<number> {
  const { run, panel, request } = prepared;
  const { process, lang, isJson } = session;
  const evaluated = await evaluatedPanel(prepared, forecaster, false, session);
  if (evaluated === null) return 0;
  const { scored } = evaluated;
  if (scored === null)
    throw new UsageError(say`there are no test windows`, { remedies: [{ option: "test", values: [1] }] });
  const saved = scoresToSave(scored.scores, run.plan, scored.windows, forecaster.blend);
  process.stdout.write(
    isJson
      ? plainJson({ data: request.data, plan: run.plan, ...saved })
      : linesText(panelScoreLines(saved, panel.idNames, styleOf(lang, process))).trimStart(),
  );
  return 0;
}
