/** @module `.pt` files that are broken, or meant to break the reader: always a FormatError that says why. */
import { describe, expect, test } from "vitest";
import { FormatError } from "../../src/errors.ts";
import { decodeTorch, encodeTorch, flattenTorch } from "../../src/interop/index.ts";
import { writeZip } from "../../src/interop/torch/zip.ts";

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** An archive with this pickle, and one storage: its bytes, or how many zeros. */
function fileOf(
  pickle: string | Uint8Array,
  storage: number | Uint8Array = 16,
  more: Record<string, string> = {},
): Uint8Array {
  return writeZip(
    new Map([
      ["a/data.pkl", typeof pickle === "string" ? latin1(`\x80\x02${pickle}`) : pickle],
      ["a/data/0", typeof storage === "number" ? new Uint8Array(storage) : storage],
      ...Object.entries(more).map(([name, text]) => [name, latin1(text)] as const),
    ]),
  );
}

const text = (value: string): string => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
const int = (value: number): string => {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setBigInt64(0, BigInt(value), true);
  return `\x8a\x08${String.fromCharCode(...new Uint8Array(bytes.buffer))}`;
};
const ordered = "ccollections\nOrderedDict\n)R";

/** The instructions of a tensor; storage 0 has `count` values. */
function tensor({
  type = "Float",
  key = "0",
  count = 4,
  offset = 0,
  size = [4],
  stride = [1],
  hooks = ordered,
} = {}): string {
  const storage = `(${text("storage")}ctorch\n${type}Storage\n${text(key)}${text("cpu")}${int(count)}tQ`;
  return `ctorch._utils\n_rebuild_tensor_v2\n(${storage}${int(offset)}(${size.map(int).join("")}t(${stride.map(int).join("")}t\x89${hooks}tR`;
}

/** Changes two or four bytes of an archive's central directory, at an offset within the entry of this number. */
function forged(entry: number, offset: number, value: number, width: 2 | 4 = 4): Uint8Array {
  const bytes = fileOf(`${tensor()}.`);
  const view = new DataView(bytes.buffer);
  let at = view.getUint32(bytes.length - 6, true);
  for (let i = 0; i < entry; i++) at += 46 + view.getUint16(at + 28, true);
  if (width === 2) view.setUint16(at + offset, value, true);
  else view.setUint32(at + offset, value, true);
  return bytes;
}

function outcomeOf(bytes: Uint8Array): unknown {
  try {
    return decodeTorch(bytes);
  } catch (error) {
    return error;
  }
}

const run = "nothing was executed\n  save model.state_dict() rather than the model itself";

const pickles: readonly (readonly [what: string, pickle: string, message: string])[] = [
  [
    "os.system",
    `cos\nsystem\n${text("echo")}\x85R.`,
    `the pickle refers to "os.system", which no state dict needs; ${run}`,
  ],
  [
    "eval",
    `cbuiltins\neval\n(${text("1")}tR.`,
    `the pickle refers to "builtins.eval", which no state dict needs; ${run}`,
  ],
  [
    "a name that is never called",
    "cposix\nsystem\n.",
    `the pickle refers to "posix.system", which no state dict needs; ${run}`,
  ],
  [
    "a whole model",
    "c__main__\nNet\n)\x81.",
    `the pickle refers to "__main__.Net", which no state dict needs; ${run}`,
  ],
  [
    "a prototype's name",
    "ctoString\n\n.",
    `the pickle refers to "toString.", which no state dict needs; ${run}`,
  ],
  [
    "complex numbers",
    `${tensor({ type: "ComplexFloat" })}.`,
    `the pickle refers to "torch.ComplexFloatStorage", which no state dict needs; ${run}`,
  ],
  ["a name without an end", `c${"a".repeat(300)}`, "the pickle has a name without an end, at byte 3"],
  [
    "an instruction of protocol 0",
    "I1\n.",
    "the pickle has the instruction 0x49, which no state dict needs, at byte 3",
  ],
  ["no end", "N", "the pickle breaks off at byte 3; was it cut short?"],
  [
    "a text that ends beyond the file",
    "X\xff\xff\xff\xff",
    "the pickle breaks off at byte 7; was it cut short?",
  ],
  ["a text that is no UTF-8", "X\x01\0\0\0\xff.", "the pickle has a text that is no UTF-8, at byte 7"],
  ["nothing at all", ".", "the pickle takes a value from an empty stack, at byte 3"],
  ["values left over", "NN.", "the pickle leaves values on the stack at its end, at byte 5"],
  ["a mark left over", "(N.", "the pickle leaves values on the stack at its end, at byte 5"],
  ["more after the end", "N.N", "the pickle continues after its end, at byte 4"],
  ["a mark that is not there", "t.", "the pickle returns to a mark that does not exist, at byte 3"],
  ["a memo of nothing", "q\0.", "the pickle takes a value from an empty stack, at byte 4"],
  ["a memo that was never made", "h\x05.", "the pickle refers to memo 5, which does not exist, at byte 4"],
  ["adding to a number", "K\x01Na.", "the pickle appends to a value that is not a list, at byte 6"],
  [
    "setting an entry of a list",
    "]NNs.",
    "the pickle sets an entry of a value that is not a dict, at byte 6",
  ],
  ["a key without a value", "}(Nu.", "the pickle sets a key without a value, at byte 6"],
  ["a list as a key", "}]Ns.", "the pickle has a dict with a list or a dict as a key"],
  ["a key twice", `}${text("w")}Ns${text("w")}Ns.`, 'the pickle has a dict with the key "w" twice'],
  ["calling a number", "K\x01)R.", "the pickle calls a value that is not a name, at byte 6"],
  [
    "calling a storage",
    "ctorch\nFloatStorage\n)R.",
    "the pickle calls torch.FloatStorage with 0 invalid arguments",
  ],
  [
    "OrderedDict of something",
    "ccollections\nOrderedDict\nN\x85R.",
    "the pickle calls collections.OrderedDict with 1 invalid arguments",
  ],
  [
    "a Counter of nothing",
    "ccollections\nCounter\n)R.",
    "the pickle calls collections.Counter with 0 invalid arguments",
  ],
  ["a Size of nothing", "ctorch\nSize\n)R.", "the pickle calls torch.Size with 0 invalid arguments"],
  [
    "a parameter of nothing",
    "ctorch._utils\n_rebuild_parameter\n)R.",
    "the pickle calls torch._utils._rebuild_parameter with 0 invalid arguments",
  ],
  ["a bare name", "ctorch\nSize\n.", `the pickle refers to "torch.Size", which no state dict needs; ${run}`],
  ["a name that is a number", "K\x01K\x02\x93.", "the pickle refers to a name that is not a text, at byte 7"],
  [
    "a name without an end to it",
    `X\xd0\x07\0\0${"a".repeat(2000)}${text("b")}\x93.`,
    "the pickle has a name that is too long, at byte 2014",
  ],
  ["an integer of a megabyte", "\x8b\0\0\x10\0.", "the pickle has an integer of 1048576 bytes, at byte 7"],
  [
    "bytes of characters that are none",
    `}${text("b")}c_codecs\nencode\n(X\x02\0\0\0\xc4\x80${text("latin1")}tRs.`,
    "the pickle has bytes that are not of one byte each",
  ],
  [
    "a rebuilt rebuilding, which could go on for ever",
    `ctorch._tensor\n_rebuild_from_type_v2\n(ctorch._tensor\n_rebuild_from_type_v2\nN)NtR.`,
    `the pickle refers to "torch._tensor._rebuild_from_type_v2", which no state dict needs; ${run}`,
  ],
  ["attributes of a list", "]}b.", "the pickle sets attributes of a value that is not a dict, at byte 5"],
  ["a storage that is a text", `${text("x")}Q.`, "the pickle refers to something that is no storage"],
  [
    "a storage of a negative size",
    `${tensor({ count: -1 })}.`,
    "the pickle refers to something that is no storage",
  ],
  ["a storage that is not there", `${tensor({ key: "7" })}.`, 'the archive does not contain "data/7"'],
  [
    "a storage outside of the folder",
    `${tensor({ key: "../data.pkl" })}.`,
    'the archive does not contain "data/../data.pkl"',
  ],
  [
    "a storage of another size",
    `${tensor({ count: 5 })}.`,
    '"data/0" has 16 bytes, but its 5 values of type F32 need 20',
  ],
  [
    "a storage of terabytes",
    `${tensor({ count: 2 ** 40, size: [2 ** 40] })}.`,
    `"data/0" has 16 bytes, but its ${2 ** 40} values of type F32 need ${2 ** 42}`,
  ],
  [
    "a tensor past its storage",
    `${tensor({ size: [5] })}.`,
    'a tensor of shape (5) reaches value 4 of storage "0", which has 4',
  ],
  [
    "strides past it",
    `${tensor({ size: [2], stride: [4] })}.`,
    'a tensor of shape (2) reaches value 4 of storage "0", which has 4',
  ],
  [
    "an offset past it",
    `${tensor({ offset: 2 ** 52 })}.`,
    `a tensor of shape (4) reaches value ${2 ** 52 + 3} of storage "0", which has 4`,
  ],
  [
    "a scalar past it",
    `${tensor({ offset: 4, size: [], stride: [] })}.`,
    'a tensor of shape () reaches value 4 of storage "0", which has 4',
  ],
  [
    "sizes whose product overflows",
    `${tensor({ size: [2 ** 52, 2 ** 52], stride: [0, 0] })}.`,
    'the tensors on storage "0" unfold into more values than a file of its size could hold\n  save tensor.clone() where tensor.expand() was used',
  ],
  [
    "a negative size",
    `${tensor({ size: [-1] })}.`,
    "the pickle holds a tensor whose shape and strides are not as many whole numbers",
  ],
  [
    "more sizes than strides",
    `${tensor({ size: [2, 2] })}.`,
    "the pickle holds a tensor whose shape and strides are not as many whole numbers",
  ],
  [
    "a hundred axes",
    `${tensor({ size: Array(100).fill(1), stride: Array(100).fill(1) })}.`,
    "the pickle holds a tensor whose shape and strides are not as many whole numbers",
  ],
  [
    "hooks",
    `${tensor({ hooks: `${ordered}K\x01K\x02s` })}.`,
    "the pickle holds a tensor with hooks or flags, which are not read",
  ],
  [
    "a tensor of nothing",
    "ctorch._utils\n_rebuild_tensor_v2\n)R.",
    "the pickle holds a tensor that is not described as PyTorch describes it",
  ],
  [
    "lists nested without end",
    `${"]".repeat(5000)}${"a".repeat(4999)}.`,
    "the pickle nests lists and dicts deeper than 64, or in a circle",
  ],
  [
    "a list that holds itself",
    "]q\0h\0a.",
    "the pickle nests lists and dicts deeper than 64, or in a circle",
  ],
];

describe("pickles", () => {
  test.each(pickles)("%s", (_, pickle, message) => {
    const error = outcomeOf(fileOf(pickle));
    expect(error).toBeInstanceOf(FormatError);
    expect(error).toHaveProperty("message", `torch: ${message}`);
  });

  test("of another protocol", () => {
    const message =
      "torch: the pickle must be of protocol 2 to 5 (got 6)\n  save with torch.save and its default pickle_protocol";
    expect(outcomeOf(fileOf(latin1("\x80\x06N.")))).toHaveProperty("message", message);
  });

  test("of more than 16 MiB, texts not counted", () => {
    const frames = new Uint8Array(16_777_219).fill(0x95).fill(0, 2); // 0x95 and eight zeros, over and over
    for (let at = 2; at < frames.length; at += 9) frames[at] = 0x95;
    frames.set([0x80, 2]);
    expect(outcomeOf(fileOf(frames))).toHaveProperty(
      "message",
      "torch: the pickle has more than 16777216 bytes of instructions, at byte 16777218",
    );
    const long = new Uint8Array(16_777_300).fill(0x61);
    long.set([0x80, 2, 0x58, 0x4c, 0, 0, 1]); // a text of 16,777,292 bytes
    long[long.length - 1] = 0x2e;
    expect(outcomeOf(fileOf(long))).toHaveLength(16_777_292);
  });
});

describe("bombs", () => {
  test("thirty lists that each hold the one before twice, which would be a billion", () => {
    const level = (i: number): string =>
      `](h${String.fromCharCode(i)}h${String.fromCharCode(i)}eq${String.fromCharCode(i + 1)}`;
    const pickle = `]q\0${Array.from({ length: 30 }, (_, i) => level(i)).join("")}`;
    const error = outcomeOf(fileOf(`(${pickle}t.`));
    expect(error).toHaveProperty(
      "message",
      "torch: the pickle unfolds into more values than a file of its size could hold",
    );
  });

  test("one value expanded to a billion", () => {
    const error = outcomeOf(fileOf(`${tensor({ size: [2 ** 15, 2 ** 15], stride: [0, 0] })}.`));
    expect(error).toBeInstanceOf(FormatError);
  });

  test("a thousand tensors that each expand a storage to a million", () => {
    const expanded = Array.from({ length: 1000 }, (_, i) =>
      tensor({ size: [1 << 20, 1 + i], stride: [0, 0] }),
    ).join("");
    expect(outcomeOf(fileOf(`(${expanded}t.`))).toBeInstanceOf(FormatError);
  });

  test.each(["]", "}", "(", ")", "N", "]Na"])("a megabyte of %j", (instruction) => {
    const error = outcomeOf(fileOf(instruction.repeat(1_000_000)));
    expect(error).toBeInstanceOf(FormatError);
  });
});

describe("archives", () => {
  const whole = fileOf(`${tensor()}.`);
  const bigEnd = (count: number): Uint8Array => {
    const bytes = fileOf("N.");
    new DataView(bytes.buffer).setUint16(bytes.length - 14, count, true);
    new DataView(bytes.buffer).setUint16(bytes.length - 12, count, true);
    return bytes;
  };
  const zip64 =
    "the archive is a zip64 archive, of 4 GiB and more or of more than 65,534 files, which is not read";
  const cases: readonly (readonly [what: string, bytes: Uint8Array, message: string])[] = [
    [
      "nothing",
      new Uint8Array(0),
      "the end of the zip archive is missing; is this a .pt file, and was it cut short?",
    ],
    [
      "no archive",
      latin1("x".repeat(100)),
      "the end of the zip archive is missing; is this a .pt file, and was it cut short?",
    ],
    [
      "a file from before 1.6",
      latin1("\x80\x02\x8a\x0a"),
      "the pickle breaks off at byte 4; was it cut short?",
    ],
    ["a file fewer than claimed", bigEnd(3), "the archive's list of files breaks off after 2 of 3"],
    ["a file more than claimed", bigEnd(1), "the archive's list of files is longer than its 1 files"],
    ["65,535 files", bigEnd(0xffff), zip64],
    ["a size of 4 GiB", forged(1, 24, 0xffffffff), zip64],
    ["an encrypted file", forged(0, 8, 1, 2), '"a/data.pkl" is encrypted'],
    [
      "a file compressed in another way",
      forged(0, 10, 14, 2),
      '"a/data.pkl" is compressed (method 14) but must be stored or deflated\n  unpack the archive and pack it with zip -0',
    ],
    [
      "a file that is not deflated",
      forged(0, 10, 8, 2),
      '"a/data.pkl" is damaged: it cannot be decompressed',
    ],
    ["two sizes", forged(1, 20, 15), '"a/data/0" is stored, but has 15 bytes in the archive and 16 outside'],
    ["a wrong check sum", forged(1, 16, 1), '"a/data/0" is damaged: its checksum is wrong'],
    ["a file at another place", forged(1, 42, 5), '"a/data/0" overlaps another file of the archive'],
    [
      "a file beyond the end",
      forged(1, 42, 0x7fffffff),
      '"a/data/0" is not where the archive\'s list of files says',
    ],
    ["two files in one place", forged(1, 42, 0), '"a/data/0" overlaps another file of the archive'],
    ["another name inside", forged(1, 46, 0x63), '"c'],
    [
      "no pickle",
      writeZip(new Map([["a/data/0", new Uint8Array(4)]])),
      "the archive has 0 files named data.pkl but must have one",
    ],
    [
      "two pickles",
      fileOf("N.", 0, { "b/data.pkl": "" }),
      "the archive has 2 files named data.pkl but must have one",
    ],
    [
      "TorchScript",
      fileOf("N.", 0, { "a/constants.pkl": "" }),
      "this is a TorchScript program, not a state dict\n  save it with torch.save(module.state_dict(), path)",
    ],
    [
      "big-endian numbers",
      fileOf("N.", 0, { "a/byteorder": "big" }),
      "the numbers are big-endian, which is not supported",
    ],
  ];

  test("the one that the others are made from is read", () => {
    expect(outcomeOf(whole)).toEqual({ shape: [4], data: new Float32Array(4) });
  });

  test.each(cases)("%s", (_, bytes, message) => {
    const error = outcomeOf(bytes);
    expect(error).toBeInstanceOf(FormatError);
    if (message.startsWith('"c')) expect(String(error)).toContain("has another name in its local header");
    else expect(error).toHaveProperty("message", `torch: ${message}`);
  });

  test("the same name twice", () => {
    const bytes = writeZip(
      new Map([
        ["a/data/0", new Uint8Array(4)],
        ["a/data/1", new Uint8Array(4)],
      ]),
    );
    for (let at = 0; at < bytes.length - 8; at++) {
      if (Buffer.from(bytes.subarray(at, at + 8)).toString() === "a/data/1") bytes[at + 7] = 0x30;
    }
    expect(outcomeOf(bytes)).toHaveProperty("message", 'torch: the archive contains "a/data/0" twice');
  });

  test("a file cut short anywhere is refused", () => {
    for (let length = 0; length < whole.length; length++) {
      expect(outcomeOf(whole.subarray(0, length)), `${length} bytes`).toBeInstanceOf(FormatError);
    }
  });

  test("a comment at the end is no fault", () => {
    const bytes = new Uint8Array([...whole, 0x68, 0x69]);
    bytes[whole.length - 2] = 2;
    expect(outcomeOf(bytes)).toEqual({ shape: [4], data: new Float32Array(4) });
  });

  test("no check sum, as set_crc32_options(False) leaves it, is no fault", () => {
    expect(outcomeOf(forged(1, 16, 0))).toEqual({ shape: [4], data: new Float32Array(4) });
  });
});

test("a key named __proto__ is a key, and changes no prototype", () => {
  const value = decodeTorch(fileOf(`}${text("__proto__")}}${text("polluted")}\x88ss.`));
  expect(Object.entries(value as object)).toEqual([["__proto__", { polluted: true }]]);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(flattenTorch(value).others).toEqual({ "__proto__.polluted": true });
});

test("two paths that are the same are refused", () => {
  const value = decodeTorch(encodeTorch({ "a.b": 1, a: { b: 2 } }));
  expect(() => flattenTorch(value)).toThrow(new FormatError('torch: two values have the path "a.b"'));
});

test("whole numbers that float32 cannot hold are refused, not rounded", () => {
  const storage = new Uint8Array(new BigInt64Array([16_777_217n]).buffer);
  const bytes = fileOf(`${tensor({ type: "Long", count: 1, size: [1] })}.`, storage);
  expect(outcomeOf(bytes)).toHaveProperty(
    "message",
    'torch: "data/0" (I64) holds 16777217, which float32 cannot hold',
  );
});
