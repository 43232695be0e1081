/** @module A folder of results and checkpoints of jobs, named by their ids: whole or not there, written by any number of processes. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  InputError,
  isUnfinished,
  makeFolder,
  outputError,
  readFailure,
  remove,
  writeWhole,
} from "../../files.ts";
import { readRegular } from "../../regularFile.ts";

/** What a file of a store holds. */
export type StoredKind = "part" | "checkpoint" | "data";

/** Ids are hashes: nothing else is part of a path. */
const ID = /^[0-9a-f]{32,64}$/;

export class JobStore {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Opens a folder, which is made if there is none. Throws OutputError if it cannot be written to. */
  static async open(path: string): Promise<JobStore> {
    await makeFolder(path);
    return new JobStore(path);
  }

  /** The bytes of a file; null if there is none. Throws InputError if it cannot be read, or is no regular file. */
  async read(id: string, kind: StoredKind): Promise<Uint8Array | null> {
    return readIfThere(this.pathOf(id, kind));
  }

  /** The bytes of a file that is known to be there. */
  readNow(id: string, kind: StoredKind): Uint8Array {
    const path = this.pathOf(id, kind);
    try {
      return readFileSync(path);
    } catch (error) {
      throw readFailure(path, error);
    }
  }

  /** Writes a file: whole or not at all, over one of the same name. Throws OutputError. */
  async write(id: string, kind: StoredKind, bytes: Uint8Array): Promise<void> {
    const path = this.pathOf(id, kind);
    await writeWhole(path, bytes).catch((error: unknown) => {
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
      throw outputError(
        `cannot write ${path}`,
        cause,
        "what was finished before is kept: the same command goes on from there",
      );
    });
  }

  remove(id: string, kind: StoredKind): Promise<void> {
    return remove(this.pathOf(id, kind));
  }

  /** The ids of all files of a kind. */
  async ids(kind: StoredKind): Promise<string[]> {
    const end = `.${kind}`;
    const names = (await readdir(this.path)).filter((name) => name.endsWith(end) && !isUnfinished(name, []));
    return names.map((name) => name.slice(0, -end.length));
  }

  /** The path of a file. Throws InputError for what is no id. */
  pathOf(id: string, kind: StoredKind): string {
    if (!ID.test(id)) throw new InputError(`${JSON.stringify(id)} is no id of a job`);
    return join(this.path, `${id}.${kind}`);
  }
}

/** The bytes of a regular file; null if there is none. Throws InputError for a link, a pipe or a device. */
export async function readIfThere(path: string, most?: number): Promise<Uint8Array | null> {
  return readRegular(path, "refused", most).catch((error: unknown) => {
    if (error instanceof InputError && Object(error.cause).code === "ENOENT") return null;
    throw error;
  });
}

/** What identifies data: the SHA-256 hash of their bytes, in hexadecimal. */
export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
