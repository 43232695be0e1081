/** @module Downloaded and unpacked programs, in node_modules/.cache: a folder has its name only once it is whole. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

export const cache = resolve("node_modules/.cache/unrolled");

/**
 * The folder of that name in the cache. If it is not there, `fill` fills an empty folder, which then takes the name. Of two
 * processes that do so at once, the first to end wins.
 */
export async function cached(
  /** @type {string} */ name,
  /** @type {(folder: string) => void | Promise<void>} */ fill,
) {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, "unpacking-"));
  try {
    await fill(fresh);
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
