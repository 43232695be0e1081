/** @module The Chromium that scripts start. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const cache = "node_modules/.cache/unrolled";

/** The browser that CHROME_PATH names, or the one that the tests have unpacked. */
export function browserOptions() {
  const named = process.env.CHROME_PATH;
  if (named) return { executablePath: named };
  const found = existsSync(cache) && readdirSync(cache).find((name) => name.startsWith("chromium"));
  if (!found)
    throw new Error("No Chromium: name one in CHROME_PATH, or run npm test once, which unpacks one");
  const at = join(cache, found);
  return {
    executablePath: join(at, "chromium"),
    env: { ...process.env, LD_LIBRARY_PATH: join(at, "al2023/lib") },
  };
}
