/**
 * @module The one place where files are written: whole or not at all, under temporary names that cannot be guessed, and over
 * nothing but regular files. Why one could not be read or written, and results as JSON.
 */
import { constants, lstatSync, rmSync, type Stats } from "node:fs";
import {
  access,
  type FileHandle,
  link,
  lstat,
  mkdir,
  open,
  realpath,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { randomHex } from "./randomHex.ts";
import { descriptorOf, writeDescriptor, writePipe } from "./straight.ts";

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_WRONLY } = constants;
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants; // Windows lacks these two

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
  EFBIG: "the file is larger than the file system allows",
  EIO: "the disk has reported an error",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  ENOTDIR: "a part of the path is a file, not a folder",
  EEXIST: "there is a file of that name already",
  EISDIR: "there is a folder of that name already",
  ELOOP: "there is a link of that name already",
  ENAMETOOLONG: "the path is too long",
  EPIPE: "its reader has gone",
};

export function outputError(what: string, cause: unknown, remedy: string): OutputError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const why = reasons[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new OutputError(`${what}: ${why}\n  ${remedy}`, { cause });
}

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

const ASIDE = "the file was left as it was before";

/** A whole file, or its parts one after the other, made as they are written. */
export type Content = string | Uint8Array | Iterable<string>;

interface WriteOptions {
  /** Unflushed, a file is whole for every reader, but may be gone after a loss of power. Default: true. */
  readonly flush?: boolean;
  /** Throws if there is a file of that name, even one made in this moment. Default: false. */
  readonly isNew?: boolean;
}

/** Writes a file of ours: whole or not at all, over a regular file or none. Throws OutputError. */
export async function writeWhole(path: string, content: Content, options: WriteOptions = {}): Promise<void> {
  try {
    const before = lstatSync(path, { throwIfNoEntry: false }) ?? null;
    if (before !== null && !before.isFile()) throw occupied(before);
    await replace(path, content, before, options);
  } catch (error) {
    throw outputError(`cannot write ${path}`, error, ASIDE);
  }
}

/**
 * Writes to a path that a person has named: into a device or a pipe as it is, else as a whole file. A link is followed to the
 * file it names and stays a link; folders are made. An existing file keeps its mode, and its owner where that is possible. Throws OutputError.
 */
export async function writeTo(
  path: string,
  content: Content,
  { isNew = false }: Pick<WriteOptions, "isNew"> = {},
): Promise<void> {
  try {
    if (/(?:^|\/)\.{0,2}$/.test(path)) throw new Error("that is a folder; add the name of a file");
    const descriptor = await descriptorOf(path);
    if (descriptor !== null) return await eachPart(content, (part) => writeDescriptor(descriptor, part));
    const found = await stat(path).catch(() => null); // writing tells what is wrong with the path
    if (found?.isFIFO()) return await writePipe(path, whole(content));
    if (found?.isCharacterDevice()) return await eachPart(content, (part) => writeDevice(path, part));
    if (found !== null && !found.isFile()) throw occupied(found);
    await makeFolder(dirname(path));
    await replace(await targetOf(path), content, found, { isNew });
  } catch (error) {
    if (error instanceof OutputError) throw error;
    throw outputError(`cannot write ${path}`, error, ASIDE);
  }
}

/** Adds to a file of ours, which is made if there is none. Throws OutputError for a link or anything else of that name. */
export async function appendTo(path: string, content: string | Uint8Array): Promise<void> {
  try {
    const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK);
    try {
      const found = await file.stat();
      if (!found.isFile() || found.nlink > 1) throw occupied(found);
      await file.writeFile(content);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw outputError(`cannot write ${path}`, error, "what was written before is kept");
  }
}

/** Deletes a file of ours, a link itself and not what it names. Throws OutputError. */
export async function remove(path: string): Promise<void> {
  await rm(path, { force: true }).catch((error: unknown) => {
    throw outputError(`cannot delete ${path}`, error, "delete it yourself, and repeat the command");
  });
}

/** Whether a name is that of an unfinished file: one that `replace` makes, or that of an earlier version. */
export function isUnfinished(name: string, files: readonly string[]): boolean {
  if (/^\.unrolled-[0-9a-f]{24}\.part$/.test(name)) return true;
  return files.some(
    (file) => name.startsWith(`.${file}.`) && /^\d+\.part$/.test(name.slice(file.length + 2)),
  );
}

/** Writes what a new folder or a new name needs to outlast a loss of power. */
export async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, O_RDONLY).catch(() => null); // Windows opens no folders
  try {
    await folder?.sync();
  } catch {
    // some file systems cannot: then there is nothing more to be had
  } finally {
    await folder?.close();
  }
}

function none(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

function occupied(found: Stats): Error {
  if (found.isDirectory()) return new Error("there is a folder of that name already");
  if (found.isSymbolicLink() || found.isFile()) return new Error("there is a link of that name already");
  return new Error("there is a disk, a pipe or a device of that name already");
}

/** The file that a path names at the end of its links. Throws if a link leads nowhere. */
async function targetOf(path: string): Promise<string> {
  const found = await lstat(path).catch(none);
  return found?.isSymbolicLink() ? realpath(path) : path;
}

function partsOf(content: Content): Iterable<string | Uint8Array> {
  return typeof content === "string" || content instanceof Uint8Array ? [content] : content;
}

async function eachPart(
  content: Content,
  write: (part: string | Uint8Array) => Promise<void>,
): Promise<void> {
  for (const part of partsOf(content)) await write(part);
}

/** A pipe is opened once, for all of it. */
function whole(content: Content): string | Uint8Array {
  return typeof content === "string" || content instanceof Uint8Array ? content : [...content].join("");
}

async function writeDevice(path: string, content: string | Uint8Array): Promise<void> {
  const device = await open(path, O_WRONLY);
  try {
    await device.writeFile(content);
  } finally {
    await device.close();
  }
}

/** Writes under a temporary name beside the file, flushes, and only then gives it its own name. */
async function replace(
  path: string,
  content: Content,
  before: Stats | null,
  { flush = true, isNew = false }: WriteOptions,
): Promise<void> {
  const temporary = join(dirname(path), `.unrolled-${randomHex(12)}.part`);
  const removeNow = (): void => rmSync(temporary, { force: true });
  process.once("exit", removeNow); // a second Ctrl-C ends the process in the middle of this
  try {
    if (before !== null) await access(path, constants.W_OK); // renaming would pass over its write protection
    const mode = before === null ? 0o666 : before.mode & 0o777;
    const file = await open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
    try {
      if (before !== null) await keepAccess(file, before);
      for (const part of partsOf(content)) await file.writeFile(part); // each goes behind the one before
      if (flush) await file.sync();
    } finally {
      await file.close();
    }
    await (isNew ? nameNew(temporary, path) : rename(temporary, path));
    if (flush) await flushFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // the first error is the one to tell
    throw error;
  } finally {
    process.off("exit", removeNow);
  }
}

/** Owner and mode of the file before. Only root can give a file away. */
async function keepAccess(file: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
  const now = await file.stat();
  if (now.uid !== uid || now.gid !== gid) await file.chown(uid, gid).catch(() => undefined);
  if ((now.mode & 0o777) !== (mode & 0o777)) await file.chmod(mode & 0o777).catch(() => undefined);
}

/** A second name fails where there is one already; a renaming would replace it. */
async function nameNew(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw error;
    await rename(temporary, path); // file systems without hard links
    return;
  }
  await rm(temporary);
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
