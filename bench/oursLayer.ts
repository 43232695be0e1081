/** @module A recurrent layer alone, forward and backward, here, timed: `WARM SECONDS LEAST CELL,B,T,H,I THREADS [deterministic]`. */
import { nn, setDeterministic, setNumThreads, type Tensor } from "unrolled";
import { Inputs } from "./ops/task.ts";
import { paceOf, timeSteps } from "./pace.ts";

const [warm = "0", seconds = "0", least = "1", task = "", threads = "1", ...modes] = process.argv.slice(2);
const [cell = "LSTM", ...sizes] = task.split(",");
const [B = 1, T = 1, H = 1, I = 1] = sizes.map(Number);

if (modes.includes("deterministic")) setDeterministic(true);
setNumThreads(Number(threads));

// As native/onednn.cpp: the same numbers, time first, no biases.
const on = new Inputs("small");
const [x, dy] = [on.constant(T, B, I), on.constant(T, B, H)];
const layer = cell === "LSTM" ? new nn.LSTM(I, H) : new nn.GRU(I, H);
const parameters = layer.parameters();
for (const parameter of parameters) {
  const isBias = parameter.dim() === 1;
  const values = isBias ? null : on.constant(...parameter.shape).data.map((u) => u / Math.sqrt(H));
  parameter.data.set(values ?? new Float32Array(parameter.numel()));
}

function step(): number {
  for (const parameter of parameters) parameter.grad = null;
  const [y] = layer instanceof nn.LSTM ? layer.forward(x) : layer.forward(x);
  y.backward(dy);
  output = y;
  return 0;
}

let output: Tensor | null = null;
const { micros } = timeSteps(step, paceOf([warm, seconds, least]));
const weights = parameters.slice(0, 2).flatMap(({ grad }) => grad ?? []);
const loss = [...(output ? [output] : []), ...weights].reduce((sum, t) => sum + magnitude(t), 0);
console.log(JSON.stringify({ micros, loss }));

function magnitude({ data }: Tensor): number {
  return data.reduce((sum, value) => sum + Math.abs(value), 0);
}
