/** @module One trial of a search over settings: a model is trained on the training set, and scored on the validation set. */
import type { Series } from "../data/series/series.ts";
import { ValueError } from "../errors.ts";
import { choiceWindows, Scoring } from "./auto/choose.ts";
import { ForecasterRun } from "./forecasterRun.ts";
import { type ForecasterOptions, isBaseline } from "./options.ts";

/** What a trial reports after each epoch. */
export interface TrialReport {
  /** The epoch, from 1. */
  readonly step: number;
  /** The validation loss. */
  readonly value: number;
}

/** Work that trains settings and scores them: what a search compares. */
export interface TrialWork {
  /** Trains; a report now and then, null between. */
  work(): Generator<TrialReport | null, void, undefined>;
  /** The score once that is over, lower is better; NaN if it has diverged. */
  score(): number;
  /** All that the rest of the training depends on; null where there is nothing to save. */
  checkpoint(): Uint8Array | null;
  /** Goes on from a checkpoint, before any work. Throws FormatError for one of other settings or data. */
  restore(bytes: Uint8Array): void;
}

/**
 * A training whose score can be compared with that of other settings: MAE on the windows of the validation set that all trials
 * share, divided by that of the seasonal naive forecast on the training set. The test set is never read.
 */
export class TrialRun implements TrialWork {
  readonly #series: Series;
  readonly #run: ForecasterRun;
  readonly #scoring: Scoring;

  /**
   * `longest` is the longest look-back of all trials. Throws ValueError for options outside their domain, for a series that is too
   * short for them, and where the validation set holds no window.
   */
  constructor(series: Series, options: ForecasterOptions, longest: number) {
    this.#series = series;
    this.#run = new ForecasterRun(series, { ...options, refit: false });
    const { plan } = this.#run;
    const windows = choiceWindows(plan, Math.max(longest, plan.lookback));
    if (windows === null)
      throw new ValueError(
        "the validation set has no window to score on: a longer one, or a shorter look-back or horizon is needed",
        {
          caller: "forecaster",
        },
      );
    this.#scoring = new Scoring(plan, this.#series, windows);
  }

  /** Trains; a report after each epoch, null between. */
  *work(): Generator<TrialReport | null, void, undefined> {
    for (const event of this.#run.work())
      yield event?.type === "epoch" ? { step: event.epoch, value: event.valLoss ?? event.loss } : null;
  }

  /** The score of the best weights so far; NaN if they have diverged. */
  score(): number {
    return this.#scoring.score(this.#scoring.forecasts(this.#run.scoredModel()));
  }

  /** Null for a baseline. */
  checkpoint(): Uint8Array | null {
    return isBaseline(this.#run.plan.model) ? null : this.#run.checkpoint();
  }

  /** Goes on after the last event before the checkpoint. */
  restore(bytes: Uint8Array): void {
    this.#run.restore(bytes);
  }
}
