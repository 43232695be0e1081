/** @module The page of the runs in a browser, over a folder of runs that was written by hand. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { runsHandler } from "../../../src/cli/studio/studioRuns.ts";
import { type StudioServer, startStudioServer } from "../../../src/cli/studio/studioServer.ts";
import { temporaryFolder } from "../../cli/fakeProcess.ts";
import { writeRun } from "../../runs/folder.ts";
import { textOf } from "./actions.ts";
import { type OpenOptions, open } from "./browser.ts";

/** A name that no column is wide enough for. */
export const longName =
  "a-very-long-name-of-a-run-that-somebody-gave-it-with-all-of-its-options-and-the-date-2026-03-01";

/** Serves the built page beside a folder of runs. */
export function serveRuns(runs: string, port = 0): Promise<StudioServer> {
  return startStudioServer({ folder: "dist/studio", port, handlers: [runsHandler(runs)] });
}

/** A folder of runs, written and served while the tests of a file run. */
export function runsOfEveryKind(): { readonly runs: string; readonly openRuns: typeof openRuns } {
  const runs = join(temporaryFolder(), "runs");
  let server: StudioServer;
  beforeAll(async () => {
    writeRuns(runs);
    server = await serveRuns(runs);
  });
  afterAll(() => server.close());

  /** Opens the page; what is behind `#` may name some. */
  function openRuns(hash = "", options: OpenOptions = {}, before?: () => void): Promise<Page> {
    return open(hash, { at: `${server.url}runs.html`, ...options }, before);
  }
  return { runs, openRuns };
}

function writeRuns(runs: string): void {
  writeRun(runs, "gru-1", { mae: 21.8, created: "2026-03-05T10:00:00.000Z" });
  writeRun(runs, "lstm-1", { model: "lstm", seed: 2, mae: 26, created: "2026-03-04T10:00:00.000Z" });
  const targets = ["HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"];
  writeRun(runs, longName, { model: "dlinear", horizon: 96, targets, seed: 3, done: 31, epochs: 100 });
  writeRun(runs, "killed", { state: "training", done: 7, pid: 2 ** 30, created: "2026-02-01T10:00:00.000Z" });
  writeRun(runs, "naive", { model: "naive", done: 0, mae: 24.2, created: "2026-01-01T10:00:00.000Z" });
  rmSync(join(writeRun(runs, "broken"), "config.json"));
}

/** The line of a run in the list. */
export function rowOf(page: Page, name: string): Locator {
  return page.locator(`tr[data-run="${name}"]`);
}

/** A number of the run that is shown. */
export function numberOf(page: Page, key: string): Promise<string> {
  return textOf(page.locator(`[data-number=${key}] dd`));
}
