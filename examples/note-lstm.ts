/**
 * @module The tutorial's LSTM, ported line by line: 20 time steps, and a state that is a pair.
 *
 * docs/note.md shows how it differs from the RNN. Run it with `npm run example note-lstm`.
 */
import { nn, optim, randn, stack, type Tensor, tensor } from "unrolled";
import { linspace } from "unrolled/data";
import { livePlot } from "unrolled/figures";

// manualSeed(1); // reproducible

// Hyper parameters
const TIME_STEP = 20; // rnn time step
const INPUT_SIZE = 1; // rnn input size
const LR = 0.02; // learning rate

class RNN extends nn.Module {
  rnn = new nn.LSTM(INPUT_SIZE, 32, { numLayers: 1, batchFirst: true });
  out = new nn.Linear(32, 1);

  forward(x: Tensor, hState: Tensor, cState: Tensor): [Tensor, Tensor, Tensor] {
    const [rOut, [h, c]] = this.rnn.forward(x, [hState, cState]);

    const outs = []; // save all predictions
    for (let timeStep = 0; timeStep < rOut.size(1); timeStep++) {
      outs.push(this.out.forward(rOut.select(1, timeStep))); // calculate output for each time step
    }
    return [stack(outs, 1), h, c];
  }
}

const rnn = new RNN();
console.log(String(rnn.rnn));
console.log(String(rnn));

const optimizer = new optim.Adam(rnn.parameters(), { lr: LR }); // optimize all parameters
const lossFunc = new nn.MSELoss();

let hState = randn([1, 1, 32]); // for initial hidden state
let cState = randn([1, 1, 32]);

const plt = livePlot({
  x: { label: "t (radians)", tickUnit: "pi" },
  y: { label: "", min: -1.5, max: 1.5 },
  span: 12 * Math.PI,
});

for (let step = 0; step < 100; step++) {
  const [start, end] = [step * Math.PI, (step + 1) * Math.PI]; // time range
  // use sin predicts cos
  const steps = linspace(start, end, TIME_STEP, { endpoint: true });
  const x = tensor(steps.map(Math.sin), { shape: [1, TIME_STEP, INPUT_SIZE] });
  const y = tensor(steps.map(Math.cos), { shape: [1, TIME_STEP, INPUT_SIZE] });

  const [prediction, h, c] = rnn.forward(x, hState, cState); // rnn output
  // !! next step is important !!
  hState = h.detach(); // repack the hidden state, break the connection from last iteration
  cState = c.detach();

  const loss = lossFunc.forward(prediction, y); // calculate loss
  optimizer.zeroGrad(); // clear gradients for this training step
  loss.backward(); // backpropagation, compute gradients
  optimizer.step(); // apply gradients

  // plotting
  plt.plot(steps, y.data, { name: "target", color: "target", dash: "dotted" });
  plt.plot(steps, prediction.data, { name: "prediction", color: "prediction" });
  await plt.pause(0.05);
}
plt.end();
