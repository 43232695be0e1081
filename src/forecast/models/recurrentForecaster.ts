/** @module A recurrent network that reads the look-back, and says all steps ahead at once or one after the other. */

import { closed, type OptionNames } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { cat, stack } from "../../functional/join.ts";
import { GRU } from "../../nn/gru.ts";
import { Linear } from "../../nn/linear.ts";
import { LSTM } from "../../nn/lstm.ts";
import { RNN } from "../../nn/rnn.ts";
import { shown } from "../../shown.ts";
import { zeros } from "../../tensor/create.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { defaultsOf } from "../../text/optionTable.ts";
import { forecastOptions, type ModelOptions } from "../options.ts";
import { checkQuantiles } from "../scores/quantileErrors.ts";
import { checkSizes } from "../scores/score.ts";
import { checkFuture, checkLookback, ForecastModel, type ForecastSizes, sizeNames } from "./forecastModel.ts";

const defaults = defaultsOf(forecastOptions.network);

/** Whether all steps are forecast at once or one after the other. */
export type ForecastMode = NonNullable<ModelOptions["mode"]>;

const cells = { rnn: RNN, lstm: LSTM, gru: GRU } as const;

/** The kinds of cells. */
export type CellName = "rnn" | "lstm" | "gru";

/** Options of `RecurrentForecaster`; sizes have the defaults of `Forecaster`. */
export interface RecurrentForecasterOptions extends ForecastSizes {
  /** How many channels of x, C. */
  readonly channels: number;
  /** How many of them are forecast, the first O: all by default. */
  readonly targets?: number;
  /** How many values are known of each step ahead, F: none by default. */
  readonly covariates?: number;
  /** `"gru"` by default. */
  readonly cell?: CellName;
  /** Hidden units; 64 by default. */
  readonly hidden?: number;
  /** Recurrent layers; 1 by default. */
  readonly layers?: number;
  /** The share of values dropped between layers while training. */
  readonly dropout?: number;
  /** All steps ahead from one head, or one step at a time fed with its own forecast. */
  readonly mode?: ForecastMode;
  /** The quantiles to forecast instead of one value, in rising order. */
  readonly quantiles?: readonly number[];
  /** Whether targets are read and forecast relative to their last value: false by default, as of a plain network. */
  readonly relative?: boolean;
}

const optionNames: OptionNames<RecurrentForecasterOptions> = {
  ...sizeNames,
  channels: 0,
  targets: 0,
  covariates: 0,
  cell: 0,
  hidden: 0,
  layers: 0,
  dropout: 0,
  mode: 0,
  quantiles: 0,
  relative: 0,
};

/**
 * A stack of recurrent layers that reads the look-back, and an affine head.
 *
 *     x (B, L, C)   future (B, H, F)   →   ŷ (B, H, O), or (B, H, O, Q) for Q quantiles
 *
 *     direct:      s = cell(x_1 … x_L)                  ŷ = W [s, f_1 … f_H] + b              W (H·O·Q, hidden + H·F)
 *     recursive:   s_h = cell([ŷ_{h−1}, f_{h−1}], s_{h−1})   ŷ_h = W [s_h, f_h] + b           W (O·Q, hidden + F)
 *
 * Recursive forecasts feed the cell what it has just said (of quantiles the middle one), so that x must hold the targets
 * and, after them, the same covariates as `future`: C = O + F. Gradients flow through all of it. With `relative` the last
 * values of the targets are taken away before and added afterwards, as NLinear does.
 *
 * Parameters: `rnn.…` as PyTorch's layer, `head.weight`, `head.bias`, drawn in that order. Throws ShapeError when x or
 * `future` does not fit, ValueError for sizes that do not.
 */
export class RecurrentForecaster extends ForecastModel {
  /** The name in printed models. */
  static override readonly typeName: string = "RecurrentForecaster";
  /** The columns of the look-back. */
  readonly channels: number;
  /** The columns that are forecast, the first of the look-back. */
  readonly targets: number;
  /** The columns that are known for the steps to forecast. */
  readonly covariates: number;
  /** Whether all steps come at once or one after the other. */
  readonly mode: ForecastMode;
  /** What is forecast in place of points; null for points. */
  readonly quantiles: readonly number[] | null;
  /** Whether the last value is subtracted first, and added at the end. */
  readonly relative: boolean;
  /** The recurrent layers. */
  readonly rnn: RNN | LSTM | GRU;
  /** From the last state to the forecast. */
  readonly head: Linear;

  /** Throws ValueError for options outside their domain. */
  constructor(options: RecurrentForecasterOptions) {
    closed("RecurrentForecaster", options, optionNames);
    super(options);
    const { channels, targets = channels, covariates = 0, mode = defaults.mode } = options;
    const { hidden = defaults.hidden, layers = defaults.layers, dropout = defaults.dropout } = options;
    const { cell = "gru", quantiles = null, relative = false } = options;
    checkSizes({ channels, targets, hidden, layers });
    checkRoles({ channels, targets, covariates, mode });
    if (quantiles) checkQuantiles(quantiles);
    this.channels = channels;
    this.targets = targets;
    this.covariates = covariates;
    this.mode = mode;
    this.quantiles = quantiles;
    this.relative = relative;
    if (!Object.hasOwn(cells, cell))
      throw new ValueError(`cell is ${shown(cell)} but must be "rnn", "lstm" or "gru"`);
    this.rnn = new cells[cell](channels, hidden, { numLayers: layers, dropout, batchFirst: true });
    const steps = mode === "direct" ? options.horizon : 1; // that one call of the head says
    this.head = new Linear(hidden + steps * covariates, steps * targets * (quantiles?.length ?? 1));
  }

  /** The forecast of a batch, as `ForecastModel` describes it. */
  forward(x: Tensor, future: Tensor | null = null): Tensor {
    checkLookback("RecurrentForecaster", x, this.lookback, this.channels);
    checkFuture("RecurrentForecaster", future, [x.shape[0], this.horizon, this.covariates]);
    const last = this.relative ? x.slice(1, -1).slice(2, 0, this.targets).detach() : null; // (B, 1, O)
    const read = last === null ? x : x.sub(this.#widened(last));
    const ahead = this.mode === "direct" ? this.#direct(read, future) : this.#recursive(read, future);
    const moved = last === null ? ahead : ahead.add(last.unsqueeze(3)); // (B, H, O, Q)
    return this.quantiles === null ? moved.squeeze(3) : moved;
  }

  /** The targets' last values, with zeros for the other channels: (B, 1, C). */
  #widened(last: Tensor): Tensor {
    const others = this.channels - this.targets;
    return others === 0 ? last : cat([last, zeros([last.shape[0], 1, others])], 2);
  }

  #direct(x: Tensor, future: Tensor | null): Tensor {
    const B = x.shape[0];
    const [output] = read(this.rnn, x, null);
    const state = output.select(1, -1);
    const known = future === null ? state : cat([state, future.reshape(B, -1)], 1);
    return this.head.forward(known).view(B, this.horizon, this.targets, -1);
  }

  #recursive(x: Tensor, future: Tensor | null): Tensor {
    const B = x.shape[0];
    const ahead: Tensor[] = [];
    let [output, state] = read(this.rnn, x, null);
    for (let h = 0; h < this.horizon; h++) {
      const known = future === null ? null : future.select(1, h); // (B, F)
      const last = output.select(1, -1);
      const step = this.head.forward(known === null ? last : cat([last, known], 1)).view(B, this.targets, -1);
      ahead.push(step);
      if (h + 1 === this.horizon) break;
      const said = step.select(2, Math.floor(step.shape[2] / 2));
      const next = known === null ? said : cat([said, known], 1);
      [output, state] = read(this.rnn, next.unsqueeze(1), state);
    }
    return stack(ahead, 1);
  }
}

/** The outputs (B, T, hidden) of a layer, and the state to go on from; null starts from zero. */
function read(
  rnn: RNN | LSTM | GRU,
  x: Tensor,
  state: readonly Tensor[] | null,
): [output: Tensor, state: readonly Tensor[]] {
  if (rnn instanceof LSTM) return rnn.forward(x, state && [state[0], state[1]]);
  const [output, h] = rnn.forward(x, state?.[0] ?? null);
  return [output, [h]];
}

type Roles = Pick<RecurrentForecaster, "channels" | "targets" | "covariates" | "mode">;

function checkRoles({ channels, targets, covariates, mode }: Roles): void {
  if (mode !== "direct" && mode !== "recursive")
    throw new ValueError(`mode is ${shown(mode)} but must be "direct" or "recursive"`);
  if (!(Number.isInteger(covariates) && covariates >= 0))
    throw new ValueError(`covariates is ${covariates} but must be a whole number from 0`);
  if (targets > channels) throw new ValueError(`targets is ${targets} but there are ${channels} channels`);
  if (mode === "recursive" && channels !== targets + covariates) {
    throw new ValueError(
      `a recursive forecast feeds ${targets} targets and ${covariates} covariates back, but x has ${channels} channels\n  let x hold the targets, and after them the covariates`,
    );
  }
}
