/** @module The studio server's replies about the studies in a folder of runs: folders with a journal, of which only what is new is read. */
import { type BigIntStats, existsSync } from "node:fs";
import { type FileHandle, lstat } from "node:fs/promises";
import { join } from "node:path";
import { AdvisedError, FormatError } from "../../errors.ts";
import { JournalReader } from "../../jobs/study/journal.ts";
import { bestOf, isFinished } from "../../jobs/study/trial.ts";
import { runFiles } from "../../runs/files.ts";
import { studyRecord } from "../../runs/study/studyRecord.ts";
import {
  type BrokenStudy,
  plainRecord,
  type StudiesReply,
  type StudyReply,
  type StudyState,
  type StudySummary,
} from "../../runs/study/studyReply.ts";
import { type Message, say } from "../../sentence.ts";
import { isStudyFolder, journalFile } from "../jobs/studyFiles.ts";
import { stateOfRun } from "../lock/runLock.ts";
import { openRegular } from "../regularFile.ts";

/** Larger journals are not read: hundreds of thousands of trials. */
const MOST_BYTES = 512 * 2 ** 20;
/** Bytes that are read at a time. */
const PIECE = 2 ** 20;

/** A journal as far as it was read. */
interface Reading {
  readonly reader: JournalReader;
  readonly decoder: TextDecoder;
  readonly file: bigint;
  readonly until: number;
}

export interface StudyFolders {
  readonly list: (names: readonly string[]) => Promise<StudiesReply>;
  /** Null if there is no study in that folder. */
  readonly find: (name: string) => Promise<StudyReply | BrokenStudy | null>;
}

export function studyFolders(folder: string): StudyFolders {
  const readings = new Map<string, Reading>();
  const look = async (name: string): Promise<StudyReply | BrokenStudy | null> => {
    const path = join(folder, name);
    const stats = await lstat(join(path, journalFile), { bigint: true }).catch(() => null);
    if (stats === null || !isStudyFolder(path)) return null;
    const stamp = `${stats.mtimeNs.toString(36)}.${stats.size}`;
    try {
      const reading = await readOn(join(path, journalFile), stats, readings.get(name));
      readings.set(name, reading);
      const [study] = reading.reader.studies();
      if (study === undefined) return { name, stamp, problem: say`there is no study in ${journalFile} yet` };
      const record = studyRecord(study);
      const state = await stateOf(path, record.kind === null ? "foreign" : (record.ended ?? "killed"));
      const summary: StudySummary = {
        name,
        stamp: `${stamp}-${state}`,
        problem: null,
        state,
        study: study.name,
        ended: study.trials.filter(isFinished).length,
        wanted: record.wanted,
        best: bestOf(study.trials)?.value ?? null,
        updated: new Date(Number(stats.mtimeMs)).toISOString(),
      };
      const hasReport = existsSync(join(path, runFiles.report));
      return { summary, record: plainRecord(record), hasReport };
    } catch (error) {
      readings.delete(name);
      return { name, stamp, problem: messageOf(error) };
    }
  };
  const last = new Map<string, Promise<unknown>>();
  /** One look at a time: a reader takes each piece once. */
  const find = (name: string): ReturnType<typeof look> => {
    const next = (last.get(name) ?? Promise.resolve()).then(() => look(name));
    last.set(name, next);
    return next;
  };
  const list = async (names: readonly string[]): Promise<StudiesReply> => {
    for (const map of [readings, last])
      for (const name of map.keys()) if (!names.includes(name)) map.delete(name);
    const found: (StudySummary | BrokenStudy)[] = [];
    for (const name of names) {
      const one = await find(name);
      if (one !== null) found.push("summary" in one ? one.summary : one);
    }
    return { studies: found.sort((a, b) => updatedOf(b) - updatedOf(a) || (a.name < b.name ? -1 : 1)) };
  };
  return { list, find };
}

/** Broken ones last. */
function updatedOf(study: StudySummary | BrokenStudy): number {
  return study.problem === null ? Date.parse(study.updated) : 0;
}

/** `running` while a process holds the lock. */
async function stateOf(path: string, otherwise: StudyState): Promise<StudyState> {
  return (await stateOfRun(path, null)) === "training" ? "running" : otherwise;
}

/** Reads what has been written since the last time; all of a journal that is another one now. */
async function readOn(path: string, stats: BigIntStats, known: Reading | undefined): Promise<Reading> {
  const size = Number(stats.size);
  if (size > MOST_BYTES)
    throw new FormatError(say`${journalFile} has ${size} bytes but must have at most ${MOST_BYTES}`);
  const isSame = known !== undefined && known.file === stats.ino && known.until <= size;
  const { reader, decoder, until } = isSame
    ? known
    : { reader: new JournalReader(), decoder: new TextDecoder(), until: 0 };
  if (until < size) {
    const handle = await openRegular(path, "refused");
    try {
      await readPieces(handle, until, size, (bytes) => reader.add(decoder.decode(bytes, { stream: true })));
    } finally {
      await handle.close();
    }
  }
  return { reader, decoder, file: stats.ino, until: size };
}

async function readPieces(
  handle: FileHandle,
  from: number,
  until: number,
  take: (bytes: Uint8Array) => void,
): Promise<void> {
  const piece = Buffer.alloc(Math.min(PIECE, until - from));
  for (let at = from; at < until; ) {
    const { bytesRead } = await handle.read(piece, 0, Math.min(piece.length, until - at), at);
    if (bytesRead === 0) return;
    take(piece.subarray(0, bytesRead));
    at += bytesRead;
  }
}

function messageOf(error: unknown): Message {
  if (error instanceof AdvisedError) return error.sentence;
  return error instanceof Error ? error.message : String(error);
}
