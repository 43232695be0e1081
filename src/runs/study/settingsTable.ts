/** @module Settings, their scores and the states of trials as texts and tables, for the terminal, the report and the studio. */
import type { Tried } from "../../jobs/study/findings.ts";
import type { Trial, TrialState } from "../../jobs/study/trial.ts";
import { formatWhole } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import type { TextTable } from "../report/scoreTables.ts";
import type { StudyRecord } from "./studyRecord.ts";
import { settingName, settingText, spreadText, studyTerms } from "./studyTerms.ts";

/** `lr` 0.012, `hidden` 16. */
export function settingsText({ params }: Pick<Tried, "params">, lang: Lang): string {
  return Object.entries(params)
    .map(([name, value]) => `${settingName(name)} = ${settingText(value)}`)
    .join(lang === "zh" ? "，" : ", ");
}

/** The number of trials in each state. */
export function countsOf(trials: readonly Pick<Trial, "state">[]): Record<TrialState, number> {
  const counts = { running: 0, complete: 0, pruned: 0, failed: 0, waiting: 0 };
  for (const { state } of trials) counts[state] += 1;
  return counts;
}

/** Settings with their scores: of one trial, or over several seeds. */
export function settingsTable(record: StudyRecord, ranked: readonly Tried[], lang: Lang): TextTable {
  const terms = studyTerms[lang];
  const names = Object.keys(record.space).filter((name) =>
    ranked.some(({ params }) => Object.hasOwn(params, name)),
  );
  const hasSeeds = ranked.some(({ count }) => count > 1);
  const head = [
    terms.trial,
    terms.scoreAxis(record.kind),
    ...(hasSeeds ? [terms.seeds] : []),
    ...names.map(settingName),
  ];
  const rows = ranked.map((one) => [
    formatWhole(one.trials[0].number + 1),
    spreadText(one),
    ...(hasSeeds ? [formatWhole(one.count)] : []),
    ...names.map((name) => settingText(one.params[name])),
  ]);
  const isNumber = (name: string): boolean => ranked.every(({ params }) => typeof params[name] === "number");
  const first = hasSeeds ? 3 : 2;
  const right = [...Array(first).keys(), ...names.flatMap((name, i) => (isNumber(name) ? [first + i] : []))];
  return { head, rows, right, best: rows.map((_, r) => (r === 0 ? [1] : [])) };
}
