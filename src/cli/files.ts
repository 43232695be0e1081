/** @module Files that are there whole or not at all, why one could not be read or written, and results as JSON. */
import { constants, rmSync } from "node:fs";
import { access, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/** A folder or file that could not be written, said as a person needs to hear it. */
export class OutputError extends Error {
  override readonly name = "OutputError";
}

/** A file that could not be read, said as a person needs to hear it. */
export class InputError extends Error {
  override readonly name = "InputError";
}

const unreadable: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EACCES", "permission was refused"],
  ["EISDIR", "that is a folder"],
  ["ENOTDIR", "a part of the path is a file, not a folder"],
  ["ERR_FS_FILE_TOO_LARGE", "the file is larger than 2 GiB"],
]);

export function readFailure(path: string, cause: unknown): InputError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new InputError(`cannot read ${path}: ${unreadable.get(code) ?? message}`, { cause });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission was refused",
  EPERM: "permission was refused",
  EROFS: "the file system is read-only",
  ENOENT: "nothing can be made at that place",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a part of the path is a file, not a folder",
  EEXIST: "there is a file of that name already",
  EISDIR: "there is a folder of that name already",
  ENAMETOOLONG: "the path is too long",
};

/** Makes a folder that can be written to, or says why it cannot be had. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeMissing(resolve(path));
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw outputError(`cannot write to the folder ${path}`, error, "give another one with --out");
  }
}

/** Makes a folder and those above it, one by one: mkdir's own `recursive` never returns where nothing can be made. */
async function makeMissing(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (found?.isDirectory()) return;
  if (found === null && dirname(path) !== path) await makeMissing(dirname(path));
  await mkdir(path).catch(async (error: unknown) => {
    if (!(await isFolder(path))) throw error; // another process may have made it
  });
}

export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

/**
 * Writes a file under a temporary name, flushes it to the disk, and only then gives it its own name. Unflushed, it is
 * whole for every reader, but may be gone after a loss of power.
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  { flush = true }: { readonly flush?: boolean } = {},
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  const removeNow = (): void => rmSync(temporary, { force: true });
  process.once("exit", removeNow); // a second Ctrl-C ends the process in the middle of this
  try {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(content);
      if (flush) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // the first error is the one to tell
    throw outputError(`cannot write ${path}`, error, "the file was left as it was before");
  } finally {
    process.off("exit", removeNow);
  }
}

function outputError(what: string, cause: unknown, remedy: string): OutputError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const why = reasons[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new OutputError(`${what}: ${why}\n  ${remedy}`, { cause });
}

/** Results as indented JSON, typed arrays as lists, lists of numbers on one line each; NaN and infinities are null. */
export function plainJson(value: unknown): string {
  const text = JSON.stringify(value, (_, one: unknown) => plain(one), 2);
  return `${text.replace(/\[\n\s+(?:-?[\d.e+-]+|null)(?:,\n\s+(?:-?[\d.e+-]+|null))*\n\s+\]/g, onOneLine)}\n`;
}

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}

function onOneLine(list: string): string {
  return list.replace(/\s+/g, " ").replace("[ ", "[").replace(" ]", "]");
}
