/** @module The two halves of SegRNN, each one operation: large arrays stay in the memory of the kernels until backward. */
import { dropoutMask } from "../random/distributions.ts";
import { addGrad, needsGrad, record } from "../tensor/tape.ts";
import { type Backward, Tensor } from "../tensor/tensor.ts";
import { ROOM } from "../wasm/arena.ts";
import { type Drop, decoderBackward, decoderBytes, decoderForward } from "../wasm/segmentDecoder.ts";
import { encoderBackward, encoderBytes, encoderForward } from "../wasm/segmentEncoder.ts";
import { dropout } from "./dropout.ts";
import { gruFanOut } from "./gruFanOut.ts";
import { linear } from "./linear.ts";

/** The weights of an affine map (O, I), (O). */
export interface AffineWeights {
  readonly weight: Tensor;
  readonly bias: Tensor | null;
}

/** A GRU of one layer, with biases and as many inputs as units: its parameters by PyTorch's names. */
export interface GruWeights {
  readonly [name: `weight_${string}` | `bias_${string}`]: Tensor;
  /** Whether its own backward pass measures gradients step by step. */
  readonly recordStepNorms: boolean;
}

/**
 * The states after the last segments: h = GRU(relu(x Wᵀ + b)), from zero.
 *
 *     x (S, N, I) segments   W (H, I)   b (H)   →   h (S, H)
 *
 * The bits of `linear`, `relu` and nn.GRU one after the other. Null where those have to do it: for a single sequence,
 * where one call would need too much memory, or where the gradients of its steps are measured.
 */
export function encodeSegments(x: Tensor, embed: AffineWeights, gru: GruWeights): Tensor | null {
  const [S, N, I] = x.shape;
  const { weight, bias } = embed;
  const { weight_ih_l0: weightIh, weight_hh_l0: weightHh, bias_ih_l0: biasIh, bias_hh_l0: biasHh } = gru;
  if (bias === null || gru.recordStepNorms) return null;
  const tensors = { x, weight, bias, weightIh, weightHh, biasIh, biasHh };
  const given = Object.values(tensors);
  const save = needsGrad(given);
  const sizes = { S, N, I, H: weight.shape[0] };
  if (S < 2 || encoderBytes(sizes, save) > ROOM) return null;
  const inputs = mapValues(tensors, ({ data }) => data);
  const { h, saved } = encoderForward(sizes, inputs, save);
  const y = new Tensor(h, [S, sizes.H]);
  if (saved === null) return y;
  const backward: Backward = (dh, _node, again) =>
    addGradients(tensors, encoderBackward(saved, dh, inputs, x.requiresGrad, again));
  const read = [x, weightIh, weightHh, x.requiresGrad ? weight : null];
  return record("segments_in", y, given, backward, read, () => saved.arena.free(saved.block));
}

/**
 * The segments ahead: y = W dropout(g) + b, where g is a GRU step from each state h with each of the M inputs of its kind.
 *
 *     a (K, M, 3H) pre-activations of the inputs   h (R, K, H)   W (O, H)   b (O)   →   y (R, K, M, O)
 *
 * The bits of `linear`, `gruFanOut`, `dropout` and `linear` one after the other, which it runs where one call would need too
 * much memory.
 */
export function decodeSegments(
  a: Tensor,
  h: Tensor,
  { weight_hh_l0: weightHh, bias_hh_l0: biasHh }: GruWeights,
  { p, training }: { readonly p: number; readonly training: boolean },
  { weight, bias }: AffineWeights,
): Tensor {
  const [K, M] = a.shape;
  const [R, , H] = h.shape;
  const sizes = { R, K, M, H, O: weight.shape[0] };
  if (bias === null || decoderBytes(sizes) > ROOM) {
    const ahead = gruFanOut(a, linear(h, weightHh, biasHh), h);
    return linear(dropout(ahead, { p, training }), weight, bias);
  }
  const tensors = { a, h, weightHh, biasHh, weight, bias };
  const given = Object.values(tensors);
  const inputs = mapValues(tensors, ({ data }) => data);
  const { y: values, saved } = decoderForward(sizes, inputs, training ? dropOf(p) : null, needsGrad(given));
  const y = new Tensor(values, [R, K, M, sizes.O]);
  if (saved === null) return y;
  const backward: Backward = (dy, _node, again) =>
    addGradients(tensors, decoderBackward(saved, dy, inputs, again));
  return record("segments_out", y, given, backward, [weightHh, weight], () => saved.arena.free(saved.block));
}

function dropOf(p: number): Drop {
  const kept = Math.fround(1 - p);
  return { factor: p === 1 ? 0 : 1 / kept, fill: (mask) => dropoutMask(mask, p) };
}

type Named<Names extends string, Value> = { readonly [Name in Names]: Value };

function mapValues<Names extends string, From, To>(
  named: Named<Names, From>,
  f: (value: From) => To,
): Named<Names, To> {
  return Object.fromEntries(Object.entries<From>(named).map(([name, value]) => [name, f(value)])) as Named<
    Names,
    To
  >;
}

function addGradients<Names extends string>(
  tensors: Named<Names, Tensor>,
  gradients: Named<Names, Float32Array | null>,
): void {
  for (const name of Object.keys(tensors) as Names[]) {
    const gradient = gradients[name];
    if (gradient !== null && tensors[name].requiresGrad) addGrad(tensors[name], gradient);
  }
}
