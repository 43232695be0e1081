/** @module `unrolled export`: what it writes, what it says, and what it refuses. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { weightsWords } from "../../src/cli/weights/weights.ts";
import { encodeOnnx } from "../../src/interop/onnx/onnx.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/interop/safetensors.ts";
import { decodeTorch } from "../../src/interop/torch/torch.ts";
import { type GoldenArray, readGolden } from "../golden.ts";
import { pythonWithTorch } from "../interop/oracle.ts";
import { say, temporaryFolder, without } from "./fakeProcess.ts";

const folder = temporaryFolder();
const golden = readGolden<{ x: GoldenArray; y: GoldenArray; state: Record<string, GoldenArray> }>(
  "lstm-state-dict",
);
const state = Object.fromEntries(
  Object.entries(golden.state).map(([name, { shape, data }]) => [
    name,
    { shape, data: Float32Array.from(data) },
  ]),
);
const layers = "LSTM(2, 6, num_layers=2, batch_first=True, bidirectional=True)";

/** A folder of its own with the golden weights in it. */
function weightsIn(name: string, file = "net.safetensors"): { readonly out: string; readonly path: string } {
  const out = join(folder, name);
  mkdirSync(out);
  const path = join(out, file);
  writeFileSync(path, encodeSafetensors(state, { format: "pt", settings: "{}" }));
  return { out, path };
}

const filesIn = (out: string): string[] => readdirSync(out).sort(); // half-written files would be seen here

describe("formats", () => {
  test("--to pt: the same values, beside the weights", async () => {
    const { out, path } = weightsIn("pt");
    const { code, stdout, stderr } = await say(["export", path, "--to", "pt"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(decodeTorch(readFileSync(join(out, "net.pt")))).toEqual(state);
    expect(filesIn(out)).toEqual(["net.pt", "net.safetensors"]);
    const said = without(folder, stdout).split("\n");
    expect(said[1]).toBe("rnn.weight_ih_l0          (24, 2)   F32                  48");
    expect(said.slice(-7)).toEqual([
      "18 tensors, 1,453 numbers",
      "",
      weightsWords.en.dropped("format, settings"),
      "",
      "Written:",
      "  OUT/pt/net.pt",
      "",
    ]);
  });

  test("--to onnx: the model that the library writes", async () => {
    const { out, path } = weightsIn("onnx");
    const { code, stdout } = await say([
      "export",
      path,
      "--to",
      "onnx",
      "--states",
      "required",
      "--lang",
      "zh",
    ]);
    expect(code).toBe(0);
    const part = (name: string) =>
      Object.fromEntries(
        Object.entries(state).flatMap(([key, value]) =>
          key.startsWith(name) ? [[key.slice(name.length), value]] : [],
        ),
      );
    const stack = [
      { kind: "lstm", weights: part("rnn.") } as const,
      { kind: "linear", weights: part("out.") } as const,
    ];
    const model = encodeOnnx({ layers: stack, batchFirst: true }, { states: "required" });
    expect(readFileSync(join(out, "net.onnx")).equals(model)).toBe(true);
    expect(stdout).toContain(`${weightsWords.zh.model}\n  rnn: nn.${layers}\n  out: nn.Linear(12, 1)\n`);
  });

  test("--time-first and --nonlinearity change the model", async () => {
    const { out, path } = weightsIn("options", "rnn.safetensors");
    const weights = {
      weight_ih_l0: { shape: [1, 1], data: Float32Array.of(1) },
      weight_hh_l0: { shape: [1, 1], data: Float32Array.of(1) },
    };
    writeFileSync(path, encodeSafetensors(weights));
    const target = join(out, "deep", "model.onnx");
    const { code } = await say([
      "export",
      path,
      "--to",
      "onnx",
      "--time-first",
      "--nonlinearity",
      "relu",
      "--out",
      target,
    ]);
    expect(code).toBe(0);
    expect(readFileSync(target).equals(encodeOnnx({ layers: [{ kind: "rnn_relu", weights }] }))).toBe(true);
  });

  test("--to safetensors, from a .pt file", async () => {
    const target = join(folder, "from-pt.safetensors");
    const source = fileURLToPath(new URL("../golden/lstm-state-dict.pt", import.meta.url));
    expect((await say(["export", source, "--to", "safetensors", "--out", target])).code).toBe(0);
    expect(decodeSafetensors(readFileSync(target))).toEqual({ tensors: state, metadata: {} });
  });

  test("--json: one document", async () => {
    const { out, path } = weightsIn("json");
    const { code, stdout } = await say(["export", path, "--to", "pytorch", "--json"]);
    expect(code).toBe(0);
    const { tensors, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({
      from: path,
      to: "pytorch",
      files: [join(out, "net.pt"), join(out, "model.py")],
      layers: [
        { name: "rnn", layer: `nn.${layers}` },
        { name: "out", layer: "nn.Linear(12, 1)" },
      ],
    });
    expect(tensors).toHaveLength(18);
    expect(tensors[0]).toEqual({ name: "rnn.weight_ih_l0", shape: [24, 2], type: "F32", count: 48 });
  });
});

describe("--to pytorch", () => {
  test("a program whose layers are those of the weights", async () => {
    const { out, path } = weightsIn("pytorch");
    const { code, stdout } = await say(["export", path, "--to", "pytorch"]);
    expect(code).toBe(0);
    expect(filesIn(out)).toEqual(["model.py", "net.pt", "net.safetensors"]);
    expect(without(folder, stdout)).toContain("\nTry it: python3 OUT/pytorch/model.py\n");
    const program = readFileSync(join(out, "model.py"), "utf8");
    expect(program).toContain(`
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.${layers}
        self.out = nn.Linear(12, 1)

    def forward(self, x, states=None):
        """x (B, T, 2) -> output (B, T, 1), and the final state of each recurrent layer, to go on from."""
        states = states or [None] * 1
        final = []
        x, state = self.rnn(x, states[0])
        final.append(state)
        x = self.out(x)
        return x, final
`);
    expect(program).toContain('os.path.abspath(__file__)), "net.pt")');
  });

  test("a .pt file that is there already is left as it is", async () => {
    const out = join(folder, "there");
    mkdirSync(out);
    const path = join(out, "weights.pt");
    writeFileSync(path, readFileSync(new URL("../golden/lstm-state-dict.pt", import.meta.url)));
    const before = readFileSync(path);
    expect((await say(["export", path, "--to", "pytorch"])).code).toBe(0);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(filesIn(out)).toEqual(["model.py", "weights.pt"]);
  });

  const taken = [
    "__init__",
    "__class__",
    "__own",
    "torch",
    "os",
    "nn",
    "Model",
    "Net",
    "train",
    "_modules",
    "type",
  ];
  test.each(["rnn;import os", "class", "a.b", "1st", ...taken])(
    "a layer named %j becomes no part of a program",
    async (name) => {
      const { out, path } = weightsIn(`name ${name.replace(/\W/g, "-")}`);
      const weights = {
        [`${name}.weight_ih_l0`]: { shape: [1, 1], data: Float32Array.of(1) },
        [`${name}.weight_hh_l0`]: { shape: [1, 1], data: Float32Array.of(1) },
      };
      writeFileSync(path, encodeSafetensors(weights));
      const { code, stderr } = await say(["export", path, "--to", "pytorch"]);
      expect([code, stderr]).toEqual([
        1,
        `error: the layer "${name}" has a name that is not a Python attribute name\n  rename it, or export with --to pt\n`,
      ]);
      expect(filesIn(out)).toEqual(["net.safetensors"]);
    },
  );

  test.skipIf(pythonWithTorch === null)("PyTorch runs it, and computes what it computed before", async () => {
    const { out, path } = weightsIn("run");
    expect((await say(["export", path, "--to", "pytorch"])).code).toBe(0);
    const run = (...args: string[]) => spawnSync(pythonWithTorch ?? "", args, { cwd: out, encoding: "utf8" });
    const alone = run("model.py");
    expect([alone.status, alone.stderr]).toEqual([0, ""]);
    expect(alone.stdout).toBe(
      `Net(\n  (rnn): ${layers}\n  (out): Linear(in_features=12, out_features=1, bias=True)\n)\nx (1, 10, 2) -> output (1, 10, 1)\n`,
    );
    const program = `import json, torch, model
net = model.load()
x = torch.tensor(${JSON.stringify(golden.x.data)}).reshape(${JSON.stringify(golden.x.shape)})
whole, _ = net(x)
first, states = net(x[:, :2])
print(json.dumps([whole.flatten().tolist(), len(states)]))`;
    const { stdout, stderr } = run("-c", program);
    expect(stderr).toBe("");
    const [y, states] = JSON.parse(stdout);
    expect(states).toBe(1);
    expect(y).toHaveLength(golden.y.data.length);
    golden.y.data.forEach((value, i) => void expect(y[i]).toBeCloseTo(value, 6));
  });
});

describe("what is refused", () => {
  const { out, path } = weightsIn("refused");
  const missing = join(out, "nothing.safetensors");
  const broken = join(out, "broken.pt");
  writeFileSync(broken, "PK no archive");
  const checkpoint = fileURLToPath(new URL("../golden/torch-checkpoint.pt", import.meta.url));
  const target = join(out, "target");

  const cases: readonly (readonly [what: string, words: readonly string[], code: number, message: string])[] =
    [
      ["no format", ["export", path], 2, "error: required option '--to <format>' not specified\n"],
      [
        "another format",
        ["export", path, "--to", "onxn"],
        2,
        "error: option '--to <format>' argument 'onxn' is invalid. Allowed choices are safetensors, pt, onnx, pytorch.\n",
      ],
      ["no weights", ["export", "--to", "pt"], 2, "error: missing required argument 'weights'\n"],
      [
        "its own file",
        ["export", path, "--to", "safetensors"],
        2,
        `error: ${path} would overwrite the weights themselves\n  give another file with --out\n`,
      ],
      [
        "no such file",
        ["export", missing, "--to", "pt"],
        1,
        `error: cannot read ${missing}: there is no such file\n`,
      ],
      ["a folder", ["export", out, "--to", "pt"], 1, `error: cannot read ${out}: that is a folder\n`],
      [
        "a broken file",
        ["export", broken, "--to", "onnx"],
        1,
        "error: torch: the end of the zip archive is missing; is this a .pt file, and was it cut short?\n",
      ],
      [
        "layers that are not there",
        ["export", path, "--to", "onnx", "--layers", "rnn, head"],
        1,
        "error: --layers must name each of rnn, out once (got rnn, head)\n",
      ],
      [
        "weights of no stack",
        ["export", checkpoint, "--to", "onnx", "--out", target],
        1,
        'error: the weights of "optimizer.state.0" are of no RNN, LSTM, GRU or Linear layer: step (), exp_avg (9, 2), exp_avg_sq (9, 2)\n',
      ],
      [
        "a place that cannot be written",
        ["export", path, "--to", "pt", "--out", join(path, "x.pt")],
        1,
        `error: cannot write to the folder ${path}: there is a file of that name already\n  give another one with --out\n`,
      ],
    ];

  test.each(cases)("%s", async (_, words, code, message) => {
    expect(await say(words)).toMatchObject({ code, stdout: "", stderr: message });
    expect(filesIn(out)).toEqual(["broken.pt", "net.safetensors"]);
    expect(existsSync(target)).toBe(false);
  });
});
