/** @module A short run of `npm run fuzz`: broken files of both formats, the same every time. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { brokenSafetensors, brokenTorch, randomOf } from "../../scripts/fuzzInputs.js";
import { decodeSafetensors, decodeTorch, encodeSafetensors, encodeTorch } from "../../src/interop/index.ts";
import { readZip, writeZip } from "../../src/interop/torch/zip.ts";

const COUNT = 3000;
const one = { w: { shape: [2, 1], data: Float32Array.of(1, 2) } };
const golden = new URL("../golden/", import.meta.url);
const checkpoints = readdirSync(new URL("torch/", golden)).map((name) => `torch/${name}`);
const wholeTorch = [
  ...["torch-checkpoint.pt", ...checkpoints].map(
    (name) => new Uint8Array(readFileSync(new URL(name, golden))),
  ),
  encodeTorch(one),
];
const wholeSafetensors = [encodeSafetensors(one, { format: "pt" }), encodeSafetensors({ ...one, b: one.w })];

/** How often reading ended in which way. */
function tally(
  read: (bytes: Uint8Array) => unknown,
  broken: (random: () => number) => Uint8Array,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let index = 0; index < COUNT; index++) {
    let outcome = "read";
    try {
      read(broken(randomOf(1, index)));
    } catch (error) {
      outcome = error instanceof Error ? error.name : "thrown";
      if (outcome !== "FormatError") outcome = `number ${index}: ${error}`;
    }
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

test.each([
  ["safetensors", decodeSafetensors, (random: () => number) => brokenSafetensors(random, wholeSafetensors)],
  ["torch", decodeTorch, (random: () => number) => brokenTorch(random, wholeTorch, { readZip, writeZip })],
] as const)("%s: broken files are read or refused, and nothing else", (_, read, broken) => {
  const { read: good = 0, FormatError: refused = 0, ...others } = tally(read, broken);
  expect(others).toEqual({});
  expect(good + refused).toBe(COUNT);
  expect(Math.min(good, refused)).toBeGreaterThan(COUNT / 50); // both happen often, so something is tested
});
