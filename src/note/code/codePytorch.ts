/** @module Writes the program of any settings in Python for PyTorch, as the note writes it. */

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

/** The program in Python, without a newline at its end. */
export function pytorchCode(settings: Settings, words: CodeWords): string {
  const above = [top(settings, words), parameters(settings, words)].join("\n\n");
  const below = [setUp(settings, words), loop(settings, words)].join("\n\n");
  return [above, model(settings, words), below].join("\n\n\n"); // two empty lines around a class, as PEP 8 wants it
}

function top({ cell, seed }: Settings, words: CodeWords): string {
  return `\
# ${words.title(layerClasses[cell])}
# ${words.needs(["torch", "numpy"])}
import torch
from torch import nn
import numpy as np

torch.manual_seed(${seed})  # ${words.seed}`;
}

function parameters({ timeStep, hidden, layers, steps, lr, clip }: Settings, words: CodeWords): string {
  return linesOf(
    `# ${words.hyper}`,
    `TIME_STEP = ${timeStep}  # ${words.timeStep}`,
    `INPUT_SIZE = 1  # ${words.inputSize}`,
    `HIDDEN = ${hidden}  # ${words.hidden}`,
    `LAYERS = ${layers}  # ${words.layers}`,
    `SEGMENTS = ${steps}  # ${words.segments}`,
    `LR = ${lr}  # ${words.lr}`,
    clip === null ? null : `CLIP = ${clip}  # ${words.clip}`,
  );
}

function model(settings: Settings, words: CodeWords): string {
  const states = statesOf(settings, "h_state", "c_state");
  const names = states.join(", ");
  const state = states.length > 1 ? `(${names})` : names;
  return `\
class RNN(nn.Module):
    def __init__(self):
        super(RNN, self).__init__()
        self.rnn = nn.${layerClasses[settings.cell]}(
            input_size=INPUT_SIZE,
            hidden_size=HIDDEN,
            num_layers=LAYERS,
            batch_first=True,  # ${words.batchFirst}
        )
        self.out = nn.Linear(HIDDEN, 1)

    def forward(self, x, ${names}):
        # x (batch, time_step, input_size)
        # ${names} (n_layers, batch, hidden_size)
        # r_out (batch, time_step, hidden_size)
        r_out, ${state} = self.rnn(x, ${state})

        outs = []  # ${words.outs}
        for time_step in range(r_out.size(1)):  # ${words.each}
            outs.append(self.out(r_out[:, time_step, :]))
        return torch.stack(outs, dim=1), ${names}`;
}

function setUp(settings: Settings, words: CodeWords): string {
  return linesOf(
    "rnn = RNN()",
    `optimizer = torch.optim.${optimizerClasses[settings.optimizer]}(rnn.parameters(), lr=LR)  # ${words.optimizer}`,
    "loss_func = nn.MSELoss()",
    "",
    initial(settings, words),
  );
}

function initial({ cell, initialState }: Settings, words: CodeWords): string[] {
  const isRandom = initialState === "random";
  if (cell !== "lstm" && !isRandom) return [`h_state = None  # ${words.hZeros}`];
  const make = `torch.${isRandom ? "randn" : "zeros"}(LAYERS, 1, HIDDEN)`;
  const h = `h_state = ${make}  # ${isRandom ? words.hRandom : words.hZeros}`;
  return cell === "lstm" ? [h, `c_state = ${make}  # ${isRandom ? words.cRandom : words.cZeros}`] : [h];
}

function loop(settings: Settings, words: CodeWords): string {
  const body = [segment(settings, words), forward(settings, words), learn(settings, words)].join("\n\n");
  return `for step in range(SEGMENTS):\n${indent(body, "    ")}`;
}

function segment({ endpoint, timeStep }: Settings, words: CodeWords): string {
  return `\
start, end = step * np.pi, (step + 1) * np.pi  # ${words.range}
# ${words.data}
# ${endpoint && timeStep > 1 ? words.withEnd : words.withoutEnd}
steps = np.linspace(start, end, TIME_STEP, dtype=np.float32, endpoint=${endpoint ? "True" : "False"})
x_np = np.sin(steps)
y_np = np.cos(steps)
x = torch.from_numpy(x_np[np.newaxis, :, np.newaxis])  # shape (batch, time_step, input_size)
y = torch.from_numpy(y_np[np.newaxis, :, np.newaxis])`;
}

/** The prediction, and what becomes of the state. */
function forward(settings: Settings, words: CodeWords): string {
  const states = statesOf(settings, "h_state", "c_state");
  const passing = passingOf(settings);
  const next = passing === "dropped" ? states.map(() => "_") : states;
  const cut = states.map((name) => `${name} = ${name}.data`);
  const names = { cut: cut.join("; "), error: "RuntimeError", retainGraph: "retain_graph=True" };
  const comments = words.passing[passing === "kept" ? "refused" : passing](names);
  return linesOf(
    `prediction, ${next.join(", ")} = rnn(x, ${states.join(", ")})  # ${words.output}`,
    comments.map((line) => `# ${line}`),
    passing === "cut" ? cut.map((line, i) => (i === 0 ? `${line}  # ${words.repack}` : line)) : null,
  );
}

function learn(settings: Settings, words: CodeWords): string {
  const { clip, retainGraph } = settings;
  return linesOf(
    `loss = loss_func(prediction, y)  # ${words.loss}`,
    `optimizer.zero_grad()  # ${words.clear}`,
    `loss.backward(${retainGraph ? "retain_graph=True" : ""})  # ${backwardComment(settings, words)}`,
    clip === null ? null : `nn.utils.clip_grad_norm_(rnn.parameters(), CLIP)  # ${words.scale}`,
    `optimizer.step()  # ${words.apply}`,
    "print(step, loss.item())",
  );
}
