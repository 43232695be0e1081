/** @module The binaries, compiled for a memory of its own and for a shared one. */
import { expect, test } from "vitest";
import { binaryTexts } from "../../src/wasm/kernels.generated.ts";

test("what is provided as a Buffer is not changed by compiling it", async () => {
  const path = "../../src/wasm/binaries.ts?fresh"; // nothing has been provided to this instance of the module
  const { bytesFrom, compiled, provide }: typeof import("../../src/wasm/binaries.ts") = await import(path);
  const strict = bytesFrom(binaryTexts.filter((_, i) => i % 2 === 0).join("")); // which every engine compiles
  const buffer = Buffer.from(strict); // its slice() shares memory, unlike that of other typed arrays
  provide("wide", buffer);
  for (const shared of [false, true, false]) {
    const imports = WebAssembly.Module.imports(compiled("wide", shared));
    expect(imports).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  }
  expect(buffer.equals(strict)).toBe(true);
});
