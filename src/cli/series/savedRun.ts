/** @module A run that is there already: what it was started with, its model, its scores. */
import { join } from "node:path";
import { FormatError } from "../../errors.ts";
import { Forecaster } from "../../forecast/forecaster.ts";
import { runFiles } from "../../runs/record.ts";
import { Fields } from "../../train/json.ts";
import { InputError } from "../files.ts";
import { type Asked, checkAsked } from "./asked.ts";
import type { Order } from "./commonOptions.ts";
import { RunFolder } from "./runFolder.ts";

/** A run that was found. */
export interface SavedRun {
  readonly folder: RunFolder;
  /** The file that it was trained on, and what was asked. */
  readonly order: Order;
}

/** Finds a run by its folder. Throws InputError that names the file that is damaged or missing. */
export async function savedRun(path: string): Promise<SavedRun> {
  const folder = await RunFolder.open(path);
  const config = await readFields(folder, "config");
  const data = config.object("data").raw("file");
  if (typeof data !== "string") throw new InputError(`${folder.pathOf("config")}: data.file must be a path`);
  const asked: Asked = checkAsked(config.object("asked").all(), folder.pathOf("config"));
  return { folder, order: { data: join(folder.path, data), asked } };
}

/** The model of a run, the best so far. Throws InputError where there is none. */
export async function modelOf(folder: RunFolder): Promise<Forecaster> {
  const bytes = await folder.read("best");
  if (bytes === null)
    throw new InputError(
      `${folder.path} has no ${runFiles.best} so far\n  go on with it by \`unrolled train --resume ${folder.path}\``,
    );
  try {
    return Forecaster.fromBytes(bytes);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new InputError(`${folder.pathOf("best")}: ${error.message}`, { cause: error });
  }
}

/** A JSON file of a run, to be read field by field. Throws InputError where it is missing or damaged. */
export async function readFields(folder: RunFolder, file: keyof typeof runFiles): Promise<Fields> {
  const fields = await fieldsOrNull(folder, file);
  if (fields === null) throw new InputError(`${folder.pathOf(file)} is missing`);
  return fields;
}

/** The same; null where it is missing. */
export async function fieldsOrNull(folder: RunFolder, file: keyof typeof runFiles): Promise<Fields | null> {
  const text = await folder.readText(file);
  if (text === null) return null;
  const path = folder.pathOf(file);
  try {
    return new Fields(JSON.parse(text), path);
  } catch (error) {
    throw new InputError(`${path} is damaged: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
