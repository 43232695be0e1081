/** @module `unrolled forecast`, `inspect` and `compare` for runs of panels. */
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Panel } from "../../data/panel/panel.ts";
import { timeAfter } from "../../data/series/timeStep.ts";
import { FormatError, UsageError } from "../../errors.ts";
import { type PanelForecast, PanelForecaster } from "../../forecast/panel/panelForecaster.ts";
import { type PanelPlan, panelMethodName } from "../../forecast/panel/panelPlan.ts";
import { methodName } from "../../forecast/scores/methodNames.ts";
import { type MetricsLine, runFiles } from "../../runs/files.ts";
import { forecastLines } from "../../runs/panel/panelCsv.ts";
import { panelTimes } from "../../runs/panel/panelFacts.ts";
import { type PanelConfig, readPanelScores, type SavedPanelScores } from "../../runs/panel/panelFiles.ts";
import { panelModelLine } from "../../runs/panel/panelTables.ts";
import { panelTerms } from "../../runs/panel/panelTerms.ts";
import { readMetrics, readStatusIfWhole } from "../../runs/read.ts";
import { bestOf, type RunState } from "../../runs/summary.ts";
import { terms } from "../../runs/terms.ts";
import { say } from "../../sentence.ts";
import { formatDate, formatError, formatKilobytes, formatList, formatWhole } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { InputError, plainJson, writeTo } from "../files.ts";
import { type GivenOptions, givenFlags } from "../forecast/flags.ts";
import { heading, type Style, styleOf } from "../forecast/print.ts";
import type { RunFolder } from "../forecast/runFolder.ts";
import { ownData } from "../forecast/savedRun.ts";
import { seriesWords } from "../forecast/words.ts";
import { checkInputs, checkNamed } from "../guards.ts";
import type { JobSession } from "../jobs/session.ts";
import { stateOfRun } from "../lock/runLock.ts";
import type { Process } from "../process.ts";
import { tableLines } from "../table.ts";
import { linesText } from "../terminalGate.ts";
import { readPanelFile } from "./panelFile.ts";
import { runPanelJobs } from "./panelJobs.ts";
import { panelScoreLines } from "./panelPrint.ts";
import { canForecast, savedPanelRun } from "./trainPanel.ts";

/** The flags of `unrolled forecast`. */
export interface ForecastPanelOptions extends Readonly<Record<string, unknown>> {
  readonly data?: string;
  readonly future?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly lang: Lang;
}

/** Forecasts all series of a panel, in long format: newer rows of the same series, or others. */
export async function forecastPanel(
  folder: RunFolder,
  options: ForecastPanelOptions,
  process: Process,
  jobs: JobSession,
): Promise<void> {
  const { request } = await savedPanelRun(folder);
  const { data = await ownData({ request }), future, out, force = false } = options;
  const inputs = [
    data,
    ...(future === undefined ? [] : [future]),
    ...(["config", "status", "metrics", "best", "checkpoint"] as const).map((file) => folder.pathOf(file)),
  ];
  if (out !== undefined && !force) await checkInputs(out, inputs);
  const forecaster = await panelModelOf(folder);
  const given: GivenOptions = {
    ...request.given,
    ...givenFlags({ ...options, data: undefined, future: undefined }),
  };
  const panel = await readPanelFile(data, given, { plan: forecaster.plan, future });
  if (!canForecast(panel, forecaster.plan.horizon))
    throw new UsageError(
      say`the future covariates are not known for ${forecaster.plan.horizon} steps after each series`,
      {
        hint: say`Add rows with empty targets to the data, or give them in a file of their own with --future FILE`,
      },
    );
  const task = { panel, whole: null, windows: 0, isForecast: true };
  const outcome = await runPanelJobs(forecaster, task, { jobs, lang: options.lang });
  if (outcome === null) return;
  const content =
    options.json === true
      ? [jsonOf(folder, forecaster.plan, panel, outcome.forecasts())]
      : forecastLines(panel, outcome.forecasts(), forecaster.plan.quantiles);
  if (out === undefined) {
    for (const part of content) process.stdout.write(part);
    return;
  }
  await writeTo(out, content, force ? {} : await checkNamed(out, null, (_, head) => isForecast(head, panel)));
}

/** Whether a file begins as the forecasts of such a panel do. */
function isForecast(head: string, { targetName, idNames }: Panel): boolean {
  return (
    head.startsWith('{\n  "run": "') ||
    (head.startsWith(`${idNames[0]}`) && head.includes(`${targetName} q0`))
  );
}

function jsonOf(
  folder: RunFolder,
  { horizon, quantiles }: PanelPlan,
  panel: Panel,
  forecasts: Iterable<PanelForecast>,
): string {
  const { starts, step, offsets } = panel;
  const write = panelTimes(panel);
  const series = Array.from(forecasts, ({ id, series: s, point, quantiles: values }) => {
    const rows = (offsets[s + 1] ?? 0) - (offsets[s] ?? 0);
    const time =
      starts === null || step === null
        ? null
        : Array.from({ length: horizon }, (_, h) => write(timeAfter(starts[s] ?? 0, step, rows + h)));
    const fan = quantiles.map((quantile, q) => ({
      quantile,
      values: Array.from({ length: horizon }, (_, h) => values[h * quantiles.length + q] ?? Number.NaN),
    }));
    return { id, time, point, quantiles: fan };
  });
  return plainJson({ run: folder.path, series });
}

/** The model of a run of a panel. Throws InputError if there is none, or it is damaged. */
export async function panelModelOf(folder: RunFolder): Promise<PanelForecaster> {
  const bytes = await folder.read("best");
  if (bytes === null)
    throw new InputError(
      `${folder.path} has no ${runFiles.best}\n  resume it with \`unrolled train --resume ${folder.path}\``,
    );
  try {
    return PanelForecaster.fromBytes(bytes);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new InputError(`${folder.pathOf("best")}: ${error.what}`, { cause: error });
  }
}

interface PanelRecord {
  readonly path: string;
  readonly data: string;
  readonly config: PanelConfig;
  readonly state: RunState;
  readonly metrics: readonly MetricsLine[];
  /** Null before the run was scored. */
  readonly scores: SavedPanelScores | null;
}

async function panelRecord(folder: RunFolder): Promise<PanelRecord> {
  const { config, request } = await savedPanelRun(folder);
  const [status, metrics, scores] = await Promise.all(
    (["status", "metrics", "scores"] as const).map((file) => folder.readText(file)),
  );
  return {
    path: folder.path,
    data: request.data,
    config,
    state: await stateOfRun(folder.path, readStatusIfWhole(status ?? null)),
    metrics: readMetrics(metrics ?? ""),
    scores: scores == null ? null : readPanelScores(scores),
  };
}

/** Shows a run of a panel. */
export async function inspectPanel(
  folder: RunFolder,
  { lang, json = false }: { readonly lang: Lang; readonly json?: boolean },
  process: Process,
): Promise<void> {
  const record = await panelRecord(folder);
  const names = (await readdir(folder.path)).filter((name) => !name.startsWith(".")).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: (await lstat(join(folder.path, name))).size })),
  );
  const { config, state, scores, path, data } = record;
  if (json) {
    const { panel, plan, created } = config;
    process.stdout.write(
      plainJson({ path, data, created, state, panel, plan, history: record.metrics, scores, files }),
    );
    return;
  }
  process.stdout.write(linesText(inspectLines(record, files, styleOf(lang, process))));
}

function inspectLines(
  { path, config, state, metrics, scores }: PanelRecord,
  files: readonly { readonly name: string; readonly bytes: number }[],
  style: Style,
): string[] {
  const { lang } = style;
  const [words, own] = [seriesWords[lang], panelTerms[lang]];
  const { panel, plan, created } = config;
  const roles = [
    [own.covariates, panel.covariates],
    [own.future, panel.future],
    [own.statics, panel.statics],
  ] as const;
  const best = bestOf(metrics);
  const seconds = metrics.reduce((sum, line) => sum + (line.seconds ?? 0), 0);
  const trained =
    best === null
      ? words.noEpoch
      : words.trained({
          epochs: metrics.length,
          bestEpoch: best.epoch,
          loss: formatError(best.loss),
          seconds,
        });
  return [
    words.run(path, terms[lang].states[state], formatDate(created, lang)),
    ...heading(words.data, style),
    own.read(panel),
    own.target(panel.target, formatList(panel.idNames, lang)),
    ...roles.flatMap(([write, columns]) => (columns.length === 0 ? [] : [write(columns.join(", "))])),
    ...heading(words.model, style),
    panelModelLine(plan, lang),
    own.sets(plan),
    ...(plan.perSeries ? [] : [...heading(words.training, style), trained]),
    ...(scores === null ? [] : panelScoreLines(scores, panel.idNames, style)),
    ...heading(words.files, style),
    ...tableLines(
      files.map(({ name, bytes }) => [`  ${name}`, `${formatKilobytes(bytes)} kB`]),
      [1],
    ),
  ];
}

/** Compares runs of panels, the one with the lowest MASE first. */
export async function comparePanels(
  folders: readonly RunFolder[],
  { lang, json = false }: { readonly lang: Lang; readonly json?: boolean },
  { stdout, stderr }: Process,
): Promise<void> {
  const records = await Promise.all(folders.map(panelRecord));
  const maseOf = ({ scores }: PanelRecord): number =>
    scores?.methods[0]?.overall.mase ?? Number.POSITIVE_INFINITY;
  records.sort((a, b) => maseOf(a) - maseOf(b));
  if (json) {
    stdout.write(
      plainJson(
        records.map(({ path, data, config, state, scores }) => ({
          path,
          data,
          panel: config.panel,
          plan: config.plan,
          state,
          scores,
        })),
      ),
    );
    return;
  }
  const words = panelTerms[lang];
  stdout.write(
    linesText(
      tableLines(
        [words.compareHead, ...records.map((record) => compareRow(record, lang))],
        [2, 3, 4, 5, 6, 7, 8, 9],
      ),
    ),
  );
  if (
    new Set(
      records.map(({ config: { panel, plan } }) =>
        JSON.stringify([panel.series, panel.rows, plan.horizon, plan.test, plan.season]),
      ),
    ).size > 1
  )
    stderr.write(linesText([words.differ]));
}

function compareRow({ path, config: { panel, plan }, scores }: PanelRecord, lang: Lang): string[] {
  const [own, ...others] = scores?.methods ?? [];
  const best =
    others.length === 0 ? null : others.reduce((a, b) => (b.overall.mase < a.overall.mase ? b : a));
  const of = (value: number | undefined): string => formatError(value ?? Number.NaN);
  return [
    path,
    methodName(panelMethodName(plan), lang),
    formatWhole(panel.series),
    String(plan.lookback),
    String(plan.horizon),
    of(own?.overall.mase),
    of(own?.overall.smape),
    of(own?.owa),
    of(own?.overall.wql),
    own === undefined ? of(undefined) : formatWhole(own.wins),
    best === null ? of(undefined) : `${of(best.overall.mase)} ${methodName(best.name, lang)}`,
  ];
}
