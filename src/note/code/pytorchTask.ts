/** @module The program of a test of memory in Python for PyTorch: the batches of `drawSamples`, drawn by torch. */
import { cellLabels, optimizerClasses, type Settings, type TaskName } from "../settings.ts";
import { tasks } from "../tasks.ts";
import type { CodeWords } from "./en.ts";
import { hasForgetBias, program } from "./template.ts";

/** `x` (batch, time_step, input_size) and `y`, in the order of the draws of tasks.ts. */
const draws: Readonly<Record<Exclude<TaskName, "cosine">, (words: CodeWords["task"]) => readonly string[]>> =
  {
    echo: (words) => [
      `symbols = torch.randint(0, INPUT_SIZE, (BATCH, TIME_STEP))  # ${words.symbols}`,
      "x = nn.functional.one_hot(symbols, INPUT_SIZE).float()",
      `return x, symbols[:, 0]  # ${words.first}`,
    ],
    adding: (words) => [
      `values = torch.rand(BATCH, TIME_STEP)  # ${words.values}`,
      `half = max(1, TIME_STEP // 2)  # ${words.halves}`,
      "first = torch.randint(0, half, (BATCH,))",
      "second = torch.randint(min(half, TIME_STEP - 1), TIME_STEP, (BATCH,))",
      "rows = torch.arange(BATCH)",
      "marks = torch.zeros(BATCH, TIME_STEP)",
      "marks[rows, first] = 1",
      "marks[rows, second] = 1",
      `y = values[rows, first] + values[rows, second]  # ${words.sum}`,
      "return torch.stack([values, marks], dim=2), y.view(BATCH, 1, 1)",
    ],
    parity: (words) => [
      `bits = torch.randint(0, 2, (BATCH, TIME_STEP))  # ${words.bits}`,
      `odd = bits.cumsum(dim=1) % 2  # ${words.odd}`,
      "return bits.unsqueeze(2).float(), odd.view(-1)",
    ],
  };

/** The lines that raise the bias of the gate that keeps the state; none for a bias of 0 and for an RNN. */
export function pytorchForgetBias(settings: Settings, words: CodeWords): string[] {
  if (!hasForgetBias(settings)) return [];
  return [
    "",
    "with torch.no_grad():",
    `    for layer in range(LAYERS):  # ${words.forgetGate}`,
    '        getattr(rnn.rnn, f"bias_ih_l{layer}")[HIDDEN : 2 * HIDDEN] += FORGET_BIAS',
  ];
}

export function pytorchTaskProgram(
  settings: Settings,
  task: Exclude<TaskName, "cosine">,
  words: CodeWords,
): string {
  const { cell, timeStep, hidden, layers, steps, lr, clip, initialState, forgetBias } = settings;
  const { inputs, outputs, batch, answers } = tasks[task];
  const isClass = outputs > 1;
  const isRandom = initialState === "random";
  const make = "torch.randn(LAYERS, BATCH, HIDDEN)";
  return program`\
# ${words.task.title[task](cellLabels[cell])}
# ${words.task.needs(["torch"])}
import torch
from torch import nn

SEED = ${settings.seed}
torch.manual_seed(SEED)  # ${words.seed}

# ${words.hyper}
TIME_STEP = ${timeStep}  # ${words.task.timeStep}
INPUT_SIZE = ${inputs}  # ${words.inputSize}
OUTPUT_SIZE = ${outputs}  # ${words.task.outputSize[isClass ? "classes" : "value"]}
BATCH = ${batch}  # ${words.task.batch}
HIDDEN = ${hidden}  # ${words.hidden}
LAYERS = ${layers}  # ${words.layers}
BATCHES = ${steps}  # ${words.task.batches}
LR = ${lr}  # ${words.lr}
${clip === null ? null : `CLIP = ${clip}  # ${words.clip}`}
${hasForgetBias(settings) ? `FORGET_BIAS = ${forgetBias}  # ${words.forgetBias}` : null}


class RNN(nn.Module):
    def __init__(self):
        super(RNN, self).__init__()
        self.rnn = nn.${cellLabels[cell]}(
            input_size=INPUT_SIZE,
            hidden_size=HIDDEN,
            num_layers=LAYERS,
            batch_first=True,  # ${words.batchFirst}
        )
        self.out = nn.Linear(HIDDEN, OUTPUT_SIZE)

    def forward(self, x, state):
        r_out, _ = self.rnn(x, state)  # r_out (batch, time_step, hidden_size)
        ${answers === "each" ? `return self.out(r_out)  # ${words.task.each}` : `return self.out(r_out[:, -1:])  # ${words.task.last}`}


def draw():
    # x (batch, time_step, input_size)
    ${draws[task](words.task)}


rnn = RNN()
${pytorchForgetBias(settings, words)}
optimizer = torch.optim.${optimizerClasses[settings.optimizer]}(rnn.parameters(), lr=LR)  # ${words.optimizer}
loss_func = nn.${isClass ? "CrossEntropyLoss" : "MSELoss"}()
# ${words.task.state[initialState]}
state = ${isRandom ? (cell === "lstm" ? `(${make}, ${make})` : make) : "None"}

for step in range(BATCHES):
    torch.manual_seed(SEED * 1_000_000 + step)  # ${words.task.reseed}
    x, y = draw()
    prediction = rnn(x, state)  # ${words.output}
    loss = loss_func(prediction${isClass ? ".view(-1, OUTPUT_SIZE)" : ""}, y)  # ${words.loss}
    optimizer.zero_grad()  # ${words.clear}
    loss.backward()  # ${words.backward.plain}
    ${clip === null ? null : `nn.utils.clip_grad_norm_(rnn.parameters(), CLIP)  # ${words.scale}`}
    optimizer.step()  # ${words.apply}
    print(step, loss.item())
`;
}
