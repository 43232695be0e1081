/** @module The folder of a study: its journal, in Optuna's format, which one process at a time writes and another one may go on with. */
import { randomUUID } from "node:crypto";
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { FormatError, UsageError } from "../../errors.ts";
import { canonicalJson, type Json } from "../../jobs/job.ts";
import { JournalReader, type JournalStudy, JournalWriter } from "../../jobs/study/journal.ts";
import { Study, type StudyOptions } from "../../jobs/study/study.ts";
import { studyNotes } from "../../runs/study/studyRecord.ts";
import { say } from "../../sentence.ts";
import { InputError, makeFolder, outputError } from "../files.ts";
import { RunLock } from "../lock/runLock.ts";
import { openRegular } from "../regularFile.ts";
import { journalFile } from "./studyFiles.ts";

export interface StudyFolder {
  readonly study: Study;
  /** Whether it goes on with earlier trials. */
  readonly isResumed: boolean;
  /** Adds a note to the study. */
  readonly note: (key: string, value: Json) => void;
  /** All of its notes. */
  readonly notes: () => Readonly<Record<string, Json>>;
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
    const notes: Record<string, Json> = { ...before?.notes, [studyNotes.depends]: depends };
    if (before === null) write(writer.head(options.name, { [studyNotes.depends]: depends }));
    const study = Study.resumed(options, before?.trials ?? [], (event) => write(writer.linesOf(event)));
    const close = async (): Promise<void> => {
      closeSync(fd);
      await lock.release();
    };
    return {
      study,
      isResumed: before !== null,
      note: (key, value) => {
        write(writer.noteLine(key, value));
        notes[key] = value;
      },
      notes: () => notes,
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
  cutOff(path);
  try {
    return firstStudy(path);
  } catch (error) {
    if (error instanceof FormatError) throw new InputError(`${path}: ${error.message}`);
    throw error;
  }
}

/** Cuts off what follows the last whole line. */
function cutOff(path: string): void {
  const fd = openSync(path, "r+");
  try {
    const piece = Buffer.alloc(PIECE);
    const size = fstatSync(fd).size;
    for (let end = size; end > 0; ) {
      const from = Math.max(end - PIECE, 0);
      const count = readSync(fd, piece, 0, end - from, from);
      const last = piece.subarray(0, count).lastIndexOf("\n");
      if (last >= 0 || from === 0) {
        if (from + last + 1 < size) ftruncateSync(fd, from + last + 1);
        return;
      }
      end = from;
    }
  } finally {
    closeSync(fd);
  }
}

/** Bytes that are read at a time: a journal of many trials is never a whole in memory. */
const PIECE = 2 ** 20;

/** The first study of a journal; null for an empty one. Throws FormatError for another file. */
function firstStudy(path: string): JournalStudy | null {
  const reader = new JournalReader();
  const decoder = new TextDecoder();
  const piece = Buffer.alloc(PIECE);
  const fd = openSync(path, "r");
  try {
    for (let count = readSync(fd, piece); count > 0; count = readSync(fd, piece))
      reader.add(decoder.decode(piece.subarray(0, count), { stream: true }));
  } finally {
    closeSync(fd);
  }
  return reader.studies()[0] ?? null;
}

/** The study of a journal. Throws InputError where there is no such file, FormatError for another one. */
export async function readStudyFile(path: string): Promise<JournalStudy> {
  await (await openRegular(path, "followed")).close();
  const found = firstStudy(path);
  if (found === null) throw new InputError(`${path}: there is no study in it`);
  return found;
}

function checkSame({ notes }: JournalStudy, depends: Json, folder: string): void {
  const own = notes[studyNotes.depends];
  if (own !== undefined && canonicalJson(own) === canonicalJson(depends)) return;
  throw new UsageError(say`${folder} holds a study of other options or data`, {
    hint: say`choose another folder with --study, or give the options that it was begun with`,
  });
}
