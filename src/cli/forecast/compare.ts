/** @module `unrolled compare`: several runs in one table. */
import type { Command } from "commander";
import { UsageError } from "../../errors.ts";
import { methodName } from "../../forecast/scores/methodNames.ts";
import { isPanelConfig } from "../../runs/panel/panelFiles.ts";
import { differencesOf } from "../../runs/summary.ts";
import { terms } from "../../runs/terms.ts";
import { say } from "../../sentence.ts";
import { formatError } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { plainJson } from "../files.ts";
import { isStudyFolder } from "../jobs/studyFiles.ts";
import { comparePanels } from "../panel/forecastPanel.ts";
import type { Process } from "../process.ts";
import { tableLines } from "../table.ts";
import { linesText } from "../terminalGate.ts";
import { type AnswerOptions, addAnswerOptions } from "./commonOptions.ts";
import { RunFolder } from "./runFolder.ts";
import { type Notified, recordOf, savedRun, trainingSummary } from "./savedRun.ts";
import { seriesWords } from "./words.ts";

type Compared = Awaited<ReturnType<typeof compared>>;

export function addCompareCommand(program: Command, process: Process): void {
  const command = program
    .command("compare")
    .description("compare runs: sizes, training, errors on the test set")
    .argument("<run...>", "folders of runs, as runs/*");
  addAnswerOptions(command, process).action((paths: string[], options: AnswerOptions) =>
    runCompare(paths, options, process),
  );
}

async function runCompare(
  given: readonly string[],
  { lang, json = false }: AnswerOptions,
  process: Process,
): Promise<void> {
  const { stdout, stderr } = process;
  const paths = given.length > 1 ? given.filter((path) => !isStudyFolder(path)) : given; // as of runs/*
  const studies = given.filter((path) => !paths.includes(path));
  if (studies.length > 0) stderr.write(linesText([seriesWords[lang].studiesLeftOut(studies.join(", "))]));
  if (paths.length === 0) return;
  const panels = await panelFolders(paths);
  if (panels.length > 0 && panels.length < paths.length)
    throw new UsageError(say`some of these runs are of panels and others of single series`, {
      hint: say`Compare runs of one kind`,
    });
  if (panels.length > 0) return comparePanels(panels, { lang, json }, process);
  const runs: Compared[] = [];
  for (const path of paths) runs.push(await compared(path, { stderr, lang }));
  runs.sort((a, b) => maeOf(a) - maeOf(b));
  if (json) {
    stdout.write(plainJson(runs));
    return;
  }
  stdout.write(
    linesText(
      tableLines(
        [seriesWords[lang].compareHead, ...runs.map((run) => rowOf(run, lang))],
        [2, 3, 4, 5, 6, 7, 8],
      ),
    ),
  );
  for (const warning of warnings(runs, lang)) stderr.write(linesText([warning]));
}

/** Those of the runs that are of panels. */
async function panelFolders(paths: readonly string[]): Promise<RunFolder[]> {
  const folders = await Promise.all(paths.map((path) => RunFolder.open(path)));
  const isOfPanel = await Promise.all(
    folders.map(async (folder) => isPanelConfig((await folder.readText("config")) ?? "")),
  );
  return folders.filter((_, i) => isOfPanel[i]);
}

async function compared(path: string, notified: Notified) {
  const { folder, config, request } = await savedRun(path);
  const record = await recordOf(folder, notified);
  const training = await trainingSummary(record, path);
  return { path, data: request.data, plan: config.plan, training, scores: record.backtest };
}

/** Runs without scores are last. */
function maeOf({ scores }: Compared): number {
  const mae = scores?.model.mae.overall ?? Number.NaN;
  return Number.isNaN(mae) ? Number.MAX_VALUE : mae;
}

function rowOf({ path, plan, training, scores }: Compared, lang: Lang): string[] {
  const best = scores?.baselines.reduce((a, b) => (b.mae.overall < a.mae.overall ? b : a));
  const of = (value: number | null | undefined): string => (value == null ? "–" : formatError(value));
  return [
    path,
    methodName(plan.model, lang),
    String(plan.lookback),
    String(plan.horizon),
    training.epochs === 0 ? "–" : `${training.epochs}`,
    of(training.best),
    of(scores?.model.mae.overall),
    of(scores?.model.rmse.overall),
    of(scores?.model.mase.overall),
    best === undefined ? "–" : `${formatError(best.mae.overall)} ${methodName(best.name, lang)}`,
  ];
}

function warnings(runs: readonly Compared[], lang: Lang): string[] {
  const { scores, losses } = differencesOf(runs);
  const { aspects, scoresDiffer, lossesDiffer } = terms[lang];
  return [
    ...(scores.length > 0 ? [scoresDiffer(scores.map((aspect) => aspects[aspect]))] : []),
    ...(losses.length > 0 ? [lossesDiffer(losses.map((aspect) => aspects[aspect]))] : []),
  ];
}
