/** @module The training of a global model, which can be watched, left, saved and resumed after every event. */
import type { Panel } from "../../data/panel/panel.ts";
import { FormatError, ValueError } from "../../errors.ts";
import { crc32 } from "../../interop/crc32.ts";
import { decodeSafetensors, encodeSafetensors } from "../../interop/safetensors.ts";
import type { StateDict } from "../../nn/module.ts";
import { Generator as Randomness } from "../../random/generator.ts";
import { Tensor } from "../../tensor/tensor.ts";
import type { EpochRecord, TrainEvent } from "../../train/events.ts";
import { Fields, type Json, within } from "../../train/json.ts";
import type { Trainer } from "../../train/trainer.ts";
import { chooseBlend, chooseRidge, type PanelBlend } from "./panelBlend.ts";
import { type PanelFit, panelFit, trainWindows, type Validation, validationOf } from "./panelFit.ts";
import { PanelNetwork } from "./panelNetwork.ts";
import type { PanelOptions } from "./panelOptions.ts";
import { endsBefore, type PanelPlan, panelPlanOf } from "./panelPlan.ts";
import { PanelReader } from "./panelReader.ts";
import { networkMethod, type PanelTrained } from "./panelTrained.ts";
import type { PanelWindow } from "./panelWindows.ts";
import { type RidgeChoice, seriesRidge } from "./seriesRidge.ts";

/** The validation windows have decided how much of the forecast is the network's. */
export interface BlendedEvent {
  /** Which event it is. */
  readonly type: "blended";
  /** The decision. */
  readonly blend: PanelBlend;
}

/** An event of the training that goes on with all rows. */
export interface PanelRefitEvent {
  /** Which event it is. */
  readonly type: "refit";
  /** The event of its training. */
  readonly event: TrainEvent;
}

/** Any event of a run. */
export type PanelRunEvent = TrainEvent | BlendedEvent | PanelRefitEvent;

/** A model that is trained, and how it was scored. */
interface Scored {
  readonly weights: StateDict;
  readonly ridge: RidgeChoice | null;
  readonly blend: PanelBlend;
  readonly history: readonly EpochRecord[];
}

const FORMAT = "unrolled panel checkpoint 1";

/**
 * Everything from a panel to a trained global model, one event at a time.
 *
 *     const run = new PanelRun(panel, { horizon: 48 });
 *     for (const event of run.run()) save(run.checkpoint());
 *     const forecaster = PanelForecaster.from(run);
 *
 * 1. The network is trained on windows of all series, drawn at random; its weights are those with the lowest loss on the
 *    validation windows, which come before the test windows.
 * 2. The validation windows decide how much of the forecast is the network's and how much a baseline's. This is the model that
 *    is scored; it has not seen the test windows.
 *    With `perSeries` there is no network: least squares of each series, whose penalty the same windows choose.
 * 3. With `refit`, the network is trained for another quarter of the steps on windows of all rows. This is the model that forecasts.
 *
 * Weights and dropout draw from the global generator, which is seeded first; windows from one of the run's own.
 * Throws ValueError for options outside their domain, and for an empty panel.
 */
export class PanelRun {
  /** Every option, settled. */
  readonly plan: PanelPlan;
  readonly #panel: Panel;
  readonly #base: number;
  readonly #validation: Validation;
  #fit: PanelFit;
  /** Null before the network is trained. */
  #scored: Scored | null = null;
  #isFinished = false;
  #sums: readonly number[] | null = null;

  /** A run before its first event. Throws as `PanelForecaster.train`. */
  constructor(panel: Panel, options: PanelOptions = {}) {
    this.#panel = panel;
    this.plan = panelPlanOf(panel, options);
    this.#validation = validationOf(panel, this.plan);
    this.#base = bestBase(panel, this.plan, this.#trainEnds());
    this.#fit = this.#firstFit();
  }

  /** What trains now, or trained last; null where there is nothing to learn from. */
  get trainer(): Trainer<readonly PanelWindow[]> | null {
    return this.#fit.trainer;
  }

  /** One record for each epoch of the model that is scored. */
  get history(): readonly EpochRecord[] {
    return this.#scored?.history ?? this.#fit.trainer?.history ?? [];
  }

  /** Whether the last event has been returned. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** Trains, one event at a time; where there is nothing to learn from there is one event, `blended`. */
  *run(): Generator<PanelRunEvent, void, undefined> {
    if (this.#isFinished) return;
    if (this.#scored === null) {
      if (this.#fit.trainer !== null) yield* this.#fit.trainer.run();
      yield this.#score();
    }
    if (this.plan.refit && this.#fit.trainer !== null)
      for (const event of this.#fit.trainer.run()) yield { type: "refit", event };
    this.#isFinished = true;
  }

  /** The last two events of a training that is interrupted; it can be resumed. */
  interrupted(): PanelRunEvent[] {
    const { trainer } = this.#fit;
    if (trainer === null || trainer.isFinished) return [];
    const events = trainer.interrupted();
    return this.#scored === null ? events : events.map((event) => ({ type: "refit", event }));
  }

  /** All that the rest of the run depends on. Throws ValueError where nothing is learnt. */
  checkpoint(): Uint8Array {
    const { trainer } = this.#fit;
    if (trainer === null)
      throw new ValueError("there is nothing to learn, save or resume", { caller: "forecaster" });
    const { tensors, metadata } = decodeSafetensors(trainer.checkpoint());
    const scored = this.#scored;
    const weights = Object.entries(scored?.weights ?? {}).map(([name, values]) => [`scored.${name}`, values]);
    const run = {
      format: FORMAT,
      identity: this.#identity(),
      scored: scored && { blend: scored.blend, history: scored.history },
    };
    return encodeSafetensors(
      { ...tensors, ...Object.fromEntries(weights) },
      { ...metadata, panel: JSON.stringify(run) },
      { checksum: true },
    );
  }

  /**
   * Goes on from a checkpoint of a run on the same panel with the same options.
   * Throws FormatError for another, or damaged bytes; everything is then as it was.
   */
  restore(bytes: Uint8Array): void {
    const { tensors, metadata } = decodeSafetensors(bytes);
    const { panel: text = "", ...rest } = metadata;
    const fields = new Fields(
      within("checkpoint.panel", () => JSON.parse(text)),
      "checkpoint.panel",
    );
    fields.oneOf("format", [FORMAT]);
    fields.same(
      "identity",
      this.#identity(),
      "as in this run: the checkpoint is of another panel or other options",
    );
    const own = Object.entries(tensors).filter(([name]) => !name.startsWith("scored."));
    const trainer = encodeSafetensors(Object.fromEntries(own), rest, { checksum: true });
    const scored = fields.raw("scored") === null ? null : this.#readScored(fields.object("scored"), tensors);
    const fit = scored === null ? this.#firstFit() : this.#refit(scored.weights);
    if (fit.trainer === null) throw new FormatError("checkpoint.panel: there is nothing to learn from");
    fit.trainer.restore(trainer);
    this.#fit = fit;
    this.#scored = scored;
    this.#isFinished = false;
  }

  /** @internal The model that is scored, and the one that forecasts, as they are now; before the blend with the network alone. */
  trained(): { readonly scored: PanelTrained; readonly final: PanelTrained } {
    const { plan } = this;
    const { weights, blend, ridge } = this.#scored ?? this.#unscored();
    const model = (state: StateDict): PanelTrained => {
      const network = plan.perSeries ? null : new PanelNetwork(plan).eval();
      network?.loadStateDict(state);
      return { plan, base: this.#base, blend, network, ridge };
    };
    const scored = model(weights);
    const { network, trainer } = this.#fit;
    const isRefit = this.#scored !== null && plan.refit && this.#isFinished && trainer !== null;
    return { scored, final: isRefit && network !== null ? model(network.stateDict()) : scored };
  }

  #unscored(): Pick<Scored, "weights" | "blend" | "ridge"> {
    const { network, trainer } = this.#fit;
    const isBest = trainer !== null && !trainer.isFinished && trainer.bestEpoch > 0;
    const blend = { weight: 1, baseline: "naive" as const, season: 1, mase: null };
    const ridge = this.plan.perSeries ? { base: this.#base, penalty: 1 } : null;
    return { weights: isBest ? trainer.bestWeights() : (network?.stateDict() ?? {}), blend, ridge };
  }

  #trainEnds(): Float64Array {
    const { test, validation, horizon } = this.plan;
    return endsBefore(this.#panel, (test + validation) * horizon);
  }

  #firstFit(): PanelFit {
    if (this.plan.perSeries) return { network: null, trainer: null };
    return panelFit(this.#panel, this.plan, {
      ends: this.#trainEnds(),
      validation: this.#validation,
      base: this.#base,
      weights: null,
    });
  }

  #refit(weights: StateDict): PanelFit {
    const task = { ends: endsBefore(this.#panel, 0), validation: null, base: this.#base, weights };
    return panelFit(this.#panel, this.plan, task);
  }

  /** Decides on the blend, and begins the training with all rows. */
  #score(): BlendedEvent {
    const { network, trainer } = this.#fit;
    const ridge = this.plan.perSeries ? chooseRidge(this.#panel, this.plan, this.#validation) : null;
    const learnt =
      trainer === null || network === null
        ? null
        : networkMethod({ plan: this.plan, base: this.#base, network });
    const own = ridge === null ? learnt : seriesRidge(this.plan, ridge);
    const blend = chooseBlend(this.#panel, this.plan, this.#validation, own);
    const state = Object.entries(network?.stateDict() ?? {}).map(([name, values]) => [name, values.clone()]);
    const weights: StateDict = Object.fromEntries(state);
    this.#scored = { weights, ridge, blend, history: [...(trainer?.history ?? [])] };
    if (this.plan.refit && trainer !== null) this.#fit = this.#refit(weights);
    return { type: "blended", blend };
  }

  #readScored(fields: Fields, tensors: ReturnType<typeof decodeSafetensors>["tensors"]): Scored {
    const state = Object.entries(tensors)
      .filter(([name]) => name.startsWith("scored."))
      .map(([name, { data, shape }]) => [name.slice("scored.".length), new Tensor(data, shape)]);
    const blend = readBlend(fields.object("blend"));
    return {
      weights: Object.fromEntries(state),
      ridge: null,
      blend,
      history: fields.list("history") as readonly EpochRecord[],
    };
  }

  /** The plan and a checksum of the rows, which takes a while and is computed once. */
  #identity(): Json {
    this.#sums ??= [this.#panel.values, this.#panel.offsets].map((array) =>
      crc32(new Uint8Array(array.buffer, array.byteOffset, array.byteLength)),
    );
    return JSON.parse(JSON.stringify({ plan: this.plan, data: this.#sums }));
  }
}

const baselines = ["naive", "seasonal naive", "drift", "mean"] as const;

/** Reads a blend from JSON. Throws FormatError that names the field. */
export function readBlend(fields: Fields): PanelBlend {
  const mase = fields.raw("mase") === null ? null : fields.object("mase");
  return {
    weight: fields.number("weight"),
    baseline: fields.oneOf("baseline", baselines),
    season: fields.whole("season"),
    mase: mase && {
      network: mase.numberOrNull("network"),
      baseline: mase.number("baseline"),
      blend: mase.number("blend"),
    },
  };
}

/** Windows that are tried for the choice of the naive forecast. */
const TRIED = 1000;

/** The season whose seasonal naive forecast errs least on windows to learn from, or 1: the last value. */
function bestBase(panel: Panel, plan: PanelPlan, ends: Float64Array): number {
  const reader = new PanelReader(panel, plan, 1, ends);
  const windows = trainWindows(panel, plan, ends, reader);
  if (windows.length === 0) return 1;
  const generator = new Randomness(plan.seed);
  const drawn = Array.from({ length: TRIED }, () => windows.draw(generator));
  const all = [1, ...plan.seasons].filter((season) => season <= plan.lookback);
  const errors = all.map((season) => {
    const batch = new PanelReader(panel, plan, season, ends).read(drawn);
    let sum = 0;
    for (let i = 0; i < batch.base.length; i++) {
      const e = Math.abs(batch.target[i] - batch.base[i]);
      if (!Number.isNaN(e)) sum += e * batch.weight[i];
    }
    return sum;
  });
  return all.reduce((best, season, i) => (errors[i] < errors[all.indexOf(best)] ? season : best));
}
