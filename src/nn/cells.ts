/** @module Recurrent cells: one time step at a time. */
import { closed } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { recurrentLayer } from "../functional/recurrentLayer.ts";
import { zeros } from "../tensor/create.ts";
import { sameShape } from "../tensor/shape.ts";
import { checkTensor, type Tensor } from "../tensor/tensor.ts";
import { unsqueeze, view } from "../tensor/views.ts";
import { cells, type Mode } from "../wasm/recurrent.ts";
import { uniform_ } from "./init.ts";
import { Module, Parameter } from "./module.ts";
import { checkSizes } from "./recurrentOptions.ts";

/** Options of `LSTMCell` and `GRUCell`. */
export interface CellOptions {
  /** Whether there are biases; true by default. */
  readonly bias?: boolean;
}

/** The base of the cells: `weight_ih` (G·H, I), `weight_hh` (G·H, H), `bias_ih` and `bias_hh` (G·H), uniform in ±1/√H. */
export abstract class CellBase extends Module {
  /** I. */
  readonly inputSize: number;
  /** H. */
  readonly hiddenSize: number;
  /** Of the input (G·H, I). */
  weight_ih: Parameter;
  /** Of the state (G·H, H). */
  weight_hh: Parameter;
  /** Of the input (G·H). */
  bias_ih: Parameter | null;
  /** Of the state (G·H). */
  bias_hh: Parameter | null;
  readonly #mode: Mode;

  /** Draws the parameters as PyTorch does. */
  constructor(mode: Mode, inputSize: number, hiddenSize: number, { bias = true }: CellOptions = {}) {
    super();
    checkSizes(inputSize, hiddenSize, cells[mode].gates);
    this.#mode = mode;
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    const rows = cells[mode].gates * hiddenSize;
    this.weight_ih = new Parameter([rows, inputSize]);
    this.weight_hh = new Parameter([rows, hiddenSize]);
    this.bias_ih = bias ? new Parameter([rows]) : null;
    this.bias_hh = bias ? new Parameter([rows]) : null;
    const bound = 1 / Math.sqrt(hiddenSize);
    for (const parameter of this.parameters()) uniform_(parameter, -bound, bound);
  }

  /** One step from these states, or from zeros; the new states. */
  protected run(x: Tensor, hx: readonly Tensor[] | null): Tensor[] {
    const name = nameOf(this.#mode);
    checkTensor(name, "x", x);
    if (hx !== null) for (const state of hx) checkTensor(name, "hx", state);
    const dims = x.shape.length;
    if (dims !== 1 && dims !== 2) {
      throw new ShapeError(`${name}: Expected input to be 1-D or 2-D but received ${dims}-D tensor`);
    }
    const batched = dims === 2;
    const rows = batched ? x : unsqueeze(x, 0);
    const B = rows.shape[0];
    const given = hx?.map((state) => (batched ? state : unsqueeze(state, 0)));
    this.#check(rows, given ?? []);
    const states =
      given ?? Array.from({ length: cells[this.#mode].states }, () => zeros([B, this.hiddenSize]));
    const weights = {
      weightIh: this.weight_ih,
      weightHh: this.weight_hh,
      biasIh: this.bias_ih,
      biasHh: this.bias_hh,
      weightHr: null,
    };
    const sequence = { batchSizes: [B], reverse: false };
    const { finals } = recurrentLayer(this.#mode, rows, states, weights, sequence);
    return finals.map((final) => (batched ? final : view(final, [this.hiddenSize])));
  }

  #check(x: Tensor, states: readonly Tensor[]): void {
    const [B, I] = x.shape;
    if (I !== this.inputSize) {
      throw new ShapeError(`input has inconsistent input_size: got ${I} expected ${this.inputSize}`);
    }
    states.forEach(({ shape }, s) => {
      const wanted = [B, this.hiddenSize];
      if (sameShape(shape, wanted)) return;
      const isSurprising = s > 0 || shape.length !== 2; // PyTorch's message names hidden0 for the cell state, too
      const remedy = isSurprising
        ? `\n  ${"hc"[s]} is (${shape.join(", ")}) but must be (${wanted.join(", ")}), for x of (${x.shape.join(", ")})`
        : "";
      throw new ShapeError(wrongState(nameOf(this.#mode), shape, B, this.hiddenSize) + remedy);
    });
  }

  /** What PyTorch prints between the parentheses. */
  override extraRepr(): string {
    return `${this.inputSize}, ${this.hiddenSize}${this.bias_ih ? "" : ", bias=False"}`;
  }
}

/** PyTorch's message for a state that is not (B, H). */
function wrongState(name: string, shape: readonly number[], B: number, H: number): string {
  const [batch, width] = shape;
  if (shape.length > 0 && batch !== B)
    return `Input batch size ${B} doesn't match hidden0 batch size ${batch}`;
  if (shape.length > 1 && width !== H) {
    return `hidden0 has inconsistent hidden_size: got ${width}, expected ${H}`;
  }
  return `${name}: Expected hidden to be 2D, got ${shape.length}D instead`;
}

function nameOf(mode: Mode): string {
  return mode.startsWith("RNN") ? "RNNCell" : `${mode}Cell`;
}

/** Options of `RNNCell`. */
export interface RNNCellOptions extends CellOptions {
  /** tanh by default. */
  readonly nonlinearity?: "tanh" | "relu";
}

/**
 * One step of the simple recurrent layer: h' = tanh(x W_ihᵀ + b_ih + h W_hhᵀ + b_hh), or relu.
 *
 *     x (B, I) or (I)   h (B, H) or (H)   →   h' as h
 *
 * Source: torch.nn.RNNCell.
 */
export class RNNCell extends CellBase {
  /** The name in printed models. */
  static override readonly typeName: string = "RNNCell";
  /** The function of the pre-activations. */
  readonly nonlinearity: "tanh" | "relu";

  /** Draws the parameters as PyTorch does. */
  constructor(inputSize: number, hiddenSize: number, options: RNNCellOptions = {}) {
    const { nonlinearity = "tanh" } = closed("RNNCell", options, { bias: 0, nonlinearity: 0 });
    if (nonlinearity !== "tanh" && nonlinearity !== "relu") {
      throw new ValueError(`Unknown nonlinearity: ${String(nonlinearity)}\n  it must be "tanh" or "relu"`);
    }
    super(nonlinearity === "tanh" ? "RNN_TANH" : "RNN_RELU", inputSize, hiddenSize, options);
    this.nonlinearity = nonlinearity;
  }

  /** The next state. Without hx, the state is zero. */
  forward(x: Tensor, hx: Tensor | null = null): Tensor {
    return this.run(x, hx && [hx])[0];
  }

  /** What PyTorch prints between the parentheses. */
  override extraRepr(): string {
    return super.extraRepr() + (this.nonlinearity === "tanh" ? "" : `, nonlinearity=${this.nonlinearity}`);
  }
}

/**
 * One step of the long short-term memory; for the equations see `LSTM`.
 *
 *     x (B, I) or (I)   [h, c] (B, H) or (H) each   →   [h', c'] as [h, c]
 *
 * Source: torch.nn.LSTMCell.
 */
export class LSTMCell extends CellBase {
  /** The name in printed models. */
  static override readonly typeName: string = "LSTMCell";

  /** Draws the parameters as PyTorch does. */
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super("LSTM", inputSize, hiddenSize, closed("LSTMCell", options, { bias: 0 }));
  }

  /** The next hidden state and cell state. Without hx, both are zero. */
  forward(x: Tensor, hx: readonly [Tensor, Tensor] | null = null): [Tensor, Tensor] {
    const [h, c] = this.run(x, hx);
    return [h, c];
  }
}

/**
 * One step of the gated recurrent unit; for the equations see `GRU`.
 *
 *     x (B, I) or (I)   h (B, H) or (H)   →   h' as h
 *
 * Source: torch.nn.GRUCell.
 */
export class GRUCell extends CellBase {
  /** The name in printed models. */
  static override readonly typeName: string = "GRUCell";

  /** Draws the parameters as PyTorch does. */
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super("GRU", inputSize, hiddenSize, closed("GRUCell", options, { bias: 0 }));
  }

  /** The next state. Without hx, the state is zero. */
  forward(x: Tensor, hx: Tensor | null = null): Tensor {
    return this.run(x, hx && [hx])[0];
  }
}
