/** @module Products, layers, activations and normalisation. */
import { functional as F, nn, type Tensor } from "unrolled";
import type { Family, Inputs, Operation, Step, Task } from "./task.ts";
import { unary } from "./task.ts";

/** Rows of I features to O. */
function linear(I: number, O: number): Task {
  return (on) => {
    const [x, weight, bias] = [on.leaf(on.R, I), on.leaf(O, I), on.leaf(O)];
    return () => F.linear(x, weight, bias);
  };
}

/** Some indices of K rows of E values. */
function embedding(K: number, E: number): Task {
  return (on) => {
    const [weight, x] = [on.leaf(K, E), on.classes(K, (on.R * on.C) / E)];
    return () => F.embedding(x, weight);
  };
}

function attention(isCausal: boolean): Task {
  return (on) => {
    const shape = on.pick([1, 8, 32], [8, 32, 64], [64, 128, 64]);
    const [query, key, value] = [on.leaf(...shape), on.leaf(...shape), on.leaf(...shape)];
    return () => F.scaledDotProductAttention(query, key, value, { isCausal });
  };
}

export const products: Family = {
  matmul: (on) => {
    const [a, b] = [on.leaf(), on.leaf(on.C, on.C)];
    return () => a.matmul(b);
  },
  "matmul batch": (on) => {
    const B = Math.ceil(on.R / 32);
    const [a, b] = [on.leaf(B, 32, on.C), on.leaf(B, on.C, 32)];
    return () => a.matmul(b);
  },
  "matmul 512-512-512": { sizes: ["large"], task: product(512) },
  "linear 256-256": linear(256, 256),
  "linear 512-512": linear(512, 512),
  "linear 32-256": linear(32, 256),
  "linear 128-1": linear(128, 1),
  scaledDotProductAttention: attention(false),
  "scaledDotProductAttention causal": attention(true),
  "embedding 256x32": embedding(256, 32),
  "embedding 10000x64": embedding(10_000, 64),
  oneHot: (on) => {
    const x = on.classes(256, on.R);
    return () => F.oneHot(x, 256);
  },
};

function product(N: number): Task {
  return (on) => {
    const [a, b] = [on.leaf(N, N), on.leaf(N, N)];
    return () => a.matmul(b);
  };
}

export const activations: Family = {
  gelu: unary((x) => F.gelu(x)),
  "gelu tanh": unary((x) => F.gelu(x, { approximate: "tanh" })),
  softmax: unary((x) => F.softmax(x, -1)),
  "softmax columns": unary((x) => F.softmax(x, 0)),
  logSoftmax: unary((x) => F.logSoftmax(x, -1)),
  "logSoftmax columns": unary((x) => F.logSoftmax(x, 0)),
  layerNorm: (on) => {
    const [x, weight, bias] = [on.leaf(), on.leaf(on.C), on.leaf(on.C)];
    return () => F.layerNorm(x, [on.C], { weight, bias });
  },
  "layerNorm plain": unary((x) => F.layerNorm(x, [x.size(1)])),
  dropout: unary((x) => F.dropout(x, { p: 0.5 })),
};

type Cell = "RNN" | "LSTM" | "GRU";
/** Layers over sequences; that of the minimal GRU is a loop in PyTorch. */
type Recurrent = Cell | "MinGRU";

/** A layer over sequences (B, T, I) with H units; the middling and the large one also as the batches of training. */
function recurrent(cell: Recurrent, options: { bidirectional?: boolean } = {}): Operation {
  const task = (on: Inputs): Step => {
    const [B, T, I, H] = on.pick([1, 10, 1, 32], [32, 20, 8, 32], [64, 50, 8, 64]);
    const x = on.constant(B, T, I);
    const layer = new nn[cell](I, H, { batchFirst: true, ...options });
    on.leaves.push(...layer.parameters());
    return () => outputOf(layer, x);
  };
  return { sizes: ["small", "middling", "large"], task };
}

function outputOf(layer: nn.RNN | nn.LSTM | nn.GRU | nn.MinGRU, x: Tensor): Tensor {
  return layer instanceof nn.LSTM ? layer.forward(x)[0] : layer.forward(x)[0];
}

function cell(kind: Cell): Task {
  return (on) => {
    const [B, I, H] = on.pick([1, 32, 32], [32, 64, 64], [512, 128, 128]);
    const x = on.constant(B, I);
    const layer = new nn[`${kind}Cell`](I, H);
    on.leaves.push(...layer.parameters());
    return () => (layer instanceof nn.LSTMCell ? layer.forward(x)[0] : layer.forward(x));
  };
}

export const recurrences: Family = {
  RNN: recurrent("RNN"),
  LSTM: recurrent("LSTM"),
  "LSTM bidirectional": recurrent("LSTM", { bidirectional: true }),
  GRU: recurrent("GRU"),
  MinGRU: recurrent("MinGRU"),
  RNNCell: cell("RNN"),
  LSTMCell: cell("LSTM"),
  GRUCell: cell("GRU"),
  weightNorm: (on) => {
    const x = on.constant();
    const layer = nn.utils.weightNorm(new nn.Linear(on.C, on.C));
    on.leaves.push(...layer.parameters());
    return () => layer.forward(x);
  },
};
