/** @module The note's programs here, verbatim, timed: prints one line of JSON as peers/pytorch_note.py does. */
import { manualSeed, nn, optim, randn, stack, type Tensor, tensor } from "unrolled";
import { linspace } from "unrolled/data";

const [cell = "rnn", warm = "0", steps = "100"] = process.argv.slice(2);
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

const micros: number[] = [];
let last = Number.NaN;
for (let step = 0; step < Number(warm) + Number(steps); step++) {
  const before = performance.now();
  const t = linspace(step * Math.PI, (step + 1) * Math.PI, timeStep, { endpoint: cell !== "rnn" });
  const x = tensor(t.map(Math.sin), { shape: [1, timeStep, 1] });
  const y = tensor(t.map(Math.cos), { shape: [1, timeStep, 1] });
  const [prediction, next] = rnn.forward(x, hState);
  hState = next.map((state) => state.detach());
  const loss = lossFunc.forward(prediction, y);
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  micros.push((performance.now() - before) * 1000);
  last = loss.item();
}
console.log(JSON.stringify({ micros, loss: last }));
