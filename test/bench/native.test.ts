/** @module `bench -- native`: what it takes, and our side of the comparison. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { nativeFault } from "../../bench/native.ts";

test("words are cells and hidden sizes; oneDNN's plain RNN is not measured", () => {
  expect(nativeFault(["lstm", "128"])).toBeNull();
  expect(nativeFault(["RNN", "64"])).toBe("there is no RNN, 64, but LSTM, GRU, 32, 128, 256, 512");
});

// Magnitudes of outputs and weight gradients that oneDNN 2.6.3 computes: build/native/onednn 0 0 1 CELL,2,3,5,1
test.each([
  ["LSTM", 1.18961652],
  ["GRU", 2.49858167],
])("%s: computes what oneDNN computes", (cell, sum) => {
  const program = fileURLToPath(new URL("../../build/bench/oursLayer.js", import.meta.url));
  const env = { ...process.env, NODE_OPTIONS: "" };
  const args = [program, "0", "0", "2", `${cell},2,3,5,1`];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env });
  expect(stderr).toBe("");
  const { micros, loss } = JSON.parse(stdout);
  expect(micros).toHaveLength(2);
  expect(loss).toBeCloseTo(sum, 6);
});
