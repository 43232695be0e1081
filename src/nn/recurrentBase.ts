/** @module What RNN, LSTM and GRU share: options, parameters, their starting values, the printed form. */
import { ValueError } from "../errors.ts";
import { recurrent } from "../functional/recurrent.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { cells, type LayerWeights, type Mode } from "../wasm/recurrent.ts";
import { uniform_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** What the recurrent layers take last. */
export interface RecurrentOptions {
  /** Layers on top of each other; each reads the outputs of the one below. */
  readonly numLayers?: number;
  readonly bias?: boolean;
  /** Whether x and the output are (B, T, …) rather than (T, B, …). States are (L, B, H) either way. */
  readonly batchFirst?: boolean;
}

/** The names and shapes of the parameters stand in docs and in PyTorch: `weight_ih_l0` (G·H, I) and so on. */
export abstract class RecurrentBase extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly bias: boolean;
  readonly batchFirst: boolean;
  readonly [parameter: `weight_${string}` | `bias_${string}`]: Parameter;

  constructor(
    mode: Mode,
    inputSize: number,
    hiddenSize: number,
    { numLayers = 1, bias = true, batchFirst = false }: RecurrentOptions = {},
  ) {
    super();
    checkSizes({ inputSize, hiddenSize, numLayers });
    this.#mode = mode;
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.numLayers = numLayers;
    this.bias = bias;
    this.batchFirst = batchFirst;
    const bound = 1 / Math.sqrt(hiddenSize);
    for (let layer = 0; layer < numLayers; layer++) {
      for (const [name, shape] of this.#layout(layer)) {
        this.register(name, new Parameter(shape));
        uniform_(this.#parameter(name), -bound, bound);
      }
    }
  }

  readonly #mode: Mode;

  /** The parameters of a layer in the order in which PyTorch makes and fills them. */
  #layout(layer: number): [string, number[]][] {
    const rows = cells[this.#mode].gates * this.hiddenSize;
    const weights: [string, number[]][] = [
      [`weight_ih_l${layer}`, [rows, layer === 0 ? this.inputSize : this.hiddenSize]],
      [`weight_hh_l${layer}`, [rows, this.hiddenSize]],
    ];
    const biases: [string, number[]][] = [
      [`bias_ih_l${layer}`, [rows]],
      [`bias_hh_l${layer}`, [rows]],
    ];
    return this.bias ? [...weights, ...biases] : weights;
  }

  #parameter(name: string): Parameter {
    return this[name as `weight_${string}`];
  }

  /** Runs the layers; one tensor of states for each state of the cell. */
  protected run(x: Tensor, hx: readonly Tensor[] | null): { output: Tensor; states: Tensor[] } {
    const layers = Array.from(
      { length: this.numLayers },
      (_, layer): LayerWeights<Tensor> => ({
        weightIh: this.#parameter(`weight_ih_l${layer}`),
        weightHh: this.#parameter(`weight_hh_l${layer}`),
        biasIh: this.bias ? this.#parameter(`bias_ih_l${layer}`) : null,
        biasHh: this.bias ? this.#parameter(`bias_hh_l${layer}`) : null,
      }),
    );
    return recurrent({ mode: this.#mode, layers, batchFirst: this.batchFirst }, x, hx);
  }

  override extraRepr(): string {
    const extras = [
      this.numLayers !== 1 && `num_layers=${this.numLayers}`,
      !this.bias && "bias=False",
      this.batchFirst && "batch_first=True",
    ];
    return [this.inputSize, this.hiddenSize, ...extras.filter((extra) => extra !== false)].join(", ");
  }
}

function checkSizes(sizes: Record<string, number>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (Number.isInteger(size) && size > 0) continue;
    throw new ValueError(`${name} must be a whole number above zero (got ${size})`);
  }
}
