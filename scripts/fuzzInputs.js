/**
 * @module Malformed and hostile files, derived from valid ones; a seed and an index determine each.
 *
 * Random byte changes rarely get past a checksum or a header, so most inputs are modified inside (a pickle, a header)
 * and repacked correctly.
 */

/** @typedef {() => number} Random Uniform in [0, 1). */
/** @typedef {Map<string, Uint8Array>} Files */
/** @typedef {{ readZip: (bytes: Uint8Array) => Files, writeZip: (files: Files) => Uint8Array }} Zip */

/** A random generator seeded with two integers (mulberry32). @returns {Random} */
export function randomOf(/** @type {number} */ seed, /** @type {number} */ index) {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const below = (/** @type {Random} */ random, /** @type {number} */ limit) => Math.floor(random() * limit);

/** @template T @returns {T} */
const pick = (/** @type {Random} */ random, /** @type {readonly T[]} */ list) =>
  /** @type {T} */ (list[below(random, list.length)]);

const edges = [
  0, 1, 2, 3, 4, 7, 8, 63, 64, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
];

/** Applies one to six random changes to the bytes. */
export function changeBytes(/** @type {Random} */ random, /** @type {Uint8Array} */ whole) {
  let bytes = new Uint8Array(whole); // a copy; slice() of a Buffer would share memory
  for (let left = 1 + below(random, 6); left > 0 && bytes.length > 0; left--) {
    const at = below(random, bytes.length);
    const length = Math.min(1 + below(random, 32), bytes.length - at);
    const kind = below(random, 8);
    if (kind === 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8));
    else if (kind === 1) bytes[at] = below(random, 256);
    else if (kind === 2 && at + 4 <= bytes.length) setUint32(bytes, at, pick(random, edges));
    else if (kind === 3 && at + 2 <= bytes.length)
      bytes.set([pick(random, edges) & 0xff, below(random, 2) * 255], at);
    else if (kind === 4) bytes = joined(bytes.subarray(0, at), bytes.subarray(at + length));
    else if (kind === 5) bytes = joined(bytes.subarray(0, at + length), bytes.subarray(at));
    else if (kind === 6)
      bytes = joined(bytes.subarray(0, at), randomBytes(random, length), bytes.subarray(at));
    else if (random() < 0.3) bytes = bytes.slice(0, at);
  }
  return bytes;
}

function setUint32(/** @type {Uint8Array} */ bytes, /** @type {number} */ at, /** @type {number} */ value) {
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, value, true);
}

function randomBytes(/** @type {Random} */ random, /** @type {number} */ length) {
  return Uint8Array.from({ length }, () => below(random, 256));
}

function joined(/** @type {Uint8Array[]} */ ...parts) {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** A malformed safetensors file. */
export function brokenSafetensors(/** @type {Random} */ random, /** @type {readonly Uint8Array[]} */ corpus) {
  const whole = pick(random, corpus);
  if (random() < 0.4) return changeBytes(random, whole);
  const length = Number(new DataView(whole.buffer, whole.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(whole.subarray(8, 8 + length)));
  for (let left = 1 + below(random, 3); left > 0; left--) changeJson(random, header);
  let text = new TextEncoder().encode(JSON.stringify(header));
  if (random() < 0.1) text = changeBytes(random, text);
  const head = new Uint8Array(8);
  new DataView(head.buffer).setBigUint64(0, BigInt(text.length), true);
  const data = whole.subarray(8 + length);
  return joined(head, text, random() < 0.8 ? data : changeBytes(random, data));
}

const junk = [
  0,
  -1,
  0.5,
  4,
  1e300,
  2 ** 53,
  -(2 ** 31),
  null,
  true,
  "",
  "F64",
  "BF16",
  "I64",
  "BOOL",
  "F8_E4M3",
  [],
  [[]],
  {},
  [1, 2],
  [0, 4],
  "\u0000",
];
const names = ["__proto__", "__metadata__", "constructor", "dtype", "shape", "data_offsets", "", "w", "权重"];

/** Replaces, adds or deletes one entry at a random depth. */
function changeJson(/** @type {Random} */ random, /** @type {Record<string, unknown>} */ root) {
  let node = root;
  for (;;) {
    const key = pick(random, Object.keys(node));
    const value = key === undefined ? undefined : node[key];
    if (typeof value === "object" && value !== null && random() < 0.8) {
      node = /** @type {Record<string, unknown>} */ (value);
      continue;
    }
    const kind = below(random, 4);
    if (kind === 0 && key !== undefined) delete node[key];
    else if (kind === 1)
      Object.defineProperty(node, pick(random, names), {
        value: structuredClone(pick(random, junk)),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else if (key !== undefined)
      node[key] =
        typeof value === "number" && random() < 0.6
          ? value + pick(random, [-8, -4, -1, 1, 4, 8])
          : structuredClone(pick(random, junk));
    return;
  }
}

/** A malformed `.pt` file. */
export function brokenTorch(
  /** @type {Random} */ random,
  /** @type {readonly Uint8Array[]} */ corpus,
  /** @type {Zip} */ zip,
) {
  const whole = pick(random, corpus);
  const isArchive = whole[0] === 0x50;
  if (!isArchive || random() < 0.25) return changeBytes(random, whole);
  const files = new Map(zip.readZip(whole));
  const names = [...files.keys()];
  const pickle = names.find((name) => name.endsWith("/data.pkl")) ?? "";
  const kind = below(random, 8);
  if (kind <= 3) files.set(pickle, changeBytes(random, files.get(pickle) ?? new Uint8Array(0)));
  else if (kind <= 5) files.set(pickle, randomPickle(random));
  else if (kind === 6) files.set(pick(random, names), randomBytes(random, below(random, 200)));
  else files.delete(pick(random, names));
  return zip.writeZip(files);
}

const globals = [
  "collections OrderedDict",
  "collections Counter",
  "torch Size",
  "torch FloatStorage",
  "torch LongStorage",
  "torch._utils _rebuild_tensor_v2",
  "torch._utils _rebuild_parameter",
  "torch._utils _rebuild_tensor_v3",
  "torch._utils _rebuild_parameter_with_state",
  "torch._tensor _rebuild_from_type_v2",
  "torch device",
  "torch float32",
  "torch ComplexFloatStorage",
  "_codecs encode",
  "collections defaultdict",
  "builtins set",
  "builtins getattr",
  "copyreg _reconstructor",
  "numpy dtype",
  "numpy.core.multiarray _reconstruct",
  "numpy.core.multiarray scalar",
  "os system",
  "builtins eval",
];

/** Pickle instructions with their arguments, as text with one character per byte. @type {((random: Random) => string)[]} */
const instructions = [
  ...[
    "N",
    "\x88",
    "\x89",
    "(",
    "]",
    "}",
    ")",
    "\x85",
    "\x86",
    "\x87",
    "t",
    "a",
    "e",
    "s",
    "u",
    "Q",
    "R",
    "b",
    ".",
    "0",
    "1",
    "2",
    "\x81",
    "\x92",
    "\x8f",
    "\x90",
    "\x91",
    "\x93",
    "\x94",
  ].map((code) => () => code),
  (random) => `K${String.fromCharCode(below(random, 256))}`,
  (random) => `M${latin1(random, 2)}`,
  (random) => `J${latin1(random, 4)}`,
  (random) => `G${latin1(random, 8)}`,
  (random) => `\x8a${String.fromCharCode(below(random, 12))}${latin1(random, below(random, 12))}`,
  (random) => `X${String.fromCharCode(1)}\0\0\0${pick(random, ["0", "1", "w", "\xff"])}`,
  (random) => `\x8b${String.fromCharCode(below(random, 5))}\0\0\0${latin1(random, 4)}`,
  (random) => `\x8c\x01${pick(random, ["0", "1", "w", "\xff"])}`,
  (random) => `${pick(random, ["C\x02", "B\x02\0\0\0", "U\x02"])}${latin1(random, 2)}`,
  (random) => `${pick(random, ["\x8d", "\x8e", "\x96", "\x95"])}\x02\0\0\0\0\0\0\0${latin1(random, 2)}`,
  (random) => `c${pick(random, globals).replace(" ", "\n")}\n`,
  (random) => `${pick(random, ["q", "h"])}${String.fromCharCode(below(random, 6))}`,
  (random) => `${pick(random, ["r", "j"])}${latin1(random, 1)}\0\0\0`,
  (random) => latin1(random, 1),
  tensorInstructions,
];

function latin1(/** @type {Random} */ random, /** @type {number} */ length) {
  return String.fromCharCode(...randomBytes(random, length));
}

/** A well-formed tensor, whose storage may not exist and whose sizes may not fit it. */
function tensorInstructions(/** @type {Random} */ random) {
  const number = () =>
    random() < 0.8
      ? `K${String.fromCharCode(below(random, 9))}`
      : `\x8a\x08${latin1(random, 7)}${String.fromCharCode(below(random, 128))}`;
  const sizes = Array.from({ length: below(random, 4) }, () => number());
  const strides = sizes.map(() => number());
  const storage = `(X\x07\0\0\0storagectorch\n${pick(random, ["Float", "Long", "Bool", "Half", "QInt8"])}Storage\nX\x01\0\0\0${below(random, 4)}X\x03\0\0\0cpu${number()}tQ`;
  return `ctorch._utils\n_rebuild_tensor_v2\n(${storage}${number()}(${sizes.join("")}t(${strides.join("")}t\x89ccollections\nOrderedDict\n)RtR`;
}

function randomPickle(/** @type {Random} */ random) {
  const body = Array.from({ length: below(random, 60) }, () => pick(random, instructions)(random)).join("");
  const text =
    random() < 0.5
      ? `\x80${pick(random, ["\x02", "\x03", "\x04", "\x05"])}${body}.`
      : `\x80\x02}(${Array.from({ length: 3 }, (_, i) => `X\x01\0\0\0${i}${pick(random, instructions)(random)}`).join("")}u.`;
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
