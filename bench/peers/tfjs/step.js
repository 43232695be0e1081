// @ts-nocheck: its packages are installed where it runs, in build/peers/tfjs, and are no dependencies of this project.
/**
 * @module Training steps in TensorFlow.js, timed: `WARM SECONDS LEAST TASK`, as ../pytorch_step.py takes it.
 *
 * What was fastest when it was tried: cells by hand, not tf.layers; at batch 1 the inputs of all steps projected at
 * once, in batches each step's by itself. Backward of tf.matMul multiplies by transposed matrices, for which the WASM
 * backend has a slow loop only; matrices transposed first halve a step at H = 128 and more.
 */
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { paceOf, timeSteps } from "../../bench/pace.js";
import { gates, normals, segment, taskOf } from "../tasks.js";

const [warm, seconds, least, text] = process.argv.slice(2);
const task = taskOf(text);
const { cell, note, B, T, H, I } = task;
const GH = gates[cell] * H;
setWasmPaths(fileURLToPath(new URL("node_modules/@tensorflow/tfjs-backend-wasm/dist/", import.meta.url)));
await tf.setBackend("wasm");

const transposedFirst = tf.customGrad((a, b, save) => {
  save([a, b]);
  const gradFunc = (dy, [a, b]) => [tf.matMul(dy, tf.transpose(b)), tf.matMul(tf.transpose(a), dy)];
  return { value: tf.matMul(a, b), gradFunc };
});
const matMul = note ? tf.matMul : transposedFirst;

const parameter = (...shape) => tf.variable(tf.randomUniform(shape, -1 / Math.sqrt(H), 1 / Math.sqrt(H)));
const [weightIh, weightHh, bias, biasHn] = [parameter(I, GH), parameter(H, GH), parameter(GH), parameter(GH)];
const [weight, outBias] = [parameter(H, 1), parameter(1)];
const { add, mul, sub, sigmoid, tanh } = tf;

/** From the projected input and the state (h, for LSTM h and c) to the next state. */
const nextState = {
  RNN: (z, [h]) => [tanh(add(z, matMul(h, weightHh)))],
  LSTM: (z, [h, c]) => {
    const [i, f, g, o] = tf.split(add(z, matMul(h, weightHh)), 4, 1);
    const next = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(g)));
    return [mul(sigmoid(o), tanh(next)), next];
  },
  GRU: (z, [h]) => {
    const [zr, zz, zn] = tf.split(z, 3, 1);
    const [hr, hz, hn] = tf.split(add(matMul(h, weightHh), biasHn), 3, 1);
    const n = tanh(add(zn, mul(sigmoid(add(zr, hr)), hn)));
    return [add(n, mul(sigmoid(add(zz, hz)), sub(h, n)))];
  },
}[cell];

/** x (T, B, I), one array (B, GH) for each step. */
function project(x) {
  if (!note) return tf.unstack(x).map((xt) => add(matMul(xt, weightIh), bias));
  return tf.unstack(tf.reshape(add(matMul(tf.reshape(x, [T * B, I]), weightIh), bias), [T, B, GH]));
}

/** The loss, and the state after the last step. */
function lossOf(x, y, state) {
  const hs = project(x).map((z) => {
    state = nextState(z, state);
    return state[0];
  });
  const prediction = add(matMul(tf.concat(hs, 0), weight), outBias);
  return [tf.losses.meanSquaredError(tf.reshape(y, [T * B, 1]), prediction), state];
}

const optimizer = tf.train.adam(note ? 0.02 : 1e-3);
const zeros = () => Array.from({ length: cell === "LSTM" ? 2 : 1 }, () => tf.keep(tf.zeros([B, H])));
const fixed = note ? null : [tf.tensor(normals(T * B * I), [T, B, I]), tf.tensor(normals(T * B), [T, B, 1])];
let state = zeros();

function dataOf(k) {
  if (fixed) return fixed;
  const { x, y } = segment(k, task);
  return [tf.tensor(x, [T, B, I]), tf.tensor(y, [T, B, 1])];
}

function step(k) {
  return tf.tidy(() => {
    const [x, y] = dataOf(k);
    let next = state;
    const loss = optimizer.minimize(() => {
      const [value, after] = lossOf(x, y, state);
      if (note) next = after.map((part) => tf.keep(tf.clone(part)));
      return value;
    }, true);
    if (note) tf.dispose(state);
    state = next;
    return loss.dataSync()[0];
  });
}

console.log(JSON.stringify(timeSteps(step, paceOf([warm, seconds, least]))));
