/** @module Where this package lies, and what it says of itself. Holds for src/cli, dist/cli and dist/node alike. */
import { readFileSync } from "node:fs";

export const packageRoot: URL = new URL("../../", import.meta.url);

export function packageVersion(): string {
  return JSON.parse(readFileSync(new URL("package.json", packageRoot), "utf8")).version;
}
