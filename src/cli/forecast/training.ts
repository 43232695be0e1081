/** @module Trains a run and keeps its folder up to date: metrics, status, checkpoints. */
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import type { ForecasterRun } from "../../forecast/forecasterRun.ts";
import { encodeTensorBoardEvent, encodeTensorBoardHeader } from "../../interop/tensorBoard.ts";
import type { EpochEvent, StopReason, TrainEvent } from "../../train/events.ts";
import { fit as trainBeside } from "../../train/fit.ts";
import type { RunFolder } from "./runFolder.ts";

/** How a training is watched and kept. */
export interface TrainingOptions {
  /** Null for a training that leaves nothing behind. */
  readonly folder: RunFolder | null;
  readonly signal: AbortSignal;
  readonly onEvent: (event: TrainEvent) => void;
  /** Seconds between two checkpoints. */
  readonly checkpointEvery: number;
  /** Whether TensorBoard's event files are written too. */
  readonly tensorboard: boolean;
}

/** How a training ended, and the last that was said of it; both are null for a baseline. */
export interface Ended {
  readonly reason: StopReason | null;
  readonly last: TrainEvent | null;
}

/** Trains to the end or until the signal. After it the folder has all that is needed to go on. */
export async function trainRun(run: ForecasterRun, options: TrainingOptions): Promise<Ended> {
  const { trainer } = run;
  if (trainer === null) return { reason: null, last: null };
  let last: TrainEvent | null = null;
  const keeper = options.folder === null ? null : new Keeper(run, options.folder, options);
  await trainBeside(trainer, {
    signal: options.signal,
    onEvent: (event) => {
      last = event;
      options.onEvent(event);
      return keeper?.keep(event);
    },
  });
  return { reason: trainer.reason ?? "interrupted", last };
}

/** In milliseconds. */
const STATUS_EVERY = 500;

/** Writes what has happened into a run's folder, as often as is of use. */
class Keeper {
  readonly #run: ForecasterRun;
  readonly #folder: RunFolder;
  readonly #options: TrainingOptions;
  readonly #board: string | null;
  #told = 0;
  #saved: number;

  constructor(run: ForecasterRun, folder: RunFolder, options: TrainingOptions) {
    this.#run = run;
    this.#folder = folder;
    this.#options = options;
    const now = Date.now();
    this.#board = options.tensorboard
      ? join(folder.path, `events.out.tfevents.${Math.floor(now / 1000)}.${process.pid}`)
      : null;
    this.#saved = now;
  }

  /** A promise where there is something to write: training waits for it. */
  keep(event: TrainEvent): Promise<void> | undefined {
    const now = Date.now();
    const isSaved = event.type === "stopped" || now - this.#saved >= 1000 * this.#options.checkpointEvery;
    const isTold = event.type !== "batch" || now - this.#told >= STATUS_EVERY;
    if (!isSaved && !isTold) return undefined;
    return this.#write(event, isSaved);
  }

  async #write(event: TrainEvent, isSaved: boolean): Promise<void> {
    if (event.type === "start") await this.#begin();
    if (event.type === "epoch") await this.#addEpoch(event);
    if (isSaved) await this.#folder.write("checkpoint", this.#run.checkpoint());
    if (isSaved) this.#saved = Date.now();
    await this.#folder.writeStatus("training", event);
    this.#told = Date.now();
  }

  async #begin(): Promise<void> {
    if (this.#board !== null) await appendFile(this.#board, encodeTensorBoardHeader(Date.now() / 1000));
  }

  async #addEpoch({ epoch, loss, valLoss, lr, seconds }: EpochEvent): Promise<void> {
    await this.#folder.addMetrics({ epoch, loss, valLoss, lr, seconds });
    if (this.#board === null) return;
    const validation = valLoss === null ? {} : { "loss/validation": valLoss };
    const scalars = { "loss/train": loss, ...validation, lr };
    await appendFile(
      this.#board,
      encodeTensorBoardEvent({ wallTime: Date.now() / 1000, step: epoch, scalars }),
    );
  }
}
