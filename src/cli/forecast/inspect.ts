/** @module `unrolled inspect`: the data, model, training, scores and files of a run. */
import { lstat, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Command } from "commander";
import type { Forecaster } from "../../forecast/forecaster.ts";
import { isBaseline, isSolved } from "../../forecast/options.ts";
import type { Plan } from "../../forecast/plan.ts";
import { plansOf } from "../../forecast/trained.ts";
import { isPanelConfig } from "../../runs/panel/panelFiles.ts";
import { parameterCount } from "../../runs/results.ts";
import { terms } from "../../runs/terms.ts";
import { formatDate, formatError, formatKilobytes } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { plainJson } from "../files.ts";
import { inspectPanel } from "../panel/forecastPanel.ts";
import type { Process } from "../process.ts";
import { tableLines } from "../table.ts";
import { linesText } from "../terminalGate.ts";
import { type AnswerOptions, addAnswerOptions } from "./commonOptions.ts";
import { boundsLines, choiceLines, heading, type Style, scoreLines, setsLine, styleOf } from "./print.ts";
import { RunFolder } from "./runFolder.ts";
import {
  modelOf,
  type Notified,
  recordOf,
  savedRun,
  type TrainingSummary,
  trainingSummary,
} from "./savedRun.ts";
import { seriesWords } from "./words.ts";

export function addInspectCommand(program: Command, process: Process): void {
  const command = program
    .command("inspect")
    .description("show a run: data, model, parameters, training, errors, files")
    .argument("<run>", "the folder of a run, as runs/NAME");
  addAnswerOptions(command, process).action((path: string, options: AnswerOptions) =>
    runInspect(path, options, process),
  );
}

type Inspected = Awaited<ReturnType<typeof inspect>>;

async function runInspect(
  path: string,
  { lang, json = false }: AnswerOptions,
  process: Process,
): Promise<void> {
  const folder = await RunFolder.open(path);
  if (isPanelConfig((await folder.readText("config")) ?? ""))
    return inspectPanel(folder, { lang, json }, process);
  const inspected = await inspect(path, { stderr: process.stderr, lang });
  process.stdout.write(
    json ? plainJson(documentOf(inspected)) : linesText(lines(inspected, styleOf(lang, process))),
  );
}

async function inspect(path: string, notified: Notified) {
  const { folder, config, request } = await savedRun(path);
  const record = await recordOf(folder, notified);
  const names = (await readdir(path)).filter((name) => !name.startsWith(".")).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: (await lstat(join(path, name))).size })),
  );
  return {
    path,
    data: request.data,
    rows: config.data.rows,
    created: config.created,
    plan: config.plan,
    /** Null before there is one. */
    forecaster: (await folder.read("best")) === null ? null : await modelOf(folder, notified),
    training: await trainingSummary(record, path),
    scores: record.backtest,
    files,
  };
}

function documentOf({ forecaster, ...rest }: Inspected): unknown {
  return { ...rest, parameters: parametersOf(forecaster).map(([name, shape]) => ({ name, shape })) };
}

function parametersOf(forecaster: Forecaster | null): (readonly [name: string, shape: readonly number[]])[] {
  if (forecaster === null) return [];
  const { network, members } = forecaster.trained;
  const networks = [network, ...members.map((member) => member.network)];
  return networks.flatMap((one, i) =>
    (one?.namedParameters() ?? []).map(
      ([name, { shape }]) => [i === 0 ? name : `members.${i - 1}.${name}`, shape] as const,
    ),
  );
}

function lines(inspected: Inspected, style: Style): string[] {
  const { path, data, rows, created, plan, forecaster, training, scores, files } = inspected;
  const words = seriesWords[style.lang];
  const { targets, covariates, future, calendar } = plan.columns;
  const roles = [
    [words.covariates, covariates],
    [words.future, future],
    [words.calendar, calendar],
  ] as const;
  const sizes = files.map(({ name, bytes }) => [`  ${name}`, `${formatKilobytes(bytes)} kB`]);
  return [
    words.run(path, terms[style.lang].states[training.state], formatDate(created, style.lang)),
    ...heading(words.data, style),
    words.rows(basename(data), rows),
    words.targets(targets.join(", ")),
    ...roles.flatMap(([label, names]) => (names.length === 0 ? [] : [`${label}${names.join(", ")}`])),
    setsLine(plan, rows, style.lang),
    ...heading(words.model, style),
    words.sizes(plan),
    ...choiceLines(plan, style),
    ...boundsLines(plan, style.lang),
    ...(forecaster === null ? [] : networkLines(forecaster, style.lang)),
    ...heading(words.training, style),
    trainingLine(plan, training, style.lang),
    ...(scores === null ? [] : scoreLines(scores, style)),
    ...heading(words.files, style),
    ...tableLines(sizes, [1]),
  ];
}

function networkLines(forecaster: Forecaster, lang: Lang): string[] {
  const { network, members } = forecaster.trained;
  const networks = [network, ...members.map((member) => member.network)].flatMap((one) => one ?? []);
  if (networks.length === 0) return [seriesWords[lang].untrained];
  const rows = parametersOf(forecaster).map(([name, shape]) => [`  ${name}`, `(${shape.join(", ")})`]);
  return [
    ...networks.flatMap((one) => String(one).split("\n")),
    "",
    ...tableLines(rows),
    seriesWords[lang].parameters(parameterCount(forecaster)),
  ];
}

/** Whether all that was trained are least squares. */
function isWithoutEpochs(plan: Plan, { state }: TrainingSummary): boolean {
  return plansOf(plan).every(({ model }) => isBaseline(model) || isSolved(model)) && state === "done";
}

function trainingLine(plan: Plan, training: TrainingSummary, lang: Lang): string {
  const words = seriesWords[lang];
  const { model } = plan;
  const { epochs, best, bestEpoch, seconds } = training;
  if (best === null)
    return isBaseline(model)
      ? words.untrained
      : isWithoutEpochs(plan, training)
        ? words.solved
        : words.noEpoch;
  return words.trained({ epochs, bestEpoch, loss: formatError(best), seconds });
}
