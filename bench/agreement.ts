/** @module How closely the note's losses agree with PyTorch's under many seeds, beside PyTorch's agreement with itself. */
import { fileURLToPath } from "node:url";
import { manualSeed, nn, optim, randn, stack, type Tensor, tensor } from "unrolled";
import { linspace } from "unrolled/data";
import { run } from "./child.ts";
import type { Torch } from "./peers.ts";
import { aligned } from "./table.ts";

interface Run {
  readonly cell: "rnn" | "lstm" | "gru";
  readonly timeStep: number;
  readonly endpoint: boolean;
  readonly random: boolean;
  readonly seed: number;
  readonly float32: readonly number[];
  readonly float64: readonly number[];
}

/** One program, over all seeds: the greatest relative differences, with a denominator of at least 1e-3. */
export interface AgreementRow {
  readonly program: string;
  readonly seeds: number;
  readonly firstTen: number;
  readonly all: number;
  /** PyTorch in float32 against itself in float64. */
  readonly torch: number;
  /** Seeds that come out above 5e-3. */
  readonly above: number;
}

const theirs = fileURLToPath(new URL("../../bench/peers/pytorch_losses.py", import.meta.url));
const SEEDS = [...Array.from({ length: 22 }, (_, i) => i + 3), 42, 1234, 999999, 2 ** 31 + 7];

/** Trains every program under every seed, here and in PyTorch. */
export function benchAgreement({ python }: Torch, report: (message: string) => void): AgreementRow[] {
  report(`${SEEDS.length} seeds, four programs, twice each; about a minute`);
  const child = { command: python, args: [theirs, ...SEEDS.map(String)], timeout: 1200 };
  const lines = run(child).stdout.trim().split("\n");
  const runs = lines.map((line): Run => JSON.parse(line));
  const names = [...new Set(runs.map(nameOf))];
  return names.map((program) =>
    rowOf(
      program,
      runs.filter((run) => nameOf(run) === program),
    ),
  );
}

export function agreementText(rows: readonly AgreementRow[]): string {
  return aligned([
    ["", "seeds", "first 10", "all", "above 5e-3", "PyTorch 32|64"],
    ...rows.map(({ program, seeds, firstTen, all, above, torch }) => [
      program,
      String(seeds),
      firstTen.toExponential(1),
      all.toExponential(1),
      String(above),
      torch.toExponential(1),
    ]),
  ]);
}

function nameOf({ cell, timeStep }: Run): string {
  // The plain RNN at 20 steps is chaotic: after some 30 segments PyTorch does not agree with itself either.
  return `${cell} T=${timeStep}${isChaotic(cell, timeStep) ? ", first 30" : ""}`;
}

function isChaotic(cell: string, timeStep: number): boolean {
  return cell === "rnn" && timeStep === 20;
}

function rowOf(program: string, runs: readonly Run[]): AgreementRow {
  const found = runs.map((run) => {
    const count = isChaotic(run.cell, run.timeStep) ? 30 : 100;
    const ours = lossesOf(run, count);
    const farthest = (a: readonly number[], b: readonly number[], n: number): number =>
      Math.max(...b.slice(0, n).map((loss, i) => Math.abs(a[i] - loss) / Math.max(loss, 1e-3)));
    return {
      firstTen: farthest(ours, run.float32, 10),
      all: farthest(ours, run.float32, count),
      torch: farthest(run.float64, run.float32, count),
    };
  });
  const most = (of: (row: (typeof found)[number]) => number): number => Math.max(...found.map(of));
  return {
    program,
    seeds: runs.length,
    firstTen: most((row) => row.firstTen),
    all: most((row) => row.all),
    torch: most((row) => row.torch),
    above: found.filter((row) => row.all > 5e-3).length,
  };
}

/** The losses here. */
function lossesOf({ cell, timeStep, endpoint, random, seed }: Run, count: number): number[] {
  manualSeed(seed);
  const Layer = { rnn: nn.RNN, lstm: nn.LSTM, gru: nn.GRU }[cell];
  const rnn = new Layer(1, 32, { batchFirst: true });
  const out = new nn.Linear(32, 1);
  let h: readonly Tensor[] | null = random ? [randn([1, 1, 32])] : null;
  if (h !== null && cell === "lstm") h = [...h, randn([1, 1, 32])];
  const optimizer = new optim.Adam([...rnn.parameters(), ...out.parameters()], { lr: 0.02 });
  return Array.from({ length: count }, (_, k) => {
    const t = linspace(k * Math.PI, (k + 1) * Math.PI, timeStep, { endpoint });
    const x = tensor(t.map(Math.sin), { shape: [1, timeStep, 1] });
    const y = tensor(t.map(Math.cos), { shape: [1, timeStep, 1] });
    let rOut: Tensor;
    if (rnn instanceof nn.LSTM) [rOut, h] = rnn.forward(x, h && [h[0], h[1]]);
    else {
      const [output, hn] = rnn.forward(x, h?.[0] ?? null);
      [rOut, h] = [output, [hn]];
    }
    h = h.map((state) => state.detach());
    const outs = Array.from({ length: timeStep }, (_, step) => out.forward(rOut.select(1, step)));
    const loss = new nn.MSELoss().forward(stack(outs, 1), y);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss.item();
  });
}
