/** @module The base class of RNN, LSTM and GRU: parameters, initial values, forward pass, printed form. */
import { PackedSequence } from "../functional/packedSequence.ts";
import { type RecurrentResult, recurrent, recurrentPacked } from "../functional/recurrent.ts";
import type { RecurrentStack } from "../functional/recurrentShapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { cells, type LayerWeights, type Mode, mapWeights, weightList } from "../wasm/recurrent.ts";
import { uniform_ } from "./init.ts";
import { Module, Parameter } from "./module.ts";
import { checkSettings, type RecurrentOptions, recurrentRepr } from "./recurrentOptions.ts";

/** Norms by layer and direction (in the order of `hn`), then by time step. */
export interface StepNorms {
  /** |∂L/∂h_t| over batch and units. */
  readonly hidden: number[][];
  /** |∂L/∂c_t| of an LSTM by way of c_{t+1} alone, with h_t held fixed; null for other cells. */
  readonly cell: number[][] | null;
}

/** A weight or a bias of a layer and direction, such as `weight_ih_l0_reverse`. */
export type ParameterName = `weight_${string}` | `bias_${string}`;

/**
 * The base of the recurrent layers. Their parameters have PyTorch's names and shapes: for layer k and each direction
 * `weight_ih_l{k}{_reverse}` (G·H, in), `weight_hh_…` (G·H, P), `bias_ih_…` and `bias_hh_…` (G·H), `weight_hr_…` (P, H).
 */
export abstract class RecurrentBase extends Module {
  /** I. */
  readonly inputSize: number;
  /** H. */
  readonly hiddenSize: number;
  /** P, the size of the projected state of an LSTM; 0 for none. */
  readonly projSize: number;
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
  /** The parameters by their names in PyTorch. */
  [parameter: ParameterName]: Parameter;

  /** If true, every `backward()` stores |∂L/∂h_t| in `stepNorms`. */
  recordStepNorms = false;
  /** Where gradients are measured step by step; null turns that off. */
  stepNorms: StepNorms | null = null;

  readonly #mode: Mode;
  /** The fields that hold the weights of each layer and direction, so that no step has to build names. */
  readonly #names: readonly (readonly LayerWeights<ParameterName>[])[];

  /** Draws the parameters in PyTorch's order. */
  constructor(mode: Mode, inputSize: number, hiddenSize: number, options: RecurrentOptions, projSize = 0) {
    super();
    const { numLayers = 1, bias = true, batchFirst = false, dropout = 0, bidirectional = false } = options;
    this.#mode = mode;
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.projSize = projSize;
    this.numLayers = numLayers;
    this.bias = bias;
    this.batchFirst = batchFirst;
    this.dropout = dropout;
    this.bidirectional = bidirectional;
    checkSettings(this, cells[mode].gates);
    const ends = bidirectional ? ["", "_reverse"] : [""];
    this.#names = Array.from({ length: numLayers }, (_, layer) =>
      ends.map((end) => this.#namesOf(`_l${layer}${end}`)),
    );
    this.#makeParameters();
  }

  /** Creates and initialises the parameters in PyTorch's order: layer by layer, forward before reverse. */
  #makeParameters(): void {
    const bound = 1 / Math.sqrt(this.hiddenSize);
    this.#names.forEach((directions, layer) => {
      const shapes = this.#shapes(layer);
      for (const names of directions) {
        for (const [i, name] of weightList(names).entries()) {
          if (name === null) continue;
          const parameter = new Parameter(shapes[i]);
          uniform_(parameter, -bound, bound);
          this.register(name, parameter);
        }
      }
    });
  }

  /** The shapes of a layer's weights, in the order of `weightList`. */
  #shapes(layer: number): number[][] {
    const rows = cells[this.#mode].gates * this.hiddenSize;
    const P = this.projSize || this.hiddenSize;
    const inputs = layer === 0 ? this.inputSize : P * (this.bidirectional ? 2 : 1);
    return [[rows, inputs], [rows, P], [rows], [rows], [P, this.hiddenSize]];
  }

  #namesOf(suffix: string): LayerWeights<ParameterName> {
    return {
      weightIh: `weight_ih${suffix}`,
      weightHh: `weight_hh${suffix}`,
      biasIh: this.bias ? `bias_ih${suffix}` : null,
      biasHh: this.bias ? `bias_hh${suffix}` : null,
      weightHr: this.projSize > 0 ? `weight_hr${suffix}` : null,
    };
  }

  /** Runs the layers; returns one tensor for each state of the cell. */
  protected run(
    x: Tensor | PackedSequence,
    hx: readonly Tensor[] | null,
  ): RecurrentResult<Tensor | PackedSequence> {
    const layers = this.#stack();
    return x instanceof PackedSequence ? recurrentPacked(layers, x, hx) : recurrent(layers, x, hx);
  }

  #stack(): RecurrentStack {
    return {
      mode: this.#mode,
      layers: this.#names.map((directions) =>
        directions.map((names) => mapWeights(names, (name) => this[name])),
      ),
      batchFirst: this.batchFirst,
      dropout: this.training ? this.dropout : 0,
      onStepGradients: this.recordStepNorms ? this.#recordNorms() : null,
    };
  }

  #recordNorms(): RecurrentStack["onStepGradients"] {
    const norms: StepNorms = { hidden: [], cell: this.#mode === "LSTM" ? [] : null };
    return (index, [dh, dc], batchSizes) => {
      norms.hidden[index] = stepNorms(dh, batchSizes);
      if (norms.cell) norms.cell[index] = stepNorms(dc, batchSizes);
      this.stepNorms = norms;
    };
  }

  /** What PyTorch prints between the parentheses. */
  override extraRepr(): string {
    return recurrentRepr(this);
  }
}

function stepNorms(gradients: Float32Array, batchSizes: readonly number[]): number[] {
  const width = gradients.length / batchSizes.reduce((sum, size) => sum + size, 0);
  let at = 0;
  return batchSizes.map((size) => {
    let squares = 0;
    for (const end = at + size * width; at < end; at++) squares += gradients[at] ** 2;
    return Math.sqrt(squares);
  });
}
