/** @module `unrolled train` on a panel: one model of all series, trained, scored and written into a folder. */
import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { joinPanels } from "../../data/panel/joinPanels.ts";
import type { Panel } from "../../data/panel/panel.ts";
import type { ReadProgress } from "../../data/read/readCsv.ts";
import { UsageError } from "../../errors.ts";
import type { PanelScores } from "../../forecast/panel/panelBacktest.ts";
import type { PanelForecaster } from "../../forecast/panel/panelForecaster.ts";
import type { PanelMethod } from "../../forecast/panel/panelMethod.ts";
import { optionsOfPlan } from "../../forecast/panel/panelPlan.ts";
import { PanelRun } from "../../forecast/panel/panelRun.ts";
import { protocolOptions } from "../../forecast/panel/testOptions.ts";
import { forecastLines, seriesLines } from "../../runs/panel/panelCsv.ts";
import { panelFacts } from "../../runs/panel/panelFacts.ts";
import { type PanelConfig, readPanelConfig, scoresToSave } from "../../runs/panel/panelFiles.ts";
import { renderPanelReport } from "../../runs/panel/report/panelReport.ts";
import { say } from "../../sentence.ts";
import { shellWord } from "../../text/escape.ts";
import { formatPercent } from "../../text/format.ts";
import { plainJson } from "../files.ts";
import { requestOf, type SeriesOptions, type SeriesRequest } from "../forecast/commonOptions.ts";
import { checkOptions, panelOptionsOf } from "../forecast/givenOptions.ts";
import { styleOf } from "../forecast/print.ts";
import { json, type RunFolder } from "../forecast/runFolder.ts";
import { seriesWords } from "../forecast/words.ts";
import { isStandardInput } from "../input.ts";
import { Interrupted, packageVersion, runAtOnce } from "../process.ts";
import { linesText } from "../terminalGate.ts";
import { readPanelFile } from "./panelFile.ts";
import { type PanelOutcome, runPanelJobs } from "./panelJobs.ts";
import { introducePanel, panelRunLines } from "./panelPrint.ts";
import {
  isTrainedElsewhere,
  type PanelSession,
  type PreparedPanel,
  type TrainedPanel,
  trainPanel,
} from "./panelTraining.ts";

/** The folder of finished parts, in that of a run until its end. */
const PARTS = "parts";

/** Reads the panel and the file of test rows, and plans the training. */
export async function preparePanel(
  request: SeriesRequest,
  { lang, process, signal, screen }: Pick<PanelSession, "lang" | "process" | "signal" | "screen">,
): Promise<PreparedPanel> {
  const { data, given } = request;
  const { testFile, protocol } = given;
  const options = panelOptionsOf(given);
  const onProgress = (progress: ReadProgress): void =>
    screen.status(seriesWords[lang].reading(data, progress));
  const reading = { onProgress, signal };
  const panel = await readPanelFile(data, given, {}, reading).finally(() => screen.status(null));
  const later =
    testFile === undefined
      ? null
      : await readPanelFile(testFile, given, {}, reading).finally(() => screen.status(null));
  const horizon = options.horizon ?? (later === null ? undefined : fewestRows(later));
  const fixed = protocol === undefined ? {} : protocolOptions(protocol, panel, horizon);
  const test = later === null ? {} : { test: 0 };
  const run = await runAtOnce(
    () => new PanelRun(panel, { ...fixed, ...test, ...options, ...(horizon !== undefined && { horizon }) }),
    { atOnce: process.atOnce, signal },
  );
  screen.print(...introducePanel(panel, panelFacts(panel, data), run.plan, testFile, lang));
  return { panel, later, run, request };
}

function fewestRows({ offsets }: Panel): number {
  let fewest = Number.POSITIVE_INFINITY;
  for (let s = 0; s + 1 < offsets.length; s++)
    fewest = Math.min(fewest, (offsets[s + 1] ?? 0) - (offsets[s] ?? 0));
  return fewest;
}

/** The plan as options that lead to the same plan. */
export function resolvedPanelOptions(
  { data, given }: SeriesRequest,
  { plan }: PanelRun,
): Readonly<Record<string, unknown>> {
  return { data, ...given, ...optionsOfPlan(plan) };
}

/** Writes the configuration of a new run, and trains it. */
export async function trainNewPanel(
  folder: RunFolder,
  prepared: PreparedPanel,
  session: PanelSession,
): Promise<number> {
  await folder.tidy(); // of a run that was killed at its start
  const config: PanelConfig = {
    unrolled: packageVersion(),
    created: new Date().toISOString(),
    ...factsOf(folder, prepared),
    lang: session.lang,
  };
  await folder.write("config", json(config));
  return trainIn(folder, prepared, session);
}

function factsOf(
  folder: RunFolder,
  { panel, run, request }: PreparedPanel,
): Pick<PanelConfig, "panel" | "plan" | "asked"> {
  const { data, given } = request;
  const testFile =
    given.testFile === undefined ? {} : { testFile: relative(resolve(folder.path), resolve(given.testFile)) };
  return { panel: panelFacts(panel, pathIn(folder, data)), plan: run.plan, asked: { ...given, ...testFile } };
}

function pathIn(folder: RunFolder, data: string): string {
  return isStandardInput(data) ? "-" : relative(resolve(folder.path), resolve(data));
}

/** The configuration and the request of a run of a panel. */
export async function savedPanelRun(
  folder: RunFolder,
): Promise<{ readonly config: PanelConfig; readonly request: SeriesRequest }> {
  const config = readPanelConfig((await folder.readText("config")) ?? "");
  const given = checkOptions(config.asked, folder.pathOf("config"));
  const inFolder = (file: string): string => (isStandardInput(file) ? file : join(folder.path, file));
  const testFile = given.testFile === undefined ? {} : { testFile: inFolder(given.testFile) };
  return { config, request: { data: inFolder(config.panel.file), given: { ...given, ...testFile } } };
}

/** Resumes a run of a panel, which no option can change. */
export async function resumePanel(
  folder: RunFolder,
  data: string | undefined,
  options: SeriesOptions,
  session: PanelSession & { readonly isLangGiven: boolean },
): Promise<number> {
  const { lang, screen } = session;
  const { config, request: own } = await savedPanelRun(folder);
  const { data: file, given } = await requestOf(data ?? own.data, options);
  const [changed] = Object.keys(given);
  if (changed !== undefined)
    throw new UsageError(say`--resume uses the settings of ${folder.path}, so ${changed} cannot be given`);
  if (data === undefined && !isStandardInput(file) && !existsSync(file))
    throw new UsageError(say`the data of ${folder.path} are not at ${file} any more`, {
      hint: say`If they have moved: unrolled train DATA --resume ${shellWord(folder.path)}`,
    });
  const prepared = await preparePanel({ data: file, given: own.given }, session);
  const checkpoint = await folder.read("checkpoint");
  if (checkpoint !== null && isTrainedElsewhere(prepared, session))
    throw new UsageError(say`--queue is given, but ${folder.path} was begun here`, {
      hint: say`Resume it without --queue: it goes on from its checkpoint`,
    });
  if (checkpoint !== null) prepared.run.restore(checkpoint);
  await folder.updateConfig(factsOf(folder, prepared));
  if (checkpoint === null)
    await folder.tidy("metrics", "status", "best", "scores", "bySeries", "forecast", "report");
  await folder.trimMetrics(prepared.run.history);
  await folder.tidy();
  screen.resume(prepared.run.history);
  screen.print(seriesWords[lang].resuming(folder.path, prepared.run.history.length + 1));
  const reportLang = session.isLangGiven ? lang : (config.lang ?? lang);
  return trainIn(folder, prepared, { ...session, reportLang });
}

/** What a trained panel comes to: scores, on the test windows or by the rows of the other file, and forecasts. */
export interface Evaluated {
  /** Null without test windows. */
  readonly scored: {
    readonly scores: PanelScores;
    readonly windows: number;
    readonly whole: Panel;
    readonly method: PanelMethod;
  } | null;
  readonly forecasts: PanelOutcome["forecasts"];
}

/** Scores the model, and forecasts all series if that is wanted and possible; null after a shard. */
export async function evaluatedPanel(
  { panel, later, run }: PreparedPanel,
  forecaster: PanelForecaster,
  isForecast: boolean,
  { screen, lang, jobs }: PanelSession,
  folder?: string,
): Promise<Evaluated | null> {
  const { horizon, test } = run.plan;
  const windows = later === null ? test : 1;
  const whole = later === null ? null : joinPanels(panel, later, horizon);
  const onProgress = (share: number): void =>
    screen.status(`${seriesWords[lang].evaluating} ${formatPercent(share, 0)}`);
  const options = { jobs, lang, onProgress, ...(folder !== undefined && { folder }) };
  const outcome = await runPanelJobs(forecaster, { panel, whole, windows, isForecast }, options);
  screen.status(null);
  if (outcome === null) return null;
  const { scores, forecasts } = outcome;
  const method = later === null ? forecaster.scoredMethod : forecaster.method;
  return { scored: scores && { scores, windows, whole: whole ?? panel, method }, forecasts };
}

/** Does a shard of the work on the models of each series, or reads all parts, before there is a folder of a run. */
export async function partsOfPanel(prepared: PreparedPanel, session: PanelSession): Promise<void> {
  const { run, panel } = prepared;
  if (!run.plan.perSeries) session.jobs.refuseShard();
  const trained = await trainPanel(prepared, null, session);
  if (trained === null) throw new Interrupted();
  await evaluatedPanel(prepared, trained.forecaster, canForecast(panel, run.plan.horizon), session);
}

async function trainIn(folder: RunFolder, prepared: PreparedPanel, session: PanelSession): Promise<number> {
  const { process, lang } = session;
  const endEarly = (): number => {
    const { left, interrupted } = seriesWords[lang];
    const words = session.jobs.isQueued ? left : interrupted;
    process.stderr.write(linesText([words(`unrolled train --resume ${shellWord(folder.path)}`)]));
    return 130;
  };
  try {
    const trained = await trainPanel(prepared, folder, session);
    return trained === null ? endEarly() : await finishIn(folder, prepared, trained, session);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    return endEarly();
  }
}

async function finishIn(
  folder: RunFolder,
  prepared: PreparedPanel,
  { forecaster, history, last }: TrainedPanel,
  session: PanelSession,
): Promise<number> {
  const { panel, run, request } = prepared;
  const { reportLang, process, screen, lang, isJson, signal } = session;
  screen.status(seriesWords[lang].evaluating);
  const parts = join(folder.path, PARTS);
  const hasForecast = canForecast(panel, run.plan.horizon);
  const evaluated = await evaluatedPanel(prepared, forecaster, hasForecast, session, parts);
  if (signal.aborted || evaluated === null) throw new Interrupted();
  const { scored, forecasts } = evaluated;
  const saved = scored && scoresToSave(scored.scores, run.plan, scored.windows, forecaster.blend);
  const facts = panelFacts(panel, pathIn(folder, request.data));
  await folder.write("best", forecaster.toBytes());
  if (scored !== null) {
    await folder.write("scores", plainJson(saved));
    await folder.write("bySeries", seriesLines(panel, scored.scores));
  }
  if (hasForecast) await folder.write("forecast", forecastLines(panel, forecasts(), run.plan.quantiles));
  const results = {
    name: folder.name,
    panel,
    facts,
    plan: run.plan,
    history,
    tested: scored && saved && { scores: scored.scores, saved, whole: scored.whole, method: scored.method },
    forecaster,
    hasForecast,
    unrolled: packageVersion(),
  };
  await folder.write("report", renderPanelReport(results, { lang: reportLang }));
  await folder.writeStatus("done", last, { checksums: await folder.checksums() });
  await folder.tidy("checkpoint");
  await session.jobs.tidy(parts);
  screen.status(null);
  process.stdout.write(
    isJson
      ? plainJson({ run: folder.path, plan: run.plan, panel: facts, scores: saved })
      : linesText(
          panelRunLines(saved, facts, { path: folder.path, hasForecast }, styleOf(lang, process)),
        ).trimStart(),
  );
  return 0;
}

/** Whether all future covariates are known for the steps to forecast, in every series. */
export function canForecast({ columns, aheadOffsets, ids }: Panel, horizon: number): boolean {
  if (!columns.some(({ role }) => role === "future")) return true;
  return ids.every((_, s) => (aheadOffsets?.[s + 1] ?? 0) - (aheadOffsets?.[s] ?? 0) >= horizon);
}
