/** @module The files of a study's folder, which distinguish it from that of a run. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runFiles } from "../../runs/files.ts";

/** In Optuna's format. */
export const journalFile = "journal.log";

/** Whether a folder is that of a study, rather than of a run. */
export function isStudyFolder(path: string): boolean {
  return existsSync(join(path, journalFile)) && !existsSync(join(path, runFiles.config));
}
