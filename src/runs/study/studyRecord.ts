/** @module A study as its journal has it: what the report, the command line and the studio show of it. */
import type { Json } from "../../jobs/job.ts";
import {
  isClearlyBetter,
  rankedSettings,
  SEED,
  type Spread,
  spreadOf,
  type Tried,
} from "../../jobs/study/findings.ts";
import { importances } from "../../jobs/study/importance.ts";
import type { JournalStudy } from "../../jobs/study/journal.ts";
import { type Domain, domainIn, type SearchSpace } from "../../jobs/study/space.ts";
import type { Trial } from "../../jobs/study/trial.ts";

/** The notes of a journal that this project writes. */
export const studyNotes = {
  /** All that the study is a function of. */
  depends: "unrolled",
  /** The number of trials that the last command wanted. */
  trials: "trials",
  /** Repeats. */
  repeats: "repeats",
  /** How the last command ended; absent while it runs, and if it was killed. */
  ended: "ended",
} as const;

/** What a trial trains: a model of one series, of a panel, or the note's program. */
const studyKinds = ["series", "panel", "note"] as const;
export type StudyKind = (typeof studyKinds)[number];

/** Why a search ended. */
const studyEnds = ["done", "timeout", "interrupted"] as const;
export type StudyEnd = (typeof studyEnds)[number];

/** The two best settings, trained again with other seeds. */
export interface Repeats {
  readonly seeds: readonly number[];
  /** The best trial first; of each, the scores of the repeats that did not diverge. */
  readonly of: readonly { readonly number: number; readonly values: readonly number[] }[];
}

export interface StudyRecord {
  readonly name: string;
  /** Null for a journal of another program. */
  readonly kind: StudyKind | null;
  readonly space: SearchSpace;
  readonly trials: readonly Trial[];
  /** The number of trials that were wanted; null where it is not known. */
  readonly wanted: number | null;
  readonly repeats: Repeats | null;
  readonly ended: StudyEnd | null;
  readonly sampler: string | null;
  readonly pruner: string | null;
}

/** What a study comes to. */
export interface StudyFindings {
  /** All settings that were tried, the best first. */
  readonly ranked: readonly Tried[];
  /** The scores of the best settings over their seeds. */
  readonly best: Spread | null;
  /** Those of the next best. */
  readonly runnerUp: Spread | null;
  /** Whether the best is better by more than the scores of seeds differ; null where that is not known. */
  readonly isClear: boolean | null;
  readonly importances: Readonly<Record<string, number>> | null;
}

export function studyRecord({ name, notes, space, trials }: Omit<JournalStudy, "isMinimized">): StudyRecord {
  const depends = fieldsOf(notes[studyNotes.depends]);
  const wanted = notes[studyNotes.trials];
  const found = { ...space };
  for (const [setting, value] of Object.entries(fieldsOf(depends.space))) {
    const domain = domainIn(value);
    if (domain !== null) found[setting] = domain;
  }
  return {
    name,
    kind: studyKinds.find((kind) => kind === depends.kind) ?? null,
    space: inOrder(found, Object.keys(fieldsOf(depends.space))),
    trials,
    wanted: typeof wanted === "number" ? wanted : null,
    repeats: repeatsIn(notes[studyNotes.repeats]),
    ended: studyEnds.find((end) => end === notes[studyNotes.ended]) ?? null,
    sampler: typeof depends.sampler === "string" ? depends.sampler : null,
    pruner: typeof depends.pruner === "string" ? depends.pruner : null,
  };
}

/** Settings in the order in which they were declared. */
function inOrder(space: SearchSpace, names: readonly string[]): SearchSpace {
  const all = [...names, ...Object.keys(space).filter((name) => !names.includes(name))];
  const known = all.filter((name): name is string => Object.hasOwn(space, name));
  return Object.fromEntries(known.map((name): [string, Domain] => [name, space[name]]));
}

/** Whether seeds are among the settings: scores of several seeds are then in the trials. */
export function searchesSeeds({ space }: Pick<StudyRecord, "space">): boolean {
  return Object.hasOwn(space, SEED);
}

export function findingsOf(record: StudyRecord): StudyFindings {
  const ranked = rankedSettings(record.trials);
  const spreads = ranked.slice(0, 2).map((one) => withRepeats(one, record));
  const [best = null, runnerUp = null] = spreads;
  return {
    ranked,
    best,
    runnerUp,
    isClear: best && runnerUp && isClearlyBetter(best, runnerUp),
    importances: importances(record.space, record.trials),
  };
}

function withRepeats({ trials, mean, sd, count }: Tried, { repeats }: StudyRecord): Spread {
  const more =
    repeats?.of.find(({ number }) => trials.some((trial) => trial.number === number))?.values ?? [];
  if (more.length === 0) return { mean, sd, count };
  return spreadOf([...trials.flatMap(({ value }) => value ?? []), ...more]);
}

function repeatsIn(note: Json | undefined): Repeats | null {
  const { seeds, of } = fieldsOf(note);
  if (!Array.isArray(seeds) || !Array.isArray(of)) return null;
  return {
    seeds: numbersIn(seeds),
    of: of.map((one: Json) => {
      const { number, values } = fieldsOf(one);
      return { number: Number(number), values: numbersIn(values) };
    }),
  };
}

function numbersIn(value: Json | undefined): number[] {
  return Array.isArray(value) ? value.filter((one): one is number => typeof one === "number") : [];
}

function fieldsOf(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : {};
}
