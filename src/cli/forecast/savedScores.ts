/** @module The scores of a run, read back from its folder. */
import { readScores, type SavedScores } from "../../runs/readScores.ts";
import type { RunFolder } from "./runFolder.ts";
import { inFolder } from "./savedRun.ts";

/** The scores; null where the run has none so far. Throws InputError that names the field that is damaged. */
export async function savedScores(folder: RunFolder): Promise<SavedScores | null> {
  const text = await folder.readText("backtest");
  return text === null ? null : inFolder(folder, () => readScores(text));
}
