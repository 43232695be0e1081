/** @module From a panel to forecasts of all its series, and from a file to the same forecasts. */
import type { Panel } from "../../data/panel/panel.ts";
import { FormatError } from "../../errors.ts";
import { decodeSafetensors, encodeSafetensors } from "../../interop/safetensors.ts";
import { defaultGenerator } from "../../random/generator.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { type FitOptions, fit as trainBeside } from "../../train/fit.ts";
import { Fields, within } from "../../train/json.ts";
import type { PanelBlend } from "./panelBlend.ts";
import type { PanelMethod, SeriesForecast, SeriesRows } from "./panelMethod.ts";
import { PanelNetwork, parameterCount } from "./panelNetwork.ts";
import type { PanelOptions } from "./panelOptions.ts";
import { endsBefore, type PanelPlan, readPanelPlan } from "./panelPlan.ts";
import { PanelRun, type PanelRunEvent, readBlend } from "./panelRun.ts";
import { type PanelTrained, trainedMethod } from "./panelTrained.ts";
import type { RidgeChoice } from "./seriesRidge.ts";

/** The forecast of one series of a panel. */
export interface PanelForecast extends SeriesForecast {
  /** The number of the series. */
  readonly series: number;
  /** Its id. */
  readonly id: string;
}

const FORMAT = "unrolled panel forecaster 1";
const CHUNK = 512;

/**
 * One model of all series of a panel.
 *
 *     const forecaster = await PanelForecaster.train(panel, { horizon: 28 });
 *     for (const { id, point, quantiles } of forecaster.forecasts(panel)) …
 *
 * It forecasts the series it was trained on, with later rows too, and series it has never seen, however short: of a series
 * shorter than the look-back what is missing is masked. Forecasts need the panel, whose rows are not in the file.
 */
export class PanelForecaster {
  readonly #scored: PanelTrained;
  readonly #final: PanelTrained;

  private constructor({ scored, final }: { readonly scored: PanelTrained; readonly final: PanelTrained }) {
    this.#scored = scored;
    this.#final = final;
  }

  /**
   * Trains without blocking the event loop; if the signal stops it, with the best weights so far.
   * Throws ValueError for options outside their domain, and for an empty panel.
   */
  static async train(
    panel: Panel,
    options: PanelOptions = {},
    fitOptions: FitOptions<PanelRunEvent> = {},
  ): Promise<PanelForecaster> {
    const run = new PanelRun(panel, options);
    await trainBeside(run, fitOptions);
    return PanelForecaster.from(run);
  }

  /** The model of a run as it is now; later training of the run does not change it. */
  static from(run: PanelRun): PanelForecaster {
    const before = defaultGenerator.getState();
    try {
      return new PanelForecaster(run.trained());
    } finally {
      defaultGenerator.setState(before);
    }
  }

  /** Throws FormatError that names the field for bytes that are not from `toBytes`. */
  static fromBytes(bytes: Uint8Array): PanelForecaster {
    const { tensors, metadata } = decodeSafetensors(bytes);
    const json = within("forecaster", () => JSON.parse(metadata.forecaster ?? "null"));
    const fields = new Fields(json, "forecaster");
    fields.oneOf("format", [FORMAT]);
    const plan = readPanelPlan(fields.object("plan"));
    const base = fields.whole("base");
    const blend = readBlend(fields.object("blend"));
    const ridge = fields.raw("ridge") === undefined ? null : readRidge(fields.object("ridge"));
    const model = (prefix: string): PanelTrained => {
      if (plan.perSeries) return { plan, base, blend, network: null, ridge };
      const own = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
      const state = own.map(([name, { data, shape }]) => [
        name.slice(prefix.length),
        new Tensor(data, shape),
      ]);
      checkCount(
        plan,
        own.reduce((sum, [, { data }]) => sum + data.length, 0),
      );
      const network = emptyNetwork(plan);
      within("forecaster", () => network.loadStateDict(Object.fromEntries(state)));
      return { plan, base, blend, network, ridge };
    };
    const final = model("model.");
    const isRefit = Object.keys(tensors).some((name) => name.startsWith("scored."));
    return new PanelForecaster({ scored: isRefit ? model("scored.") : final, final });
  }

  /** A safetensors file: the weights, with the rest in its metadata. The read model forecasts the same bits. */
  toBytes(): Uint8Array {
    const { plan, base, blend, network, ridge } = this.#final;
    const arrays = (prefix: string, from: PanelNetwork | null): Record<string, Tensor> =>
      Object.fromEntries(
        Object.entries(from?.stateDict() ?? {}).map(([name, values]) => [`${prefix}${name}`, values]),
      );
    const isRefit = this.#scored !== this.#final;
    return encodeSafetensors(
      { ...arrays("model.", network), ...(isRefit ? arrays("scored.", this.#scored.network) : {}) },
      { forecaster: JSON.stringify({ format: FORMAT, plan, base, blend, ...(ridge && { ridge }) }) },
      { checksum: true },
    );
  }

  /** Every option, settled. */
  get plan(): PanelPlan {
    return this.#final.plan;
  }

  /** How much of the forecast is the network's, by the validation windows. */
  get blend(): PanelBlend {
    return this.#final.blend;
  }

  /** The model that forecasts, as a method for `scorePanel`. */
  get method(): PanelMethod {
    return trainedMethod(this.#final);
  }

  /** The model that has not seen the test windows, as a method for `scorePanel`. */
  get scoredMethod(): PanelMethod {
    return trainedMethod(this.#scored);
  }

  /**
   * The steps that follow the last row of each series, one series at a time; some hundreds are computed at once.
   * Throws ValueError for a panel without a column, or a value of a future covariate, that the model reads.
   */
  *forecasts(panel: Panel): Generator<PanelForecast, void, undefined> {
    const { method } = this;
    const { ids, offsets } = panel;
    const ends = endsBefore(panel, 0);
    for (let first = 0; first < ids.length; first += CHUNK) {
      const count = Math.min(CHUNK, ids.length - first);
      const rows = Array.from({ length: count }, (_, i): SeriesRows => {
        return { series: first + i, from: offsets[first + i], until: ends[first + i] };
      });
      for (const [i, forecast] of method.forecast(panel, rows).entries())
        yield { series: first + i, id: ids[first + i], ...forecast };
    }
  }
}

function readRidge(fields: Fields): RidgeChoice {
  return { base: Math.max(1, fields.whole("base")), penalty: fields.number("penalty") };
}

/** Throws FormatError for a plan whose network has another number of weights, before that is made. */
function checkCount(plan: PanelPlan, held: number): void {
  const count = parameterCount(plan);
  if (held !== count)
    throw new FormatError(`forecaster: it holds ${held} weights but must hold ${count}, by its plan`);
}

/** A network for weights to be copied into; its own are drawn as if nothing had been drawn. */
function emptyNetwork(plan: PanelPlan): PanelNetwork {
  const before = defaultGenerator.getState();
  try {
    return new PanelNetwork(plan).eval();
  } finally {
    defaultGenerator.setState(before);
  }
}
