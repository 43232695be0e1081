/** @module Which Chromium the tests run: the one that is named, the system's, else the one inside an npm package. */
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { installedChromium } from "../../../bench/installedChromium.ts";
import { cached } from "../../../scripts/cache.js";

/** A program, and the variables that it needs. */
export interface Chromium {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/** UNROLLED_TEST_BROWSER=bundled leaves out the first two, to try the third where it is not needed. */
const isForced = process.env.UNROLLED_TEST_BROWSER === "bundled";
const installed = isForced ? null : installedChromium();
const hasBundled = process.platform === "linux" && process.arch === "x64";

/** Whether there is any. On x64 Linux there always is: no test may be left out there. */
export const hasChromium = installed !== null || hasBundled;

/** The browser to start; the bundled one is unpacked when it is needed for the first time. */
export async function findChromium(): Promise<Chromium> {
  if (installed !== null) return { executablePath: installed, env: ownEnvironment() };
  const folder = await unpacked();
  const fonts = join(folder, "fonts.conf");
  writeFileSync(fonts, fontsOf(folder));
  const libraries = [join(folder, "al2023/lib"), process.env.LD_LIBRARY_PATH].filter(Boolean);
  return {
    executablePath: join(folder, "chromium"),
    env: {
      ...ownEnvironment(),
      LD_LIBRARY_PATH: libraries.join(delimiter),
      FONTCONFIG_FILE: fonts,
    },
  };
}

/** The package's own list of fonts looks in /tmp; and a Chromium that finds no font at all ends at the first letter. */
function fontsOf(folder: string): string {
  const places = `<dir>${join(folder, "fonts")}</dir><cachedir>${join(folder, "fonts-cache")}</cachedir>`;
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${places}</fontconfig>\n`;
}

/**
 * The folder of the unpacked browser. The package unpacks into the folder for temporary files, and takes what stands
 * there already for whole; so it gets an empty one.
 */
function unpacked(): Promise<string> {
  return cached("chromium-147.0.0", async (fresh) => {
    // Without the second, it leaves out the libraries that a fresh machine lacks.
    const variables = { TMPDIR: fresh, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" };
    const before = { ...process.env };
    Object.assign(process.env, variables);
    const { default: chromium } = await import("@sparticuz/chromium");
    await chromium.executablePath();
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  });
}

/** Without what the package has added for a program of its own. */
function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}
