/** @module Batches of windows drawn from a panel, as many as a training has steps; nothing is listed. */
import type { Generator } from "../../random/generator.ts";
import { restoreGenerator, type StepSource, saved } from "../../train/batches.ts";
import { Fields, type Json } from "../../train/json.ts";
import type { PanelWindow, PanelWindows } from "./panelWindows.ts";

/** `batches` of `batchSize` windows in each epoch, drawn with replacement from a generator whose state is saved. */
export class DrawnBatches implements StepSource<readonly PanelWindow[]> {
  readonly batches: number;
  position = 0;
  readonly #windows: PanelWindows;
  readonly #batchSize: number;
  readonly #generator: Generator;

  constructor(windows: PanelWindows, batches: number, batchSize: number, generator: Generator) {
    this.#windows = windows;
    this.batches = batches;
    this.#batchSize = batchSize;
    this.#generator = generator;
  }

  startEpoch(): void {
    this.position = 0;
  }

  next(): readonly PanelWindow[] {
    this.position += 1;
    return Array.from({ length: this.#batchSize }, () => this.#windows.draw(this.#generator));
  }

  endEpoch(): void {
    this.position = 0;
  }

  sizeOf(batch: readonly PanelWindow[]): number {
    return batch.length;
  }

  state(): Json {
    return { ...this.#sizes(), position: this.position, generator: saved(this.#generator.getState()) };
  }

  setState(state: unknown): void {
    const fields = new Fields(state, "steps");
    for (const [name, size] of Object.entries(this.#sizes()))
      fields.same(name, size, "as in this run: the checkpoint is of another panel or other batches");
    const position = fields.whole("position", this.batches);
    restoreGenerator(fields, "generator", this.#generator);
    this.position = position;
  }

  #sizes(): Readonly<Record<string, number>> {
    return { windows: this.#windows.length, batches: this.batches, batchSize: this.#batchSize };
  }
}
