/** @module `unrolled inspect`: what a run is, how it went, and what its folder holds. */

import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { wrap } from "../../figures/terminal/span.ts";
import type { Forecaster } from "../../forecast/forecaster.ts";
import type { Plan } from "../../forecast/plan.ts";
import type { SavedScores } from "../../runs/readScores.ts";
import { scoreTable } from "../../runs/report/scoreTables.ts";
import { fixed, formatError, formatKilobytes, formatWhole } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { plainJson } from "../files.ts";
import type { Process } from "../process.ts";
import { tableLines } from "../table.ts";
import { type AnswerOptions, addAnswerOptions } from "./commonOptions.ts";
import { modelOf, savedRun } from "./savedRun.ts";
import { savedScores } from "./savedScores.ts";
import { type SavedTraining, savedTraining } from "./savedTraining.ts";
import { asTable, heading, partsLine, type Style, sizesLine, styleOf } from "./story.ts";
import { seriesWords } from "./words.ts";

/** Adds `inspect` to the program. */
export function addInspectCommand(program: Command, process: Process): void {
  const command = program
    .command("inspect")
    .description("show what a run is: data, model, parameters, training, errors, files")
    .argument("<run>", "the folder of a run, as runs/NAME");
  addAnswerOptions(command, process).action((path: string, options: AnswerOptions) =>
    runInspect(path, options, process),
  );
}

/** Everything that there is to tell. */
interface Inspected {
  readonly path: string;
  readonly data: string;
  readonly rows: number;
  readonly created: string;
  readonly plan: Plan;
  /** Null where none is written so far. */
  readonly forecaster: Forecaster | null;
  readonly training: SavedTraining;
  readonly scores: SavedScores | null;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

async function runInspect(
  path: string,
  { lang, json = false }: AnswerOptions,
  process: Process,
): Promise<void> {
  const inspected = await inspect(path);
  process.stdout.write(
    json ? plainJson(documentOf(inspected)) : `${told(inspected, styleOf(lang, process)).join("\n")}\n`,
  );
}

async function inspect(path: string): Promise<Inspected> {
  const { folder, config, order } = await savedRun(path);
  const names = (await readdir(path)).filter((name) => !name.startsWith(".")).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: (await stat(join(path, name))).size })),
  );
  return {
    path,
    data: order.data,
    rows: config.data.rows,
    created: config.created,
    plan: config.plan,
    forecaster: (await folder.read("best")) === null ? null : await modelOf(folder),
    training: await savedTraining(folder),
    scores: await savedScores(folder),
    files,
  };
}

function documentOf({ forecaster, ...rest }: Inspected): unknown {
  return { ...rest, parameters: parametersOf(forecaster).map(([name, shape]) => ({ name, shape })) };
}

function parametersOf(forecaster: Forecaster | null): (readonly [name: string, shape: readonly number[]])[] {
  const named = forecaster?.trained.network?.namedParameters() ?? [];
  return [...named].map(([name, { shape }]) => [name, shape]);
}

function told(inspected: Inspected, style: Style): string[] {
  const { path, data, rows, created, plan, forecaster, training, scores, files } = inspected;
  const words = seriesWords[style.lang];
  const sizes = files.map(({ name, bytes }) => [`  ${name}`, `${formatKilobytes(bytes)} kB`]);
  return [
    words.run(path, words.state[training.state], created),
    ...heading(words.data, style),
    `${basename(data)}: ${formatWhole(rows)} ${words.rows}`,
    words.targets(plan.columns.targets.join(", ")),
    ...rolesOf(plan, style.lang),
    partsLine(plan, rows, style.lang),
    ...heading(words.model, style),
    sizesLine(plan, style.lang),
    ...(forecaster === null ? [] : networkLines(forecaster, style.lang)),
    ...heading(words.training, style),
    trainingLine(training, style.lang),
    ...(scores === null ? [] : scoreLines(scores, style)),
    ...heading(words.files, style),
    ...tableLines(sizes, [1]),
  ];
}

function rolesOf({ columns: { covariates, future, calendar } }: Plan, lang: Lang): string[] {
  const words = seriesWords[lang];
  const line = (label: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`${label}${names.join(", ")}`];
  return [
    ...line(words.covariates, covariates),
    ...line(words.future, future),
    ...line(words.calendar, calendar),
  ];
}

function networkLines(forecaster: Forecaster, lang: Lang): string[] {
  const { network } = forecaster.trained;
  if (network === null) return [seriesWords[lang].untrained];
  const rows = parametersOf(forecaster).map(([name, shape]) => [`  ${name}`, `(${shape.join(", ")})`]);
  const count = network.parameters().reduce((sum, { data }) => sum + data.length, 0);
  return [
    ...String(network).split("\n"),
    "",
    ...tableLines(rows),
    seriesWords[lang].parameters(formatWhole(count)),
  ];
}

function trainingLine({ epochs, best, bestEpoch, seconds }: SavedTraining, lang: Lang): string {
  const words = seriesWords[lang];
  return best === null
    ? words.untrained
    : words.trained(epochs, bestEpoch, formatError(best), words.seconds(fixed(seconds, 1)));
}

function scoreLines(scores: SavedScores, style: Style): string[] {
  const words = seriesWords[style.lang];
  return [
    ...heading(words.verdict, style),
    ...wrap(scores.verdict[style.lang], style.columns, Number.POSITIVE_INFINITY),
    ...heading(words.scores(formatWhole(scores.windows)), style),
    ...asTable(scoreTable(scores, style.lang)),
  ];
}
