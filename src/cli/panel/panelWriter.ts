/** @module Writes the folder of a panel's run while it trains: metrics, status, checkpoints. */
import type { PanelRun, PanelRunEvent } from "../../forecast/panel/panelRun.ts";
import type { TrainEvent } from "../../train/events.ts";
import type { RunFolder } from "../forecast/runFolder.ts";
import { MOST_LOST } from "../longSteps.ts";

/** Milliseconds between two statuses. */
const STATUS_EVERY = 500;

export class PanelWriter {
  readonly #run: PanelRun;
  readonly #folder: RunFolder;
  /** Milliseconds between two checkpoints. */
  readonly #checkpointEvery: number;
  #statusAt = Number.NEGATIVE_INFINITY;
  /** Milliseconds of a clock that is never set. */
  #checkpointAt = performance.now();

  constructor(run: PanelRun, folder: RunFolder, checkpointEvery: number) {
    this.#run = run;
    this.#folder = folder;
    this.#checkpointEvery = 1000 * checkpointEvery;
  }

  /** Returns a promise if there is something to write: training waits for it. */
  write(event: PanelRunEvent): Promise<void> | undefined {
    if (event.type === "blended") return this.save();
    const inner = event.type === "refit" ? event.event : event;
    const isDue = inner.type === "stopped" || performance.now() - this.#checkpointAt >= this.#checkpointEvery;
    const isStatusDue = inner.type !== "batch" || performance.now() - this.#statusAt >= STATUS_EVERY;
    return isDue || isStatusDue ? this.#write(inner, isDue, event.type === "refit") : undefined;
  }

  /** Writes a checkpoint before a step that a signal would break off, if more than a second of work would be lost. */
  async saveBeforeLong(): Promise<void> {
    if (performance.now() - this.#checkpointAt > MOST_LOST) await this.save();
  }

  /** Writes a checkpoint, unless there is nothing to learn. */
  async save(): Promise<void> {
    if (this.#run.trainer === null) return;
    await this.#folder.write("checkpoint", this.#run.checkpoint());
    this.#checkpointAt = performance.now();
  }

  async #write(event: TrainEvent, isDue: boolean, isRefit: boolean): Promise<void> {
    if (event.type === "epoch" && !isRefit) {
      const { epoch, loss, valLoss, lr, seconds } = event;
      await this.#folder.addMetrics({ epoch, loss, valLoss, lr, seconds });
    }
    if (isDue) await this.save();
    await this.#folder.writeStatus("training", event);
    this.#statusAt = performance.now();
  }
}
