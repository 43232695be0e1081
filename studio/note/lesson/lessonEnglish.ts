/** @module The lesson in English. */
import type { LessonWords } from "./shape.ts";

/** What the lesson says in English. */
export const lessonEnglish: LessonWords = {
  data: {
    title: "The data: cos from sin",
    body: [
      "The network reads `sin t`, number by number, and must answer `cos t`. Time comes in segments of length π, 10 samples each. The stage shows the first two: one period. In *Put it to the test*, the input is dotted.",
      "One instant is not enough. Where `sin t` is 0.5, `cos t` is 0.87 on the way up and −0.87 on the way down. To choose, it must remember what came before.",
      "Take its memory away: with one sample per segment, its input is always `sin kπ = 0`, while the target flips between 1 and −1. The best answer is 0, and the loss stays at 1.",
    ],
    tries: { oneSample: "One sample, no memory", tenSamples: "The note’s ten samples" },
  },
  model: {
    title: "The model: a layer that remembers",
    body: [
      "At each step `nn.RNN` computes `h = tanh(U x + W h₋₁ + b)`, and `nn.Linear` turns the 32 numbers of `h` into one answer.",
      "Know three shapes. The input is `(batch, time, input)`, here `(1, 10, 1)`. So is the output: one answer per step. The state is `(layers, batch, hidden)`, here `(1, 1, 32)`, even with `batch_first=True`, which concerns input and output only.",
      "Forget the leading 1, and `(10, 1)` counts as a sequence without a batch: output and state lose that axis, and `r_out[:, time_step, :]` has an index too many.",
      "*Inside* draws the ten steps, a row for each unit.",
    ],
    tries: { twoLayers: "Two layers: h is (2, 1, 32)", narrow: "Only 8 units", note: "The note’s model" },
  },
  training: {
    title: "Training: 100 segments, each seen once",
    body: [
      "Predict, compare, go back through the ten steps, let Adam move the weights. At the note’s 20 segments a second, this takes five seconds. Space pauses, → goes on by one.",
      "The first answers must be wrong: the state is empty, and `sin 0 = 0` fits `cos t = 1` as well as −1. Always answering 0 costs 0.5; the untrained network, 0.53.",
      "The loss first falls below 0.1 in segment 10, then jumps about: learning rate 0.02 is bold. A tenth of it takes until segment 19, but its last ten average 0.0007 instead of 0.04. Ten times as much: the second loss is 4.6, the last 0.5.",
    ],
    tries: { slow: "Learning rate 0.002", fast: "Learning rate 0.2", note: "The note’s 0.02" },
  },
  state: {
    title: "The hidden state: carry it on",
    body: [
      "The state at the end of a segment goes into the next one, which so begins knowing where the curve stands.",
      "Switch *Carry the state* off, and each segment starts blind. Nine samples of ten still come out right, since two inputs show whether sin rises or falls. The first cannot: its input is 0, its target 1 and −1 in turn. The best answer is 0, its squared error 1, so the loss stops near 1/10, however long you train.",
      "Where will it stop with five samples per segment? Work it out first.",
      "Forgetting to pass the state on raises no error. Only the loss tells.",
    ],
    tries: { off: "Do not carry it", five: "The same, five samples", both: "Both side by side" },
  },
  detach: {
    title: "Detach: why h_state.data",
    body: [
      "A carried state still hangs on the graph that it was computed in, and `backward()` frees what it walks. Without a cut, the second segment’s `backward()` walks on into the first one’s: “Trying to backward through the graph a second time”.",
      "`retain_graph=True` is no cure. Each pass then goes back to the very start: 1,000 steps in segment 100. It meets weights that Adam has changed since, so PyTorch 1.5 and newer refuses: “modified by an inplace operation”. Here it runs: see *What a segment costs, in ms*.",
      "Prefer `.detach()`: `.data` also hides later in-place changes from autograd. An LSTM’s pair is a tuple and has neither: cut both.",
    ],
    tries: { off: "Without detach", retain: "Without it, graph retained", on: "With detach" },
  },
  sharing: {
    title: "Parameters: one set, not ten",
    body: [
      "`U` is `weight_ih_l0` (32, 1), `W` is `weight_hh_l0` (32, 32), `V` is `out.weight` (1, 32). With three biases they make 1,153 numbers.",
      "A segment has ten steps, yet each array exists once. Unrolling draws one cell many times; only the input and the incoming state differ. `backward()` sums what each step contributes. So 50 steps need not one parameter more: compare the shapes in *Inside*.",
      "The note prints `rnn._parameters`. That must be the layer within, `rnn.rnn`: the model around it has none of its own.",
    ],
    tries: {
      fifty: "50 steps, the same arrays",
      lstm: "An LSTM: four times the rows",
      note: "The note’s ten steps",
    },
  },
  lstm: {
    title: "LSTM: gates, and a second state",
    body: [
      "Beside `h`, an LSTM keeps a cell state `c`. At each step gate `f` says how much of `c` stays, `i` how much of the candidate `g` comes in, `o` how much shows: `c = f c₋₁ + i g`, `h = o tanh(c)`. PyTorch stacks the four, i f g o, in 128 rows: 4,513 numbers in all.",
      "The state is now the pair `(h, c)`. The note draws both from `torch.randn`; left out, they are zeros.",
      "Its 20 samples include the end point, so the last of a segment is the first of the next: the network reads it twice. Watch the gates in *Inside*.",
    ],
    tries: { zeros: "Start from zeros", noEnd: "Without the end point", gru: "A GRU instead" },
  },
  comparison: {
    title: "RNN against LSTM, 20 steps",
    body: [
      "Same data, same seed, both from zeros. With seed 1 the last ten losses average 0.008 for the RNN and 0.03 for the LSTM; with seed 10, 0.6 and 0.0009. One seed proves little.",
      "Over 20 seeds, the median final loss is about 0.006 for both, 0.0006 for a GRU. At 50 steps the RNN’s is 0.5: most seeds learn nothing in 100 segments.",
      "Are vanishing gradients to blame? See *Gradient through time*: before training, they typically fall below 1 % within 6 to 9 steps in all three cells, at any length. At 20 steps, training stretches that reach; and over those seeds nothing explodes.",
    ],
    tries: { seedTen: "Seed 10", threeCells: "With a GRU", fifty: "All three at 50 steps" },
  },
  yours: {
    title: "Your turn",
    body: [
      "*Put it to the test* leaves the trained network as it is. Switch on *Free run on its own output*: after two segments it reads its own answers of a quarter period before. This one drifts away: over the last half its error is 0.8, while always answering 0 has 0.5. Trained with learning rate 0.002, it keeps time.",
      "*Cold start: an empty state* spoils the first answers only. *Frequency* 2 raises the error from 0.04 to about 1: it has learnt this rhythm, not what a cosine is.",
      "*Code and files* has the program, and the weights for PyTorch and ONNX. Now change whatever you like.",
    ],
    tries: { slow: "Learning rate 0.002", gru: "A GRU, 1,000 segments" },
  },
};
