/** @module The note's programs here, verbatim, timed: `WARM SECONDS LEAST note,CELL`, as peers/pytorch_step.py takes it. */
import { manualSeed, nn, optim, randn, stack, type Tensor, tensor } from "unrolled";
import { linspace } from "unrolled/data";
import { paceOf, timeSteps } from "./pace.ts";

const [warm = "0", seconds = "0", least = "100", task = "note,rnn"] = process.argv.slice(2);
const cell = task.split(",")[1];
const timeStep = cell === "rnn" ? 10 : 20;
manualSeed(1);

type State = readonly Tensor[];

class RNN extends nn.Module {
  readonly rnn = cell === "lstm" ? new nn.LSTM(1, 32, { batchFirst: true }) : simpleLayer();
  readonly out = new nn.Linear(32, 1);

  forward(x: Tensor, hState: State | null): [Tensor, State] {
    const [rOut, next] = this.recur(x, hState);
    const outs: Tensor[] = [];
    for (let t = 0; t < rOut.size(1); t++) outs.push(this.out.forward(rOut.select(1, t)));
    return [stack(outs, 1), next];
  }

  private recur(x: Tensor, hState: State | null): [Tensor, State] {
    if (this.rnn instanceof nn.LSTM) return this.rnn.forward(x, hState && [hState[0], hState[1]]);
    const [rOut, h] = this.rnn.forward(x, hState?.[0] ?? null);
    return [rOut, [h]];
  }
}

function simpleLayer(): nn.RNN | nn.GRU {
  return cell === "rnn" ? new nn.RNN(1, 32, { batchFirst: true }) : new nn.GRU(1, 32, { batchFirst: true });
}

const rnn = new RNN();
const optimizer = new optim.Adam(rnn.parameters(), { lr: 0.02 });
const lossFunc = new nn.MSELoss();
let hState: State | null = cell === "lstm" ? [randn([1, 1, 32]), randn([1, 1, 32])] : null;

function step(k: number): number {
  const t = linspace(k * Math.PI, (k + 1) * Math.PI, timeStep, { endpoint: cell !== "rnn" });
  const x = tensor(t.map(Math.sin), { shape: [1, timeStep, 1] });
  const y = tensor(t.map(Math.cos), { shape: [1, timeStep, 1] });
  const [prediction, next] = rnn.forward(x, hState);
  hState = next.map((state) => state.detach());
  const loss = lossFunc.forward(prediction, y);
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  return loss.item();
}

console.log(JSON.stringify(timeSteps(step, paceOf([warm, seconds, least]))));
