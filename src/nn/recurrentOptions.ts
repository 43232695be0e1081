/** @module The options of recurrent layers and their validation, with PyTorch's error messages. */
import type { OptionNames } from "../arguments.ts";
import { MemoryError, ValueError, warn } from "../errors.ts";
import { formatBytes } from "../text/format.ts";
import { LARGEST_MEMORY } from "../wasm/arena.ts";
import { printNumber } from "./module.ts";

/** Options of the recurrent layers. */
export interface RecurrentOptions {
  /** Layers on top of each other; each reads the outputs of the one below. */
  readonly numLayers?: number;
  /** Whether there are biases; true by default. */
  readonly bias?: boolean;
  /** Whether x and the output are (B, T, …) rather than (T, B, …). States are (L·D, B, H) either way. */
  readonly batchFirst?: boolean;
  /** The probability that a value between two layers becomes zero in training. */
  readonly dropout?: number;
  /** Adds a second set of weights that reads the sequence from its end; outputs are concatenated. */
  readonly bidirectional?: boolean;
}

/** The names of these options. */
export const RECURRENT: OptionNames<RecurrentOptions> = {
  numLayers: 0,
  bias: 0,
  batchFirst: 0,
  dropout: 0,
  bidirectional: 0,
};

type LayerNumbers = Readonly<
  Record<"inputSize" | "hiddenSize" | "projSize" | "numLayers" | "dropout", number>
>;

/**
 * Throws ValueError for invalid sizes and probabilities; warns about a dropout without effect.
 * `gates` is the number of rows of the weights for each hidden unit.
 */
export function checkSettings(
  { inputSize, hiddenSize, projSize, numLayers, dropout }: LayerNumbers,
  gates: number,
): void {
  if (typeof dropout !== "number" || !(dropout >= 0 && dropout <= 1)) {
    throw new ValueError(
      "dropout should be a number in range [0, 1] representing the probability of an element being zeroed",
    );
  }
  if (dropout > 0 && numLayers === 1) {
    warn(
      `dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects num_layers greater than 1, but got dropout=${dropout} and num_layers=${numLayers}`,
    );
  }
  checkSizes(inputSize, hiddenSize, gates);
  checkPositive("num_layers", numLayers);
  if (!(Number.isInteger(projSize) && projSize >= 0)) {
    throw new ValueError("proj_size should be a positive integer or zero to disable projections");
  }
  if (projSize >= hiddenSize) throw new ValueError("proj_size has to be smaller than hidden_size");
}

/** Throws ValueError unless the sizes are valid integers. */
export function checkSizes(inputSize: number, hiddenSize: number, gates: number): void {
  checkWhole("input_size", inputSize);
  checkPositive("hidden_size", hiddenSize);
  checkMemory(inputSize, hiddenSize, gates);
  if (inputSize >= 0) return;
  throw new ValueError(
    `Trying to create tensor with negative dimension ${inputSize}: [${gates * hiddenSize}, ${inputSize}]\n  input_size must be zero or more`,
  );
}

/** Throws MemoryError for a layer whose weights, and their copies for the kernels, can never be worked with. */
function checkMemory(I: number, H: number, G: number): void {
  const bytes = 2 * 4 * G * H * Math.max(I, H);
  if (bytes > LARGEST_MEMORY)
    throw new MemoryError(
      `hidden_size ${H} and input_size ${I} need ${formatBytes(bytes)} for the weights of a layer, but kernels can use ${formatBytes(LARGEST_MEMORY)}`,
      "use a smaller hidden_size",
    );
}

function checkPositive(name: string, size: number): void {
  checkWhole(name, size);
  if (size < 1) throw new ValueError(`${name} must be greater than zero\n  got ${size}`);
}

function checkWhole(name: string, size: number): void {
  if (Number.isInteger(size)) return;
  const type = typeof size === "number" ? "float" : typeof size; // Python's type of a number that is not an integer
  throw new ValueError(`${name} should be of type int, got: ${type}\n  it is ${String(size)}`);
}

/** Throws ValueError for an option that only the LSTM has. */
export function refuseProjection(options: object): void {
  if (typeof options === "object" && options !== null && "projSize" in options) {
    throw new ValueError("proj_size argument is only supported for LSTM, not RNN or GRU");
  }
}

/** The settings of a recurrent layer as PyTorch prints them, without those that have their default. */
export function recurrentRepr(
  layer: Required<RecurrentOptions> & {
    readonly inputSize: number;
    readonly hiddenSize: number;
    readonly projSize?: number;
  },
): string {
  const { inputSize, hiddenSize, projSize = 0, numLayers, bias, batchFirst, dropout, bidirectional } = layer;
  const extras = [
    projSize !== 0 && `proj_size=${projSize}`,
    numLayers !== 1 && `num_layers=${numLayers}`,
    !bias && "bias=False",
    batchFirst && "batch_first=True",
    dropout !== 0 && `dropout=${dropout === 1 ? "1.0" : printNumber(dropout)}`,
    bidirectional && "bidirectional=True",
  ];
  return [inputSize, hiddenSize, ...extras.filter((extra) => extra !== false)].join(", ");
}
