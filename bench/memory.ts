/** @module Memory over a long run: one synchronous loop that never yields, as the note's would be. */
import { manualSeed, nn, optim, stack, type Tensor, tensor } from "unrolled";
import { linspace } from "unrolled/data";

const TIME_STEP = 10;

/** Resident memory in megabytes by training step. */
export interface MemoryResult {
  readonly steps: number;
  readonly settled: number; // after a tenth of the steps
  readonly end: number;
  readonly growth: number;
}

/** Trains the note's RNN for so many steps without a single await. */
export function benchMemory(steps: number): MemoryResult {
  manualSeed(1);
  const rnn = new nn.RNN(1, 32, { batchFirst: true });
  const out = new nn.Linear(32, 1);
  const optimizer = new optim.Adam([...rnn.parameters(), ...out.parameters()], { lr: 0.001 });
  const lossFunc = new nn.MSELoss();
  let hState: Tensor | null = null;
  let settled = 0;
  for (let step = 0; step < steps; step++) {
    const t = linspace(step * Math.PI, (step + 1) * Math.PI, TIME_STEP, { endpoint: false });
    const x = tensor(t.map(Math.sin), { shape: [1, TIME_STEP, 1] });
    const y = tensor(t.map(Math.cos), { shape: [1, TIME_STEP, 1] });
    const [rOut, h]: [Tensor, Tensor] = rnn.forward(x, hState);
    hState = h.detach();
    const outs: Tensor[] = [];
    for (let k = 0; k < TIME_STEP; k++) outs.push(out.forward(rOut.select(1, k)));
    const loss = lossFunc.forward(stack(outs, 1), y);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    if (step + 1 === Math.floor(steps / 10)) settled = megabytes();
  }
  const end = megabytes();
  return { steps, settled, end, growth: end - settled };
}

function megabytes(): number {
  return process.memoryUsage.rss() / 1e6;
}
