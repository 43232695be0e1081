/**
 * @module The tutorial's RNN, ported line by line: it learns to predict cos from sin, drawn live.
 *
 * docs/note.md has the Python program. Run it with `npm run example note-rnn`.
 */
import { nn, optim, stack, type Tensor, tensor } from "unrolled";
import { linspace } from "unrolled/data";
import { livePlot } from "unrolled/figures";

// manualSeed(1); // reproducible

// Hyper parameters
const TIME_STEP = 10; // rnn time step
const INPUT_SIZE = 1; // rnn input size
const LR = 0.02; // learning rate

// show data
const T = linspace(0, Math.PI * 2, 100);
const figure = livePlot({ title: "The data", x: { label: "t (radians)", tickUnit: "pi" } });
figure.plot(T, T.map(Math.cos), { name: "target (cos)", color: "target", dash: "dotted" });
figure.plot(T, T.map(Math.sin), { name: "input (sin)", color: "input" });
figure.end();

class RNN extends nn.Module {
  rnn = new nn.RNN(INPUT_SIZE, 32, { numLayers: 1, batchFirst: true });
  out = new nn.Linear(32, 1);

  forward(x: Tensor, hState: Tensor | null): [Tensor, Tensor] {
    // x (batch, time_step, input_size)
    // hState (n_layers, batch, hidden_size)
    // rOut (batch, time_step, hidden_size)
    const [rOut, h] = this.rnn.forward(x, hState);

    const outs = []; // save all predictions
    for (let timeStep = 0; timeStep < rOut.size(1); timeStep++) {
      outs.push(this.out.forward(rOut.select(1, timeStep))); // calculate output for each time step
    }
    return [stack(outs, 1), h];

    // or, simpler:
    //   const outs = this.out.forward(rOut.view(-1, 32));
    //   return [outs.view(-1, TIME_STEP, 1), h];
    // or even simpler, since Linear accepts inputs of any dimension:
    //   return [this.out.forward(rOut), h];
  }
}

const rnn = new RNN();
console.log(String(rnn));

const optimizer = new optim.Adam(rnn.parameters(), { lr: LR }); // optimize all parameters
const lossFunc = new nn.MSELoss();

let hState: Tensor | null = null; // for initial hidden state

const plt = livePlot({
  x: { label: "t (radians)", tickUnit: "pi" },
  y: { label: "", min: -1.5, max: 1.5 },
  span: 12 * Math.PI,
});

for (let step = 0; step < 100; step++) {
  const [start, end] = [step * Math.PI, (step + 1) * Math.PI]; // time range
  // use sin predicts cos
  const steps = linspace(start, end, TIME_STEP, { endpoint: false });
  const x = tensor(steps.map(Math.sin), { shape: [1, TIME_STEP, INPUT_SIZE] }); // (batch, time_step, input_size)
  const y = tensor(steps.map(Math.cos), { shape: [1, TIME_STEP, INPUT_SIZE] });

  const [prediction, h]: [Tensor, Tensor] = rnn.forward(x, hState); // rnn output
  // !! next step is important !!
  hState = h.detach(); // repack the hidden state, break the connection from last iteration

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

// The parameters: one set for all ten time steps.
console.log(rnn.rnn.namedParameters().map(([name]) => name));
