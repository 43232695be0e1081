/** @module The training of a forecaster, which can be watched, left, saved and resumed after every event. */

import { fitScaler } from "../data/prepare/scalers.ts";
import type { Series } from "../data/series/series.ts";
import { FormatError, ValueError } from "../errors.ts";
import { crc32 } from "../interop/crc32.ts";
import { maxOf } from "../lists.ts";
import { defaultGenerator } from "../random/generator.ts";
import { shown } from "../shown.ts";
import { Tensor } from "../tensor/tensor.ts";
import type { EndEvent, EpochRecord, TrainEvent } from "../train/events.ts";
import { type Json, within } from "../train/json.ts";
import { finish, type Steps } from "../train/steps.ts";
import type { Trainer } from "../train/trainer.ts";
import { candidatesOf } from "./auto/candidates.ts";
import { choiceWindows, choose, Scoring, type Tried } from "./auto/choose.ts";
import { calibrationSteps, scoringSeconds } from "./intervals/calibration.ts";
import { pointOf } from "./method.ts";
import { ModelFit, refitPlan } from "./modelFit.ts";
import { type ForecasterOptions, isBaseline, isRecurrent } from "./options.ts";
import { type MemberPlan, memberPlan, type Plan, planOf } from "./plan.ts";
import { checkHeld } from "./planSize.ts";
import {
  decodeRun,
  encodeRun,
  type FinishedFit,
  type Progress,
  progressOf,
  type SavedFit,
} from "./runCheckpoint.ts";
import type { RunEvent } from "./runEvents.ts";
import { type Frame, frameOf, inputColumns, seriesFrame } from "./scaledSeries.ts";
import { emptyNetwork, type Fitted, methodOf, plansOf, type Trained, tailOf } from "./trained.ts";

/** A model at work, under its name in checkpoints: `model`, `candidate 3`, `refit 0`. */
interface Stage {
  readonly key: string;
  readonly fit: ModelFit;
}

/** The model that is scored, and the stages in which its members were fitted. */
interface ScoredModel {
  readonly fitted: Fitted;
  readonly keys: readonly string[];
}

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
  readonly #finished = new Map<string, FinishedFit>();
  #current: Stage | null = null;
  /** Null before it is fitted. */
  #scored: ScoredModel | null = null;
  /** Of `"auto"`, the best candidate so far. */
  #leader: Fitted | null = null;
  #isFinished = false;
  #identity: Json = null;
  readonly #watch = new Watch();

  /** A run before its first event. Throws as `Forecaster.train`. */
  constructor(series: Series, options: ForecasterOptions = {}) {
    this.#series = series;
    this.#options = options;
    this.#asked = planOf(series, options);
    if (this.#asked.model === "auto")
      this.#identityOf(); // refuses what no candidate could read
    else this.#begin("model", this.#asked);
  }

  /** Every option, settled; of `"auto"` the model only once it is chosen. */
  get plan(): Plan {
    return this.#scored?.fitted.plan ?? this.#asked;
  }

  /** What trains now, or trained last; null for a baseline, which has nothing to learn, and for least squares. */
  get trainer(): Trainer<Int32Array> | null {
    return this.#current?.fit.trainer ?? null;
  }

  /** How the model that is scored was trained, or is being; null where it has no epochs. */
  get progress(): Progress | null {
    if (this.#scored === null) return this.trainer === null ? null : progressOf(this.trainer);
    const all = this.#scored.keys.map((key) => this.#finished.get(key)?.progress ?? null);
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
    const { key = "", fit } = this.#current ?? {};
    const finished = [...this.#finished].filter(([name]) => !name.startsWith("refit"));
    const isAtWork = fit?.trainer != null && !this.#finished.has(key) && !key.startsWith("refit");
    return [
      ...finished.flatMap(([, { progress }]) => progress?.history ?? []),
      ...(isAtWork ? (fit.trainer?.history ?? []) : []),
    ];
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
    const stages = this.#stages();
    for (;;) {
      this.#watch.start();
      const { done, value } = stages.next();
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
    const current = this.#current;
    const { key = "", fit } = current ?? {};
    const isAtWork = fit?.trainer != null && !this.#finished.has(key);
    const work = {
      finished: this.#finished,
      elapsed: this.#watch.total(),
      current: isAtWork && fit.trainer !== null ? { key, plan: fit.plan, trainer: fit.trainer } : null,
    };
    return encodeRun(work, this.#identityOf());
  }

  /**
   * Goes on from a checkpoint of a run on the same series with the same options; `epochs`, `patience` and
   * the bounds may differ.
   * Throws FormatError for another, or damaged bytes; everything is then as it was. Throws ValueError for a baseline.
   */
  restore(bytes: Uint8Array): void {
    this.#checkLearns();
    const { finished, elapsed, current, identity } = decodeRun(bytes);
    const own = this.#identityOf();
    const text = JSON.stringify(own);
    if (identity !== undefined && shown(identity, text.length) !== text)
      throw new FormatError(
        `the checkpoint is ${difference(identity, own)}, but must be one of this series and these options`,
        { caller: "forecaster" },
      );
    const all = [...finished].map(([key, one]) => [key, this.#refilled(one)] as const);
    const stage = current === null ? null : this.#restored(current.key, current.plan, current.bytes);
    this.#finished.clear();
    for (const [key, one] of all) this.#finished.set(key, one);
    this.#scored = this.#wholeModel();
    this.#current = stage;
    this.#watch.set(elapsed);
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
    const fitted = this.#current?.fit.current() ?? this.#scoredNow();
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

  *#stages(): Generator<RunEvent | null, void, undefined> {
    if (this.#asked.model === "auto") yield* this.#choose();
    else {
      yield* this.#stage("model", this.#asked);
      this.#scored = this.#wholeModel();
    }
    if (this.#scored !== null) yield* this.#refit(this.#scored);
    this.#isFinished = true;
  }

  /** The model that was asked for, once it is fitted; null of `"auto"`. */
  #wholeModel(): ScoredModel | null {
    const fitted = this.#finished.get("model")?.fitted ?? null;
    return fitted && { fitted, keys: ["model"] };
  }

  /** Fits a model unless that is done; after `limit` seconds it has the best weights so far, if there are any. */
  *#stage(
    key: string,
    plan: Plan,
    limit = Number.POSITIVE_INFINITY,
  ): Generator<TrainEvent | null, void, undefined> {
    if (this.#finished.has(key)) return;
    const { fit } = this.#current?.key === key ? this.#current : this.#begin(key, plan);
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

  *#choose(): Generator<RunEvent | null, void, undefined> {
    const plan = this.#asked;
    const members = candidatesOf(plan, this.#series, this.#options);
    yield null;
    const list = choiceWindows(plan, maxOf(members.map(({ lookback }) => lookback)));
    const scoring = list && new Scoring(plan, this.#series, list);
    const tried: Tried[] = [];
    yield null;
    for (const [i, member] of members.entries()) {
      const key = `candidate ${i}`;
      const isNew = !this.#finished.has(key);
      if (isNew) yield { type: "stage", phase: "candidate", member, index: i + 1, count: members.length };
      const own = memberPlan(plan, member);
      if (isNew && this.#isSpent(member))
        this.#finished.set(key, { plan: own, fitted: null, progress: null });
      yield* this.#stage(key, own, this.#share(members.slice(i)));
      const one = triedOf(member, this.#finished.get(key)?.fitted ?? null, scoring);
      const isBest =
        one.score !== null && tried.every(({ score }) => score === null || score > Number(one.score));
      if (isBest || this.#leader === null) this.#leader = one.fitted;
      tried.push(one);
      const candidate = { members: [one.member], score: one.score, isChosen: false };
      if (isNew) yield { type: "scored", candidate, isBest };
    }
    const { choice, places } = choose(tried, scoring, plan, list?.length ?? 0);
    const parts = places.flatMap((i) => tried[i].fitted ?? []);
    const keys = places.map((i) => `candidate ${i}`);
    this.#scored = { fitted: this.#combined(parts, { choice }), keys };
    yield { type: "chosen", plan: this.plan };
  }

  /**
   * Seconds for a candidate: half of what the budget leaves beside scoring is for trying models, half for training on all
   * rows.
   */
  #share(left: readonly MemberPlan[]): number {
    const dear = left.filter(({ model }) => !isBaseline(model) && model !== "ridge").length;
    return (this.#fitting() - this.seconds) / (2 * Math.max(1, dear));
  }

  /** Whether the rest of the budget is for training again. Networks are cut short instead, once they have begun. */
  #isSpent({ model, lookback }: MemberPlan): boolean {
    const { split, horizon } = this.#asked;
    const products = split.train.until * (lookback + horizon) ** 2;
    return model === "ridge" && products > CHEAP && this.seconds > CHOICE_SHARE * this.#fitting();
  }

  /** What the budget leaves beside scoring, in seconds. */
  #fitting(): number {
    const { budget } = this.#asked;
    return budget - Math.min(scoringSeconds(this.#asked), budget / 2);
  }

  *#refit(scored: ScoredModel): Generator<RunEvent | null, void, undefined> {
    if (!this.#isRefit()) return;
    const plans = plansOf(scored.fitted.plan);
    for (const [i, plan] of plans.entries()) {
      if (isBaseline(plan.model)) continue;
      const member = memberOf(plan);
      const key = `refit ${i}`;
      const progress = this.#finished.get(scored.keys[i])?.progress ?? null;
      if (this.#finished.has(key) || progress?.bestEpoch === 0) continue; // it has diverged at once
      yield { type: "stage", phase: "refit", member, index: i + 1, count: plans.length };
      const all = refitPlan(plan, this.#series.length, progress?.bestEpoch ?? 0);
      for (const event of this.#stage(key, all)) yield event && { type: "refit", event };
    }
  }

  /** Whether there are rows beyond the training set to learn from. */
  #isRefit(): boolean {
    const { refit, split } = this.#asked;
    return refit && split.train.until < this.#series.length;
  }

  #scoredNow(): Fitted {
    if (this.#scored !== null) return this.#scored.fitted;
    if (this.#current?.key === "model") return this.#current.fit.fitted();
    const [first] = candidatesOf(this.#asked, this.#series, this.#options);
    return this.#leader ?? new ModelFit(this.#series, memberPlan(this.#asked, first)).fitted();
  }

  /** The model that was trained on all rows; null unless all of it is. */
  #refitNow({ plan, scaler, network, members }: Fitted): Fitted | null {
    if (!this.#isRefit() || this.#scored === null) return null;
    const plans = plansOf(plan);
    const old = members.length > 0 ? members : [{ plan, scaler, network, members }];
    const parts = plans.map((one, i) =>
      isBaseline(one.model) ? old[i] : (this.#finished.get(`refit ${i}`)?.fitted ?? null),
    );
    const fitted = parts.flatMap((one) => one ?? []);
    if (fitted.length < plans.length || plans.every(({ model }) => isBaseline(model))) return null;
    return this.#combined(fitted, {}, this.#series.length);
  }

  /** One model, or an ensemble of several. */
  #combined(
    parts: readonly Fitted[],
    more: Pick<Plan, "choice">,
    rows = this.#asked.split.train.until,
  ): Fitted {
    const [first] = parts;
    if (parts.length === 1) return { ...first, plan: { ...first.plan, ...more } };
    const plan = ensemblePlan(
      this.#asked,
      parts.map(({ plan: one }) => memberOf(one)),
      more,
    );
    const columns = inputColumns(this.#series, plan.columns);
    const range = { part: "train", from: 0, until: rows } as const;
    return { plan, scaler: fitScaler(plan.scaler, columns, range), network: null, members: parts };
  }

  /** The epochs of each member that were best. */
  #epochs(): number[] {
    const keys = this.#scored?.keys ?? [];
    return keys.map((key) => this.#finished.get(key)?.progress?.bestEpoch ?? 0);
  }

  #frameOf({ plan: { columns }, scaler }: Fitted): Frame {
    return seriesFrame(this.#series, columns, scaler);
  }

  #begin(key: string, plan: Plan): Stage {
    const stage = { key, fit: new ModelFit(this.#series, plan) };
    this.#current = stage;
    const { trainer } = stage.fit;
    if (trainer !== null) trainer.extra = this.#identityOf();
    return stage;
  }

  /** A stage as it was saved. The generator is as before if the bytes are refused. */
  #restored(key: string, plan: Plan | null, bytes: Uint8Array): Stage {
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

  #refilled({ plan, weights, progress }: SavedFit): FinishedFit {
    if (weights === null) return { plan, fitted: null, progress };
    this.#checkSaved(plan);
    checkHeld(plan, Object.values(weights));
    const scaler = fitScaler(plan.scaler, inputColumns(this.#series, plan.columns), plan.split.train);
    const network = emptyNetwork(plan);
    const state = Object.entries(weights).map(([name, { data, shape }]) => [name, new Tensor(data, shape)]);
    within("checkpoint.run", () => network?.loadStateDict(Object.fromEntries(state)));
    return { plan, fitted: { plan, scaler, network, members: [] }, progress };
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

  #checkLearns(): void {
    const { model } = this.#asked;
    if (isBaseline(model))
      throw new ValueError(`${model} is a baseline, which has nothing to learn, save or resume`, {
        caller: "forecaster",
      });
  }

  /** What two runs must share for one to go on where the other was left: what is trained, and a checksum of the data. */
  #identityOf(): Json {
    if (this.#identity !== null) return this.#identity;
    const columns = inputColumns(this.#series, this.#asked.columns);
    const scaler = fitScaler(this.#asked.scaler, columns, this.#asked.split.train);
    const { scaled } = frameOf(columns, scaler, this.#asked.columns);
    const data = crc32(new Uint8Array(scaled.buffer, scaled.byteOffset, scaled.byteLength));
    this.#identity = JSON.parse(JSON.stringify({ ...sharedOptions(this.#asked), data }));
    return this.#identity;
  }
}

function triedOf(member: MemberPlan, fitted: Fitted | null, scoring: Scoring | null): Tried {
  const own = fitted === null ? member : memberOf(fitted.plan);
  const forecasts = fitted === null || scoring === null ? null : scoring.forecasts(fitted);
  const score = forecasts === null || scoring === null ? null : scoring.score(forecasts);
  return { member: own, fitted, forecasts, score: score !== null && Number.isFinite(score) ? score : null };
}

/** What of a plan is a member's own. */
function memberOf({ model, modelOptions, lookback, season, scaler, windowsPerEpoch }: Plan): MemberPlan {
  return { model, modelOptions, lookback, season, scaler, windowsPerEpoch };
}

/** The plan of a mean: it looks back as far as the member that looks back furthest. */
function ensemblePlan(asked: Plan, members: readonly MemberPlan[], more: Pick<Plan, "choice">): Plan {
  const { targets } = asked.columns;
  const readsMore = members.some(({ model }) => isRecurrent(model));
  return {
    ...asked,
    model: "ensemble",
    modelOptions: {},
    lookback: maxOf(members.map(({ lookback }) => lookback)),
    columns: readsMore ? asked.columns : { targets, future: [], calendar: [], covariates: [] },
    members,
    ...more,
  };
}

/** The options that may not change when a run is resumed. */
function sharedOptions(plan: Plan): Partial<Plan> {
  const { epochs, patience, min, max, integer, monotone, refit, budget, windowsPerEpoch, ...shared } = plan;
  return windowsPerEpoch === null ? shared : { ...shared, windowsPerEpoch };
}

function difference(saved: unknown, own: Json): string {
  const [a, b] = [Object(saved), Object(own)];
  const isSame = (key: string): boolean => {
    const text = JSON.stringify(b[key]);
    return shown(a[key], text.length) === text;
  };
  const name = Object.keys(b).find((key) => !isSame(key)) ?? "more";
  return name === "data"
    ? "one of other data"
    : `one with ${name} ${a[name] === undefined ? "missing" : shown(a[name], 200)} instead of ${shown(b[name], 200)}`;
}

/** The part of the budget for fitting after which no costly least squares are begun. */
const CHOICE_SHARE = 2 / 3;
/** Multiply-adds of least squares that take less than a second. */
const CHEAP = 1e9;

/** Measures milliseconds between `start` and `stop`, cumulatively. */
class Watch {
  #counted = 0;
  #since: number | null = null;

  start(): void {
    this.#since = performance.now();
  }

  stop(): void {
    this.#counted = this.total();
    this.#since = null;
  }

  total(): number {
    return this.#since === null ? this.#counted : this.#counted + performance.now() - this.#since;
  }

  /** Sets the total, of an earlier process. */
  set(milliseconds: number): void {
    this.#counted = milliseconds;
  }
}
