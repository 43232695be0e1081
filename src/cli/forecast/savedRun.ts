/** @module A run that is there already: what it was started with, and its model. */
import { join, sep } from "node:path";
import { FormatError } from "../../errors.ts";
import { Forecaster } from "../../forecast/forecaster.ts";
import { readConfig } from "../../runs/readRecord.ts";
import { type RunConfig, runFiles } from "../../runs/record.ts";
import { InputError } from "../files.ts";
import type { Order } from "./commonOptions.ts";
import { checkOptions } from "./givenOptions.ts";
import { RunFolder } from "./runFolder.ts";

/** A run that was found. */
export interface SavedRun {
  readonly folder: RunFolder;
  readonly config: RunConfig;
  /** The file that it was trained on, and what was asked. */
  readonly order: Order;
}

/** Finds a run by its folder. Throws InputError that names the file that is damaged or missing. */
export async function savedRun(path: string): Promise<SavedRun> {
  const folder = await RunFolder.open(path);
  const text = (await folder.readText("config")) ?? "";
  const config = inFolder(folder, () => readConfig(text));
  const asked = checkOptions(config.asked, folder.pathOf("config"));
  return { folder, config, order: { data: join(folder.path, config.data.file), asked } };
}

/** The model of a run, the best so far. Throws InputError where there is none. */
export async function modelOf(folder: RunFolder): Promise<Forecaster> {
  const bytes = await folder.read("best");
  if (bytes === null) {
    const isUnderWay = (await folder.read("checkpoint")) !== null;
    const remedy = isUnderWay
      ? `go on with it by \`unrolled train --resume ${folder.path}\``
      : "train it again";
    throw new InputError(`${folder.path} has no ${runFiles.best}\n  ${remedy}`);
  }
  return inFolder(folder, () => Forecaster.fromBytes(bytes), `${runFiles.best}: `);
}

/** What a function reads out of a run's folder; its errors name the folder too. */
export function inFolder<Result>(folder: RunFolder, read: () => Result, file = ""): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new InputError(`${folder.path}${sep}${file}${error.message}`, { cause: error });
  }
}
