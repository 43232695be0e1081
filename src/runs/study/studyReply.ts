/** @module What the studio's server sends of studies, as plain JSON. */

import type { Trial } from "../../jobs/study/trial.ts";
import type { Message } from "../../sentence.ts";
import type { StudyRecord } from "./studyRecord.ts";

/** `killed`: its process is gone without having written why; `foreign`: the journal of another program, which may be running. */
export type StudyState = "running" | "done" | "timeout" | "interrupted" | "killed" | "foreign";

/** A study in the list. The stamp changes whenever anything of it does. */
export interface StudySummary {
  /** The name of its folder. */
  readonly name: string;
  readonly stamp: string;
  readonly problem: null;
  readonly state: StudyState;
  /** What it is about: the name of the data file. */
  readonly study: string;
  /** Trials that have ended. */
  readonly ended: number;
  /** Trials that were wanted; null where it is not known. */
  readonly wanted: number | null;
  /** The best score so far. */
  readonly best: number | null;
  /** ISO 8601: when its journal was last written to. */
  readonly updated: string;
}

/** A folder with a journal that cannot be read, and why. */
export interface BrokenStudy {
  readonly name: string;
  readonly stamp: string;
  readonly problem: Message;
}

/** The reply to `api/studies.json`, the newest first. */
export interface StudiesReply {
  readonly studies: readonly (StudySummary | BrokenStudy)[];
}

/** A trial without its reports, which are many. */
type PlainTrial = Omit<Trial, "reports">;

/** The reply to `api/studies/NAME.json`. */
export interface StudyReply {
  readonly summary: StudySummary;
  readonly record: Omit<StudyRecord, "trials"> & { readonly trials: readonly PlainTrial[] };
  /** Whether there is a report. */
  readonly hasReport: boolean;
}

/** A record as it is sent, and back. */
export function plainRecord(record: StudyRecord): StudyReply["record"] {
  return { ...record, trials: record.trials.map(({ reports: _, ...trial }) => trial) };
}

export function recordOf({ record }: StudyReply): StudyRecord {
  return { ...record, trials: record.trials.map((trial) => ({ ...trial, reports: new Map() })) };
}
