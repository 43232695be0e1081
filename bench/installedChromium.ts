/** @module The Chromium that is installed: the one that CHROME_PATH names, else the first on the path. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome"];

/** Its path; null where there is none. */
export function installedChromium(): string | null {
  return process.env.CHROME_PATH || onPath();
}

function onPath(): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(canRun) ?? null;
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
