/** @module Checkpoints as people have them, from golden/torchFiles.py: the weights come out whatever stands beside them. */
import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { FormatError } from "../../src/errors.ts";
import { nn, optim, type Tensor, tensor } from "../../src/index.ts";
import {
  decodeTorch,
  encodeTorch,
  flattenTorch,
  type NamedArray,
  TorchOpaque,
  type TorchValue,
} from "../../src/interop/index.ts";
import { inflate } from "../../src/interop/inflate.ts";
import { writeZip } from "../../src/interop/torch/zip.ts";

type Values = Record<string, TorchValue>;

const bytesOf = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../golden/torch/${name}.pt`, import.meta.url)));
const readPt = (name: string): Values => decodeTorch(bytesOf(name)) as Values;

/** The first weights of the model of all these files, as PyTorch prints them. */
const FIRST = [0.04032507538795471, -0.3477921187877655, 0.18384182453155518];

function expectModel(model: TorchValue | undefined): void {
  const { tensors } = flattenTorch(model ?? null);
  expect(Object.entries(tensors).map(([name, { shape }]) => [name, shape])).toEqual([
    ["weight_ih_l0", [9, 2]],
    ["weight_hh_l0", [9, 3]],
    ["bias_ih_l0", [9]],
    ["bias_hh_l0", [9]],
  ]);
  expect([...tensors.weight_ih_l0.data.subarray(0, 3)]).toEqual(FIRST);
}

function messageOf(use: () => unknown): string {
  try {
    use();
  } catch (error) {
    if (error instanceof FormatError) return error.message;
  }
  return "no FormatError";
}

describe("beside the weights", () => {
  const { model, after, ...others } = readPt("beside");
  const opaque = Object.entries(others).filter(([, value]) => value instanceof TorchOpaque);

  test("the weights, before and after what is unknown", () => {
    expectModel(model);
    expect(after).toEqual({ weight: { shape: [1], data: Float32Array.of(4) } });
  });

  test("what has a counterpart becomes it", () => {
    const read = Object.fromEntries(
      Object.entries(others).filter(([name]) => !opaque.some(([n]) => n === name)),
    );
    const { list, ...rest } = read;
    expect((list as readonly TorchValue[])[0]).toBe("cpu");
    expect(rest).toEqual({
      scalar: 0.1,
      int: 2 ** 40 + 1,
      flag: true,
      array: { shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5), storedAs: "F64" },
      turned: { shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5), storedAs: "I32" },
      device: "cuda:1",
      cpu: "cpu",
      dtype: "torch.float16",
      set: [3, 4],
      frozen: [5],
      bytes: Uint8Array.of(0, 255),
      empty: new Uint8Array(0),
      bytearray: Uint8Array.of(97, 98),
      default: { a: [1] },
      keys: new Map<unknown, number>([
        [[1, "a"], 1],
        [0.5, 2],
        [true, 3],
        [null, 4],
        [Uint8Array.of(107), 5],
      ]),
    });
  });

  test("what has none is named", () => {
    expect(Object.fromEntries(opaque.map(([name, value]) => [name, String(value)]))).toEqual({
      before: "<argparse.Namespace>",
      words: "<numpy.ndarray>",
      objects: "<numpy.ndarray>",
      day: "<numpy.core.multiarray.scalar>",
      layout: "<torch.serialization._get_layout>",
      path: "<pathlib.PurePosixPath>",
      complex: "<__builtin__.complex>",
      range: "<__builtin__.xrange>",
      slice: "<__builtin__.slice>",
      complexes: "<torch.ComplexFloatStorage>",
      sparse: "<torch._utils._rebuild_sparse_tensor>",
      quantised: "<torch._utils._rebuild_qtensor>",
      type: "<torch.nn.modules.rnn.GRU>",
      function: "<torch.nn.functional.relu>",
      error: "<exceptions.ValueError>",
      module: "<torch.nn.modules.linear.Linear>",
      deque: "<collections.deque>",
      created: "<I64>",
      huge: "<F64>",
    });
  });

  test("its use names it, with its path", () => {
    const created = 'torch: "created" (I64) holds 1690000001, which float32 cannot hold';
    const use = (name: string) => others[name] as unknown as NamedArray & number;
    expect(messageOf(() => use("created").data)).toBe(created);
    expect(messageOf(() => use("created").shape)).toBe(created);
    expect(messageOf(() => use("before") + 1)).toBe(
      'torch: "before" refers to "argparse.Namespace", which is not read; nothing was executed',
    );
    const [, inList] = others.list as readonly TorchOpaque[];
    expect(inList.message).toContain('torch: "list.1" refers to "argparse.Namespace"');
    expect(JSON.stringify({ path: others.path })).toBe('{"path":"<pathlib.PurePosixPath>"}');
    expect(() => encodeTorch({ huge: others.huge })).toThrow(
      expect.objectContaining({
        name: "ValueError",
        message: 'torch: "huge" (F64) holds 1e+300, which float32 cannot hold\n  it cannot be written',
      }),
    );
  });

  test("all that has a counterpart can be written again", () => {
    const { bytes, empty, keys, device, set } = others;
    const written = { model, bytes, empty, keys, device, set };
    expect(decodeTorch(encodeTorch(written))).toEqual(written);
  });

  test("a file of nothing else is refused by name", () => {
    expect(messageOf(() => readPt("no-weights"))).toBe(
      'torch: the pickle refers to "argparse.Namespace", which no state dict needs; nothing was executed\n  save model.state_dict() rather than the model itself',
    );
    expect(messageOf(() => readPt("legacy-model"))).toContain('refers to "torch.nn.modules.linear.Linear"');
  });
});

describe("training goes on", () => {
  const x = tensor(
    Float32Array.from({ length: 8 }, (_, i) => i / 8),
    { shape: [4, 1, 2] },
  );
  const { model, optimizer: saved, scheduler: schedule } = readPt("one-cycle") as Record<string, never>;

  let rates = {}; // of the schedule's state, in the place of its own

  function losses(change: (group: Record<string, unknown>) => void): number[] {
    const net = new nn.GRU(2, 3);
    const optimizer = new optim.AdamW(net.parameters(), { lr: 0.01 });
    const scheduler = new optim.lrScheduler.OneCycleLR(optimizer, { maxLr: 0.1, totalSteps: 12 });
    const state = structuredClone(saved) as { state: never; param_groups: Record<string, unknown>[] };
    change(state.param_groups[0]);
    net.loadStateDict(model as Record<string, Tensor>);
    optimizer.loadStateDict(state as never);
    scheduler.loadStateDict({ ...(schedule as object), ...rates });
    rates = {};
    return Array.from({ length: 4 }, () => {
      optimizer.zeroGrad();
      const loss = net.forward(x)[0].pow(2).sum();
      loss.backward();
      optimizer.step();
      scheduler.step();
      return loss.item();
    });
  }

  // as golden/torchFiles.py prints them
  const wanted = [0.26022323966026306, 0.09984087944030762, 0.03863176330924034, 0.04854656755924225];
  const scalar = (value: number): NamedArray => ({
    shape: [],
    data: Float32Array.of(value),
    storedAs: "F64",
  });

  test.each<[string, (group: Record<string, unknown>) => void]>([
    ["of PyTorch 1.13, whose schedule holds a method", () => {}],
    [
      "of PyTorch 2.7, where AdamW is an Adam",
      (group) => Object.assign(group, { decoupled_weight_decay: true }),
    ],
    [
      "of PyTorch 2.6, with names of its parameters",
      (group) => Object.assign(group, { param_names: ["a", "b", "c", "d"], fused: true, capturable: true }),
    ],
    [
      "with rates that are tensors",
      (group) => {
        for (const name of ["lr", "initial_lr", "max_lr", "eps"]) group[name] = scalar(group[name] as number);
        group.betas = (group.betas as number[]).map(scalar);
        rates = { base_lrs: [scalar(0.004)], _last_lr: [scalar(0.06)] };
      },
    ],
  ])("%s", (_, change) => {
    for (const [i, loss] of losses(change).entries()) expect(loss).toBeCloseTo(wanted[i], 5);
  });

  test("an Adam's state is not an AdamW's", () => {
    expect(() => losses((group) => Object.assign(group, { decoupled_weight_decay: false }))).toThrow(
      "loaded state dict sets 'decoupled_weight_decay' to false in parameter group 0, but this optimizer is one with true",
    );
  });
});

describe("other forms of the same file", () => {
  test.each([3, 4, 5])("pickle protocol %i", (protocol) => {
    const { model, ...others } = readPt(`protocol-${protocol}`);
    expectModel(model);
    expect(others).toEqual({
      b: Uint8Array.of(0, 255),
      s: [1],
      n: { shape: [3], data: Float32Array.of(0, 1, 2), storedAs: "F64" },
    });
  });

  test.each([2, 4])("the format of before PyTorch 1.6, pickle protocol %i", (protocol) => {
    const { model, turned, half, complexes, extra } = readPt(`legacy-${protocol}`);
    expectModel(model);
    expect(turned).toEqual({ shape: [3, 2], data: Float32Array.of(0, 3, 1, 4, 2, 5) });
    expect(half).toEqual({ shape: [1], data: Float32Array.of(1.5), storedAs: "F16" });
    expect([String(complexes), String(extra)]).toEqual([
      "<torch.ComplexFloatStorage>",
      "<argparse.Namespace>",
    ]);
  });

  test.each(["beside", "deflated", "legacy-2", "legacy-4"])("zeros after the end of %s", (name) => {
    const bytes = bytesOf(name);
    for (const zeros of [1, 7, 4096, 70_000]) {
      const padded = new Uint8Array(bytes.length + zeros);
      padded.set(bytes);
      expect(Object.keys(decodeTorch(padded) as object)).toEqual(Object.keys(readPt(name)));
      padded[padded.length - 1] = 1;
      expect(messageOf(() => decodeTorch(padded))).toMatch(
        /the end of the zip archive is missing|continues after/,
      );
    }
  });

  test.each(["legacy-2", "legacy-4"])("%s cut short anywhere is refused", (name) => {
    const bytes = bytesOf(name);
    for (let length = 1; length < bytes.length; length += 7)
      expect(
        messageOf(() => decodeTorch(bytes.subarray(0, length))),
        `${length} bytes`,
      ).toMatch(/^torch: /);
  });

  test("a deflated archive", () => expectModel(readPt("deflated")));

  test("parameters and tensors with attributes", () => {
    expect(readPt("attributes")).toEqual({
      parameter: { shape: [2], data: Float32Array.of(1, 2) },
      tensor: { shape: [1], data: Float32Array.of(3) },
    });
  });

  test("a TorchScript program is called that before anything else is said of it", () => {
    expect(messageOf(() => readPt("script"))).toBe(
      "torch: this is a TorchScript program, not a state dict\n  save it with torch.save(module.state_dict(), path)",
    );
  });
});

describe("what newer and older PyTorch writes, by hand", () => {
  const latin1 = (content: string): Uint8Array => new Uint8Array(Buffer.from(content, "latin1"));
  const text = (value: string): string => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
  const read = (
    pickle: string,
    storage: Uint8Array = new Uint8Array(Float32Array.of(1, 2).buffer),
  ): unknown =>
    decodeTorch(
      writeZip(
        new Map([
          ["a/data.pkl", latin1(pickle)],
          ["a/data/0", storage],
          ["a/.data/serialization_id", latin1("1")],
        ]),
      ),
    );
  const storage = (type: string, count: number): string =>
    `(${text("storage")}c${type}\n${text("0")}${text("cpu")}K${String.fromCharCode(count)}tQ`;
  const rebuild = (name: string, kept: string): string => `ctorch._utils\n${name}\n(${kept}tR`;
  const ordered = "ccollections\nOrderedDict\n)R";
  const float = rebuild(
    "_rebuild_tensor_v2",
    `${storage("torch\nFloatStorage", 2)}K\0K\x02\x85K\x01\x85\x89${ordered}`,
  );
  const array = { shape: [2], data: Float32Array.of(1, 2) };

  test("a parameter with attributes, of PyTorch 2", () => {
    const pickle = rebuild("_rebuild_parameter_with_state", `${float}\x88${ordered}}${text("tag")}Ns`);
    expect(read(`\x80\x02${pickle}.`)).toEqual(array);
  });

  test("a tensor of untyped storage, whose type stands beside it", () => {
    const untyped = (type: string, bytes: number, count: number): string =>
      rebuild(
        "_rebuild_tensor_v3",
        `${storage("torch.storage\nUntypedStorage", bytes)}K\0K${String.fromCharCode(count)}\x85K\x01\x85\x89${ordered}ctorch\n${type}\n`,
      );
    expect(read(`\x80\x02${untyped("uint16", 8, 4)}.`)).toEqual({
      shape: [4],
      data: Float32Array.of(0, 0x3f80, 0, 0x4000),
      storedAs: "U16",
    });
    const { kept } = read(`\x80\x02}${text("kept")}${untyped("float8_e5m2", 8, 8)}s.`) as Values;
    expect(String(kept)).toBe("<torch.float8_e5m2>");
  });

  test("tensors and dicts of Python 2", () => {
    const state = `ccollections\nOrderedDict\n(]]U\x01w${rebuild("_rebuild_tensor", `${storage("torch\nFloatStorage", 2)}K\0K\x02\x85K\x01\x85`)}eatR`;
    expect(read(`\x80\x02${state.replace("]U", "](U")}.`)).toEqual({ w: array });
    expect(read("\x80\x02U\x02\xe9\xff.")).toBe("éÿ");
  });

  test("a scalar of NumPy 2, and texts that hold half a character", () => {
    const dtype = `cnumpy\ndtype\n(${text("f8")}\x89\x88tR(K\x03${text("<")}NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb`;
    expect(read(`\x80\x03cnumpy._core.multiarray\nscalar\n${dtype}C\x08\0\0\0\0\0\0\xf8\x3f\x86R.`)).toBe(
      1.5,
    );
    expect(read("\x80\x02X\x05\0\0\0a\xed\xb2\x80b.")).toBe("a\udc80b");
  });

  test("a hundred thousand NumPy scalars, as histories have them", () => {
    const dtype = `cnumpy\ndtype\n(${text("f8")}\x89\x88tR(K\x03${text("<")}NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb`;
    const head = `\x80\x02cnumpy.core.multiarray\nscalar\nq\0${dtype}q\x01c_codecs\nencode\nq\x020](`;
    const one = `h\0h\x01h\x02X\x09\0\0\0\0\0\0\0\0\0\xc3\xb8?X\x06\0\0\0latin1\x86q\x03R\x86q\x04Rq\x05`;
    const history = read(`${head.replace("q\x020]", "q\x02000]")}${one.repeat(100_000)}e.`) as number[];
    expect([history.length, history[0], history.at(-1)]).toEqual([100_000, 1.5, 1.5]);
  });
});

describe("deflated data", () => {
  const random = (length: number, letters: number): Uint8Array => {
    let state = 1;
    return Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 16) % letters;
    });
  };

  test.each([0, 1, 6, 9])("of zlib's level %i", (level) => {
    for (const whole of [
      new Uint8Array(0),
      random(70_000, 256),
      random(70_000, 3),
      new Uint8Array(300_000),
    ]) {
      const packed = new Uint8Array(deflateRawSync(whole, { level }));
      expect(Buffer.compare(inflate(packed, whole.length) ?? new Uint8Array(1), whole)).toBe(0);
      expect(inflate(packed, whole.length + 1)).toBeNull();
      if (whole.length > 0) expect(inflate(packed, whole.length - 1)).toBeNull();
      expect(inflate(packed.subarray(0, packed.length - 1), whole.length)).toBeNull();
    }
  });

  test("with fixed codes, and with codes of more than nine bits", () => {
    const text = new TextEncoder().encode("a short text, and a short text again");
    expect(inflate(new Uint8Array(deflateRawSync(text, { strategy: 4 })), text.length)).toEqual(text);
    const skewed = Uint8Array.from({ length: 100_000 }, (_, i) =>
      Math.min(255, Math.floor(-20 * Math.log(((i * 7919) % 100_003) / 100_003 + 1e-9))),
    );
    const unpacked = inflate(new Uint8Array(deflateRawSync(skewed, { strategy: 2 })), skewed.length);
    expect(Buffer.compare(unpacked ?? new Uint8Array(1), skewed)).toBe(0);
  });
});
