/** @module `unrolled train --from-study`: the best settings of a study as options. */
import { join } from "node:path";
import { FormatError, UsageError } from "../../errors.ts";
import type { Json } from "../../jobs/job.ts";
import type { JournalStudy } from "../../jobs/study/journal.ts";
import type { Params } from "../../jobs/study/space.ts";
import { findingsOf, studyNotes, studyRecord } from "../../runs/study/studyRecord.ts";
import { say } from "../../sentence.ts";
import { InputError, isFolder } from "../files.ts";
import type { SeriesRequest } from "../forecast/commonOptions.ts";
import type { GivenOptions } from "../forecast/flags.ts";
import { checkOptions } from "../forecast/givenOptions.ts";
import { panelSearchTable, seriesTable, usedParams } from "./searched.ts";
import type { StudyRequest } from "./studyChecks.ts";
import { journalFile } from "./studyFiles.ts";
import { readStudyFile } from "./studyFolder.ts";

/** The options of a study, then its best settings, then those of the command line. Throws UsageError for a study without them. */
export async function requestFromStudy(request: SeriesRequest, path: string): Promise<StudyRequest> {
  const file = (await isFolder(path)) ? join(path, journalFile) : path;
  const journal = await readFile(file);
  const depends = journal.notes[studyNotes.depends];
  const record = studyRecord(journal);
  const { kind } = record;
  if (kind === "note")
    throw new UsageError(say`${path} is a study of the note, which has no data`, {
      hint: say`its report has the command that runs the note with the best settings`,
    });
  if (kind === null || typeof depends !== "object" || depends === null || Array.isArray(depends))
    throw new UsageError(say`${path} is no study of unrolled tune: it does not say which options it is for`);
  const [best] = findingsOf(record).ranked;
  if (best === undefined) throw new UsageError(say`${path} has no complete trial yet`);
  const fields = depends as Readonly<Record<string, Json>>;
  const own = checkOptions(Object(fields.given ?? {}), file);
  const given = { ...own, ...settingsOf(own, best.params, request.given, kind), ...request.given };
  return { data: request.data, given, study: { path, kind, depends: fields } };
}

/** The settings that the chosen model has. */
function settingsOf(
  own: GivenOptions,
  params: Params,
  flags: GivenOptions,
  kind: "series" | "panel",
): GivenOptions {
  const model = flags.model ?? params.model ?? own.model ?? null;
  return usedParams(own, { ...params, model }, kind === "panel" ? panelSearchTable : seriesTable);
}

async function readFile(file: string): Promise<JournalStudy> {
  try {
    return await readStudyFile(file);
  } catch (error) {
    if (error instanceof FormatError) throw new InputError(`${file}: ${error.message}`);
    throw error;
  }
}
