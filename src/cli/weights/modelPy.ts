/** @module The source of a small PyTorch program that defines a model and loads its weights. */
import { FormatError } from "../../errors.ts";
import type { NamedPart } from "../../interop/onnx/inferStack.ts";
import { isRecurrent, linearLayout, recurrentLayout, stackSizes } from "../../interop/onnx/stack.ts";

const keywords =
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield";

/** What a module of PyTorch has already: a layer of that name would never be found, or take the place of a method. */
const members =
  "T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict modules mtia named_buffers named_children named_modules named_parameters parameters register_backward_hook register_buffer register_forward_hook register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule share_memory state_dict to to_empty train training type xpu zero_grad";

const internals =
  "_apply _backward_hooks _backward_pre_hooks _buffers _call_impl _compiled_call_impl _forward_hooks _forward_hooks_always_called _forward_hooks_with_kwargs _forward_pre_hooks _forward_pre_hooks_with_kwargs _get_backward_hooks _get_backward_pre_hooks _get_name _is_full_backward_hook _load_from_state_dict _load_state_dict_post_hooks _load_state_dict_pre_hooks _maybe_warn_non_full_backward_hook _modules _named_members _non_persistent_buffers_set _parameters _register_load_state_dict_pre_hook _register_state_dict_hook _replicate_for_data_parallel _save_to_state_dict _slow_forward _state_dict_hooks _state_dict_pre_hooks _version _wrapped_call_impl";

/** Names that the program itself uses. */
const own = "self Model Net load nn os torch";

const reserved: ReadonlySet<string> = new Set(`${keywords} ${members} ${internals} ${own}`.split(" "));

/** Begins with two underscores: Python puts the name of the class before it, or it is one of its own. */
const mangled = /^__/;

/** How PyTorch writes a layer: `nn.LSTM(1, 32, batch_first=True)`. */
export function layerText({ part }: NamedPart, batchFirst: boolean): string {
  if (!isRecurrent(part)) {
    const { weight, bias } = linearLayout(part);
    return `nn.Linear(${weight.shape[1]}, ${weight.shape[0]}${bias === null ? ", bias=False" : ""})`;
  }
  const { inputSize, hiddenSize, bias, layers } = recurrentLayout(part);
  const options = [
    layers.length > 1 && `num_layers=${layers.length}`,
    part.kind === "rnn_relu" && 'nonlinearity="relu"',
    !bias && "bias=False",
    batchFirst && "batch_first=True",
    layers[0].length === 2 && "bidirectional=True",
  ];
  const name = part.kind.startsWith("rnn") ? "RNN" : part.kind.toUpperCase();
  return `nn.${name}(${[inputSize, hiddenSize, ...options.filter((option) => option !== false)].join(", ")})`;
}

/**
 * A Python program that defines the model as a class, loads `weights` strictly from its own folder, and runs once on zeros.
 *
 * @throws FormatError if the name of a layer is not a Python identifier, since it becomes part of the program.
 */
export function modelPy(parts: readonly NamedPart[], weights: string, batchFirst: boolean): string {
  for (const { name } of parts) checkName(name);
  const [inputs, outputs] = stackSizes(parts.map(({ part }) => part));
  const recurrent = parts.filter(({ part }) => isRecurrent(part)).map(({ name }) => name);
  const order = (size: number): string => (batchFirst ? `(B, T, ${size})` : `(T, B, ${size})`);
  return `"""A model and its weights, written by \`unrolled export --to pytorch\`. Runs with PyTorch 1.13 and newer."""
import os

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
${parts.map((part) => `        self.${part.name} = ${layerText(part, batchFirst)}`).join("\n")}

    def forward(self, x, states=None):
        """x ${order(inputs)} -> output ${order(outputs)}, and the final state of each recurrent layer, to go on from."""
        states = states or [None] * ${recurrent.length}
        final = []
${parts.flatMap(({ name }) => forwardLines(name, recurrent)).join("\n")}
        return x, final


def load(path=os.path.join(os.path.dirname(os.path.abspath(__file__)), ${JSON.stringify(weights)})):
    model = Net()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True), strict=True)
    return model.eval()


if __name__ == "__main__":
    model = load()
    print(model)
    x = torch.zeros${batchFirst ? `(1, 10, ${inputs})` : `(10, 1, ${inputs})`}
    with torch.no_grad():
        output, states = model(x)
    print("x", tuple(x.shape), "-> output", tuple(output.shape))
`;
}

function forwardLines(name: string, recurrent: readonly string[]): string[] {
  const index = recurrent.indexOf(name);
  if (index < 0) return [`        x = self.${name}(x)`];
  return [`        x, state = self.${name}(x, states[${index}])`, "        final.append(state)"];
}

function checkName(name: string): void {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !mangled.test(name) && !reserved.has(name)) return;
  throw new FormatError(
    `the layer ${JSON.stringify(name)} has a name that is not a Python attribute name\n  rename it, or export with --to pt`,
  );
}
