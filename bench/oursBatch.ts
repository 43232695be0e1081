/** @module A training step on a batch, here, timed: `WARM SECONDS LEAST CELL,B,T,H,I THREADS [deterministic]`. */
import * as unrolled from "unrolled";
import { paceOf, timeSteps } from "./pace.ts";

/** What an older build of unrolled may lack. */
interface Switches {
  readonly tensor: unknown;
  readonly setNumThreads?: (threads: number) => unknown;
  readonly setDeterministic?: (deterministic: boolean) => unknown;
}

const { manualSeed, nn, optim, randn } = unrolled;
const [warm = "0", seconds = "0", least = "1", task = "", threads = "1", mode] = process.argv.slice(2);
const [cell = "LSTM", ...sizes] = task.split(",");
const [B = 1, T = 1, H = 1, I = 1] = sizes.map(Number);

const { setNumThreads, setDeterministic }: Switches = unrolled;
if (setNumThreads) await setNumThreads(Number(threads));
else if (threads !== "1") throw new Error("this build has no setNumThreads");
if (mode === "deterministic") {
  if (!setDeterministic) throw new Error("this build has no setDeterministic");
  await setDeterministic(true);
}

manualSeed(0);
const Layer = cell === "RNN" ? nn.RNN : nn.GRU;
const layer =
  cell === "LSTM" ? new nn.LSTM(I, H, { batchFirst: true }) : new Layer(I, H, { batchFirst: true });
const out = new nn.Linear(H, 1);
const optimizer = new optim.Adam([...layer.parameters(), ...out.parameters()], { lr: 1e-3 });
const lossFunc = new nn.MSELoss();
const x = randn([B, T, I]);
const y = randn([B, T, 1]);

function step(): number {
  const [output] = layer instanceof nn.LSTM ? layer.forward(x) : layer.forward(x);
  const loss = lossFunc.forward(out.forward(output), y);
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  return loss.item();
}

console.log(JSON.stringify(timeSteps(step, paceOf([warm, seconds, least]))));
