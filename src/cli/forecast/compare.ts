/** @module `unrolled compare`: runs beside each other. */

import type { Command } from "commander";
import type { Plan } from "../../forecast/plan.ts";
import type { SavedScores } from "../../runs/readScores.ts";
import { methodName } from "../../runs/report/wordsOfMethods.ts";
import { formatError } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { plainJson } from "../files.ts";
import type { Process } from "../process.ts";
import { tableLines } from "../table.ts";
import { type AnswerOptions, addAnswerOptions } from "./commonOptions.ts";
import { savedRun } from "./savedRun.ts";
import { savedScores } from "./savedScores.ts";
import { type SavedTraining, savedTraining } from "./savedTraining.ts";
import { seriesWords } from "./words.ts";

/** A run in a row. */
interface Compared {
  readonly path: string;
  readonly data: string;
  readonly plan: Plan;
  readonly training: SavedTraining;
  readonly scores: SavedScores | null;
}

/** Adds `compare` to the program. */
export function addCompareCommand(program: Command, process: Process): void {
  const command = program
    .command("compare")
    .description("show runs beside each other: sizes, training, errors on the test part")
    .argument("<run...>", "folders of runs, as runs/*");
  addAnswerOptions(command, process).action((paths: string[], options: AnswerOptions) =>
    runCompare(paths, options, process),
  );
}

async function runCompare(
  paths: readonly string[],
  { lang, json = false }: AnswerOptions,
  { stdout, stderr }: Process,
): Promise<void> {
  const runs: Compared[] = [];
  for (const path of paths) runs.push(await compared(path));
  runs.sort((a, b) => maeOf(a) - maeOf(b));
  if (json) {
    stdout.write(plainJson(runs));
    return;
  }
  stdout.write(
    `${tableLines([seriesWords[lang].compareHead, ...runs.map((run) => rowOf(run, lang))], [2, 3, 4, 5, 6, 7, 8]).join("\n")}\n`,
  );
  const different = differences(runs, lang);
  if (different.length > 0) stderr.write(`${seriesWords[lang].compareDiffer(different.join(", "))}\n`);
}

async function compared(path: string): Promise<Compared> {
  const { folder, config, order } = await savedRun(path);
  return {
    path,
    data: order.data,
    plan: config.plan,
    training: await savedTraining(folder),
    scores: await savedScores(folder),
  };
}

/** Runs without scores come last. */
function maeOf({ scores }: Compared): number {
  return scores?.model.mae.overall ?? Number.POSITIVE_INFINITY;
}

function rowOf({ path, plan, training, scores }: Compared, lang: Lang): string[] {
  const best = scores?.baselines.reduce((a, b) => (b.mae.overall < a.mae.overall ? b : a));
  const of = (value: number | null | undefined): string => (value == null ? "–" : formatError(value));
  return [
    path,
    plan.model,
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

/** What errors depend on besides the model. */
function differences(runs: readonly Compared[], lang: Lang): string[] {
  const aspects: Readonly<Record<Lang, readonly [string, (run: Compared) => unknown][]>> = {
    en: [
      ["data", ({ data }) => data],
      ["targets", ({ plan }) => plan.columns.targets],
      ["horizon", ({ plan }) => plan.horizon],
      ["test part", ({ plan }) => plan.split.test],
    ],
    zh: [
      ["数据", ({ data }) => data],
      ["预测目标", ({ plan }) => plan.columns.targets],
      ["预测步数", ({ plan }) => plan.horizon],
      ["测试部分", ({ plan }) => plan.split.test],
    ],
  };
  return aspects[lang]
    .filter(([, of]) => new Set(runs.map((run) => JSON.stringify(of(run)))).size > 1)
    .map(([name]) => name);
}
