/** @module The lesson in English. */
import type { WordsOf } from "../../../src/text/lang.ts";
import type { LessonId, TryOf } from "./steps.ts";

export const en = {
  data: {
    title: "The data: cos from sin",
    body: [
      "The network reads `sin t`, number by number, and has to answer `cos t`. Time is cut into segments of length π, 10 samples each. The main chart shows two: one period. In *Put it to the test*, the input is dotted.",
      "One moment is not enough. Where `sin t` is 0.5, `cos t` is 0.87 on the way up and −0.87 on the way down. To choose, it must remember what came before.",
      "Take its memory away: with one sample per segment, the input is always `sin kπ = 0`, while the target flips between 1 and −1. The best answer is 0, and the loss stays at 1.",
    ],
    tries: { oneSample: "One sample, no memory", tenSamples: "The note’s ten samples" },
  },
  model: {
    title: "The model: a layer that remembers",
    body: [
      "At each step, `nn.RNN` computes `h = tanh(U x + W h₋₁ + b)`, and `nn.Linear` turns the 32 numbers of `h` into one answer.",
      "Three shapes are worth knowing. The input is `(batch, time, input)`, here `(1, 10, 1)`. So is the output: one answer per step. The state is `(layers, batch, hidden)`, here `(1, 1, 32)`, even with `batch_first=True`, which only affects input and output.",
      "Without the leading 1, `(10, 1)` is a sequence without a batch: output and state lose that dimension, and `r_out[:, time_step, :]` has one index too many.",
      "*Inside* shows the ten steps, one row per unit.",
    ],
    tries: { twoLayers: "Two layers: h is (2, 1, 32)", narrow: "Only 8 units", note: "The note’s model" },
  },
  training: {
    title: "Training: 100 segments, each seen once",
    body: [
      "Predict, compute the loss, backpropagate through ten steps, let Adam update the weights. At 20 segments per second, this takes five seconds. Space pauses, → trains one segment.",
      "The untrained network scores 0.53, always answering 0 would score 0.5. The very first answer stays a guess even after training: the state is empty, and `sin 0 = 0` fits `cos t = 1` as well as −1.",
      "The loss first falls below 0.1 in segment 10, then jumps about: learning rate 0.02 is bold. A tenth needs 19 segments, but the last ten average 0.0007, not 0.04. Ten times as much: the second loss is 4.6, the last 0.5.",
    ],
    tries: { slow: "Learning rate 0.002", fast: "Learning rate 0.2", note: "The note’s 0.02" },
  },
  state: {
    title: "The hidden state: pass it on",
    body: [
      "The final state of a segment is the initial state of the next one, which therefore knows where the curve is.",
      "Turn *Carry the state* off, and each segment starts blind. Nine of ten samples still come out right, because two inputs show whether sin rises or falls. The first cannot: its input is 0, its target alternates between 1 and −1. The best answer is 0, with a squared error of 1, so the loss stops near 1/10, however long you train.",
      "Where will it stop with five samples per segment? Work it out first.",
      "Forgetting to pass the state on raises no error. Only the loss shows it.",
    ],
    tries: { off: "Do not carry it", five: "The same, five samples", both: "Both side by side" },
  },
  detach: {
    title: "Detach: why h_state.data",
    body: [
      "A carried state is still attached to the graph that computed it, and `backward()` frees each graph it walks through. Without detaching, the second segment’s `backward()` continues into the first graph: “Trying to backward through the graph a second time”.",
      "`retain_graph=True` does not help. Each pass then goes back to the very start: 1,000 steps in segment 100. It meets weights that Adam has changed since, so PyTorch 1.5 and later reject it: “modified by an inplace operation”. Here it runs: watch *Time steps walked back, by segment*.",
      "Prefer `.detach()`: `.data` also hides later in-place changes from autograd. An LSTM’s state is a tuple, which has neither: detach both.",
    ],
    tries: { off: "Without detach", retain: "Without it, graph retained", on: "With detach" },
  },
  sharing: {
    title: "Parameters: one set, not ten",
    body: [
      "`U` is `weight_ih_l0` (32, 1), `W` is `weight_hh_l0` (32, 32), `V` is `out.weight` (1, 32). With three biases, that makes 1,153 parameters.",
      "A segment has ten steps, yet each array exists only once. Unrolling draws the same cell many times; only the input and the incoming state differ. `backward()` adds up the gradients of all steps. So 50 steps need not one parameter more: compare the shapes in *Inside*.",
      "The note prints `rnn._parameters`. That must be the inner layer, `rnn.rnn`: the model around it has no parameters of its own.",
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
      "Besides `h`, an LSTM has a cell state `c`. At each step, gate `f` sets how much of `c` is kept, `i` how much of the candidate `g` is added, `o` how much is output: `c = f c₋₁ + i g`, `h = o tanh(c)`. PyTorch stacks them as i f g o in 128 rows: 4,513 parameters in all.",
      "The state is now the pair `(h, c)`. The note draws both from `torch.randn`; by default they are zeros.",
      "Its 20 samples include the end point, so the last sample of a segment is the first of the next: the network reads it twice. Watch the gates in *Inside*.",
    ],
    tries: { zeros: "Start from zeros", noEnd: "Without the end point", gru: "A GRU instead" },
  },
  comparison: {
    title: "RNN vs LSTM, 20 steps",
    body: [
      "Same data, same seed, both from zeros. With seed 1, the last ten losses average 0.008 for the RNN and 0.03 for the LSTM; with seed 10, 0.6 and 0.0009. One seed proves little.",
      "Over 20 seeds, the median final loss is about 0.006 for both, and 0.0006 for a GRU. At 50 steps the RNN’s is 0.5: most seeds learn nothing in 100 segments.",
      "Are vanishing gradients to blame? See *Gradient through time*: before training, they typically fall below 1% within 6 to 9 steps in all three cells, at any length. At 20 steps, training extends that reach; and over those seeds nothing explodes.",
    ],
    tries: { seedTen: "Seed 10", threeCells: "With a GRU", fifty: "All three at 50 steps" },
  },
  yours: {
    title: "Your turn",
    body: [
      "*Put it to the test* does not change the trained network. Turn *Free run on its own output* on: after two segments, it reads its own answers of a quarter period earlier. This one drifts away: over the last half its error is 0.8, where always answering 0 would score 0.5. Trained with learning rate 0.002, it keeps time.",
      "*Cold start from an empty state* only spoils the first answers. *Frequency* 2 raises the error from 0.04 to about 1: the network has learnt this rhythm, not what a cosine is.",
      "*Code and files* has the program, and the weights for PyTorch and ONNX. Now change whatever you like.",
    ],
    tries: { slow: "Learning rate 0.002", gru: "A GRU, 1,000 segments" },
  },
} as const satisfies {
  readonly [Id in LessonId]: {
    readonly title: string;
    readonly body: readonly string[];
    readonly tries: Readonly<Record<TryOf<Id>, string>>;
  };
};

/** The lesson in one language. */
export type LessonWords = WordsOf<typeof en>;
