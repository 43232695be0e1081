/** @module The operations of random programs: each with its twin in float64 and its line in PyTorch. */
import { cat, functional as F, maximum, nn, stack, type Tensor, tensor, where } from "unrolled";
import { erf } from "../../../src/functional/erf.ts";
import type { Mode } from "../../../src/wasm/recurrent.ts";
import { twins } from "../../reference/cells.ts";
import { sigmoid } from "../../reference/sigmoid.ts";
import {
  type Array64,
  at,
  countOf,
  lines,
  made,
  map,
  permuted,
  product,
  softmaxed,
  sumOf,
  zip,
} from "./arrays.ts";

/** A number of [0, n). */
export type Below = (n: number) => number;
export type Shape = readonly number[];

/** What an operation is applied to: fixed whole numbers, and the shapes of the leaves that it adds. */
interface Made {
  readonly p: readonly number[];
  readonly leaves: readonly Shape[];
}

/** One operation on a tensor t, with leaves u; p are whole numbers. */
export interface Step {
  /** p and leaves for a shape; null where the operation does not take it. */
  readonly make: (shape: Shape, below: Below) => Made | null;
  readonly ours: (t: Tensor, u: readonly Tensor[], p: readonly number[]) => Tensor;
  readonly twin: (t: Array64, u: readonly Array64[], p: readonly number[]) => Array64;
  /** An expression of `t`, `u` and `p`; names: `torch`, `F`. */
  readonly python: string;
}

const plain = (): Made => ({ p: [], leaves: [] });
const withLeaf = (shape: Shape): Made => ({ p: [], leaves: [shape] });
const axisOf = (shape: Shape, below: Below): Made | null =>
  shape.length === 0 ? null : { p: [below(shape.length)], leaves: [] };
const lastOf = (shape: Shape): number => shape[shape.length - 1];
const mean = (values: readonly number[]): number => sumOf(values) / values.length;

function unary(python: string, ours: (t: Tensor) => Tensor, twin: (value: number) => number): Step {
  return { make: plain, ours, twin: (t) => map(t, twin), python };
}

/** Of t and a leaf of some of its last axes. */
function binary(
  python: string,
  ours: (t: Tensor, u: Tensor) => Tensor,
  twin: (t: number, u: number) => number,
): Step {
  return {
    make: (shape, below) => withLeaf(shape.slice(below(shape.length + 1))),
    ours: (t, [u]) => ours(t, u),
    twin: (t, [u]) => zip([t, u], twin),
    python,
  };
}

/** Along one axis p[0], whose lines become others. */
function along(
  python: string,
  ours: (t: Tensor, axis: number) => Tensor,
  twin: (line: number[]) => readonly number[],
): Step {
  return {
    make: axisOf,
    ours: (t, _, [axis]) => ours(t, axis),
    twin: (t, _, [axis]) => lines(t, axis, twin),
    python,
  };
}

/** A loss of t and a leaf of its shape. */
function loss(
  python: string,
  ours: (t: Tensor, y: Tensor) => Tensor,
  twin: (t: number, y: number, i: number) => number,
): Step {
  return {
    make: (shape) => withLeaf(shape),
    ours: (t, [y]) => ours(t, y),
    twin: (t, [y]) => ({ shape: [], data: [mean(t.data.map((value, i) => twin(value, y.data[i], i)))] }),
    python,
  };
}

const gelu = (v: number): number => (v * (1 + erf(v / Math.SQRT2))) / 2;
const geluTanh = (v: number): number =>
  0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3)));
const softplus = (v: number): number => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
const normalised = (line: readonly number[]): number[] => {
  const centre = mean(line);
  const variance = mean(line.map((value) => (value - centre) ** 2));
  return line.map((value) => (value - centre) / Math.sqrt(variance + 0.1));
};

const elementwise: Readonly<Record<string, Step>> = {
  tanh: unary("t.tanh()", (t) => t.tanh(), Math.tanh),
  sigmoid: unary("t.sigmoid()", (t) => t.sigmoid(), sigmoid),
  relu: unary(
    "t.relu()",
    (t) => t.relu(),
    (v) => Math.max(v, 0),
  ),
  sin: unary("t.sin()", (t) => t.sin(), Math.sin),
  cos: unary("t.cos()", (t) => t.cos(), Math.cos),
  neg: unary(
    "-t",
    (t) => t.neg(),
    (v) => -v,
  ),
  exp: unary(
    "t.tanh().exp()",
    (t) => t.tanh().exp(),
    (v) => Math.exp(Math.tanh(v)),
  ),
  log: unary(
    "(t * t + 1).log()",
    (t) => t.mul(t).add(1).log(),
    (v) => Math.log(v * v + 1),
  ),
  sqrt: unary(
    "(t ** 2 + 1).sqrt()",
    (t) => t.pow(2).add(1).sqrt(),
    (v) => Math.sqrt(v * v + 1),
  ),
  abs: unary("t.abs()", (t) => t.abs(), Math.abs),
  gelu: unary("F.gelu(t)", (t) => F.gelu(t), gelu),
  "gelu tanh": unary(
    "0.5 * t * (1 + torch.tanh((2 / 3.141592653589793) ** 0.5 * (t + 0.044715 * t ** 3)))",
    (t) => F.gelu(t, { approximate: "tanh" }),
    geluTanh,
  ),
  clamp: unary(
    "t.clamp(-0.51, 0.77)",
    (t) => t.clamp(-0.51, 0.77),
    (v) => Math.min(Math.max(v, -0.51), 0.77),
  ),
  "1 -": unary(
    "1 - t",
    (t) => t.mul(-1).add(1),
    (v) => 1 - v,
  ),
  compare: unary(
    "t * ((t < 0.3).to(t.dtype) + (t >= -0.4).to(t.dtype))",
    (t) => t.mul(t.lt(0.3).add(t.ge(-0.4))),
    (v) => v * (Number(v < 0.3) + Number(v >= -0.4)),
  ),
  masked: unary(
    "t.masked_fill((t <= -0.2) & (t != 1), 0.4)",
    (t) => t.maskedFill(t.le(-0.2).mul(t.ne(1)), 0.4),
    (v) => (v <= -0.2 ? 0.4 : v),
  ),
  add: binary(
    "t + u[0]",
    (t, u) => t.add(u),
    (t, u) => t + u,
  ),
  sub: binary(
    "u[0] - t",
    (t, u) => u.sub(t),
    (t, u) => u - t,
  ),
  mul: binary(
    "t * u[0].tanh()",
    (t, u) => t.mul(u.tanh()),
    (t, u) => t * Math.tanh(u),
  ),
  div: binary(
    "t / (u[0].sin() + 2)",
    (t, u) => t.div(u.sin().add(2)),
    (t, u) => t / (Math.sin(u) + 2),
  ),
  pow: binary(
    "(t.sigmoid() + 0.5) ** u[0].tanh()",
    (t, u) => t.sigmoid().add(0.5).pow(u.tanh()),
    (t, u) => (sigmoid(t) + 0.5) ** Math.tanh(u),
  ),
  maximum: binary(
    "torch.maximum(t, u[0] * 0.7)",
    (t, u) => maximum(t, u.mul(0.7)),
    (t, u) => Math.max(t, 0.7 * u),
  ),
  minimum: binary(
    "t.min(u[0] * 0.7)",
    (t, u) => t.min(u.mul(0.7)),
    (t, u) => Math.min(t, 0.7 * u),
  ),
  "clamp between": binary(
    "t.clamp(u[0] - 0.3, u[0] + 0.4)",
    (t, u) => t.clamp(u.sub(0.3), u.add(0.4)),
    (t, u) => Math.min(Math.max(t, u - 0.3), u + 0.4),
  ),
  where: binary(
    "torch.where(t > u[0], t, u[0] * -0.3)",
    (t, u) => where(t.gt(u), t, u.mul(-0.3)),
    (t, u) => (t > u ? t : -0.3 * u),
  ),
};

/** The index of a greatest value that another one equals but for rounding: in float32 it may be the other. */
export class Tie extends Error {}

/** The index of the greatest value. Throws Tie where another one is as great but for rounding. */
function greatestOf(line: readonly number[]): number {
  const [greatest, next = Number.NEGATIVE_INFINITY] = [...line].sort((a, b) => b - a);
  if (greatest - next < 1e-4) throw new Tie();
  return line.indexOf(greatest);
}

const reductions: Readonly<Record<string, Step>> = {
  "- mean": along(
    "t - t.mean(p[0], True)",
    (t, axis) => t.sub(t.mean(axis, true)),
    (line) => line.map((value) => value - mean(line)),
  ),
  sum: along(
    "t.sum(p[0], True).tanh()",
    (t, axis) => t.sum(axis).tanh().unsqueeze(axis),
    (line) => [Math.tanh(sumOf(line))],
  ),
  "- max": along(
    "t - t.max(p[0], True).values",
    (t, axis) => t.sub(t.max(axis, true).values),
    (line) => line.map((value) => value - Math.max(...line)),
  ),
  min: along(
    "t.min(p[0], True).values",
    (t, axis) => t.min(axis, true).values,
    (line) => [Math.min(...line)],
  ),
  "- amax": along(
    "t - t.amax(p[0], True)",
    (t, axis) => t.sub(t.amax(axis, true)),
    (line) => line.map((value) => value - Math.max(...line)),
  ),
  amin: {
    make: (shape) => (shape.length < 3 ? null : plain()),
    ours: (t) => t.amin([0, 2]),
    twin: (t) => {
      const small = lines(
        lines(t, 2, (line) => [Math.min(...line)]),
        0,
        (line) => [Math.min(...line)],
      );
      return { shape: [t.shape[1]], data: small.data };
    },
    python: "t.amin([0, 2])",
  },
  "- argmax": along(
    "(t - t.argmax(p[0], True)).tanh()",
    (t, axis) => t.sub(t.argmax(axis, true)).tanh(),
    (line) => line.map((value) => Math.tanh(value - greatestOf(line))),
  ),
  "- argmin": along(
    "(t - t.argmin(p[0], True)).tanh()",
    (t, axis) => t.sub(t.argmin(axis, true)).tanh(),
    (line) => line.map((value) => Math.tanh(value - greatestOf(line.map((one) => -one)))),
  ),
  topk: along(
    "t.topk((t.shape[p[0]] + 1) // 2, p[0]).values",
    (t, axis) => t.topk(Math.floor((t.shape[axis] + 1) / 2), axis).values,
    (line) => [...line].sort((a, b) => b - a).slice(0, Math.floor((line.length + 1) / 2)),
  ),
  smallest: along(
    "t.topk(t.shape[p[0]], p[0], largest=False).values",
    (t, axis) => t.topk(t.shape[axis], { dim: axis, largest: false }).values,
    (line) => [...line].sort((a, b) => a - b),
  ),
  cumsum: along(
    "t.cumsum(p[0]) / t.shape[p[0]]",
    (t, axis) => t.cumsum(axis).div(t.shape[axis]),
    (line) => line.map((_, i) => sumOf(line.slice(0, i + 1)) / line.length),
  ),
  softmax: along("F.softmax(t, p[0])", (t, axis) => F.softmax(t, axis), softmaxed),
  logSoftmax: along(
    "F.log_softmax(t, p[0])",
    (t, axis) => F.logSoftmax(t, axis),
    (line) => softmaxed(line).map(Math.log),
  ),
  "· max of all": {
    make: plain,
    ours: (t) => t.mul(t.max()).tanh(),
    twin: (t) => map(t, (value) => Math.tanh(value * Math.max(...t.data))),
    python: "(t * t.max()).tanh()",
  },
};
/** Index arrays for `gather` and `embedding`: (3 i + 1) modulo the size. */
const indicesOf = (count: number, size: number): number[] =>
  Array.from({ length: count }, (_, i) => (3 * i + 1) % size);

const arrangements: Readonly<Record<string, Step>> = {
  flip: along(
    "t.flip(p[0])",
    (t, axis) => t.flip(axis),
    (line) => line.toReversed(),
  ),
  slice: along(
    "t.narrow(p[0], t.shape[p[0]] // 2, t.shape[p[0]] - t.shape[p[0]] // 2)",
    (t, axis) => t.slice(axis, Math.floor(t.shape[axis] / 2), t.shape[axis]),
    (line) => line.slice(Math.floor(line.length / 2)),
  ),
  repeat: along(
    "torch.cat([t, t * 0.5], p[0])",
    (t, axis) => cat([t, t.mul(0.5)], axis),
    (line) => [...line, ...line.map((value) => value / 2)],
  ),
  chunks: along(
    "torch.cat(t.chunk(2, p[0])[::-1], p[0])",
    (t, axis) => cat(t.chunk(2, axis).toReversed(), axis),
    (line) => [...line.slice(Math.ceil(line.length / 2)), ...line.slice(0, Math.ceil(line.length / 2))],
  ),
  split: along(
    "torch.cat(t.split([1, t.shape[p[0]] - 1], p[0])[::-1], p[0])",
    (t, axis) => cat(t.split([1, t.shape[axis] - 1], axis).toReversed(), axis),
    (line) => [...line.slice(1), line[0]],
  ),
  unbound: along(
    "torch.stack([t.select(p[0], i) for i in range(t.shape[p[0]])][::-1], p[0])",
    (t, axis) => stack(Array.from({ length: t.shape[axis] }, (_, i) => t.select(axis, i)).toReversed(), axis),
    (line) => line.toReversed(),
  ),
  expand: along(
    "(t + t.narrow(p[0], 0, 1).expand(t.shape)).tanh()",
    (t, axis) => t.add(t.slice(axis, 0, 1).expand(t.shape)).tanh(),
    (line) => line.map((value) => Math.tanh(value + line[0])),
  ),
  select: {
    make: (shape, below) => (shape.length < 2 ? null : axisOf(shape, below)),
    ours: (t, _, [axis]) => t.select(axis, -1),
    twin: (t, _, [axis]) => ({
      shape: t.shape.filter((_, k) => k !== axis),
      data: lines(t, axis, (line) => line.slice(-1)).data,
    }),
    python: "t.select(p[0], -1)",
  },
  transpose: {
    make: (shape) => (shape.length < 2 ? null : plain()),
    ours: (t) => t.transpose(0, -1),
    twin: (t) => permuted(t, [t.shape.length - 1, ...t.shape.slice(1, -1).map((_, i) => i + 1), 0]),
    python: "t.transpose(0, -1)",
  },
  permute: {
    make: (shape) => (shape.length === 3 ? plain() : null),
    ours: (t) => t.permute(2, 0, 1),
    twin: (t) => permuted(t, [2, 0, 1]),
    python: "t.permute(2, 0, 1)",
  },
  flatten: {
    make: (shape) => (shape.length < 2 ? null : plain()),
    ours: (t) => t.flatten(0, 1),
    twin: ({ shape, data }) => ({ shape: [shape[0] * shape[1], ...shape.slice(2)], data }),
    python: "t.flatten(0, 1)",
  },
  view: {
    make: (shape) => (shape.length === 1 ? plain() : null),
    ours: (t) => t.view([1, -1]),
    twin: ({ shape, data }) => ({ shape: [1, ...shape], data }),
    python: "t.reshape([1, -1])",
  },
  unsqueeze: {
    make: (shape) => (shape.length > 2 ? null : plain()),
    ours: (t) => t.unsqueeze(1).add(t.unsqueeze(1).squeeze(1).unsqueeze(1)).mul(0.5),
    twin: ({ shape, data }) => ({ shape: [shape[0], 1, ...shape.slice(1)], data }),
    python: "t.unsqueeze(1)",
  },
  tiled: {
    make: (shape) => (countOf(shape) > 12 ? null : plain()),
    ours: (t) => t.repeat(t.shape.map((_, axis) => (axis === 0 ? 2 : 1))),
    twin: ({ shape, data }) => ({ shape: [2 * shape[0], ...shape.slice(1)], data: [...data, ...data] }),
    python: "t.repeat([2] + [1] * (t.dim() - 1))",
  },
  gather: {
    make: (shape) => (shape.length === 2 ? { p: indicesOf(shape[0], shape[1]), leaves: [] } : null),
    ours: (t, _, p) => t.add(t.gather(1, tensor(p.map((i) => [i])))).tanh(),
    twin: (t, _, p) => made(t.shape, ([i, j]) => Math.tanh(at(t, [i, j]) + at(t, [i, p[i]]))),
    python: "(t + t.gather(1, torch.tensor(p).unsqueeze(1))).tanh()",
  },
};

/** The weights of a recurrent layer and its states, of hidden size 2. */
function recurrent(mode: Mode, directions: 1 | 2): Step {
  const { gates, states } = twins[mode];
  const H = 2;
  const call = {
    RNN_TANH: "rnn_tanh",
    RNN_RELU: "rnn_relu",
    LSTM: "lstm",
    GRU: "gru",
  }[mode];
  const first = states * 1;
  const weightsOf = <T>(u: readonly T[]): T[][] =>
    Array.from({ length: directions }, (_, d) => u.slice(first + 4 * d, first + 4 * d + 4));
  const hx = states === 2 ? "(u[0], u[1])" : "u[0]";
  return {
    make: (shape) => {
      if (shape.length !== 3 || shape[0] > 4) return null;
      const I = shape[2];
      const state = [directions, shape[1], H];
      const layer = [[gates * H, I], [gates * H, H], [gates * H], [gates * H]];
      return {
        p: [],
        leaves: [
          ...Array.from({ length: states }, () => state),
          ...Array.from({ length: directions }, () => layer).flat(),
        ],
      };
    },
    ours: (t, u) => {
      const layers = weightsOf(u).map(([weightIh, weightHh, biasIh, biasHh]) => ({
        ...{ weightIh, weightHh, biasIh, biasHh },
        weightHr: null,
      }));
      const net = { mode, layers: [layers], batchFirst: false, dropout: 0, onStepGradients: null };
      const { output, states: finals } = F.recurrent(net, t, u.slice(0, states));
      return finals.reduce((y, state) => y.add(state.mean()), output);
    },
    twin: (t, u) => {
      const [T, B, I] = t.shape;
      const results = weightsOf(u).map(([weightIh, weightHh, biasIh, biasHh], d) =>
        twins[mode].forward({
          ...{ I, H, P: H, batchSizes: new Array<number>(T).fill(B), reverse: d === 1, x: [...t.data] },
          ...{ weightIh: [...weightIh.data], weightHh: [...weightHh.data] },
          ...{ biasIh: [...biasIh.data], biasHh: [...biasHh.data], weightHr: null },
          initial: u.slice(0, states).map(({ data }) => data.slice(d * B * H, (d + 1) * B * H)),
        }),
      );
      const added = sumOf(
        Array.from({ length: states }, (_, s) => mean(results.flatMap(({ finals }) => finals[s]))),
      );
      return made([T, B, directions * H], ([i, b, k]) => {
        const { y } = results[Math.floor(k / H)];
        return y[(i * B + b) * H + (k % H)] + added;
      });
    },
    python: `(lambda r: r[0] + sum(s.mean() for s in r[1:]))(torch._VF.${call}(t, ${hx}, u[${states}:], True, 1, 0.0, False, ${directions === 2 ? "True" : "False"}, False))`,
  };
}

/** A cell (B, I) with states and weights of size 2, through its layer. */
function cell(mode: "LSTM" | "GRU", make: (I: number) => nn.LSTMCell | nn.GRUCell, python: string): Step {
  const { gates, states } = twins[mode];
  return {
    make: (shape) => {
      if (shape.length !== 2) return null;
      const layer = [[gates * 2, shape[1]], [gates * 2, 2], [gates * 2], [gates * 2]];
      return { p: [], leaves: [...Array.from({ length: states }, () => [shape[0], 2]), ...layer] };
    },
    ours: (t, u) => {
      const module = make(t.shape[1]);
      const [weightIh, weightHh, biasIh, biasHh] = u.slice(states);
      Object.assign(module, { weight_ih: weightIh, weight_hh: weightHh, bias_ih: biasIh, bias_hh: biasHh });
      if (module instanceof nn.GRUCell) return module.forward(t, u[0]);
      const [h, c] = module.forward(t, [u[0], u[1]]);
      return h.add(c);
    },
    twin: (t, u) => {
      const [B, I] = t.shape;
      const [weightIh, weightHh, biasIh, biasHh] = u.slice(states).map(({ data }) => [...data]);
      const initial = u.slice(0, states).map(({ data }) => [...data]);
      const { finals } = twins[mode].forward({
        ...{ I, H: 2, P: 2, batchSizes: [B], reverse: false, x: [...t.data], initial },
        ...{ weightIh, weightHh, biasIh, biasHh, weightHr: null },
      });
      return made([B, 2], ([b, j]) => sumOf(finals.map((state) => state[2 * b + j])));
    },
    python,
  };
}

const layers: Readonly<Record<string, Step>> = {
  linear: {
    make: (shape, below) => {
      const O = 1 + below(4);
      return shape.length === 0 ? null : { p: [], leaves: [[O, lastOf(shape)], [O]] };
    },
    ours: (t, [weight, bias]) => F.linear(t, weight, bias).tanh(),
    twin: (t, [weight, bias]) =>
      map(
        zip([product(t, permuted(weight, [1, 0])), bias], (a, b) => a + b),
        Math.tanh,
      ),
    python: "F.linear(t, u[0], u[1]).tanh()",
  },
  weightNorm: {
    make: (shape) =>
      shape.length === 0
        ? null
        : {
            p: [],
            leaves: [
              [3, 1],
              [3, lastOf(shape)],
            ],
          },
    ours: (t, [weight_g, weight_v]) => {
      const layer = nn.utils.weightNorm(new nn.Linear(lastOf(t.shape), 3, { bias: false }));
      return Object.assign(layer, { weight_g, weight_v }).forward(t).tanh();
    },
    twin: (t, [g, v]) => {
      const directions = lines(v, 1, (line) => line.map((x) => x / Math.hypot(...line)));
      return map(
        product(
          t,
          permuted(
            zip([g, directions], (a, b) => a * b),
            [1, 0],
          ),
        ),
        Math.tanh,
      );
    },
    python: "F.linear(t, torch._weight_norm(u[1], u[0], 0)).tanh()",
  },
  matmul: {
    make: (shape, below) => (shape.length < 2 ? null : withLeaf([lastOf(shape), 1 + below(4)])),
    ours: (t, [u]) => t.matmul(u).mul(0.5),
    twin: (t, [u]) => map(product(t, u), (value) => value / 2),
    python: "(t @ u[0]) * 0.5",
  },
  layerNorm: {
    make: (shape) => (shape.length === 0 ? null : { p: [], leaves: [[lastOf(shape)], [lastOf(shape)]] }),
    ours: (t, [weight, bias]) => F.layerNorm(t, [lastOf(t.shape)], { weight, bias, eps: 0.1 }),
    twin: (t, [weight, bias]) =>
      zip([lines(t, t.shape.length - 1, normalised), weight, bias], (a, w, b) => a * w + b),
    python: "F.layer_norm(t, [t.shape[-1]], u[0], u[1], 0.1)",
  },
  embedding: {
    make: (shape) => (shape.length === 2 ? { p: indicesOf(shape[0], 4), leaves: [[4, shape[1]]] } : null),
    ours: (t, [table], p) => t.add(F.embedding(tensor([...p]), table)),
    twin: (t, [table], p) => made(t.shape, ([i, j]) => at(t, [i, j]) + at(table, [p[i], j])),
    python: "t + F.embedding(torch.tensor(p), u[0])",
  },
  attention: {
    make: (shape) =>
      shape.length === 2
        ? {
            p: [],
            leaves: [
              [3, shape[1]],
              [3, 2],
            ],
          }
        : null,
    ours: (t, [key, value]) => F.scaledDotProductAttention(t, key, value),
    twin: (t, [key, value]) => {
      const scores = map(product(t, permuted(key, [1, 0])), (s) => s / Math.sqrt(t.shape[1]));
      return product(lines(scores, 1, softmaxed), value);
    },
    python: "F.softmax(t @ u[0].T / t.shape[1] ** 0.5, -1) @ u[1]",
  },
  "causal attention": {
    make: (shape) => (shape.length === 2 ? plain() : null),
    ours: (t) => F.scaledDotProductAttention(t, t, t, { isCausal: true }),
    twin: (t) => {
      const scores = product(t, permuted(t, [1, 0]));
      const seen = made(scores.shape, ([i, j]) =>
        j > i ? Number.NEGATIVE_INFINITY : at(scores, [i, j]) / Math.sqrt(t.shape[1]),
      );
      return product(lines(seen, 1, softmaxed), t);
    },
    python:
      "F.softmax((t @ t.T / t.shape[1] ** 0.5).masked_fill(torch.ones(len(t), len(t)).triu(1) > 0, float('-inf')), -1) @ t",
  },
  RNN: recurrent("RNN_TANH", 1),
  "RNN relu": recurrent("RNN_RELU", 1),
  LSTM: recurrent("LSTM", 1),
  GRU: recurrent("GRU", 1),
  "LSTM both ways": recurrent("LSTM", 2),
  "GRU both ways": recurrent("GRU", 2),
  LSTMCell: cell(
    "LSTM",
    (I) => new nn.LSTMCell(I, 2),
    "(lambda s: s[0] + s[1])(torch.lstm_cell(t, (u[0], u[1]), *u[2:]))",
  ),
  GRUCell: cell("GRU", (I) => new nn.GRUCell(I, 2), "torch.gru_cell(t, u[0], *u[1:])"),
};

/** Constant targets between 0 and 1. */
const targetAt = (i: number): number => Math.fround(((7 * i + 3) % 5) / 8);
const targetsOf = ({ shape, data }: Tensor): Tensor =>
  tensor(Array.from(data, (_, i) => targetAt(i))).view(shape);
const TARGETS = "((7 * torch.arange(t.numel()) + 3) % 5).reshape(t.shape).to(t.dtype) / 8";

/** Ours, twin and line of a loss of classes along axis 1 of (N, C), of the labels p. */
function classLoss(
  python: string,
  ours: (t: Tensor, y: Tensor) => Tensor,
  twin: (logs: readonly number[], y: number) => number,
): Step {
  return {
    make: (shape) =>
      shape.length === 2 && shape[1] > 1 ? { p: indicesOf(shape[0], shape[1]), leaves: [] } : null,
    ours: (t, _, p) => ours(t, tensor([...p])),
    twin: (t, _, p) => {
      const C = t.shape[1];
      const logs = lines(t, 1, (line) => softmaxed(line).map(Math.log)).data;
      return { shape: [], data: [mean(p.map((y, n) => twin(logs.slice(n * C, (n + 1) * C), y)))] };
    },
    python,
  };
}

/** −log Σ over all alignments, by enumeration of all paths. */
function ctcTwin(logs: readonly (readonly number[])[], labels: readonly number[]): number {
  const C = logs[0].length;
  let total = 0;
  const visit = (path: readonly number[], log: number): void => {
    if (path.length < logs.length) {
      for (let c = 0; c < C; c++) visit([...path, c], log + logs[path.length][c]);
      return;
    }
    const written = path.filter((c, i) => c !== 0 && c !== path[i - 1]);
    if (written.join() === labels.join()) total += Math.exp(log);
  };
  visit([], 0);
  return -Math.log(total);
}

/** Losses, with which a program may end. */
export const losses: Readonly<Record<string, Step>> = {
  mse: loss("F.mse_loss(t, u[0])", F.mseLoss, (t, y) => (t - y) ** 2),
  l1: loss("F.l1_loss(t, u[0])", F.l1Loss, (t, y) => Math.abs(t - y)),
  smoothL1: loss(
    "F.smooth_l1_loss(t, u[0], beta=0.5)",
    (t, y) => F.smoothL1Loss(t, y, { beta: 0.5 }),
    (t, y) => (Math.abs(t - y) < 0.5 ? (t - y) ** 2 : Math.abs(t - y) - 0.25),
  ),
  huber: loss(
    "F.huber_loss(t, u[0], delta=0.7)",
    (t, y) => F.huberLoss(t, y, { delta: 0.7 }),
    (t, y) => (Math.abs(t - y) <= 0.7 ? (t - y) ** 2 / 2 : 0.7 * (Math.abs(t - y) - 0.35)),
  ),
  gaussianNll: loss(
    `F.gaussian_nll_loss(t, ${TARGETS}, u[0].sin() + 2)`,
    (t, y) => F.gaussianNllLoss(t, targetsOf(t), y.sin().add(2)),
    (t, y, i) => (Math.log(Math.sin(y) + 2) + (t - targetAt(i)) ** 2 / (Math.sin(y) + 2)) / 2,
  ),
  bce: loss(
    `F.binary_cross_entropy((t + u[0]).sigmoid(), ${TARGETS})`,
    (t, y) => F.binaryCrossEntropy(t.add(y).sigmoid(), targetsOf(t)),
    (t, y, i) => softplus(t + y) - targetAt(i) * (t + y),
  ),
  bceWithLogits: loss(
    `F.binary_cross_entropy_with_logits(t + u[0], ${TARGETS}, pos_weight=torch.tensor(1.5, dtype=t.dtype))`,
    (t, y) => F.binaryCrossEntropyWithLogits(t.add(y), targetsOf(t), { posWeight: tensor(1.5) }),
    (t, y, i) => 1.5 * targetAt(i) * softplus(-t - y) + (1 - targetAt(i)) * softplus(t + y),
  ),
  klDiv: loss(
    "F.kl_div(t, u[0].sigmoid())",
    (t, y) => F.klDiv(t, y.sigmoid()),
    (t, y) => sigmoid(y) * (Math.log(sigmoid(y)) - t),
  ),
  "klDiv of logarithms": loss(
    "F.kl_div(t, u[0], log_target=True)",
    (t, y) => F.klDiv(t, y, { logTarget: true }),
    (t, y) => Math.exp(y) * (y - t),
  ),
  crossEntropy: classLoss(
    "F.cross_entropy(t, torch.tensor(p))",
    (t, y) => F.crossEntropy(t, y),
    (logs, y) => -logs[y],
  ),
  "crossEntropy of probabilities": {
    make: (shape) => (shape.length === 2 ? plain() : null),
    ours: (t) => F.crossEntropy(t, targetsOf(t)),
    twin: (t) => {
      const logs = lines(t, 1, (line) => softmaxed(line).map(Math.log)).data;
      return { shape: [], data: [-sumOf(logs.map((log, i) => log * targetAt(i))) / t.shape[0]] };
    },
    python: `F.cross_entropy(t, ${TARGETS})`,
  },
  "crossEntropy, smoothed": classLoss(
    "F.cross_entropy(t, torch.tensor(p), label_smoothing=0.2)",
    (t, y) => F.crossEntropy(t, y, { labelSmoothing: 0.2 }),
    (logs, y) => -0.8 * logs[y] - 0.2 * mean(logs),
  ),
  nll: classLoss(
    "F.nll_loss(F.log_softmax(t, 1), torch.tensor(p))",
    (t, y) => F.nllLoss(F.logSoftmax(t, 1), y),
    (logs, y) => -logs[y],
  ),
  ctc: {
    make: (shape) => (shape.length === 2 && shape[0] > 1 && shape[0] < 5 && shape[1] > 1 ? plain() : null),
    ours: (t) => F.ctcLoss(F.logSoftmax(t, 1).unsqueeze(1), tensor([[1]]), [t.shape[0]], [1]),
    twin: (t) => {
      const C = t.shape[1];
      const logs = lines(t, 1, (line) => softmaxed(line).map(Math.log)).data;
      const byStep = Array.from({ length: t.shape[0] }, (_, i) => logs.slice(i * C, (i + 1) * C));
      return { shape: [], data: [ctcTwin(byStep, [1])] };
    },
    python: "F.ctc_loss(F.log_softmax(t, 1).unsqueeze(1), torch.tensor([[1]]), [t.shape[0]], [1])",
  },
};

export const steps: Readonly<Record<string, Step>> = {
  ...elementwise,
  ...reductions,
  ...arrangements,
  ...layers,
};
