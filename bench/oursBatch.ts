/** @module A training step on a batch, here, timed: `WARM SECONDS LEAST CELL,B,T,H,I THREADS [deterministic]`. */
import { manualSeed, nn, optim, randn, setDeterministic, setNumThreads } from "unrolled";
import { paceOf, timeSteps } from "./pace.ts";

const [warm = "0", seconds = "0", least = "1", task = "", threads = "1", ...modes] = process.argv.slice(2);
const [cell = "LSTM", ...sizes] = task.split(",");
const [B = 1, T = 1, H = 1, I = 1] = sizes.map(Number);

if (modes.includes("deterministic")) setDeterministic(true);
setNumThreads(Number(threads));

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
