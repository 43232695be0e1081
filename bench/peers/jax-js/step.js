// @ts-nocheck: its package is installed where it runs, in build/peers/jax-js, and is no dependency of this project.
/**
 * @module Training steps in jax-js, timed: `WARM SECONDS LEAST TASK`, as ../pytorch_step.py takes it.
 *
 * What was fastest when it was tried: the whole step, Adam included, under one jit; at batch 1 the inputs of all steps
 * projected at once, in batches each step's by itself. `.ref` is jax-js' way to use an array and keep it.
 */
import { defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { paceOf, timeSteps } from "../../bench/pace.js";
import { gates, normals, segment, taskOf } from "../tasks.js";

const [warm, seconds, least, text] = process.argv.slice(2);
const task = taskOf(text);
const { cell, note, B, T, H, I } = task;
const GH = gates[cell] * H;
const { sigmoid } = nn;
await init("wasm");
defaultDevice("wasm");

const parameter = (...shape) => {
  const count = shape.reduce((product, size) => product * size);
  const uniform = () => (Math.random() * 2 - 1) / Math.sqrt(H);
  return np.array(Float32Array.from({ length: count }, uniform)).reshape(shape);
};
const gate = (z, k) => z.slice([], [k * H, (k + 1) * H]);

/** From the projected input and the state (h, for LSTM h and c) to the next state. */
const nextState = {
  RNN: (z, [h], weightHh) => [np.tanh(z.add(np.matmul(h, weightHh)))],
  LSTM: (z, [h, c], weightHh) => {
    const a = z.add(np.matmul(h, weightHh));
    const kept = sigmoid(gate(a.ref, 1)).mul(c);
    const next = kept.add(sigmoid(gate(a.ref, 0)).mul(np.tanh(gate(a.ref, 2))));
    return [sigmoid(gate(a, 3)).mul(np.tanh(next.ref)), next];
  },
  GRU: (z, [h], weightHh, biasHn) => {
    const a = np.matmul(h.ref, weightHh).add(biasHn);
    const r = sigmoid(gate(z.ref, 0).add(gate(a.ref, 0)));
    const u = sigmoid(gate(z.ref, 1).add(gate(a.ref, 1)));
    const n = np.tanh(gate(z, 2).add(r.mul(gate(a, 2))));
    return [n.ref.add(u.mul(h.sub(n)))];
  },
}[cell];

/** x (T, B, I), one array (B, GH) for each step. */
function project(x, weightIh, bias) {
  const times = Array.from({ length: T }, (_, t) => t);
  if (!note) return times.map((t) => np.matmul(x.ref.slice(t), weightIh.ref).add(bias.ref));
  const all = np
    .matmul(x.ref.reshape([T * B, I]), weightIh.ref)
    .add(bias.ref)
    .reshape([T, B, GH]);
  return times.map((t) => all.ref.slice(t));
}

/** The loss, and the state after the last step. */
function lossOf([weightIh, weightHh, bias, biasHn, weight, outBias], x, y, state) {
  const hs = project(x, weightIh, bias).map((z) => {
    state = nextState(z, state, weightHh.ref, biasHn.ref);
    return state[0].ref;
  });
  const prediction = np.matmul(np.concatenate(hs, 0), weight).add(outBias);
  const difference = prediction.sub(y.reshape([T * B, 1]));
  return [np.mean(np.square(difference)), state];
}

/** Adam; `rates` holds lr/(1−β1ᵗ) and 1/√(1−β2ᵗ). */
function adam(parameters, grads, firsts, seconds, rates) {
  const m = firsts.map((first, i) => first.mul(0.9).add(grads[i].ref.mul(0.1)));
  const v = seconds.map((second, i) => second.mul(0.999).add(np.square(grads[i]).mul(0.001)));
  const next = parameters.map((p, i) => {
    const root = np.sqrt(v[i].ref).mul(rates.ref.slice(1)).add(1e-8);
    return p.sub(m[i].ref.mul(rates.ref.slice(0)).div(root));
  });
  return [next, m, v];
}

const train = jit((parameters, m, v, x, y, state, rates) => {
  const kept = parameters.map((p) => p.ref);
  const [[loss, next], grads] = valueAndGrad(lossOf, { hasAux: true })(kept, x, y, state);
  return [loss, next, ...adam(parameters, grads, m, v, rates)];
});

const zeros = () => Array.from({ length: cell === "LSTM" ? 2 : 1 }, () => np.zeros([B, H]));
const arrays = ({ x, y }) => [np.array(x).reshape([T, B, I]), np.array(y).reshape([T, B, 1])];
const fixed = note ? null : arrays({ x: normals(T * B * I), y: normals(T * B) });
let state = zeros();
let parameters = [
  parameter(I, GH),
  parameter(H, GH),
  parameter(GH),
  parameter(GH),
  parameter(H, 1),
  parameter(1),
];
let [m, v] = [1, 2].map(() => parameters.map((p) => np.zeros(p.shape)));

function step(k) {
  const lr = note ? 0.02 : 1e-3;
  const rates = np.array([lr / (1 - 0.9 ** (k + 1)), 1 / Math.sqrt(1 - 0.999 ** (k + 1))]);
  const [x, y] = fixed ? fixed.map((array) => array.ref) : arrays(segment(k, task));
  const [loss, next, ...updated] = train(parameters, m, v, x, y, state, rates);
  [parameters, m, v] = updated;
  state = note ? next : zeros();
  if (!note) for (const part of next) part.dispose();
  return loss.js();
}

console.log(JSON.stringify(timeSteps(step, paceOf([warm, seconds, least]))));
