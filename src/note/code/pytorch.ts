/** @module The program of any settings in Python for PyTorch, as the note writes it. */
import { cellLabels, optimizerClasses, type Settings } from "../settings.ts";
import type { CodeWords } from "./en.ts";
import { pytorchForgetBias, pytorchTaskProgram } from "./pytorchTask.ts";
import { backwardKind, hasForgetBias, program, stateHandling } from "./template.ts";

export function pytorchProgram(settings: Settings, words: CodeWords): string {
  if (settings.task !== "cosine") return pytorchTaskProgram(settings, settings.task, words);
  const { cell, timeStep, hidden, layers, steps, lr, clip, endpoint, retainGraph } = settings;
  const states = cell === "lstm" ? ["h_state", "c_state"] : ["h_state"];
  const names = states.join(", ");
  const pair = cell === "lstm" ? `(${names})` : names;
  const handling = stateHandling(settings);
  const detach = states.map((name) => `${name} = ${name}.data`);
  const codeNames = { detach: detach.join("; "), error: "RuntimeError", retainGraph: "retain_graph=True" };
  const comments = words.state[handling === "retained" ? "refused" : handling](codeNames);
  return program`\
# ${words.title(cellLabels[cell])}
# ${words.needs(["torch", "numpy"])}
import torch
from torch import nn
import numpy as np

torch.manual_seed(${settings.seed})  # ${words.seed}

# ${words.hyper}
TIME_STEP = ${timeStep}  # ${words.timeStep}
INPUT_SIZE = 1  # ${words.inputSize}
HIDDEN = ${hidden}  # ${words.hidden}
LAYERS = ${layers}  # ${words.layers}
SEGMENTS = ${steps}  # ${words.segments}
LR = ${lr}  # ${words.lr}
${clip === null ? null : `CLIP = ${clip}  # ${words.clip}`}
${hasForgetBias(settings) ? `FORGET_BIAS = ${settings.forgetBias}  # ${words.forgetBias}` : null}


class RNN(nn.Module):
    def __init__(self):
        super(RNN, self).__init__()
        self.rnn = nn.${cellLabels[cell]}(
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
        r_out, ${pair} = self.rnn(x, ${pair})

        outs = []  # ${words.outs}
        for time_step in range(r_out.size(1)):  # ${words.each}
            outs.append(self.out(r_out[:, time_step, :]))
        return torch.stack(outs, dim=1), ${names}


rnn = RNN()
${pytorchForgetBias(settings, words)}
optimizer = torch.optim.${optimizerClasses[settings.optimizer]}(rnn.parameters(), lr=LR)  # ${words.optimizer}
loss_func = nn.MSELoss()

${initialStates(settings, words)}

for step in range(SEGMENTS):
    start, end = step * np.pi, (step + 1) * np.pi  # ${words.range}
    # ${words.data}
    # ${endpoint && timeStep > 1 ? words.withEnd : words.withoutEnd}
    steps = np.linspace(start, end, TIME_STEP, dtype=np.float32, endpoint=${endpoint ? "True" : "False"})
    x_np = np.sin(steps)
    y_np = np.cos(steps)
    x = torch.from_numpy(x_np[np.newaxis, :, np.newaxis])  # shape (batch, time_step, input_size)
    y = torch.from_numpy(y_np[np.newaxis, :, np.newaxis])

    prediction, ${handling === "discarded" ? states.map(() => "_").join(", ") : names} = rnn(x, ${names})  # ${words.output}
    ${comments.map((line) => `# ${line}`)}
    ${handling === "detached" ? detach.map((line, i) => (i === 0 ? `${line}  # ${words.repack}` : line)) : null}

    loss = loss_func(prediction, y)  # ${words.loss}
    optimizer.zero_grad()  # ${words.clear}
    loss.backward(${retainGraph ? "retain_graph=True" : ""})  # ${words.backward[backwardKind(settings)]}
    ${clip === null ? null : `nn.utils.clip_grad_norm_(rnn.parameters(), CLIP)  # ${words.scale}`}
    optimizer.step()  # ${words.apply}
    print(step, loss.item())
`;
}

function initialStates({ cell, initialState }: Settings, words: CodeWords): string[] {
  const { h, c } = words.initialState[initialState];
  if (cell !== "lstm" && initialState === "zeros") return [`h_state = None  # ${h}`];
  const make = `torch.${initialState === "random" ? "randn" : "zeros"}(LAYERS, 1, HIDDEN)`;
  return [`h_state = ${make}  # ${h}`, ...(cell === "lstm" ? [`c_state = ${make}  # ${c}`] : [])];
}
