/** @module The models of a run, fitted one after the other under names of their own, and their checkpoint. */
import type { Series } from "../data/series/series.ts";
import { FormatError } from "../errors.ts";
import { maxOf } from "../lists.ts";
import { defaultGenerator } from "../random/generator.ts";
import type { EpochRecord, TrainEvent } from "../train/events.ts";
import type { Json } from "../train/json.ts";
import type { Trainer } from "../train/trainer.ts";
import { ModelFit } from "./modelFit.ts";
import type { Plan } from "./plan.ts";
import {
  decodeRun,
  encodeRun,
  type FinishedFit,
  type Progress,
  progressOf,
  refilled,
  type SavedStage,
} from "./runCheckpoint.ts";
import { checkIdentity, identityOf } from "./runIdentity.ts";
import type { Fitted } from "./trained.ts";

/** A model at work, under its name in checkpoints: `model`, `candidate 3`, `refit 0`. */
interface Stage {
  readonly key: string;
  readonly fit: ModelFit;
}

export class Stages {
  readonly #series: Series;
  /** The plan as requested; for `"auto"` without a model. */
  readonly #asked: Plan;
  readonly #finished = new Map<string, FinishedFit>();
  #current: Stage | null = null;
  #identity: Json = null;

  constructor(series: Series, asked: Plan) {
    this.#series = series;
    this.#asked = asked;
  }

  /** What is fitted now, or was last. */
  get current(): Stage | null {
    return this.#current;
  }

  /** What trains now, or trained last; null for what has no epochs. */
  get trainer(): Trainer<Int32Array> | null {
    return this.#current?.fit.trainer ?? null;
  }

  has(key: string): boolean {
    return this.#finished.has(key);
  }

  /** The model of a finished stage; null before, and where there was no time for it. */
  fitted(key: string): Fitted | null {
    return this.#finished.get(key)?.fitted ?? null;
  }

  /** How the training of a finished stage went; null where it has no epochs. */
  progress(key: string): Progress | null {
    return this.#finished.get(key)?.progress ?? null;
  }

  /** The epochs of all models so far, in the order of their training, but those of the training on all rows. */
  epochRecords(): EpochRecord[] {
    const finished = [...this.#finished].filter(([name]) => !name.startsWith("refit"));
    const work = this.#atWork();
    return [
      ...finished.flatMap(([, { progress }]) => progress?.history ?? []),
      ...(work === null || work.key.startsWith("refit") ? [] : work.trainer.history),
    ];
  }

  begin(key: string, plan: Plan): Stage {
    const stage = { key, fit: new ModelFit(this.#series, plan) };
    this.#current = stage;
    const { trainer } = stage.fit;
    if (trainer !== null) trainer.extra = this.identity();
    return stage;
  }

  /** Fits a model unless that is done; after `limit` seconds it has the best weights so far, if there are any. */
  *run(
    key: string,
    plan: Plan,
    limit: number = Number.POSITIVE_INFINITY,
  ): Generator<TrainEvent | null, void, undefined> {
    if (this.#finished.has(key)) return;
    const { fit } = this.#current?.key === key ? this.#current : this.begin(key, plan);
    const { trainer } = fit;
    let isLate = false;
    for (const event of fit.run()) {
      yield event;
      isLate = trainer !== null && trainer.seconds > limit && !trainer.isFinished;
      if (isLate) break;
    }
    const fitted = isLate && fit.epochs === 0 ? null : fit.fitted();
    this.#finished.set(key, { plan: fit.plan, fitted, progress: trainer && progressOf(trainer) });
  }

  /** Ends a stage that there is no time for. */
  skip(key: string, plan: Plan): void {
    this.#finished.set(key, { plan, fitted: null, progress: null });
  }

  /** What another run must share with this one to go on from its checkpoint. */
  identity(): Json {
    this.#identity ??= identityOf(this.#series, this.#asked);
    return this.#identity;
  }

  /** Finished stages, the current one, and the milliseconds of work. */
  checkpoint(elapsed: number): Uint8Array {
    return encodeRun({ finished: this.#finished, elapsed, current: this.#atWork() }, this.identity());
  }

  /** Goes on from a checkpoint; returns its milliseconds of work. Throws FormatError; everything is then as it was. */
  restore(bytes: Uint8Array): number {
    const { finished, elapsed, current, identity } = decodeRun(bytes);
    checkIdentity(identity, this.identity());
    const all = [...finished].map(([key, one]) => {
      if (one.weights !== null) this.#checkSaved(one.plan);
      return [key, refilled(one, this.#series)] as const;
    });
    const stage = current === null ? null : this.#restored(current);
    this.#finished.clear();
    for (const [key, one] of all) this.#finished.set(key, one);
    this.#current = stage;
    return elapsed;
  }

  /** The stage that trains; null between stages, and for what has no epochs. */
  #atWork(): { readonly key: string; readonly plan: Plan; readonly trainer: Trainer<Int32Array> } | null {
    if (this.#current === null || this.#finished.has(this.#current.key)) return null;
    const { key, fit } = this.#current;
    return fit.trainer && { key, plan: fit.plan, trainer: fit.trainer };
  }

  /** A stage as it was saved. The generator is as before if the bytes are refused. */
  #restored({ key, plan, bytes }: SavedStage): Stage {
    const before = defaultGenerator.getState();
    const own = this.#current?.key === "model" && key === "model" ? this.#current : null;
    if (plan !== null) this.#checkSaved(plan);
    try {
      const fit =
        own?.fit ?? new ModelFit(this.#series, key === "model" ? this.#asked : (plan ?? this.#asked));
      fit.trainer?.restore(bytes);
      return { key, fit };
    } catch (error) {
      defaultGenerator.setState(before);
      throw error;
    }
  }

  /** Throws FormatError for the plan of a model that this run cannot have fitted: it would be taken without its checks. */
  #checkSaved({ horizon, lookback, columns, split }: Plan): void {
    const own = this.#asked;
    const isOwn =
      horizon === own.horizon &&
      columns.targets.join() === own.columns.targets.join() &&
      lookback + horizon <= this.#series.length &&
      maxOf([split.train.until, split.validation.until, split.test.until]) <= this.#series.length;
    if (!isOwn) throw new FormatError("checkpoint.run has a plan that is of another run");
  }
}
