import { expect, test } from "vitest";
import { parseConfig } from "../src/cli/forecast/givenOptions.ts";
import { tensor, zeros } from "../src/index.ts";
import { decodeSafetensors } from "../src/interop/index.ts";
import { readRunConfig } from "../src/runs/read.ts";
import { shown, shownName } from "../src/shown.ts";
import { Fields } from "../src/train/json.ts";

function nested(depth: number): string {
  return "[".repeat(depth) + "]".repeat(depth);
}

/** The message of what a function throws. */
function message(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return String(error);
  }
  return "nothing";
}

test("short values are shown as JSON has them, others as JavaScript", () => {
  for (const value of [null, true, 1.5, "a\nb", [1, [2]], { a: 1, b: [{}] }, {}, []])
    expect(shown(value)).toBe(JSON.stringify(value));
  expect(shown(undefined)).toBe("undefined");
  expect(shown(Number.NaN)).toBe("NaN");
  expect(shown(12n)).toBe("12n");
  expect(shown(10n ** 1000n)).toBe("a large bigint");
  expect(shown(Math.max)).toBe("a function");
  expect(shown(new Float32Array(3))).toBe("Float32Array of 12 bytes");
});

test("long and deep values are cut", () => {
  expect(shown("x".repeat(100))).toBe(`"${"x".repeat(56)}…`);
  expect(shown(Array.from({ length: 1e6 }, () => 1))).toBe(`[${"1,".repeat(28)}…`);
  expect(shown(JSON.parse(nested(100_000)))).toBe(`${"[".repeat(32)}…${"]".repeat(24)}…`);
  expect(shown({ a: JSON.parse(nested(100_000)) })).toMatch(/^\{"a":\[+…\]+…$/);
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  expect(shown(cyclic)).toBe(`${"[".repeat(32)}…${"]".repeat(24)}…`);
  expect(shownName("n".repeat(1e6))).toHaveLength(198);
});

test("values nested 100,000 deep are refused in every file that is JSON", () => {
  const deep = nested(100_000);
  const header = new TextEncoder().encode(`{"a":{"dtype":${deep},"shape":[],"data_offsets":[0,0]}}`);
  const bytes = new Uint8Array(8 + header.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  expect(message(() => decodeSafetensors(bytes))).toMatch(
    /^FormatError: safetensors: "a" holds \[+…\]+… but only/,
  );
  expect(message(() => parseConfig(`{"epochs":${deep}}`, "c.json"))).toMatch(
    /^UsageError: c\.json: epochs is \[+/,
  );
  expect(message(() => parseConfig(deep, "c.json"))).toMatch(/^UsageError: c\.json is \[+/);
  expect(message(() => readRunConfig(`{"unrolled":${deep}}`))).toMatch(
    /^FormatError: config\.json\.unrolled is \[+/,
  );
  const fields = new Fields({ a: JSON.parse(deep) }, "f");
  expect(message(() => fields.same("a", "GRU", "the cell"))).toMatch(
    /^FormatError: f\.a is \[+…\]+… but must be "GRU", the cell$/,
  );
});

test("tensors of what is none, and of too many axes", () => {
  expect(message(() => tensor([1n as unknown as number]))).toBe(
    "FormatError: tensor: every value must be a number (got 1n)",
  );
  expect(message(() => tensor(JSON.parse(nested(10_000))))).toBe(
    "ShapeError: tensor: a tensor has at most 64 axes (got 65 or more)",
  );
  const cyclic: never[] = [];
  cyclic.push(cyclic as never);
  expect(message(() => tensor(cyclic))).toBe(
    "ShapeError: tensor: a tensor has at most 64 axes (got 65 or more)",
  );
  const ones = Array.from({ length: 65 }, () => 1);
  expect(message(() => zeros(ones))).toBe("ShapeError: zeros: a tensor has at most 64 axes (got 65 or more)");
  expect(message(() => tensor(new Float32Array(1), { shape: ones }))).toMatch(/^ShapeError/);
  expect(tensor(JSON.parse(`${"[".repeat(64)}1${"]".repeat(64)}`)).shape).toHaveLength(64);
});
