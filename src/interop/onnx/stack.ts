/** @module A network as a stack of layers with PyTorch's weights, and validation of their shapes. */

import { ShapeError, ValueError } from "../../errors.ts";
import { shown } from "../../shown.ts";
import { countOf, type NamedArray } from "../namedArray.ts";

/** A recurrent cell; the plain one by its nonlinearity. */
export type RecurrentKind = "rnn_tanh" | "rnn_relu" | "lstm" | "gru";

const activationKinds = ["relu", "tanh", "sigmoid", "gelu", "softmax", "logSoftmax"] as const;

/** A recurrent layer like `nn.RNN`, `nn.LSTM` or `nn.GRU`; layers, directions and sizes follow from the weights. */
export interface RecurrentPart {
  /** Which layer it is. */
  readonly kind: RecurrentKind;
  /** `weight_ih_l0` and so on, as in the module's state dict. */
  readonly weights: Readonly<Record<string, NamedArray>>;
  /** Initial states that were learnt, (L·D, 1, H): h0 and, for an LSTM, c0. Zero by default. */
  readonly initial?: readonly NamedArray[];
}

/** y = x Wᵀ + b, as `nn.Linear`: `weight` (O, I) and, unless it has none, `bias` (O). */
export interface LinearPart {
  /** Which layer it is. */
  readonly kind: "linear";
  /** By their names in PyTorch. */
  readonly weights: Readonly<Record<string, NamedArray>>;
}

/** A lookup table, as `nn.Embedding`: `weight` (K, E). It must be the first layer; x is then (B, T) of int64. */
export interface EmbeddingPart {
  /** Which layer it is. */
  readonly kind: "embedding";
  /** By their names in PyTorch. */
  readonly weights: Readonly<Record<string, NamedArray>>;
}

/** Normalisation of the last axis, as `nn.LayerNorm` of one size: `weight` and `bias` (size), unless there are none. */
export interface LayerNormPart {
  /** Which layer it is. */
  readonly kind: "layerNorm";
  /** The size of the last axis, which is normalised. */
  readonly size: number;
  /** Is added to the variance; 1e-5 by default. */
  readonly eps?: number;
  /** By their names in PyTorch. */
  readonly weights: Readonly<Record<string, NamedArray>>;
}

/** A function of each value or, for the last two, along an axis. */
export type ActivationPart =
  | { readonly kind: "relu" | "tanh" | "sigmoid" }
  | { readonly kind: "gelu"; readonly approximate?: "none" | "tanh" }
  | { readonly kind: "softmax" | "logSoftmax"; readonly dim: number };

/** A layer of a stack. */
export type StackPart = RecurrentPart | LinearPart | EmbeddingPart | LayerNormPart | ActivationPart;

/** Layers in sequence; each reads the whole output of the one before. */
export interface Stack {
  /** In the order in which they run. */
  readonly layers: readonly StackPart[];
  /** Whether x and the output are (B, T, …) rather than (T, B, …); false by default. */
  readonly batchFirst?: boolean;
}

export interface DirectionWeights {
  readonly weightIh: NamedArray; // (G·H, I)
  readonly weightHh: NamedArray; // (G·H, H)
  readonly biasIh: NamedArray | null; // (G·H)
  readonly biasHh: NamedArray | null;
}

/** The weights of a recurrent part, sorted by layer and direction, with the sizes that follow from them. */
export interface RecurrentLayout {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly bias: boolean;
  readonly layers: readonly (readonly DirectionWeights[])[];
}

/** The number of gates: blocks of H rows in the weights. */
export const gateCounts: Readonly<Record<RecurrentKind, number>> = {
  rnn_tanh: 1,
  rnn_relu: 1,
  lstm: 4,
  gru: 3,
};

export function isRecurrent(part: StackPart): part is RecurrentPart {
  return Object.hasOwn(gateCounts, part.kind);
}

/**
 * Validates the weights of a recurrent part, and sorts them by layer and direction.
 *
 * @throws ShapeError if one is missing, unknown or of another shape; ValueError for a projection.
 */
export function recurrentLayout({ kind, weights }: RecurrentPart): RecurrentLayout {
  const names = Object.keys(weights);
  if (names.some((name) => name.startsWith("weight_hr_")))
    throw new ValueError(`${kind}: a projection (proj_size) cannot be exported`);
  const suffixes = ["", ...(names.some((name) => name.endsWith("_reverse")) ? ["_reverse"] : [])];
  const count = names.filter((name) => /^weight_ih_l\d+$/.test(name)).length;
  const bias = names.some((name) => name.startsWith("bias_"));
  const used = new Set<string>();
  const get = (name: string, wanted: readonly (number | null)[]): NamedArray => {
    used.add(name);
    return checked(kind, name, Object.hasOwn(weights, name) ? weights[name] : undefined, wanted);
  };
  const hiddenSize = get("weight_hh_l0", [null, null]).shape[1];
  const inputSize = get("weight_ih_l0", [null, null]).shape[1];
  const rows = gateCounts[kind] * hiddenSize;
  const layers = Array.from({ length: Math.max(count, 1) }, (_, layer) =>
    suffixes.map((suffix): DirectionWeights => {
      const at = `l${layer}${suffix}`;
      return {
        weightIh: get(`weight_ih_${at}`, [rows, layer === 0 ? inputSize : suffixes.length * hiddenSize]),
        weightHh: get(`weight_hh_${at}`, [rows, hiddenSize]),
        biasIh: bias ? get(`bias_ih_${at}`, [rows]) : null,
        biasHh: bias ? get(`bias_hh_${at}`, [rows]) : null,
      };
    }),
  );
  const unknown = names.filter((name) => !used.has(name));
  if (unknown.length > 0) throw new ShapeError(`${kind}: there are unknown weights: ${unknown.join(", ")}`);
  return { inputSize, hiddenSize, bias, layers };
}

export function linearLayout({ weights }: LinearPart): { weight: NamedArray; bias: NamedArray | null } {
  const { weight, bias } = ownWeights("linear", weights, ["weight", "bias"]);
  const W = checked("linear", "weight", weight, [null, null]);
  return { weight: W, bias: bias === undefined ? null : checked("linear", "bias", bias, [W.shape[0]]) };
}

export function embeddingLayout({ weights }: EmbeddingPart): NamedArray {
  return checked("embedding", "weight", ownWeights("embedding", weights, ["weight"]).weight, [null, null]);
}

/** The weight of ones where there is none, since ONNX requires one. */
export function layerNormLayout({ size, weights }: LayerNormPart): {
  weight: NamedArray;
  bias: NamedArray | null;
} {
  const ones = { shape: [size], data: new Float32Array(size).fill(1) };
  const { weight = ones, bias } = ownWeights("layerNorm", weights, ["weight", "bias"]);
  return {
    weight: checked("layerNorm", "weight", weight, [size]),
    bias: bias === undefined ? null : checked("layerNorm", "bias", bias, [size]),
  };
}

/** The weights of these names, as far as they are there. Throws ShapeError for others, which would be left out. */
function ownWeights(
  kind: string,
  weights: Readonly<Record<string, NamedArray>>,
  known: readonly string[],
): Readonly<Record<string, NamedArray | undefined>> {
  const unknown = Object.keys(weights).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new ShapeError(`${kind}: there are unknown weights: ${unknown.join(", ")}`);
  return { ...weights };
}

function checked(
  kind: string,
  name: string,
  array: NamedArray | undefined,
  wanted: readonly (number | null)[],
): NamedArray {
  if (array === undefined) throw new ShapeError(`${kind}: ${name} is missing`);
  const { shape, data } = array;
  const fits = shape.length === wanted.length && wanted.every((size, d) => (size ?? shape[d]) === shape[d]);
  const count = countOf(shape);
  if (fits && count > 0 && count === data.length) return array;
  throw new ShapeError(
    `${kind}: ${name} is (${shape.join(", ")}) of ${data.length} values but must be (${wanted.map((size) => size ?? "any").join(", ")})`,
  );
}

/**
 * The numbers of inputs and outputs of a stack at each time step.
 *
 * @throws ShapeError if the inputs of a layer are not the outputs of the one before; also as recurrentLayout does.
 */
export function stackSizes(layers: readonly StackPart[]): [inputs: number, outputs: number] {
  let sizes: [number, number] | undefined;
  for (const [i, part] of layers.entries()) {
    const own = partSizes(part);
    if (own === null) continue;
    if (part.kind === "embedding" && i > 0)
      throw new ValueError(`layer ${i} (embedding) must be the first: it reads whole numbers`);
    if (sizes !== undefined && sizes[1] !== own[0])
      throw new ShapeError(`layer ${i} (${part.kind}) has ${own[0]} inputs but receives ${sizes[1]}`);
    sizes = [sizes?.[0] ?? own[0], own[1]];
  }
  if (sizes === undefined) throw new ValueError("there must be at least one recurrent or linear layer");
  return sizes;
}

/** The numbers of inputs and outputs of a layer; null if any number is valid. */
function partSizes(part: StackPart): [number, number] | null {
  if (isRecurrent(part)) {
    const { inputSize, hiddenSize, layers } = recurrentLayout(part);
    return [inputSize, layers[0].length * hiddenSize];
  }
  if (part.kind === "linear") {
    const [outputs, inputs] = linearLayout(part).weight.shape;
    return [inputs, outputs];
  }
  if (part.kind === "embedding") return [1, embeddingLayout(part).shape[1]];
  if (part.kind === "layerNorm") return [part.size, layerNormLayout(part).weight.shape[0]];
  if (activationKinds.includes(part.kind)) return null;
  throw new ValueError(`there is no layer of the kind ${shown(part.kind)}`);
}
