/** @module TensorBoard's file of a run: a header and one event per epoch, also where the run was interrupted. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ForecasterRun } from "../../forecast/forecasterRun.ts";
import {
  encodeTensorBoardEvent,
  encodeTensorBoardHeader,
  tensorBoardRecords,
} from "../../interop/tensorBoard.ts";
import type { EpochRecord } from "../../train/events.ts";
import { writeWhole } from "../files.ts";
import { randomHex } from "../randomHex.ts";
import type { RunFolder } from "./runFolder.ts";

const FILE = /^events\.out\.tfevents\.\d/;

export class BoardFile {
  readonly #folder: RunFolder;
  readonly #name: string;

  private constructor(folder: RunFolder, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  /** The file of a new run, if it is wanted; of a resumed one the file it had, with the epochs before its checkpoint. */
  static async open(folder: RunFolder, run: ForecasterRun, isWanted: boolean): Promise<BoardFile | null> {
    const known = (await readdir(folder.path)).filter((name) => FILE.test(name)).sort();
    const name = known.at(-1) ?? newName();
    if (known.length === 0 && !isWanted) return null;
    const path = join(folder.path, name);
    const records = known.length === 0 ? [] : tensorBoardRecords(await readFile(path));
    const header = records[0] ?? encodeTensorBoardHeader(now());
    const epochs = run.epochRecords();
    const events = epochs.map((epoch, i) => records[i + 1] ?? eventOf(epoch));
    await writeWhole(path, Buffer.concat([header, ...events]));
    return new BoardFile(folder, name);
  }

  async add(record: EpochRecord): Promise<void> {
    await this.#folder.append(this.#name, eventOf(record));
  }
}

function newName(): string {
  return `events.out.tfevents.${Math.floor(now())}.${process.pid}.${randomHex(6)}`;
}

function eventOf({ epoch, loss, valLoss, lr }: EpochRecord): Uint8Array {
  const validation = valLoss === null ? {} : { "loss/validation": valLoss };
  const scalars = { "loss/train": loss, ...validation, lr };
  return encodeTensorBoardEvent({ wallTime: now(), step: epoch, scalars });
}

/** Seconds since 1970. */
function now(): number {
  return Date.now() / 1000;
}
