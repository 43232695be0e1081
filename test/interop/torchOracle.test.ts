/** @module PyTorch reads what is written here, and the other way round. Runs where python3 has torch. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeTorch, encodeTorch, type NamedArray } from "../../src/interop/index.ts";
import { temporaryFolder } from "../cli/fakeProcess.ts";
import { pythonWithTorch, runPython } from "./oracle.ts";

describe.skipIf(pythonWithTorch === null)("with PyTorch", () => {
  const folder = temporaryFolder();

  test("a state dict written here loads strictly, also with weights_only, with equal bits", () => {
    const bits = Int32Array.of(0x7fc00001, 0x7f800001, -0x80000000, 1, 0x3f800000, 0x00800000);
    const state = {
      weight: { shape: [2, 3], data: new Float32Array(bits.buffer) },
      bias: { shape: [2], data: Float32Array.of(0.1, -0) },
    };
    const path = join(folder, "linear.pt");
    writeFileSync(path, encodeTorch(state));
    const printed = runPython(
      `
import json, sys, torch
state = torch.load(sys.argv[1], weights_only=True)
torch.nn.Linear(3, 2).load_state_dict(state, strict=True)
print(json.dumps([type(state).__name__, {k: [list(v.shape), v.contiguous().view(torch.int32).flatten().tolist()] for k, v in state.items()}]))
`,
      [path],
    );
    const bias = [...new Int32Array(state.bias.data.buffer)];
    expect(JSON.parse(printed)).toEqual(["OrderedDict", { weight: [[2, 3], [...bits]], bias: [[2], bias] }]);
  });

  test("an optimiser goes on from a state that went through here", () => {
    const [path, back, result] = ["adam.pt", "back.pt", "result.pt"].map((name) => join(folder, name));
    const shared = `
import sys, torch
torch.manual_seed(3)
net = torch.nn.GRU(2, 3)
x = torch.randn(4, 1, 2)
adam = torch.optim.Adam(net.parameters(), lr=0.02, amsgrad=True)
def step():
    adam.zero_grad()
    net(x)[0].pow(2).sum().backward()
    adam.step()
for _ in range(3): step()
`;
    runPython(
      `${shared}
torch.save({"net": net.state_dict(), "adam": adam.state_dict()}, sys.argv[1])
step()
torch.save(net.state_dict(), sys.argv[2])
`,
      [path, result],
    );
    writeFileSync(back, encodeTorch(decodeTorch(readFileSync(path))));
    const printed = runPython(
      `${shared.replace("for _ in range(3): step()", "")}
saved = torch.load(sys.argv[1])
net.load_state_dict(saved["net"])
adam.load_state_dict(saved["adam"])
step()
wanted = torch.load(sys.argv[2])
print(all(torch.equal(wanted[name], value) for name, value in net.state_dict().items()), len(wanted))
`,
      [back, result],
    );
    expect(printed.trim()).toBe("True 4");
  });

  test("tensors of PyTorch with random strides come out as .contiguous() has them", () => {
    const path = join(folder, "strides.pt");
    const printed = runPython(
      `
import json, sys, random, torch
random.seed(11)
torch.manual_seed(11)
saved = {}
for i in range(40):
    t = torch.randn(*[random.randint(1, 4) for _ in range(random.randint(1, 4))])
    t = t.permute(*random.sample(range(t.dim()), t.dim()))
    axis = random.randrange(t.dim())
    t = t.narrow(axis, (t.shape[axis] - 1) // 2, (t.shape[axis] + 1) // 2)
    saved[f"t{i}"] = t[..., ::2] if i % 3 == 0 else t
torch.save(saved, sys.argv[1])
print(json.dumps({k: [list(v.shape), v.contiguous().view(torch.int32).flatten().tolist()] for k, v in saved.items()}))
`,
      [path],
    );
    const read = decodeTorch(readFileSync(path)) as Record<string, NamedArray>;
    const bits = Object.entries(read).map(([name, { shape, data }]) => [
      name,
      [shape, [...new Int32Array(data.buffer)]],
    ]);
    expect(bits).toHaveLength(40);
    expect(Object.fromEntries(bits)).toEqual(JSON.parse(printed));
  });
});
