/** @module Files of weights are told apart by what they hold, whatever their first bytes happen to be. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readWeights } from "../../src/cli/weights/weights.ts";
import { encodeSafetensors } from "../../src/interop/safetensors.ts";

test("a safetensors file whose header is 640 bytes long begins like a pickle, and is none", async () => {
  const tensors = { w: { shape: [2], data: Float32Array.of(1, 2) } };
  const short = encodeSafetensors(tensors, { note: "" });
  const header = new DataView(short.buffer).getUint32(0, true);
  const bytes = encodeSafetensors(tensors, { note: "x".repeat(640 - header) });
  expect([...bytes.slice(0, 2)]).toEqual([0x80, 0x02]);
  const path = join(mkdtempSync(join(tmpdir(), "unrolled-")), "weights.safetensors");
  writeFileSync(path, bytes);
  const { format, tensors: read } = await readWeights(path);
  expect([format, [...read.w.data]]).toEqual(["safetensors", [1, 2]]);
});
