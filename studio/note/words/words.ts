/** @module The words of the page by language, and the name of a run, which is the same in all of them. */
import { cellLabels, type Settings, type TaskName } from "../../../src/note/settings.ts";
import type { Lang, Translated } from "../../../src/text/lang.ts";
import { fieldNames, isIdle } from "../state/settingFields.ts";
import { batchWords, type Replaced } from "./batchWords.ts";
import { en, type Words } from "./en.ts";
import { zh } from "./zh.ts";

/** The words, by language. */
export const words: Translated<Words> = { en, zh };

/** The words where a task is learnt in batches, by language. */
const wordsOfBatches: Translated<Words> = {
  en: replaced(en, batchWords.en),
  zh: replaced(zh, batchWords.zh),
};

/** The words for a task. */
export function wordsFor(task: TaskName, lang: Lang): Words {
  return (task === "cosine" ? words : wordsOfBatches)[lang];
}

/** The sections with some of their words replaced. */
function replaced(all: Words, by: Replaced): Words {
  const { transport, loss, fields, inside, seeds, files } = by;
  return {
    ...all,
    transport: { ...all.transport, ...transport },
    loss: { ...all.loss, ...loss },
    fields: { ...all.fields, ...fields },
    inside: { ...all.inside, ...inside },
    seeds: { ...all.seeds, ...seeds },
    files: { ...all.files, ...files },
  };
}

/** How many differences a name has at most. */
const mostDifferences = 3;

/** Names of runs side by side: a letter and what they differ in, "B · not carried"; alone, the cell and the time steps. */
export function namesOf(runs: readonly Settings[], lang: Lang): readonly string[] {
  const differing = ["cell" as const, ...fieldNames.filter((name) => name !== "cell")].filter((name) =>
    runs.some((run) => run[name] !== runs[0][name]),
  );
  if (differing.length === 0) return runs.map((run, i) => runName(i, run));
  const told = differing.slice(0, mostDifferences);
  return runs.map(
    (run, i) =>
      `${"ABC"[i]} · ${told
        .filter((name) => !isIdle(run, name))
        .map((name) => words[lang].difference(name, run))
        .join(", ")}`,
  );
}

/** A letter, the cell and the time steps: "A · LSTM, T = 20". */
export function runName(index: number, { cell, timeStep }: Settings): string {
  return `${"ABC"[index]} · ${cellLabels[cell]}, T = ${timeStep}`;
}
