/** @module `unrolled import`: what it reads, lists and writes, and what it refuses. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { weightsWords } from "../../src/cli/weights/weights.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/interop/safetensors.ts";
import { decodeTorch } from "../../src/interop/torch/torch.ts";
import { flattenTorch } from "../../src/interop/torch/torchValue.ts";
import { say, temporaryFolder, without } from "./fakeProcess.ts";

const folder = temporaryFolder();
const goldenPath = (name: string): string => fileURLToPath(new URL(`../golden/${name}.pt`, import.meta.url));
const checkpoint = goldenPath("torch-checkpoint");

test("a state dict becomes safetensors of the same values, listed", async () => {
  const out = join(folder, "new", "lstm.safetensors");
  const { code, stdout, stderr } = await say(["import", goldenPath("lstm-state-dict"), "--out", out]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(decodeSafetensors(readFileSync(out))).toEqual({
    tensors: decodeTorch(readFileSync(goldenPath("lstm-state-dict"))),
    metadata: {},
  });
  const lines = without(folder, stdout).split("\n");
  expect(lines[0]).toBe("name                      shape     type in the file  count");
  expect(lines[17]).toBe("out.weight                (1, 12)   F32                  12");
  expect(lines.slice(19)).toEqual([
    "18 tensors, 1,453 numbers",
    "",
    "Written:",
    "  OUT/new/lstm.safetensors",
    "",
  ]);
});

test("a checkpoint: tensors by their path, other values as texts, other types told", async () => {
  const out = join(folder, "checkpoint.safetensors");
  const { code, stdout } = await say(["import", checkpoint, "--out", out, "--lang", "zh"]);
  expect(code).toBe(0);
  const { tensors, metadata } = decodeSafetensors(readFileSync(out));
  const names = Object.keys(flattenTorch(decodeTorch(readFileSync(checkpoint))).tensors);
  expect(Object.keys(tensors).sort()).toEqual(names.sort());
  expect(names).toContain("optimizer.state.0.exp_avg");
  expect([...tensors["types.f64"].data]).toEqual([Math.fround(0.1), -2]);
  expect(metadata).toMatchObject({
    epoch: "3",
    loss: "0.125",
    name: '"GRU 权重"',
    best: "null",
    seed: "9223372036854775808",
    "list.1.1": '"x"',
  });
  expect(stdout).toMatch(/^types\.i64 +\(2,\) +I64 +2$/m);
  expect(stdout).toContain("共 35 个张量，268 个数\nF32 以外的类型已转换为 F32。\n");
});

test("what stands beside the weights and is not read is named, and costs them nothing", async () => {
  const out = join(folder, "beside.safetensors");
  const from = goldenPath("torch/beside");
  const { code, stdout } = await say(["import", from, "--out", out]);
  expect(code).toBe(0);
  expect(stdout).toContain("\nNot read, and nothing of it executed:\n  before: argparse.Namespace\n");
  expect(stdout).toContain("\n  created: I64\n");
  const { tensors, metadata } = decodeSafetensors(readFileSync(out));
  expect(tensors.array).toEqual({ shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5) });
  expect([tensors.created, metadata.before]).toEqual([undefined, undefined]);
  expect(metadata).toMatchObject({
    scalar: "0.1",
    int: "1099511627777",
    device: '"cuda:1"',
    "keys.(1, a)": "1",
  });

  const part = await say(["import", from, "--part", "model", "--out", out, "--json"]);
  const { tensors: rows, ...others } = JSON.parse(part.stdout);
  expect(rows.map(({ name }: { name: string }) => name)).toEqual(
    Object.keys(decodeSafetensors(readFileSync(out)).tensors),
  );
  expect(others).toMatchObject({ format: "pt", metadata: {} });
  expect(others.unread).toBeUndefined();
  const whole = await say(["import", from, "--out", out, "--json"]);
  expect(JSON.parse(whole.stdout).unread).toMatchObject({
    path: "pathlib.PurePosixPath",
    bytes: "bytes",
    huge: "F64",
  });
});

test("--part and --json: one part of a checkpoint, as a .pt file", async () => {
  const out = join(folder, "model.pt");
  const { code, stdout } = await say(["import", checkpoint, "--part", "model", "--out", out, "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    from: checkpoint,
    format: "pt",
    to: out,
    tensors: [
      { name: "weight_ih_l0", shape: [9, 2], type: "F32", count: 18 },
      { name: "weight_hh_l0", shape: [9, 3], type: "F32", count: 27 },
      { name: "bias_ih_l0", shape: [9], type: "F32", count: 9 },
      { name: "bias_hh_l0", shape: [9], type: "F32", count: 9 },
    ],
    metadata: {},
  });
  const { model } = decodeTorch(readFileSync(checkpoint)) as Record<string, unknown>;
  expect(decodeTorch(readFileSync(out))).toEqual(model);
});

test("safetensors to .pt: texts are said to be left out, and names cannot steer the terminal", async () => {
  const [from, out] = [join(folder, "in.safetensors"), join(folder, "out.pt")];
  writeFileSync(
    from,
    encodeSafetensors({ "\u001b[2Jw": { shape: [1], data: Float32Array.of(1) } }, { epoch: "3" }),
  );
  const { code, stdout } = await say(["import", from, "--out", out]);
  expect(code).toBe(0);
  expect(stdout).not.toContain("\u001b");
  expect(stdout).toContain('"\\u001b[2Jw"  (1,)   F32                   1\n1 tensor, 1 number\n');
  expect(stdout).toContain(`\n${weightsWords.en.dropped("epoch")}\n`);
});

describe("what is refused", () => {
  const out = join(folder, "refused.safetensors");
  const hostile = join(folder, "hostile.pt");
  writeFileSync(hostile, Uint8Array.of(0x80, 2, 0x4e, 0x2e));

  const cases: readonly (readonly [what: string, words: readonly string[], code: number, message: string])[] =
    [
      ["no target", ["import", checkpoint], 2, "error: required option '--out <file>' not specified\n"],
      [
        "another ending",
        ["import", checkpoint, "--out", "weights.bin"],
        2,
        "error: weights.bin must end in .safetensors or .pt, which selects the format\n",
      ],
      [
        "no such part",
        ["import", checkpoint, "--part", "modle", "--out", out],
        2,
        "error: --part modle: no tensors under that name, only under model, optimizer, views, types, bits, parameter\n  did you mean model?\n",
      ],
      [
        "no such file",
        ["import", join(folder, "none.pt"), "--out", out],
        1,
        "error: cannot read OUT/none.pt: there is no such file\n",
      ],
      [
        "a pickle that is no file of PyTorch",
        ["import", hostile, "--out", out],
        1,
        "error: torch: this is a pickle, but not a file of torch.save\n",
      ],
      [
        "some other file",
        ["import", fileURLToPath(new URL("import.test.ts", import.meta.url)), "--out", out],
        1,
        "error: safetensors: the header has 7237123248392645167 bytes, more than the file; is this a safetensors file?\n",
      ],
    ];

  test.each(cases)("%s", async (_, words, code, message) => {
    const said = await say(words);
    expect({ ...said, stderr: without(folder, said.stderr) }).toMatchObject({
      code,
      stdout: "",
      stderr: message,
    });
    expect(readdirSync(folder)).not.toContain("refused.safetensors");
  });
});
