/** @module The program of any settings in TypeScript for Unrolled; without its types it is JavaScript. */
import { cellLabels, optimizerClasses, type Settings } from "../settings.ts";
import type { CodeWords } from "./en.ts";
import { backwardKind, hasForgetBias, program, stateHandling } from "./template.ts";
import { typescriptForgetBias, typescriptTaskProgram } from "./typescriptTask.ts";

export function typescriptProgram(settings: Settings, words: CodeWords): string {
  if (settings.task !== "cosine") return typescriptTaskProgram(settings, settings.task, words);
  const { cell, timeStep, hidden, layers, steps, lr, clip, endpoint, initialState, retainGraph } = settings;
  const isLstm = cell === "lstm";
  const states = isLstm ? ["hState", "cState"] : ["hState"];
  const results = isLstm ? ["h", "c"] : ["h"];
  const [hx, hn] = [states, results].map((names) => (isLstm ? `[${names.join(", ")}]` : names[0]));
  const [given, next] = [states.join(", "), results.join(", ")];
  const type = startsFromNull(settings) ? "Tensor | null" : "Tensor";
  const isRandom = initialState === "random";
  const needsZeros = !isRandom && !startsFromNull(settings);
  const handling = stateHandling(settings);
  const detach = states.map((name, i) => `${name} = ${results[i]}.detach()`);
  const codeNames = { detach: detach.join("; "), error: "GraphError", retainGraph: "retainGraph" };
  return program`\
// ${words.title(cellLabels[cell])}
// ${words.needs(["unrolled"])}
import { manualSeed, nn, optim${isRandom ? ", randn" : ""}, stack, type Tensor, tensor${needsZeros ? ", zeros" : ""} } from "unrolled";
import { linspace } from "unrolled/data";

manualSeed(${settings.seed}); // ${words.seed}

// ${words.hyper}
const TIME_STEP = ${timeStep}; // ${words.timeStep}
const INPUT_SIZE = 1; // ${words.inputSize}
const HIDDEN = ${hidden}; // ${words.hidden}
const LAYERS = ${layers}; // ${words.layers}
const SEGMENTS = ${steps}; // ${words.segments}
const LR = ${lr}; // ${words.lr}
${clip === null ? null : `const CLIP = ${clip}; // ${words.clip}`}
${hasForgetBias(settings) ? `const FORGET_BIAS = ${settings.forgetBias}; // ${words.forgetBias}` : null}

class RNN extends nn.Module {
  rnn = new nn.${cellLabels[cell]}(INPUT_SIZE, HIDDEN, {
    numLayers: LAYERS,
    batchFirst: true, // ${words.batchFirst}
  });
  out = new nn.Linear(HIDDEN, 1);

  forward(x: Tensor, ${states.map((name) => `${name}: ${type}`).join(", ")}): [Tensor, ${isLstm ? "Tensor, Tensor" : "Tensor"}] {
    // x (batch, time_step, input_size)
    // ${given} (n_layers, batch, hidden_size)
    // rOut (batch, time_step, hidden_size)
    const [rOut, ${hn}] = this.rnn.forward(x, ${hx});

    const outs = []; // ${words.outs}
    for (let timeStep = 0; timeStep < rOut.size(1); timeStep++) {
      outs.push(this.out.forward(rOut.select(1, timeStep))); // ${words.each}
    }
    return [stack(outs, 1), ${next}];
  }
}

const rnn = new RNN();
${typescriptForgetBias(settings, words)}
const optimizer = new optim.${optimizerClasses[settings.optimizer]}(rnn.parameters(), { lr: LR }); // ${words.optimizer}
const lossFunc = new nn.MSELoss();

${initialStates(settings, states, words)}

for (let step = 0; step < SEGMENTS; step++) {
  const [start, end] = [step * Math.PI, (step + 1) * Math.PI]; // ${words.range}
  // ${words.data}
  // ${endpoint && timeStep > 1 ? words.withEnd : words.withoutEnd}
  const steps = linspace(start, end, TIME_STEP, { endpoint: ${endpoint} });
  const shape = [1, TIME_STEP, INPUT_SIZE]; // (batch, time_step, input_size)
  const x = tensor(steps.map(Math.sin), { shape });
  const y = tensor(steps.map(Math.cos), { shape });

  const ${handling === "discarded" ? "[prediction]" : `[prediction, ${next}]`} = rnn.forward(x, ${given}); // ${words.output}
  ${words.state[handling](codeNames).map((line) => `// ${line}`)}
  ${handling === "detached" ? detach.map((line, i) => (i === 0 ? `${line}; // ${words.repack}` : `${line};`)) : null}
  ${handling === "freed" || handling === "retained" ? states.map((name, i) => `${name} = ${results[i]};`) : null}

  const loss = lossFunc.forward(prediction, y); // ${words.loss}
  optimizer.zeroGrad(); // ${words.clear}
  loss.backward(${retainGraph ? "{ retainGraph: true }" : ""}); // ${words.backward[backwardKind(settings)]}
  ${clip === null ? null : `nn.utils.clipGradNorm(rnn.parameters(), CLIP); // ${words.scale}`}
  optimizer.step(); // ${words.apply}
  console.log(step, loss.item());
}
`;
}

/** Whether the state starts as null, which stands for zeros; an LSTM starts from a pair of tensors. */
function startsFromNull({ cell, initialState }: Settings): boolean {
  return cell !== "lstm" && initialState === "zeros";
}

function initialStates(settings: Settings, states: readonly string[], words: CodeWords): string[] {
  const { carry, initialState } = settings;
  const { h, c } = words.initialState[initialState];
  const keyword = carry ? "let" : "const";
  if (startsFromNull(settings)) return [`${keyword} hState${carry ? ": Tensor | null" : ""} = null; // ${h}`];
  const make = `${initialState === "random" ? "randn" : "zeros"}([LAYERS, 1, HIDDEN])`;
  return states.map((name, i) => `${keyword} ${name} = ${make}; // ${[h, c][i]}`);
}
