/** @module safetensors that are broken, or meant to break the reader: always a FormatError that says why. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { FormatError } from "../../src/errors.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/interop/safetensors.ts";

/** A file of this header and so many zero bytes behind it. */
function fileOf(header: unknown, bytes = 0): Uint8Array {
  const text = typeof header === "string" ? header : JSON.stringify(header);
  return rawFile(new TextEncoder().encode(text), bytes);
}

function rawFile(header: Uint8Array, bytes = 0, length = BigInt(header.length)): Uint8Array {
  const file = new Uint8Array(8 + header.length + bytes);
  new DataView(file.buffer).setBigUint64(0, length, true);
  file.set(header, 8);
  return file;
}

const tensor = (data_offsets: unknown, shape: unknown = [1], dtype: unknown = "F32"): unknown => ({
  dtype,
  shape,
  data_offsets,
});
const brace = Uint8Array.of(0x7b);

const known = "but only F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL are read";

const cases: readonly (readonly [what: string, bytes: Uint8Array, message: string])[] = [
  ["nothing", new Uint8Array(0), "the file has 0 bytes and must have at least 8"],
  ["seven bytes", new Uint8Array(7), "the file has 7 bytes and must have at least 8"],
  [
    "a length of 2⁶⁴ − 1",
    rawFile(brace, 0, 2n ** 64n - 1n),
    "the header has 18446744073709551615 bytes, more than the file; is this a safetensors file?",
  ],
  [
    "a length one too great",
    rawFile(brace, 0, 2n),
    "the header has 2 bytes, more than the file; is this a safetensors file?",
  ],
  [
    "an empty header",
    rawFile(new Uint8Array(0)),
    "the header is not valid JSON; is this a safetensors file?",
  ],
  ["half a header", fileOf('{"w":'), "the header is not valid JSON; is this a safetensors file?"],
  [
    "no UTF-8",
    rawFile(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)),
    "the header is not valid JSON; is this a safetensors file?",
  ],
  ["a byte order mark", fileOf("\ufeff{}"), "the header is not valid JSON; is this a safetensors file?"],
  [
    "brackets nested without end",
    fileOf("[".repeat(100_000)),
    "the header is not valid JSON; is this a safetensors file?",
  ],
  ["a list", fileOf([]), "the header must be a JSON object"],
  ["null", fileOf(null), "the header must be a JSON object"],
  ["a number for a tensor", fileOf({ w: 3 }), '"w" must be described by an object'],
  ["a number named __proto__", fileOf('{"__proto__":3}'), '"__proto__" must be described by an object'],
  ["another type", fileOf({ w: tensor([0, 1], [1], "F8_E4M3") }, 1), `"w" holds "F8_E4M3" ${known}`],
  ["no type", fileOf({ w: { shape: [1], data_offsets: [0, 4] } }, 4), `"w" holds undefined ${known}`],
  [
    "no shape",
    fileOf({ w: { dtype: "F32", data_offsets: [0, 4] } }, 4),
    '"w" has a shape that is not a list of integers',
  ],
  [
    "a negative size",
    fileOf({ w: tensor([0, 4], [-1]) }, 4),
    '"w" has a shape that is not a list of integers',
  ],
  ["half a size", fileOf({ w: tensor([0, 4], [0.5]) }, 4), '"w" has a shape that is not a list of integers'],
  [
    "a size beyond whole numbers",
    fileOf('{"w":{"dtype":"F32","shape":[1e300],"data_offsets":[0,4]}}', 4),
    '"w" has a shape that is not a list of integers',
  ],
  ["no offsets", fileOf({ w: { dtype: "F32", shape: [1] } }, 4), '"w" has no data_offsets [start, end]'],
  ["one offset", fileOf({ w: tensor([4]) }, 4), '"w" has no data_offsets [start, end]'],
  ["a negative offset", fileOf({ w: tensor([-4, 0]) }, 4), '"w" has no data_offsets [start, end]'],
  [
    "offsets the wrong way round",
    fileOf({ w: tensor([4, 0]) }, 4),
    '"w" has -4 bytes, but its shape (1) needs 4',
  ],
  [
    "too few bytes for the shape",
    fileOf({ w: tensor([0, 4], [2, 3]) }, 4),
    '"w" has 4 bytes, but its shape (2, 3) needs 24',
  ],
  [
    "sizes whose product overflows",
    fileOf({ w: tensor([0, 4], [2 ** 52, 2 ** 52, 2 ** 52]) }, 4),
    `"w" has 4 bytes, but its shape (${2 ** 52}, ${2 ** 52}, ${2 ** 52}) needs ${4 * 2 ** 156}`,
  ],
  ["a gap before the first", fileOf({ w: tensor([4, 8]) }, 8), '"w" starts at byte 4 but must start at 0'],
  [
    "a gap between two",
    fileOf({ a: tensor([0, 4]), b: tensor([8, 12]) }, 12),
    '"b" starts at byte 8 but must start at 4',
  ],
  [
    "two that overlap",
    fileOf({ a: tensor([0, 8], [2]), b: tensor([4, 8]) }, 8),
    '"b" starts at byte 4 but must start at 8',
  ],
  [
    "the same bytes twice",
    fileOf({ a: tensor([0, 4]), b: tensor([0, 4]) }, 4),
    '"b" starts at byte 0 but must start at 4',
  ],
  [
    "a file cut short",
    fileOf({ w: tensor([0, 8], [2]) }, 7),
    '"w" ends past the end of the file; was it cut short?',
  ],
  [
    "a tensor of terabytes",
    fileOf({ w: tensor([0, 2 ** 42], [2 ** 40]) }, 4),
    '"w" ends past the end of the file; was it cut short?',
  ],
  ["bytes to spare", fileOf({ w: tensor([0, 4]) }, 7), "3 bytes do not belong to a tensor"],
  ["metadata that is no object", fileOf({ __metadata__: null }), "__metadata__ must map names to strings"],
  [
    "metadata that holds a number",
    fileOf({ __metadata__: { epoch: 3 } }),
    "__metadata__ must map names to strings",
  ],
];

test.each(cases)("%s", (_, bytes, message) => {
  let caught: unknown;
  try {
    decodeSafetensors(bytes);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(FormatError);
  expect(caught).toHaveProperty("message", `safetensors: ${message}`);
});

/** Reads the bytes; returns the kind of error they give, or null. */
function outcomeOf(bytes: Uint8Array): string | null {
  try {
    decodeSafetensors(bytes);
    return null;
  } catch (error) {
    return error instanceof Error ? error.name : "no error";
  }
}

const whole = encodeSafetensors(
  { "rnn.weight": { shape: [2, 3], data: new Float32Array(6) }, b: { shape: [1], data: Float32Array.of(1) } },
  { format: "pt" },
);

test("a file cut short anywhere is refused", () => {
  for (let length = 0; length < whole.length; length++) {
    expect(outcomeOf(whole.subarray(0, length)), `${length} bytes`).toBe("FormatError");
  }
});

test("bytes changed anywhere are read or refused, and never any other error", () => {
  const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
  const outcomes = new Set<string | null>();
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const bytes = whole.slice();
      for (const [at, value] of changes) bytes[at] = value;
      const outcome = outcomeOf(bytes);
      outcomes.add(outcome);
      expect([null, "FormatError"]).toContain(outcome);
    }),
    { numRuns: 1000 },
  );
  expect(outcomes.size).toBe(2); // both have happened, so the test has tested something
});
