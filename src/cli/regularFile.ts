/**
 * @module Opens regular files only. A pipe, a device or a socket could block its reader or never end; a link inside a folder
 * that somebody else made could lead to any of them, and to files that are none of its business.
 */
import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, open, stat } from "node:fs/promises";
import { FormatError } from "../errors.ts";
import { say } from "../sentence.ts";
import { InputError, readFailure } from "./files.ts";

/** Whether a path may be a link: a path that a person has given may, one inside a run may not. */
export type Links = "followed" | "refused";

/** Opens a regular file, which the caller closes. Throws InputError that names what else the path is. */
export async function openRegular(path: string, links: Links): Promise<FileHandle> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants; // Windows lacks the last two
  try {
    checkKind(path, await (links === "refused" ? lstat : stat)(path)); // opening a device may have effects
    const handle = await open(path, O_RDONLY | O_NONBLOCK | (links === "refused" ? O_NOFOLLOW : 0));
    try {
      checkKind(path, await handle.stat()); // it may have been replaced since
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (error) {
    throw error instanceof InputError ? error : readFailure(path, error);
  }
}

/** Throws InputError for a path that leads to a pipe, a device or a folder; a file that is not there is another's fault. */
export async function refuseSpecial(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found !== null) checkKind(path, found);
}

/** The bytes of a regular file. Throws InputError, and FormatError for a file of more than `most` bytes. */
export async function readRegular(
  path: string,
  links: Links,
  most: number = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const handle = await openRegular(path, links);
  try {
    const { size } = await handle.stat();
    if (size > most) throw new FormatError(say`${path} has ${size} bytes but must have at most ${most}`);
    return await handle.readFile();
  } catch (error) {
    throw error instanceof FormatError ? error : readFailure(path, error);
  } finally {
    await handle.close();
  }
}

function checkKind(path: string, found: Stats): void {
  const kind = kindOf(found);
  if (kind !== null) throw new InputError(`cannot read ${path}: ${kind}`);
}

/** Why what was found is not read; null for a regular file. */
function kindOf(found: Stats): string | null {
  if (found.isFile()) return null;
  if (found.isSymbolicLink()) return "it is a link, and links inside a run are not followed";
  if (found.isDirectory()) return "that is a folder";
  if (found.isFIFO()) return "it is a pipe, not a file";
  return found.isSocket() ? "it is a socket, not a file" : "it is a device, not a file";
}
