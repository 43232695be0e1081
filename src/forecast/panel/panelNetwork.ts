/** @module The global network: reads a scaled look-back by segments, and forecasts quantiles from the naive forecast on. */
import { relu } from "../../functional/activations.ts";
import { cat } from "../../functional/join.ts";
import { linear } from "../../functional/linear.ts";
import { decodeSegments, encodeSegments } from "../../functional/segments.ts";
import { ModuleList } from "../../nn/containers.ts";
import { Dropout } from "../../nn/dropout.ts";
import { Embedding } from "../../nn/embedding.ts";
import { GRU } from "../../nn/gru.ts";
import { normal_ } from "../../nn/init.ts";
import { Linear } from "../../nn/linear.ts";
import { LSTM } from "../../nn/lstm.ts";
import { MinGRU } from "../../nn/minGru.ts";
import { Module, Parameter } from "../../nn/module.ts";
import { Tensor } from "../../tensor/tensor.ts";
import type { PanelPlan } from "./panelPlan.ts";
import { type PanelBatch, readSizes } from "./panelReader.ts";
import type { Fan } from "./quantileFan.ts";

/** softplus(−2) = 0.13: quantiles start a few tenths of the spread apart. */
const START = -2;

/** What of a plan decides the network. */
export interface NetworkPlan
  extends Pick<
    PanelPlan,
    "model" | "horizon" | "lookback" | "segment" | "quantiles" | "hidden" | "layers" | "dropout" | "inputs"
  > {}

/**
 * A network for all series.
 *
 *     z (B, H, Q) = head(state)      skip (B, H) = W lags + b      for `fanOut`, relative to a naive forecast
 *
 *     gru, lstm, mingru:
 *                  s = cell(segments)       state = dropout(relu(W [s, numbers, embeddings] + b))      head (H·Q)
 *     segrnn:      e = relu(W segments + b)   s = GRU(e) + W [numbers, embeddings]
 *                  state_m = GRU step from s with the embedding of segment m ahead                     head (w·Q) for each
 *     linear:      state = [lags, numbers, embeddings]                                                 head (H·Q), no skip
 *
 * Head and skip start at 0, so that the median starts as the naive forecast, and the quantiles at equal distances around it.
 */
export class PanelNetwork extends Module {
  /** The name in printed models. */
  static override readonly typeName: string = "PanelNetwork";
  /** A table for each category; unknown levels are zeros. */
  readonly embeddings: ModuleList<Embedding>;
  /** Reads the segments; null for linear. */
  readonly rnn: GRU | LSTM | MinGRU | null;
  /** segrnn: from a segment to the width of the GRU. */
  readonly embed: Linear | null;
  /** segrnn: from numbers and embeddings to the state. */
  readonly context: Linear | null;
  /** segrnn: the position of a segment ahead (M, d). */
  readonly position: Parameter | null;
  /** gru, lstm, mingru: from the state and the numbers to the input of the head. */
  readonly mix: Linear | null;
  readonly drop: Dropout;
  /** To the quantiles. */
  readonly head: Linear;
  /** From the look-back to the medians; null for linear, whose head does that. */
  readonly skip: Linear | null;
  readonly #plan: NetworkPlan;

  /** Draws its weights from the global generator. */
  constructor(plan: PanelPlan) {
    super();
    const { model, hidden: d, layers, horizon: H, lookback: L, segment: w, quantiles, inputs } = plan;
    const Q = quantiles.length;
    const sizes = readSizes(plan);
    this.#plan = plan;
    const tables = inputs.categories.map(({ levels }) => tableOf(levels.length));
    this.embeddings = new ModuleList(tables);
    const E = sizes.numbers + tables.reduce((sum, { weight }) => sum + weight.shape[1], 0);
    const isSegmental = model === "segrnn";
    const isRecurrent = isStack(model);
    this.embed = isSegmental ? new Linear(sizes.segment, d) : null;
    const options = { numLayers: isSegmental ? 1 : layers, batchFirst: true };
    if (isRecurrent) this.rnn = new stacks[model](sizes.segment, d, options);
    else this.rnn = isSegmental ? new GRU(d, d, options) : null;
    this.context = isSegmental ? new Linear(E, d) : null;
    this.position = isSegmental ? normal_(new Parameter([Math.ceil(H / w), d])) : null;
    this.mix = isRecurrent ? new Linear(d + E, d) : null;
    this.drop = new Dropout(plan.dropout);
    this.head = new Linear(model === "linear" ? L + E : d, (isSegmental ? w : H) * Q);
    this.skip = model === "linear" ? null : new Linear(L, H);
    this.#startAsNaive();
  }

  #startAsNaive(): void {
    const Q = this.#plan.quantiles.length;
    const middle = (Q - 1) / 2;
    this.head.weight.data.fill(0);
    this.head.bias?.data.forEach((_, i, bias) => {
      bias[i] = i % Q === middle ? 0 : START;
    });
    this.skip?.weight.data.fill(0);
    this.skip?.bias?.data.fill(0);
  }

  /** The output for each step and quantile of a batch, (B, H, Q), and the skip of the medians (B, H). */
  forward(batch: PanelBatch): Fan {
    const { horizon: H, quantiles } = this.#plan;
    const Q = quantiles.length;
    const B = batch.lags.shape[0];
    const numbers = this.#numbers(batch);
    const z =
      this.skip === null ? this.head.forward(cat([batch.lags, numbers], 1)) : this.#states(batch, numbers);
    return { z: z.view(B, H, Q), skip: this.skip?.forward(batch.lags) ?? null };
  }

  #numbers({ numbers, codes }: PanelBatch): Tensor {
    if (codes.length === 0) return numbers;
    const embedded = codes.map((own, i) => this.embeddings.at(i).forward(new Tensor(own, [own.length])));
    return cat([numbers, ...embedded], 1);
  }

  #states({ segments }: PanelBatch, numbers: Tensor): Tensor {
    const { horizon: H, quantiles, hidden: d } = this.#plan;
    const [B, Q] = [segments.shape[0], quantiles.length];
    if (this.rnn === null) throw new TypeError("a linear network has no states");
    const { embed, context, position, mix, rnn } = this;
    if (embed === null || context === null || position === null || !(rnn instanceof GRU)) {
      const state = lastState(rnn, segments);
      const mixed = mix === null ? state : relu(mix.forward(cat([state, numbers], 1)));
      return this.head.forward(this.drop.forward(mixed)).view(B, H, Q);
    }
    const h = encodeSegments(segments, embed, rnn) ?? rnn.forward(relu(embed.forward(segments)))[1];
    const state = h.view(B, d).add(context.forward(numbers)).view(B, 1, d);
    const a = linear(position.view(1, -1, d), rnn.weight_ih_l0, rnn.bias_ih_l0);
    const ahead = decodeSegments(a, state, rnn, this.drop, this.head); // (B, 1, M, w·Q)
    return ahead.view(B, -1, Q).slice(1, 0, H).view(B, H, Q);
  }
}

const stacks = { gru: GRU, lstm: LSTM, mingru: MinGRU } as const;

/** Whether the state after the look-back is that of a stack of recurrent layers. */
function isStack(model: PanelPlan["model"]): model is keyof typeof stacks {
  return Object.hasOwn(stacks, model);
}

/** The last output of the top layer, (B, d). */
function lastState(rnn: GRU | LSTM | MinGRU, x: Tensor): Tensor {
  const [output] = rnn instanceof LSTM ? rnn.forward(x) : rnn.forward(x);
  return output.select(1, -1);
}

/**
 * The number of weights of a plan's network, found without allocating any. It tells a plan that does not belong to the weights of
 * a file, whose network might not fit into memory.
 */
export function parameterCount(plan: PanelPlan): number {
  const { model, hidden: d, layers, horizon: H, lookback: L, segment: w, quantiles, inputs } = plan;
  const sizes = readSizes(plan);
  const tables = inputs.categories.map(({ levels }) => [levels.length + 1, embeddingWidth(levels.length)]);
  const E = sizes.numbers + tables.reduce((sum, [, width]) => sum + width, 0);
  const affine = (from: number, to: number): number => (from + 1) * to;
  const embeddings = tables.reduce((sum, [rows, width]) => sum + rows * width, 0);
  const outputs = (model === "segrnn" ? w : H) * quantiles.length;
  if (model === "linear") return embeddings + affine(L + E, outputs);
  const first = model === "segrnn" ? d : sizes.segment;
  const stacked = model === "segrnn" ? 0 : layers - 1;
  const gates = model === "lstm" ? 4 : 3;
  const cell =
    model === "mingru"
      ? 2 * d * (first + 1 + stacked * (d + 1))
      : gates * d * (first + d + 2 + stacked * (2 * d + 2));
  const around =
    model === "segrnn" ? affine(sizes.segment, d) + affine(E, d) + Math.ceil(H / w) * d : affine(d + E, d);
  return embeddings + cell + around + affine(d, outputs) + affine(L, H);
}

function embeddingWidth(levels: number): number {
  return Math.min(16, 1 + Math.ceil(Math.sqrt(levels)));
}

/** 2 to 16 numbers for each level of a category; small ones at first, as levels of few series are hardly trained. */
function tableOf(levels: number): Embedding {
  const table = new Embedding(levels + 1, embeddingWidth(levels), { paddingIdx: 0 });
  for (let k = 0; k < table.weight.data.length; k++) table.weight.data[k] *= 0.1;
  return table;
}
