/** @module A recurrent network over segments instead of steps, which decodes all segments ahead at once. */
import { closed, type OptionNames } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { cat } from "../../functional/join.ts";
import { linear } from "../../functional/linear.ts";
import { decodeSegments, encodeSegments } from "../../functional/segments.ts";
import { ReLU } from "../../nn/activations.ts";
import { Sequential } from "../../nn/containers.ts";
import { Dropout } from "../../nn/dropout.ts";
import { GRU } from "../../nn/gru.ts";
import { normal_ } from "../../nn/init.ts";
import { Linear } from "../../nn/linear.ts";
import { Parameter } from "../../nn/module.ts";
import { say } from "../../sentence.ts";
import { zeros } from "../../tensor/create.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { defaultsOf } from "../../text/optionTable.ts";
import { forecastOptions, LONGEST_SEGMENT } from "../options.ts";
import { checkSizes } from "../scores/score.ts";
import {
  checkLookback,
  ForecastModel,
  type ForecastSizes,
  refuseFuture,
  sizeNames,
} from "./forecastModel.ts";

/** Options of `SegRNN`. */
export interface SegRNNOptions extends ForecastSizes {
  /** How many channels, C. */
  readonly channels: number;
  /** Steps of a segment, which divide look-back and horizon: 24 by default, as published. */
  readonly segment?: number;
  /** Units of the GRU, an even number d: 512 by default, as published; `Forecaster` trains a smaller one. */
  readonly width?: number;
  /** The share of decoded values dropped while training: 0.5 by default, as published. */
  readonly dropout?: number;
}

const optionNames: OptionNames<SegRNNOptions> = {
  ...sizeNames,
  channels: 0,
  segment: 0,
  width: 0,
  dropout: 0,
};

/** The sizes of the published tables. */
const published = {
  segment: LONGEST_SEGMENT,
  width: 512,
  dropout: defaultsOf(forecastOptions.network, "segrnn").dropout,
};

/**
 * SegRNN: each channel less its last value, cut into segments of w steps, embedded, read by one GRU; every segment ahead
 * is one more step of that GRU from its last state, told by learnt embeddings which segment and which channel it is.
 *
 *     x (B, L, C)   →   ŷ (B, H, C)        N = L / w segments in, M = H / w out
 *
 *     e_i = relu(W_v s_i + b_v),  s_i (w) segment i of x − x_L       h = GRU(e_1 … e_N)
 *     ŷ_m = W_p dropout(GRU([pos_m, channel_c], h)) + b_p + x_L
 *
 * All channels share the weights. Parameters have the names of the published code: `pos_emb` (M, d/2), `channel_emb`
 * (C, d/2), `valueEmbedding.0.…`, `rnn.…`, `predict.1.…`, and are drawn in its order. The decoder's products are computed
 * once for each embedding and each state, not for each pair of them (see `decodeSegments`): the same numbers but for rounding.
 * Throws ShapeError unless x is (B, L, C), or for a future; ValueError for sizes that do not divide.
 * Source: Lin et al., "SegRNN: segment recurrent neural network for long-term time series forecasting", 2023;
 * lss-1138/SegRNN, models/SegRNN.py with rnn_type gru, dec_way pmf, channel_id 1, revin 0.
 */
export class SegRNN extends ForecastModel {
  /** The name in printed models. */
  static override readonly typeName: string = "SegRNN";
  /** The columns that are forecast, each by itself. */
  readonly channels: number;
  /** The steps of a segment. */
  readonly segment: number;
  /** Hidden units. */
  readonly width: number;
  /** From a segment to the width of the GRU. */
  readonly valueEmbedding: Sequential;
  /** Reads the look-back segment by segment. */
  readonly rnn: GRU;
  /** The position of a segment to forecast (M, d/2). */
  readonly pos_emb: Parameter; // (M, d/2)
  /** The column (C, d/2). */
  readonly channel_emb: Parameter; // (C, d/2)
  /** From a state to a segment. */
  readonly predict: Sequential;
  /** Their layers, which belong to them. */
  readonly #layers: () => { readonly embed: Linear; readonly drop: Dropout; readonly head: Linear };

  /** Throws ValueError for options outside their domain. */
  constructor(options: SegRNNOptions) {
    closed("SegRNN", options, optionNames);
    const { segment = published.segment, width = published.width, dropout = published.dropout } = options;
    const { channels, lookback, horizon } = options;
    super({ lookback, horizon });
    checkSizes({ channels, segment, width });
    checkDivides({ lookback, horizon, segment, width });
    this.channels = channels;
    this.segment = segment;
    this.width = width;
    const embed = new Linear(segment, width);
    this.valueEmbedding = new Sequential(embed, new ReLU());
    this.rnn = new GRU(width, width, { batchFirst: true });
    this.pos_emb = new Parameter([horizon / segment, width / 2]);
    normal_(this.pos_emb);
    this.channel_emb = new Parameter([channels, width / 2]);
    normal_(this.channel_emb);
    const [drop, head] = [new Dropout(dropout), new Linear(width, segment)];
    this.predict = new Sequential(drop, head);
    this.#layers = () => ({ embed, drop, head });
  }

  /** The forecast of a batch, as `ForecastModel` describes it. */
  forward(x: Tensor, future: Tensor | null = null): Tensor {
    checkLookback("SegRNN", x, this.lookback, this.channels);
    refuseFuture("SegRNN", future);
    const [B, C, w] = [x.shape[0], this.channels, this.segment];
    const last = x.slice(1, -1).detach(); // (B, 1, C)
    const lines = x.sub(last).permute(0, 2, 1); // (B, C, L)
    const h = this.#encode(lines.reshape(B * C, this.lookback / w, w)); // (B C, d)
    const ahead = this.#decode(h.view(B, C, this.width)); // (B, C, M, w)
    return ahead.reshape(B, C, this.horizon).permute(0, 2, 1).add(last);
  }

  /** The states after segments (B C, N, w): (B C, d). */
  #encode(segments: Tensor): Tensor {
    const { rnn, valueEmbedding } = this;
    return (
      encodeSegments(segments, this.#layers().embed, rnn) ?? rnn.forward(valueEmbedding.forward(segments))[1]
    );
  }

  /** Every segment ahead from the last states (B, C, d): (B, C, M, w). */
  #decode(h: Tensor): Tensor {
    const { rnn } = this;
    const { drop, head } = this.#layers();
    const a = linear(this.#embeddings(), rnn.weight_ih_l0, rnn.bias_ih_l0);
    return decodeSegments(a, h, rnn, drop, head);
  }

  /** The embeddings of each segment ahead of each channel, (C, M, d): position first. */
  #embeddings(): Tensor {
    const [M, half] = this.pos_emb.shape;
    const everywhere = zeros([this.channels, M, half]); // repeats by broadcasting
    return cat([everywhere.add(this.pos_emb), everywhere.add(this.channel_emb.unsqueeze(1))], -1);
  }
}

function checkDivides({ lookback, horizon, segment, width }: Readonly<Record<string, number>>): void {
  if (lookback % segment !== 0 || horizon % segment !== 0) {
    throw new ValueError(
      say`SegRNN: look-back ${lookback} and horizon ${horizon} must be multiples of the segment, ${segment}`,
    );
  }
  if (width % 2 !== 0)
    throw new ValueError(`SegRNN: the width is ${width} but must be even, half for each embedding`);
}
