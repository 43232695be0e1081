/** @module Memory over a long run: one synchronous loop that never yields, as the note's would be. */
import { manualSeed, nn, optim, stack, type Tensor, tensor } from "unrolled";
import { linspace } from "unrolled/data";

const TIME_STEP = 10;

/** Resident memory in megabytes. */
export interface MemoryResult {
  readonly steps: number;
  /** After each tenth of the steps. */
  readonly tenths: readonly number[];
  /** From the first tenth to the last. */
  readonly growth: number;
}

/** Trains the note's RNN for a number of steps without a single await. */
export function benchMemory(steps: number): MemoryResult {
  const step = trainer();
  const tenths: number[] = [];
  for (let k = 0; k < steps; k++) {
    step(k);
    if (k + 1 === Math.floor((steps * (tenths.length + 1)) / 10)) tenths.push(megabytes());
  }
  return { steps, tenths, growth: (tenths.at(-1) ?? 0) - (tenths[0] ?? 0) };
}

/** What is wrong with these words; null when nothing is. */
export function memoryFault(words: readonly string[]): string | null {
  return words.length < 2 && words.every((word) => /^\d+$/.test(word) && Number(word) >= 10)
    ? null
    : `it takes a number of steps, 10 or more, and was given ${words.join(" ")}`;
}

export function memoryText({ steps, tenths, growth }: MemoryResult): string {
  const sizes = tenths.map((size) => size.toFixed(0)).join(" ");
  return [
    `${steps} training steps in one synchronous loop`,
    `resident after each tenth: ${sizes} MB`,
    `growth: ${growth.toFixed(1)} MB`,
  ].join("\n");
}

/** The note's RNN, and a function that trains it for one step. */
function trainer(): (k: number) => void {
  manualSeed(1);
  const rnn = new nn.RNN(1, 32, { batchFirst: true });
  const out = new nn.Linear(32, 1);
  const optimizer = new optim.Adam([...rnn.parameters(), ...out.parameters()], { lr: 0.001 });
  const lossFunc = new nn.MSELoss();
  let hState: Tensor | null = null;
  return (k) => {
    const t = linspace(k * Math.PI, (k + 1) * Math.PI, TIME_STEP, { endpoint: false });
    const x = tensor(t.map(Math.sin), { shape: [1, TIME_STEP, 1] });
    const y = tensor(t.map(Math.cos), { shape: [1, TIME_STEP, 1] });
    const [rOut, h]: [Tensor, Tensor] = rnn.forward(x, hState);
    hState = h.detach();
    const outs: Tensor[] = [];
    for (let t = 0; t < TIME_STEP; t++) outs.push(out.forward(rOut.select(1, t)));
    const loss = lossFunc.forward(stack(outs, 1), y);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  };
}

function megabytes(): number {
  return process.memoryUsage.rss() / 1e6;
}
