/** @module What a number depends on. */
import { expect, test } from "vitest";
import { processorIn } from "../../bench/surroundings.ts";

test("the processor: family, model and vector flags", () => {
  const cpuinfo = [
    "processor\t: 0",
    "vendor_id\t: AuthenticAMD",
    "cpu family\t: 25",
    "model\t\t: 1",
    "model name\t: AMD EPYC",
    "flags\t\t: fpu sse4_1 fma avx avx2 avx512_vnni",
    "",
  ].join("\n");
  expect(processorIn(cpuinfo)).toBe("family 25, model 1, SSE4.1, AVX, AVX2, FMA");
  expect(processorIn("")).toBe("");
});
