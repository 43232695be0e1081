/** @module A method that is trained again in the course of a backtest, each time on all rows that are known by then. */
import type { Window } from "../../data/prepare/windows.ts";
import type { Series } from "../../data/series/series.ts";
import { FormatError, ValueError } from "../../errors.ts";
import { append } from "../../lists.ts";
import { say } from "../../sentence.ts";
import { finish, type Steps } from "../../train/steps.ts";
import { decodeFitted, encodeFitted } from "../forecasterFile.ts";
import { type Method, rescaled } from "../method.ts";
import { ModelFit, refitPlan } from "../modelFit.ts";
import { isBaseline } from "../options.ts";
import type { Plan } from "../plan.ts";
import { type Fitted, methodOf, plansOf, scoredOf, type Trained } from "../trained.ts";

/** Trainings in a backtest, at most: of networks, and of what is solved at once. */
const MOST_TRAININGS = { network: 10, solved: 100 };

/** Rows from one training to the next, so that a backtest ends in reasonable time. */
export function defaultRefitEvery(plan: Plan): number {
  const { test } = plan.split;
  const isSlow = plansOf(plan).some(({ model }) => !isBaseline(model) && model !== "ridge");
  const count = isSlow ? MOST_TRAININGS.network : MOST_TRAININGS.solved;
  return Math.max(1, Math.ceil((test.until - test.from - plan.horizon + 1) / count));
}

/** Models that have been trained already, by the number of rows that they know. */
export type KnownModels = ReadonlyMap<number, Fitted>;

/** The epochs of each model; null where there is nothing to train. Throws ValueError as `refittingMethod`. */
function refitEpochs({ plan, refit }: Trained): readonly number[] | null {
  if (refit !== null) return refit.epochs;
  if (plansOf(plan).every(({ model }) => isBaseline(model))) return null;
  throw new ValueError(say`the model was trained without refit, so its number of epochs is not known`, {
    caller: "backtest",
    remedies: [{ option: "refit", values: [true] }],
  });
}

/** For each training that these windows need, in the order of time, the number of rows that it knows. */
export function refitRows(trained: Trained, origins: Iterable<Window>, every: number): number[] {
  if (refitEpochs(trained) === null) return [];
  const { from: first } = trained.plan.split.test;
  const blocks = new Set<number>();
  for (const { from } of origins) if (from >= first) blocks.add(Math.floor((from - first) / every));
  return [...blocks].map((block) => first + block * every);
}

/** The training of the scored model, and of each of its members, on the first rows of a series. */
export class Refit {
  readonly #scored: Fitted;
  readonly #fits: readonly (() => ModelFit)[];
  readonly #fitted: Fitted[] = [];
  #current: ModelFit | null = null;

  constructor(trained: Trained, series: Series, rows: number) {
    const epochs = refitEpochs(trained) ?? [];
    this.#scored = scoredOf(trained);
    this.#fits = this.#models.map(
      ({ plan }, i) =>
        () =>
          new ModelFit(series, refitPlan(plan, rows, epochs[i] ?? 0)),
    );
  }

  get #models(): readonly Fitted[] {
    return this.#scored.members.length === 0 ? [this.#scored] : this.#scored.members;
  }

  /** Trains; yields between two batches. */
  *run(): Steps<Fitted> {
    for (const old of this.#models.slice(this.#fitted.length)) {
      if (!isBaseline(old.plan.model)) {
        this.#current ??= this.#fits[this.#fitted.length]();
        for (const _ of this.#current.run()) yield;
      }
      this.#fitted.push(this.#current?.fitted() ?? old);
      this.#current = null;
    }
    const [only] = this.#fitted;
    return this.#scored.members.length === 0 ? only : { ...this.#scored, members: this.#fitted };
  }

  finish(): Fitted {
    return finish(this.run());
  }

  /** Where the training of the current model has come to; null between two, and for what has no epochs. */
  checkpoint(): RefitCheckpoint | null {
    const { trainer } = this.#current ?? { trainer: null };
    if (trainer === null) return null;
    return { models: this.#fitted.map(encodeFitted), current: trainer.checkpoint() };
  }

  /** Goes on from a checkpoint of the same training. Throws FormatError for another. */
  restore({ models, current }: RefitCheckpoint): void {
    const fitted = models.map((bytes, i) => {
      const old = this.#models[i];
      if (old === undefined) throw new FormatError(`the checkpoint has ${models.length} models`);
      return decodeFitted(bytes, old.plan);
    });
    const fit = this.#fits[fitted.length]?.();
    if (!fit?.trainer) throw new FormatError("the checkpoint is of a model that has no epochs");
    fit.trainer.restore(current);
    this.#fitted.length = 0;
    append(this.#fitted, fitted);
    this.#current = fit;
  }
}

/** The models that are trained already, and the checkpoint of the one that is being trained. */
export interface RefitCheckpoint {
  readonly models: readonly Uint8Array[];
  readonly current: Uint8Array;
}

/**
 * The scored model up to the test set; from there on, every `every` rows, a model that is trained on all rows before, for the
 * number of epochs that was best. Throws ValueError for a model without `refit`, of which that number is not known.
 */
export function refittingMethod(
  trained: Trained,
  series: Series,
  every: number,
  known: KnownModels = new Map(),
): Method {
  const scored = scoredOf(trained);
  const epochs = refitEpochs(trained);
  const { from: first } = trained.plan.split.test;
  const own = methodOf(scored);
  let latest = { block: -1, method: own };
  const methodAt = (block: number): Method => {
    if (block < 0 || epochs === null) return own;
    if (block !== latest.block) {
      const rows = first + block * every;
      const fitted = known.get(rows) ?? new Refit(trained, series, rows).finish();
      latest = { block, method: rescaled(methodOf(fitted), fitted.scaler, fitted.plan.columns) };
    }
    return latest.method;
  };
  const blockOf = ({ from }: Window): number => Math.floor((from - first) / every);
  return {
    ...own,
    predict: (frame, windows) =>
      joined(byBlock(windows, blockOf).map((some) => methodAt(blockOf(some[0])).predict(frame, some))),
  };
}

/** Windows in the order of time, cut where their block changes. */
function byBlock(windows: readonly Window[], blockOf: (window: Window) => number): Window[][] {
  const parts: Window[][] = [];
  for (const [i, window] of windows.entries()) {
    if (i === 0 || blockOf(window) !== blockOf(windows[i - 1])) parts.push([]);
    parts[parts.length - 1].push(window);
  }
  return parts;
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
