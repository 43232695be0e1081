/** @module Writes the program of any settings in TypeScript for Unrolled; without its types it is JavaScript. */

import type { Settings } from "../settings.ts";
import {
  backwardComment,
  indent,
  layerClasses,
  linesOf,
  optimizerClasses,
  passingOf,
  statesOf,
} from "./codeParts.ts";
import type { CodeWords } from "./codeWords.ts";

/** The program in TypeScript, without a newline at its end. */
export function typescriptCode(settings: Settings, words: CodeWords): string {
  return [top, parameters, model, setUp, loop].map((write) => write(settings, words)).join("\n\n");
}

function top(settings: Settings, words: CodeWords): string {
  const { cell, initialState, seed } = settings;
  const randn = initialState === "random" ? ", randn" : "";
  const zeros = randn || startsFromNull(settings) ? "" : ", zeros";
  return `\
// ${words.title(layerClasses[cell])}
// ${words.needs(["unrolled"])}
import { manualSeed, nn, optim${randn}, stack, type Tensor, tensor${zeros} } from "unrolled";
import { linspace } from "unrolled/data";

manualSeed(${seed}); // ${words.seed}`;
}

function parameters({ timeStep, hidden, layers, steps, lr, clip }: Settings, words: CodeWords): string {
  return linesOf(
    `// ${words.hyper}`,
    `const TIME_STEP = ${timeStep}; // ${words.timeStep}`,
    `const INPUT_SIZE = 1; // ${words.inputSize}`,
    `const HIDDEN = ${hidden}; // ${words.hidden}`,
    `const LAYERS = ${layers}; // ${words.layers}`,
    `const SEGMENTS = ${steps}; // ${words.segments}`,
    `const LR = ${lr}; // ${words.lr}`,
    clip === null ? null : `const CLIP = ${clip}; // ${words.clip}`,
  );
}

function model(settings: Settings, words: CodeWords): string {
  const states = statesOf(settings, "hState", "cState");
  const [given, next] = [states.join(", "), statesOf(settings, "h", "c").join(", ")];
  const [hx, hn] = states.length > 1 ? [`[${given}]`, `[${next}]`] : [given, next];
  const type = startsFromNull(settings) ? "Tensor | null" : "Tensor";
  return `\
class RNN extends nn.Module {
  rnn = new nn.${layerClasses[settings.cell]}(INPUT_SIZE, HIDDEN, {
    numLayers: LAYERS,
    batchFirst: true, // ${words.batchFirst}
  });
  out = new nn.Linear(HIDDEN, 1);

  forward(x: Tensor, ${states.map((name) => `${name}: ${type}`).join(", ")}): ${resultType(settings)} {
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
}`;
}

function setUp(settings: Settings, words: CodeWords): string {
  return linesOf(
    "const rnn = new RNN();",
    `const optimizer = new optim.${optimizerClasses[settings.optimizer]}(rnn.parameters(), { lr: LR }); // ${words.optimizer}`,
    "const lossFunc = new nn.MSELoss();",
    "",
    initial(settings, words),
  );
}

function initial(settings: Settings, words: CodeWords): string[] {
  const keyword = settings.carry ? "let" : "const";
  if (startsFromNull(settings))
    return [`${keyword} hState${settings.carry ? ": Tensor | null" : ""} = null; // ${words.hZeros}`];
  const isRandom = settings.initialState === "random";
  const make = `${isRandom ? "randn" : "zeros"}([LAYERS, 1, HIDDEN])`;
  const comments = isRandom ? [words.hRandom, words.cRandom] : [words.hZeros, words.cZeros];
  const states = statesOf(settings, "hState", "cState");
  return states.map((name, i) => `${keyword} ${name} = ${make}; // ${comments[i]}`);
}

function loop(settings: Settings, words: CodeWords): string {
  const body = [segment(settings, words), forward(settings, words), learn(settings, words)].join("\n\n");
  return `for (let step = 0; step < SEGMENTS; step++) {\n${indent(body, "  ")}\n}`;
}

function segment({ endpoint, timeStep }: Settings, words: CodeWords): string {
  return `\
const [start, end] = [step * Math.PI, (step + 1) * Math.PI]; // ${words.range}
// ${words.data}
// ${endpoint && timeStep > 1 ? words.withEnd : words.withoutEnd}
const steps = linspace(start, end, TIME_STEP, { endpoint: ${endpoint} });
const shape = [1, TIME_STEP, INPUT_SIZE]; // (batch, time_step, input_size)
const x = tensor(steps.map(Math.sin), { shape });
const y = tensor(steps.map(Math.cos), { shape });`;
}

/** The prediction, and what becomes of the state. */
function forward(settings: Settings, words: CodeWords): string {
  const [states, next] = [statesOf(settings, "hState", "cState"), statesOf(settings, "h", "c")];
  const passing = passingOf(settings);
  const results = passing === "dropped" ? "[prediction]" : `[prediction, ${next.join(", ")}]`;
  const cut = states.map((name, i) => `${name} = ${next[i]}.detach()`);
  const names = { cut: cut.join("; "), error: "GraphError", retainGraph: "retainGraph" };
  return linesOf(
    `const ${results} = rnn.forward(x, ${states.join(", ")}); // ${words.output}`,
    words.passing[passing](names).map((line) => `// ${line}`),
    passing === "cut" ? cut.map((line, i) => (i === 0 ? `${line}; // ${words.repack}` : `${line};`)) : null,
    passing === "freed" || passing === "kept" ? states.map((name, i) => `${name} = ${next[i]};`) : null,
  );
}

function learn(settings: Settings, words: CodeWords): string {
  const { clip, retainGraph } = settings;
  return linesOf(
    `const loss = lossFunc.forward(prediction, y); // ${words.loss}`,
    `optimizer.zeroGrad(); // ${words.clear}`,
    `loss.backward(${retainGraph ? "{ retainGraph: true }" : ""}); // ${backwardComment(settings, words)}`,
    clip === null ? null : `nn.utils.clipGradNorm(rnn.parameters(), CLIP); // ${words.scale}`,
    `optimizer.step(); // ${words.apply}`,
    "console.log(step, loss.item());",
  );
}

/** Whether the state starts as null, which stands for zeros; an LSTM starts from a pair of tensors. */
function startsFromNull({ cell, initialState }: Settings): boolean {
  return cell !== "lstm" && initialState === "zeros";
}

function resultType(settings: Settings): string {
  return `[Tensor, ${statesOf(settings, "Tensor", "Tensor").join(", ")}]`;
}
