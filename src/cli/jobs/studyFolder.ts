/** @module The folder of a study: its journal, in Optuna's format, which one process at a time writes and another one may go on with. */
import { randomUUID } from "node:crypto";
import { closeSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { FormatError, UsageError } from "../../errors.ts";
import { canonicalJson, type Json } from "../../jobs/job.ts";
import { type JournalStudy, JournalWriter, readJournal } from "../../jobs/study/journal.ts";
import { Study, type StudyOptions } from "../../jobs/study/study.ts";
import { InputError, makeFolder, outputError } from "../files.ts";
import { RunLock } from "../lock/runLock.ts";

export const journalFile = "journal.log";

/** The note of a journal that says what its study depends on. */
const OPTIONS = "unrolled";

export interface StudyFolder {
  readonly study: Study;
  /** Whether it goes on with earlier trials. */
  readonly isResumed: boolean;
  /** Adds a note to the study. */
  readonly note: (key: string, value: Json) => void;
  readonly close: () => Promise<void>;
}

/**
 * Begins a study in a folder, or goes on with the one that is there. Throws UsageError if that one depends on other options, or
 * another process has it.
 */
export async function openStudy(folder: string, options: StudyOptions, depends: Json): Promise<StudyFolder> {
  await makeFolder(folder);
  const lock = await RunLock.take(folder);
  const path = join(folder, journalFile);
  try {
    const writer = new JournalWriter(options.space, `unrolled-${randomUUID()}`);
    const before = earlier(path);
    if (before !== null) checkSame(before, depends, folder);
    const fd = openSync(path, "a");
    const write = (lines: string): void => {
      try {
        writeSync(fd, lines);
      } catch (error) {
        throw outputError(path, error, "the study can go on from there once there is room");
      }
    };
    if (before === null) write(writer.head(options.name, { [OPTIONS]: depends }));
    const study = Study.resumed(options, before?.trials ?? [], (event) => write(writer.linesOf(event)));
    const close = async (): Promise<void> => {
      closeSync(fd);
      await lock.release();
    };
    return {
      study,
      isResumed: before !== null,
      note: (key, value) => write(writer.noteLine(key, value)),
      close,
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The study of a journal; null where there is none. Cuts off a last line that was being written when its writer was killed. */
function earlier(path: string): JournalStudy | null {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return null;
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf("\n") + 1;
  if (whole < bytes.length) {
    const fd = openSync(path, "r+");
    ftruncateSync(fd, whole);
    closeSync(fd);
  }
  try {
    return readJournal(bytes.toString("utf8", 0, whole))[0] ?? null;
  } catch (error) {
    if (error instanceof FormatError) throw new InputError(`${path}: ${error.message}`);
    throw error;
  }
}

function checkSame({ notes }: JournalStudy, depends: Json, folder: string): void {
  const own = notes[OPTIONS];
  if (own !== undefined && canonicalJson(own) === canonicalJson(depends)) return;
  throw new UsageError(
    `${folder} holds a study of other options or data\n  choose another folder with --study, or give the options that it was begun with`,
  );
}
