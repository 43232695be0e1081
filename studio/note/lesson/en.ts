/** @module The lesson in English. */
import type { WordsOf } from "../../../src/text/lang.ts";
import type { LessonId, TryOf } from "./steps.ts";

/** A question, its answers, and why the right one is right. */
export interface QuizText {
  readonly question: string;
  readonly answers: readonly string[];
  /** What the runs' numbers are, to stand before them. */
  readonly measured: string;
  readonly why: string;
}

/** A button: its label, and what to look for once it is pressed. */
export interface TryText {
  readonly label: string;
  readonly look: string;
}

export const en = {
  data: {
    title: "The data: cos from sin",
    body: [
      "A recurrent network reads `sin t`, one number at a time, and must answer `cos t`. Time is cut into segments of length π, 10 samples each.",
      "One moment is not enough. Where `sin t` is 0.5, `cos t` is 0.87 on the way up and −0.87 on the way down. To choose, it must remember what came before.",
      "Its first answers are all wrong, and not for lack of memory: its weights are random. Watch it learn.",
    ],
    quiz: {
      question:
        "Take its memory away: one sample per segment, nothing carried. The input is then always `sin kπ = 0`, while the target flips between 1 and −1. Where does the loss end?",
      answers: ["Near 0", "Near 0.5", "Near 1"],
      measured: "Mean of the last ten losses",
      why: "With nothing to choose by, the best answer is 0, and the square of ±1 − 0 is 1.",
    },
    tries: {
      tenSamples: {
        label: "The note’s ten samples",
        look: "The prediction finds the target within some ten segments.",
      },
      untrained: {
        label: "Only two segments",
        look: "Two segments are one period: the untrained network does not follow it at all.",
      },
    },
  },
  model: {
    title: "The model: one cell, used ten times",
    body: [
      "At each step, `nn.RNN` computes `h = tanh(U x + W h₋₁ + b)`, and `nn.Linear` turns the 32 numbers of `h` into one answer.",
      "Unrolling draws that cell once per time step, yet `U` (32, 1), `W` (32, 32) and `V` (1, 32) exist once: with three biases, 1,153 numbers. `backward()` adds up the gradients of all steps.",
      "Input and output are `(batch, time, size)`, here `(1, 10, 1)`. The state is `(layers, batch, hidden)`, here `(1, 1, 32)`, even with `batch_first=True`. Without the leading 1, `(10, 1)` is a sequence without a batch, and `r_out[:, time_step, :]` has one index too many.",
    ],
    quiz: {
      question: "Unroll 50 steps instead of 10. How many parameters does the network have?",
      answers: ["1,153", "5,765", "57,650"],
      measured: "Parameters",
      why: "The same arrays at every step: only input and incoming state differ. Compare the shapes in *Inside*.",
    },
    tries: {
      twoLayers: {
        label: "Two layers",
        look: "The state is now (2, 1, 32), and every array with l0 in its name has a twin with l1.",
      },
      narrow: {
        label: "Only 8 units",
        look: "The picture of h has 8 rows, weight_hh_l0 is (8, 8).",
      },
      note: {
        label: "The note’s model",
        look: "32 rows, one per unit; ten columns, one per time step.",
      },
    },
  },
  training: {
    title: "Training: 100 segments, each seen once",
    body: [
      "Predict, compute the loss, backpropagate through ten steps, let Adam update the weights. At 20 segments per second, this takes five seconds. Space pauses, → trains one segment.",
      "Untrained, the network scores 0.53; always answering 0 would score 0.5. Even a trained one can only guess its very first answer: the state is empty, and `sin 0 = 0` fits `cos t = 1` as well as −1.",
      "The loss first falls below 0.1 in segment 10, then jumps about: over the last ten segments it averages 0.04. Learning rate 0.02 is bold.",
    ],
    quiz: {
      question: "Be bolder: learning rate 0.2. What happens?",
      answers: ["It ends far lower", "It ends about as low", "It learns nothing"],
      measured: "Mean of the last ten losses",
      why: "The second loss is already 4.6: the first steps are so large that nearly all units end up saturated at ±1, where tanh is flat and lets no gradient through.",
    },
    tries: {
      slow: {
        label: "Learning rate 0.002",
        look: "Slower at first: below 0.1 in segment 19. But the last ten average 0.0007.",
      },
      note: { label: "The note’s 0.02", look: "Fast, then restless: it never settles." },
    },
  },
  state: {
    title: "The hidden state: pass it on",
    body: [
      "The final state of a segment is the initial state of the next one, which therefore knows where the curve is.",
      "Leave that out, and each segment starts blind. Yet nine of ten samples still come out right, because two inputs show whether sin rises or falls. The first cannot: its input is 0, its target alternates between 1 and −1. The best answer is 0, with a squared error of 1, so the loss stops near 1/10, however long you train.",
      "Forgetting to pass the state on raises no error. Only the loss shows it.",
    ],
    quiz: {
      question: "With five samples per segment and no state passed on, where will the loss stop?",
      answers: ["Near 1/10", "Near 1/5", "Near 1/2"],
      measured: "Mean of the last ten losses",
      why: "One answer in five is a guess that costs 1; the other four cost next to nothing.",
    },
    tries: {
      off: {
        label: "Do not carry it",
        look: "The prediction misses once per segment, at the first sample: there it answers about 0.",
      },
      both: {
        label: "Both side by side",
        look: "One loss stops at 0.1, the other goes on falling.",
      },
    },
  },
  detach: {
    title: "Detach: why h_state.data",
    body: [
      "A carried state is still attached to the graph that computed it. `detach()` cuts there: the value goes on, the gradient does not. This is “truncated backpropagation through time”.",
      "It has a price: nothing is learnt across a segment’s border. An answer teaches the network about the ten steps of its own segment and no further. For cos that is enough.",
      "`retain_graph=True` instead goes back to the very start: 1,000 steps in segment 100, past weights that Adam has changed since, and is therefore rejected: “modified by an inplace operation”.",
      "Prefer `.detach()`: `.data` hides later in-place changes from autograd. An LSTM’s state is a tuple: detach both.",
    ],
    quiz: {
      question: "Leave detach out, and retain no graph. What happens?",
      answers: [
        "It stops in the second segment",
        "It gets slower with every segment",
        "Nothing: it learns as before",
      ],
      measured: "Segments trained",
      why: "`backward()` frees each graph it walks through. In segment 2 it continues into the freed graph of segment 1: “Trying to backward through the graph a second time”.",
    },
    tries: {
      retain: {
        label: "Without it, graph retained",
        look: "It stops in the second segment too: Adam has changed the weights that the graph needs.",
      },
      on: {
        label: "With detach",
        look: "Ten steps back in every segment, and it learns.",
      },
    },
  },
  lstm: {
    title: "LSTM: gates, and a second state",
    body: [
      "Besides `h`, an LSTM has a cell state `c`. At each step, gate `f` sets how much of `c` is kept, `i` how much of the candidate `g` is added, `o` how much is output: `c = f c₋₁ + i g`, `h = o tanh(c)`. PyTorch stacks them as i f g o in 128 rows: 4,513 parameters in all.",
      "The state is now the pair `(h, c)`. The note draws both from `torch.randn`; by default they are zeros.",
      "Its 20 samples include the end point, so the last sample of a segment is the first of the next: the network reads it twice.",
    ],
    quiz: {
      question: "Before it has learnt anything, how much of `c` does gate `f` keep at each step?",
      answers: ["About a tenth", "About half", "Nearly all"],
      measured: "Mean of gate f",
      why: "PyTorch starts with small weights, so every gate is σ(≈ 0) ≈ 0.5, and what is remembered halves with every step. Step 9 mends that.",
    },
    tries: {
      trained: {
        label: "Train it: 100 segments",
        look: "In the pictures of the gates, rows become steadily dark or light: some units keep, others forget.",
      },
      zeros: { label: "Start from zeros", look: "A hundred segments later, the start makes no difference." },
      gru: { label: "A GRU instead", look: "Two gates, r and z, and no cell state." },
    },
  },
  comparison: {
    title: "RNN vs LSTM, 20 steps",
    body: [
      "Same data, same seed, both from zeros. With seed 1, the last ten losses average 0.008 for the RNN and 0.03 for the LSTM. One seed proves little.",
      "Over 20 seeds, the median final loss at learning rate 0.02 is 0.006 for both, and 0.0006 for a GRU.",
      "Are 20 steps better than 10? For this RNN they are: 0.006 against 0.13. What costs is the sample at each border, which is read twice. Without the end point, both lengths are fine: 0.0015 and 0.0008.",
    ],
    quiz: {
      question: "Seed 10 instead of 1, and nothing else. Which one ends lower?",
      answers: ["The RNN again", "The LSTM, by far", "Both about the same"],
      measured: "Mean of the last ten losses",
      why: "The RNN that won with seed 1 has learnt nothing with seed 10. Compare medians over many seeds, never single runs.",
    },
    tries: {
      threeCells: { label: "With a GRU", look: "With this seed, the GRU ends lowest; so does its median." },
      tenSteps: {
        label: "RNN: 20 steps, 10 steps",
        look: "End point included. This is one seed: the medians are 0.006 and 0.13.",
      },
      noEnd: {
        label: "The same, no end point",
        look: "No sample is read twice. The medians are 0.0015 and 0.0008, though with this seed both stay restless.",
      },
    },
  },
  length: {
    title: "50 steps: what fails there?",
    body: [
      "At 50 steps and learning rate 0.02, RNN and LSTM fail: over 20 seeds, the median final loss is 0.5 and 0.3.",
      "Are vanishing gradients to blame? Before training they vanish, yes: in all three cells, *Gradient through time* typically falls below 1% within 6 to 9 steps, at any length.",
    ],
    quiz: {
      question:
        "Learning rate 0.005, and nothing else: the same weights, so the same vanished gradients. Do they learn?",
      answers: ["No, as before", "A little", "Yes, all three"],
      measured: "Mean of the last ten losses",
      why: "So vanishing gradients are not what fails here. At 0.02, the RNN’s states run into ±1, and the spectral radius of `W` reaches 2.8; at 0.005 it stays at 1.0. And cos needs no long memory. Step 10 has tasks that do.",
    },
    tries: {
      fast: {
        label: "Learning rate 0.02",
        look: "RNN and LSTM stay near 0.5, the score of always answering 0. Only the GRU gets away.",
      },
      slow: { label: "Learning rate 0.002", look: "Slower, and still falling at the end: all three learn." },
    },
  },
  forget: {
    title: "What an LSTM is for",
    body: [
      "On its way back, the gradient of `c` is multiplied by gate `f` at every step. PyTorch starts `f` at a half. Over 50 steps of an untrained LSTM, `4.5e-10` of the gradient is left (median of 10 seeds): it cannot learn what was read that long ago.",
      "Add 1 to the bias of `f`, and `0.00039` is left. *Forget-gate bias* in the settings does that; Keras starts with 1.",
      "The line named “c” is that of the cell state. It is the same network each time: only 32 biases differ.",
    ],
    quiz: {
      question: "Add 3, so that `f` is σ(3) = 0.95. How much of the gradient of `c` is left after 50 steps?",
      answers: ["Less than 1 in 10,000", "About a hundredth", "All of it"],
      measured: "Share of the gradient that is left",
      why: "0.95 to the 50th is 0.08 for `c` alone; together with what passes through `h`, nothing is lost (median 1.3). The LSTM can now learn from its first step.",
    },
    tries: {
      zero: {
        label: "Bias 0, as PyTorch",
        look: "The line c falls straight: by about a third at every step.",
      },
      one: { label: "Bias +1", look: "It falls less steeply: f is σ(1) = 0.73." },
      three: { label: "Bias +3", look: "The line c is flat. That is what an LSTM is for." },
    },
  },
  memory: {
    title: "Tasks that need memory",
    body: [
      "*echo*: one of eight symbols is read, then 20 more, and then the network must say which came first. Without a memory, one can only guess: a loss of ln 8 = 2.08, the floor.",
      "After 1,000 batches, the RNN is still above 1: better than a guess, and far from right.",
      "Move k to change how long it must remember. Other tasks: *adding* asks for the sum of two marked numbers, *parity* whether the count of ones so far is odd.",
    ],
    quiz: {
      question: "RNN, LSTM as PyTorch starts it, LSTM with forget-gate bias 3: which will hold the symbol?",
      answers: ["All three", "Both LSTMs", "Only the LSTM with bias 3"],
      measured: "Mean of the last ten losses",
      why: "With bias 0, the LSTM forgets faster than the RNN and stays at the floor. Here vanishing gradients do cost everything, and the forget gate is the remedy.",
    },
    tries: {
      fifty: {
        label: "Echo over 50 steps",
        look: "The RNN stays at the floor. The GRU (bias 3) holds the symbol first, then the LSTM (bias 5).",
      },
      adding: {
        label: "Adding, 50 steps",
        look: "The RNN never leaves 1/6, the score of always answering 1. GRU and LSTM (bias 3) do.",
      },
      parity: {
        label: "Parity, 20 steps",
        look: "All three learn it, the RNN last: parity is answered at every step, so gradients are short.",
      },
    },
  },
  yours: {
    title: "Your turn",
    body: [
      "*Put it to the test* does not change the trained network. *Cold start from an empty state* only spoils the first answers. *Frequency* 2 raises the error from 0.04 to about 1: the network has learnt this rhythm, not what a cosine is.",
      "*Code and files* has the program, and the weights for PyTorch and ONNX. Now change whatever you like.",
    ],
    quiz: {
      question:
        "*Free run on its own output*: after two segments, it reads its own answers of a quarter period earlier. Will it keep time?",
      answers: ["Yes, it goes on for ever", "No, it drifts away"],
      measured: "Error over the last half",
      why: "Always answering 0 would score 0.5. Its small errors come back as input and add up.",
    },
    tries: {
      slow: {
        label: "Learning rate 0.002",
        look: "In the free run, this one keeps time: its errors are too small to add up.",
      },
      gru: { label: "A GRU, 1,000 segments", look: "This one keeps time, too." },
    },
  },
} as const satisfies {
  readonly [Id in LessonId]: {
    readonly title: string;
    readonly body: readonly string[];
    readonly quiz: QuizText;
    readonly tries: Readonly<Record<TryOf<Id>, TryText>>;
  };
};

/** The lesson in one language. */
export type LessonWords = WordsOf<typeof en>;
