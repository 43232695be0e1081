/** @module The training of a forecaster, which can be watched, left, saved and resumed after every event. */

import type { Series } from "../data/series/series.ts";
import { ValueError } from "../errors.ts";
import type { EndEvent, EpochRecord } from "../train/events.ts";
import { finish, type Steps } from "../train/steps.ts";
import type { Trainer } from "../train/trainer.ts";
import { candidatesOf } from "./auto/candidates.ts";
import { type ScoredModel, Selection } from "./auto/selection.ts";
import { combined, memberOf } from "./ensemble.ts";
import { calibrationSteps } from "./intervals/calibration.ts";
import { pointOf } from "./method.ts";
import { ModelFit, refitPlan } from "./modelFit.ts";
import { type ForecasterOptions, isBaseline } from "./options.ts";
import { memberPlan, type Plan, planOf } from "./plan.ts";
import { type Progress, progressOf } from "./runCheckpoint.ts";
import type { RunEvent } from "./runEvents.ts";
import { type Frame, seriesFrame } from "./scaledSeries.ts";
import { Stages } from "./stages.ts";
import { Stopwatch } from "./stopwatch.ts";
import { type Fitted, methodOf, plansOf, type Trained, tailOf } from "./trained.ts";

/**
 * Everything from a series to a trained model, one event at a time.
 *
 *     const run = new ForecasterRun(series, { model: "gru" });
 *     for (const event of run.run()) save(run.checkpoint());
 *     const forecaster = Forecaster.from(run);
 *
 * 1. Of `"auto"`, the candidates are fitted to the training set one by one, cheap ones first, and scored on the validation
 *    set; then the best model, or a mean of several, is chosen. The plan names it from then on.
 * 2. The model is trained: windows of the training set are shuffled in each epoch; the validation set, whose look-back
 *    reaches into the training set, decides when to stop. This model is scored; it never sees the test set. Intervals are
 *    calibrated on its errors, from the validation set to the end of the series.
 * 3. With `refit`, it is trained once more on all rows, with a scaler fitted to them, for the number of epochs that was
 *    best. This model forecasts.
 *
 * Weights and dropout draw from the global generator, which is seeded before each training; batches from one of their own,
 * so runs without dropout may alternate.
 * Throws ValueError for options outside their domain, and for a series that is too short for them.
 */
export class ForecasterRun {
  readonly #series: Series;
  readonly #options: ForecasterOptions;
  /** The plan as requested; for `"auto"` without a model. */
  readonly #asked: Plan;
  readonly #stages: Stages;
  #selection: Selection | null = null;
  /** Null before it is fitted. */
  #scored: ScoredModel | null = null;
  #isFinished = false;
  readonly #watch = new Stopwatch();

  /** A run before its first event. Throws as `Forecaster.train`. */
  constructor(series: Series, options: ForecasterOptions = {}) {
    this.#series = series;
    this.#options = options;
    this.#asked = planOf(series, options);
    this.#stages = new Stages(series, this.#asked);
    if (this.#asked.model === "auto")
      this.#stages.identity(); // refuses what no candidate could read
    else this.#stages.begin("model", this.#asked);
  }

  /** Every option, settled; of `"auto"` the model only once it is chosen. */
  get plan(): Plan {
    return this.#scored?.fitted.plan ?? this.#asked;
  }

  /** What trains now, or trained last; null for a baseline, which has nothing to learn, and for least squares. */
  get trainer(): Trainer<Int32Array> | null {
    return this.#stages.trainer;
  }

  /** How the model that is scored was trained, or is being; null where it has no epochs. */
  get progress(): Progress | null {
    if (this.#scored === null) return this.trainer === null ? null : progressOf(this.trainer);
    const all = this.#scored.keys.map((key) => this.#stages.progress(key));
    return all.find((one) => one !== null) ?? null;
  }

  /** The last event of the training of the model that is scored; null where that has no epochs. */
  end(): EndEvent | null {
    const { progress } = this;
    if (progress === null) return null;
    const { history, best, bestEpoch, reason, seconds } = progress;
    const epoch = history.length + (reason === "diverged" ? 1 : 0); // which has no record
    return { type: "end", reason, epoch, epochs: this.plan.epochs, best, bestEpoch, seconds };
  }

  /** The epochs of all models so far, in the order of their training, but those of the training on all rows. */
  epochRecords(): EpochRecord[] {
    return this.#stages.epochRecords();
  }

  /** Whether the last event has been returned. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** Whether the model that is scored has been trained to its end, or its weights are final already. */
  get hasStopped(): boolean {
    return this.#scored !== null || (this.trainer?.hasStopped ?? false);
  }

  /** Seconds of work so far, excluding interruptions. */
  get seconds(): number {
    return this.#watch.total() / 1000;
  }

  /** Trains, one event at a time; of a baseline there are none. */
  *run(): Generator<RunEvent, void, undefined> {
    for (const event of this.work()) if (event !== null) yield event;
  }

  /** `run`, with null for a pause in work that has no events, such as least squares. */
  *work(): Generator<RunEvent | null, void, undefined> {
    const events = this.#events();
    for (;;) {
      this.#watch.start();
      const { done, value } = events.next();
      this.#watch.stop();
      if (done) return;
      yield value;
    }
  }

  /** The last two events of a training that is interrupted; it can be resumed. */
  interrupted(): RunEvent[] {
    const { trainer } = this;
    if (trainer === null || trainer.isFinished) return [];
    const events = trainer.interrupted();
    return this.#scored === null ? events : events.map((event) => ({ type: "refit", event }));
  }

  /** All that the rest of the run depends on. Throws ValueError for a baseline. */
  checkpoint(): Uint8Array {
    this.#checkLearns();
    return this.#stages.checkpoint(this.#watch.total());
  }

  /**
   * Goes on from a checkpoint of a run on the same series with the same options; `epochs`, `patience` and
   * the bounds may differ.
   * Throws FormatError for another, or damaged bytes; everything is then as it was. Throws ValueError for a baseline.
   */
  restore(bytes: Uint8Array): void {
    this.#checkLearns();
    const elapsed = this.#stages.restore(bytes);
    this.#scored = this.#wholeModel();
    this.#watch.set(elapsed);
  }

  /** @internal The model that is scored, as it is now, without intervals. */
  scoredModel(): Fitted {
    return this.#scoredNow();
  }

  /** @internal The model as it is now: with the best weights so far, where there is validation or the run is over. */
  trained(): Trained {
    return finish(this.trainedSteps());
  }

  /** @internal `trained`, step by step: intervals of long series take their time. */
  *trainedSteps(): Steps<Trained> {
    const scored = this.#scoredNow();
    const { plan } = scored;
    const refit = this.#refitNow(scored);
    const calibration = yield* calibrationSteps(methodOf(scored), this.#frameOf(scored), plan);
    return {
      ...(refit ?? scored),
      plan,
      refit: refit && { rows: this.#series.length, epochs: this.#epochs(), scored },
      calibration,
      tail: tailOf(this.#series, plan.lookback),
    };
  }

  /**
   * What the weights as they are now forecast from some rows of the series on, (H, O) each, in its units. The training
   * goes on as if it had not been asked. Throws ValueError for a row with less than a look-back before it.
   */
  preview(rows: readonly number[]): Float64Array[] {
    const fitted = this.#stages.current?.fit.current() ?? this.#scoredNow();
    const { lookback, horizon, columns } = fitted.plan;
    const early = rows.find((row) => row < lookback);
    if (early !== undefined)
      throw new ValueError(`a row is ${early} but must be at least ${lookback}, the look-back`, {
        caller: "preview",
      });
    const method = methodOf(fitted);
    const windows = rows.map((from) => ({ start: from - lookback, from, until: from + horizon }));
    const point = pointOf(method.predict(this.#frameOf(fitted), windows), method);
    const size = horizon * columns.targets.length;
    return rows.map((_, i) => point.slice(i * size, (i + 1) * size));
  }

  *#events(): Generator<RunEvent | null, void, undefined> {
    if (this.#asked.model === "auto") yield* this.#choose();
    else {
      yield* this.#stages.run("model", this.#asked);
      this.#scored = this.#wholeModel();
    }
    if (this.#scored !== null) yield* this.#refit(this.#scored);
    this.#isFinished = true;
  }

  /** The model that was asked for, once it is fitted; null of `"auto"`. */
  #wholeModel(): ScoredModel | null {
    const fitted = this.#stages.fitted("model");
    return fitted && { fitted, keys: ["model"] };
  }

  *#choose(): Generator<RunEvent | null, void, undefined> {
    const request = {
      plan: this.#asked,
      series: this.#series,
      options: this.#options,
      seconds: () => this.seconds,
    };
    this.#selection = new Selection(request, this.#stages);
    this.#scored = yield* this.#selection.run();
    yield { type: "chosen", plan: this.plan };
  }

  *#refit(scored: ScoredModel): Generator<RunEvent | null, void, undefined> {
    if (!this.#isRefit()) return;
    const plans = plansOf(scored.fitted.plan);
    for (const [i, plan] of plans.entries()) {
      if (isBaseline(plan.model)) continue;
      const member = memberOf(plan);
      const key = `refit ${i}`;
      const progress = this.#stages.progress(scored.keys[i]);
      if (this.#stages.has(key) || progress?.bestEpoch === 0) continue; // it has diverged at once
      yield { type: "stage", phase: "refit", member, index: i + 1, count: plans.length };
      const all = refitPlan(plan, this.#series.length, progress?.bestEpoch ?? 0);
      for (const event of this.#stages.run(key, all)) yield event && { type: "refit", event };
    }
  }

  /** Whether there are rows beyond the training set to learn from. */
  #isRefit(): boolean {
    const { refit, split } = this.#asked;
    return refit && split.train.until < this.#series.length;
  }

  #scoredNow(): Fitted {
    if (this.#scored !== null) return this.#scored.fitted;
    const { current } = this.#stages;
    if (current?.key === "model") return current.fit.fitted();
    const [first] = candidatesOf(this.#asked, this.#series, this.#options);
    const leader = this.#selection?.leader ?? null;
    return leader ?? new ModelFit(this.#series, memberPlan(this.#asked, first)).fitted();
  }

  /** The model that was trained on all rows; null unless all of it is. */
  #refitNow({ plan, scaler, network, members }: Fitted): Fitted | null {
    if (!this.#isRefit() || this.#scored === null) return null;
    const plans = plansOf(plan);
    const old = members.length > 0 ? members : [{ plan, scaler, network, members }];
    const parts = plans.map((one, i) => (isBaseline(one.model) ? old[i] : this.#stages.fitted(`refit ${i}`)));
    const fitted = parts.flatMap((one) => one ?? []);
    if (fitted.length < plans.length || plans.every(({ model }) => isBaseline(model))) return null;
    return combined(fitted, this.#asked, this.#series, { rows: this.#series.length });
  }

  /** The epochs of each member that were best. */
  #epochs(): number[] {
    const keys = this.#scored?.keys ?? [];
    return keys.map((key) => this.#stages.progress(key)?.bestEpoch ?? 0);
  }

  #frameOf({ plan: { columns }, scaler }: Fitted): Frame {
    return seriesFrame(this.#series, columns, scaler);
  }

  #checkLearns(): void {
    const { model } = this.#asked;
    if (isBaseline(model))
      throw new ValueError(`${model} is a baseline, which has nothing to learn, save or resume`, {
        caller: "forecaster",
      });
  }
}
