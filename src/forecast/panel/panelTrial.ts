/** @module One trial of a search over the settings of a global model: scored on the validation windows, which are before the test windows. */
import type { Panel } from "../../data/panel/panel.ts";
import { ValueError } from "../../errors.ts";
import type { TrialReport, TrialWork } from "../trialRun.ts";
import type { PanelOptions } from "./panelOptions.ts";
import { PanelRun } from "./panelRun.ts";

/** A training whose score is the MASE of the model alone, without any share of a baseline, on the validation windows of all series. */
export class PanelTrial implements TrialWork {
  readonly #run: PanelRun;
  #score = Number.NaN;
  #isScored = false;

  /** Throws ValueError for options outside their domain, and for a panel that is too short for them. */
  constructor(panel: Panel, options: PanelOptions) {
    this.#run = new PanelRun(panel, { ...options, refit: false });
  }

  /** Trains; a report after each epoch, null between. Throws ValueError where no validation window can be scored. */
  *work(): Generator<TrialReport | null, void, undefined> {
    for (const event of this.#run.run()) {
      if (event.type === "blended") {
        this.#isScored = true;
        this.#score = maseOf(event.blend.mase);
      }
      yield event.type === "epoch" ? { step: event.epoch, value: event.valLoss ?? event.loss } : null;
    }
  }

  /** NaN if the model has diverged. */
  score(): number {
    return this.#score;
  }

  /** Null once the network is scored, which takes less time than to begin there again. */
  checkpoint(): Uint8Array | null {
    return this.#isScored || this.#run.trainer === null ? null : this.#run.checkpoint();
  }

  /** Goes on after the last event before the checkpoint. */
  restore(bytes: Uint8Array): void {
    this.#run.restore(bytes);
  }
}

function maseOf(mase: { readonly network: number | null } | null): number {
  if (mase === null)
    throw new ValueError("no series is long enough for a validation window", { caller: "forecaster" });
  return mase.network ?? Number.NaN;
}
