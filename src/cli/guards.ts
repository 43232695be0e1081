/** @module What a command must not write over: files that its caller has not named, and those that it reads. */
import type { Stats } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { UsageError } from "../errors.ts";
import { say } from "../sentence.ts";
import { descriptorOf } from "./straight.ts";

/** Whether a file, by its name and its first bytes, is one that the command itself has written before. */
export type IsOurs = (path: string, head: string) => boolean;

/** Bytes that tell whose a file is. */
const HEAD = 4096;

/**
 * Checks files that a command writes under names of its own choice. Those that exist are left alone unless they are empty, are
 * the command's own, or have the same content; null for a content that is not known yet. Returns those that do not exist.
 * Throws UsageError.
 */
export async function checkFree(
  files: Iterable<readonly [path: string, content: string | Uint8Array | null]>,
  isOurs: IsOurs = () => false,
): Promise<ReadonlySet<string>> {
  const absent = new Set<string>();
  for (const [path, content] of files) {
    const found = await stat(path).catch(() => null);
    if (found === null)
      absent.add(path); // or writing tells why there is nothing to be had
    else if (!(await isFree(path, found, content, isOurs)))
      throw new UsageError(say`${path} exists already and is not replaced`, {
        hint: say`choose another place with --out, or replace it with --force`,
      });
  }
  return absent;
}

async function isFree(
  path: string,
  found: Stats,
  content: string | Uint8Array | null,
  isOurs: IsOurs,
): Promise<boolean> {
  if (!found.isFile()) return false;
  if (found.size === 0) return true;
  try {
    if (isOurs(path, await headOf(path))) return true;
    const bytes = content === null ? null : Buffer.from(content);
    return bytes?.length === found.size && bytes.equals(await readFile(path));
  } catch {
    return false; // it cannot be read
  }
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Checks the file that `--out` names: one that exists is replaced if it is empty, has the same content, or is an earlier result of
 * the same kind. Devices, pipes and the output of the process are written into. Returns whether there is none. Throws UsageError.
 */
export async function checkNamed(
  path: string,
  content: string | Uint8Array | null,
  isOurs: IsOurs,
): Promise<{ readonly isNew: boolean }> {
  if ((await descriptorOf(path)) !== null) return { isNew: false };
  const found = await stat(path).catch(() => null); // writing tells what is wrong with the path
  if (found?.isFile() && !(await isFree(path, found, content, isOurs)))
    throw new UsageError(say`${path} exists already and is not replaced`, {
      hint: say`give another file with --out, or replace it with --force`,
    });
  return { isNew: found === null };
}

/** Throws UsageError if a file to write is one of those that the command reads, under whatever name. */
export async function checkInputs(out: string, inputs: readonly string[]): Promise<void> {
  const target = await stat(out).catch(() => null);
  if (!target?.isFile()) return;
  for (const input of inputs) {
    const read = await stat(input).catch(() => null);
    if (read?.dev === target.dev && read.ino === target.ino)
      throw new UsageError(say`${out} would overwrite ${input}, which is read`, {
        hint: say`give another file with --out, or replace it with --force`,
      });
  }
}
