/** @module The minimal gated recurrent unit, whose gate does not read the state. */
import { closed } from "../arguments.ts";
import { ShapeError } from "../errors.ts";
import { dropout as dropped } from "../functional/dropout.ts";
import { indexSelect } from "../functional/indexSelect.ts";
import { cat, stack } from "../functional/join.ts";
import { linear } from "../functional/linear.ts";
import { minGruScan, type ScanRows } from "../functional/minGruScan.ts";
import { PackedSequence } from "../functional/packedSequence.ts";
import { checkTensor, type Tensor } from "../tensor/tensor.ts";
import { uniform_ } from "./init.ts";
import { Module, Parameter } from "./module.ts";
import type { ParameterName } from "./recurrentBase.ts";
import { checkSettings, RECURRENT, type RecurrentOptions, recurrentRepr } from "./recurrentOptions.ts";

/** Which rows of a layer's input are which steps; both directions read them. */
type Layout = Omit<ScanRows, "reverse">;

/**
 * Minimal gated recurrent unit: gate and candidate depend on the input alone, so that one product over all rows computes both.
 *
 *     z_t = σ(x_t W_zᵀ + b_z)      h̃_t = x_t W_hᵀ + b_h      h_t = (1 − z_t) ⊙ h_{t−1} + z_t ⊙ h̃_t
 *
 *     x (T, B, I), or (B, T, I) with batchFirst   hx (L·D, B, H)   →   output (T, B, D·H)   hn (L·D, B, H)
 *
 * `weight_ih_l{k}{_reverse}` (2H, in) and `bias_ih_…` (2H) hold the rows of z, h̃ in this order and start uniform in ±1/√H.
 * There are no weights from state to state. Throws ShapeError for mismatched shapes.
 * Source: Feng et al., "Were RNNs all we needed?", 2024, section 3.1.
 */
export class MinGRU extends Module {
  /** The name in printed models. */
  static override readonly typeName: string = "MinGRU";
  /** I. */
  readonly inputSize: number;
  /** H. */
  readonly hiddenSize: number;
  /** L. */
  readonly numLayers: number;
  /** Whether there are biases. */
  readonly bias: boolean;
  /** Whether the batch is the first axis. */
  readonly batchFirst: boolean;
  /** The probability of dropout between layers. */
  readonly dropout: number;
  /** Whether a second direction reads the sequence backwards. */
  readonly bidirectional: boolean;
  /** The parameters by their names. */
  [parameter: ParameterName]: Parameter;

  /** Draws the parameters layer by layer, forward before reverse, as the layers of PyTorch do. */
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super();
    const known = closed("MinGRU", options, RECURRENT);
    const { numLayers = 1, bias = true, batchFirst = false, dropout = 0, bidirectional = false } = known;
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.numLayers = numLayers;
    this.bias = bias;
    this.batchFirst = batchFirst;
    this.dropout = dropout;
    this.bidirectional = bidirectional;
    checkSettings({ ...this, projSize: 0, inputSize, hiddenSize, numLayers, dropout }, 2);
    for (let layer = 0; layer < numLayers; layer++)
      for (const end of this.#ends()) this.#addParameters(layer, end);
  }

  #ends(): readonly string[] {
    return this.bidirectional ? ["", "_reverse"] : [""];
  }

  #addParameters(layer: number, end: string): void {
    const { hiddenSize: H, inputSize } = this;
    const bound = 1 / Math.sqrt(H);
    const inputs = layer === 0 ? inputSize : H * this.#ends().length;
    const add = (name: ParameterName, shape: readonly number[]): void =>
      this.register(name, uniform_(new Parameter(shape), -bound, bound));
    add(`weight_ih_l${layer}${end}`, [2 * H, inputs]);
    if (this.bias) add(`bias_ih_l${layer}${end}`, [2 * H]);
  }

  /** The outputs of all time steps, and the final state. Without hx, the initial state is zero. */
  forward(x: Tensor, hx?: Tensor | null): [Tensor, Tensor];
  /** x packed, h₀ (L·D, B, H) → the outputs and the final states. */
  forward(x: PackedSequence, hx?: Tensor | null): [PackedSequence, Tensor];
  /** x (B, T, I) or packed, h₀ (L·D, B, H) → the outputs and the final states. */
  forward(x: Tensor | PackedSequence, hx?: Tensor | null): [Tensor | PackedSequence, Tensor];
  forward(x: Tensor | PackedSequence, hx: Tensor | null = null): [Tensor | PackedSequence, Tensor] {
    return x instanceof PackedSequence ? this.#packed(x, hx) : this.#padded(x, hx);
  }

  #padded(x: Tensor, hx: Tensor | null): [Tensor, Tensor] {
    this.#check(x, hx);
    const isBatch = x.shape.length === 3;
    const isBatchFirst = isBatch && this.batchFirst;
    const [B, T] = isBatch ? (isBatchFirst ? x.shape : [x.shape[1], x.shape[0]]) : [1, x.shape[0]];
    const { hiddenSize: H } = this;
    const [stride, step] = isBatchFirst ? [T, 1] : [1, B];
    const layout = { batchSizes: Array<number>(T).fill(B), starts: steps(T, step), stride };
    const h0 = hx !== null && !isBatch ? hx.view(-1, 1, H) : hx;
    const [y, hn] = this.#run(x.reshape(T * B, this.inputSize), h0, layout);
    return [y.view(...x.shape.with(-1, y.shape[1])), isBatch ? hn : hn.view(-1, H)];
  }

  #packed(x: PackedSequence, hx: Tensor | null): [PackedSequence, Tensor] {
    const { batchSizes, sortedIndices, unsortedIndices } = x;
    this.#checkInputSize(x.data);
    this.#checkState(hx, [this.numLayers * this.#ends().length, batchSizes[0], this.hiddenSize]);
    const reorder = (state: Tensor, order: readonly number[] | null): Tensor =>
      order === null ? state : indexSelect(state, 1, order);
    let start = 0;
    const starts = batchSizes.map((size) => {
      start += size;
      return start - size;
    });
    const layout = { batchSizes, starts, stride: 1 };
    const [y, hn] = this.#run(x.data, hx && reorder(hx, sortedIndices), layout);
    return [x.with(y), reorder(hn, unsortedIndices)];
  }

  /** Rows (N, I) through all layers: rows (N, D·H) and the final states (L·D, B, H). */
  #run(x: Tensor, hx: Tensor | null, layout: Layout): [Tensor, Tensor] {
    const finals: Tensor[] = [];
    let rows = x;
    for (let layer = 0; layer < this.numLayers; layer++) {
      const outputs = this.#ends().map((end) => {
        const gates = linear(
          rows,
          this[`weight_ih_l${layer}${end}`],
          this[`bias_ih_l${layer}${end}`] ?? null,
        );
        const scan = { ...layout, reverse: end !== "" };
        const y = minGruScan(gates, hx?.select(0, finals.length) ?? null, scan);
        finals.push(indexSelect(y, 0, finalRows(scan)));
        return y;
      });
      rows = outputs.length === 1 ? outputs[0] : cat(outputs, 1);
      const isBetween = layer < this.numLayers - 1;
      if (this.training && this.dropout > 0 && isBetween) rows = dropped(rows, { p: this.dropout });
    }
    return [rows, stack(finals)];
  }

  #check(x: Tensor, hx: Tensor | null): void {
    checkTensor("MinGRU", "x", x);
    const dims = x.shape.length;
    const layout = this.batchFirst ? "(B, T, I)" : "(T, B, I)";
    const isBatch = dims === 3;
    if (dims !== 2 && !isBatch)
      throw new ShapeError(
        `MinGRU: Expected input to be 2D or 3D, got ${dims}D instead\n  x is (${x.shape.join(", ")}) but must be ${layout}, or (T, I) without a batch`,
      );
    this.#checkInputSize(x);
    if (x.shape[isBatch && this.batchFirst ? 1 : 0] === 0)
      throw new ShapeError(
        `Expected sequence length to be larger than 0 in RNN\n  MinGRU: x is (${x.shape.join(", ")}), read as ${isBatch ? layout : "(T, I)"}`,
      );
    const states = this.numLayers * this.#ends().length;
    const B = isBatch ? [x.shape[this.batchFirst ? 0 : 1]] : [];
    this.#checkState(hx, [states, ...B, this.hiddenSize]);
  }

  #checkInputSize({ shape }: Tensor): void {
    const found = shape[shape.length - 1];
    if (found === this.inputSize) return;
    throw new ShapeError(
      `input.size(-1) must be equal to input_size. Expected ${this.inputSize}, got ${found}\n  MinGRU: x is (${shape.join(", ")})`,
    );
  }

  #checkState(hx: Tensor | null, expected: readonly number[]): void {
    if (hx === null) return;
    checkTensor("MinGRU", "hx", hx);
    if (hx.shape.length === expected.length && hx.shape.every((size, i) => size === expected[i])) return;
    throw new ShapeError(`Expected hidden size (${expected.join(", ")}), got [${hx.shape.join(", ")}]`);
  }

  /** What is printed between the parentheses, as for the layers of PyTorch. */
  override extraRepr(): string {
    return recurrentRepr(this);
  }
}

function steps(T: number, step: number): number[] {
  return Array.from({ length: T }, (_, t) => t * step);
}

/** The rows of the final states: of the first step for the reverse direction, else of the last step of each sequence. */
function finalRows({ batchSizes, starts, stride, reverse }: ScanRows): number[] {
  return Array.from({ length: batchSizes[0] }, (_, b) => {
    let t = 0;
    if (!reverse) while (b < (batchSizes[t + 1] ?? 0)) t++;
    return starts[t] + b * stride;
  });
}
