/** @module The program of a test of memory in TypeScript for Unrolled. */
import { cellLabels, optimizerClasses, type Settings, type TaskName } from "../settings.ts";
import { tasks } from "../tasks.ts";
import type { CodeWords } from "./en.ts";
import { hasForgetBias, program } from "./template.ts";

type Task = Exclude<TaskName, "cosine">;

/** The functions that `draw` needs besides those of every program. */
const imports: Readonly<Record<Task, readonly string[]>> = {
  echo: ["randint", "zeros"],
  adding: ["rand", "randint", "tensor", "zeros"],
  parity: ["randint", "tensor"],
};

const draws: Readonly<Record<Task, (words: CodeWords["task"]) => readonly string[]>> = {
  echo: (words) => [
    `const symbols = randint(0, INPUT_SIZE, [BATCH, TIME_STEP]); // ${words.symbols}`,
    "const x = zeros([BATCH, TIME_STEP, INPUT_SIZE]);",
    "symbols.data.forEach((symbol, at) => {",
    "  x.data[at * INPUT_SIZE + symbol] = 1;",
    "});",
    `return [x, symbols.select(1, 0)]; // ${words.first}`,
  ],
  adding: (words) => [
    `const values = rand([BATCH, TIME_STEP]).data; // ${words.values}`,
    `const half = Math.max(1, Math.floor(TIME_STEP / 2)); // ${words.halves}`,
    "const first = randint(0, half, [BATCH]).data;",
    "const second = randint(Math.min(half, TIME_STEP - 1), TIME_STEP, [BATCH]).data;",
    "const x = zeros([BATCH, TIME_STEP, INPUT_SIZE]);",
    "values.forEach((value, at) => {",
    "  x.data[at * INPUT_SIZE] = value;",
    "});",
    "const sums = Array.from(first, (_, row) => {",
    "  const marked = [first[row], second[row]].map((step) => row * TIME_STEP + step);",
    "  for (const at of marked) x.data[at * INPUT_SIZE + 1] = 1;",
    "  return marked.reduce((sum, at) => sum + values[at], 0);",
    "});",
    `return [x, tensor(sums).view(BATCH, 1, 1)]; // ${words.sum}`,
  ],
  parity: (words) => [
    `const bits = randint(0, 2, [BATCH, TIME_STEP]); // ${words.bits}`,
    "let odd = 0;",
    "const y = bits.data.map((bit, at) => {",
    "  odd = at % TIME_STEP === 0 ? bit : (odd + bit) % 2;",
    "  return odd;",
    "});",
    `return [bits.unsqueeze(2), tensor(y)]; // ${words.odd}`,
  ],
};

/** The lines that raise the bias of the gate that keeps the state; none for a bias of 0 and for an RNN. */
export function typescriptForgetBias(settings: Settings, words: CodeWords): string[] {
  if (!hasForgetBias(settings)) return [];
  return [
    "for (const [name, { data }] of rnn.rnn.namedParameters()) {",
    `  if (!name.startsWith("bias_ih")) continue; // ${words.forgetGate}`,
    "  for (let unit = HIDDEN; unit < 2 * HIDDEN; unit++) data[unit] += FORGET_BIAS;",
    "}",
  ];
}

export function typescriptTaskProgram(settings: Settings, task: Task, words: CodeWords): string {
  const { cell, timeStep, hidden, layers, steps, lr, clip, initialState, forgetBias } = settings;
  const { inputs, outputs, batch, answers } = tasks[task];
  const isClass = outputs > 1;
  const isRandom = initialState === "random";
  const names = [
    "manualSeed",
    "nn",
    "optim",
    "type Tensor",
    ...imports[task],
    ...(isRandom ? ["randn"] : []),
  ];
  const plain = (name: string): string => name.replace("type ", "").toLowerCase();
  const sorted = names.sort((a, b) => (plain(a) < plain(b) ? -1 : 1));
  const make = "randn([LAYERS, BATCH, HIDDEN])";
  const state = cell === "lstm" ? `[${make}, ${make}]` : make;
  const type = cell === "lstm" ? "[Tensor, Tensor]" : "Tensor";
  return program`\
// ${words.task.title[task](cellLabels[cell])}
// ${words.task.needs(["unrolled"])}
import { ${sorted.join(", ")} } from "unrolled";

const SEED = ${settings.seed};
manualSeed(SEED); // ${words.seed}

// ${words.hyper}
const TIME_STEP = ${timeStep}; // ${words.task.timeStep}
const INPUT_SIZE = ${inputs}; // ${words.inputSize}
const OUTPUT_SIZE = ${outputs}; // ${words.task.outputSize[isClass ? "classes" : "value"]}
const BATCH = ${batch}; // ${words.task.batch}
const HIDDEN = ${hidden}; // ${words.hidden}
const LAYERS = ${layers}; // ${words.layers}
const BATCHES = ${steps}; // ${words.task.batches}
const LR = ${lr}; // ${words.lr}
${clip === null ? null : `const CLIP = ${clip}; // ${words.clip}`}
${hasForgetBias(settings) ? `const FORGET_BIAS = ${forgetBias}; // ${words.forgetBias}` : null}

class RNN extends nn.Module {
  rnn = new nn.${cellLabels[cell]}(INPUT_SIZE, HIDDEN, {
    numLayers: LAYERS,
    batchFirst: true, // ${words.batchFirst}
  });
  out = new nn.Linear(HIDDEN, OUTPUT_SIZE);

  forward(x: Tensor, state: ${type} | null): Tensor {
    const [rOut] = this.rnn.forward(x, state); // rOut (batch, time_step, hidden_size)
    ${answers === "each" ? `return this.out.forward(rOut); // ${words.task.each}` : `return this.out.forward(rOut.slice(1, -1)); // ${words.task.last}`}
  }
}

function draw(): [Tensor, Tensor] {
  // x (batch, time_step, input_size)
  ${draws[task](words.task)}
}

const rnn = new RNN();
${typescriptForgetBias(settings, words)}
const optimizer = new optim.${optimizerClasses[settings.optimizer]}(rnn.parameters(), { lr: LR }); // ${words.optimizer}
const lossFunc = new nn.${isClass ? "CrossEntropyLoss" : "MSELoss"}();
// ${words.task.state[initialState]}
const state${isRandom ? `: ${type}` : ""} = ${isRandom ? state : "null"};

for (let step = 0; step < BATCHES; step++) {
  manualSeed(SEED * 1_000_000 + step); // ${words.task.reseed}
  const [x, y] = draw();
  const prediction = rnn.forward(x, state); // ${words.output}
  const loss = lossFunc.forward(prediction${isClass ? ".view(-1, OUTPUT_SIZE)" : ""}, y); // ${words.loss}
  optimizer.zeroGrad(); // ${words.clear}
  loss.backward(); // ${words.backward.plain}
  ${clip === null ? null : `nn.utils.clipGradNorm(rnn.parameters(), CLIP); // ${words.scale}`}
  optimizer.step(); // ${words.apply}
  console.log(step, loss.item());
}
`;
}
