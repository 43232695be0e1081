/** @module The binaries, compiled for a memory of its own and for a shared one. */
import { expect, test } from "vitest";
import { relaxedText, strictParts } from "../../src/wasm/kernels.generated.ts";

test("what is provided as a Buffer is not changed by compiling it", async () => {
  const path = "../../src/wasm/binaries.ts?fresh"; // nothing has been provided to this instance of the module
  const { bytesFrom, compiled, provide }: typeof import("../../src/wasm/binaries.ts") = await import(path);
  const strict = bytesFrom(strictParts.reduce((text, [from, to]) => text.replaceAll(from, to), relaxedText)); // which every engine compiles
  const buffer = Buffer.from(strict); // its slice() shares memory, unlike that of other typed arrays
  provide("wide", buffer);
  for (const shared of [false, true, false]) {
    const imports = WebAssembly.Module.imports(compiled("wide", shared));
    expect(imports).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  }
  expect(buffer.equals(strict)).toBe(true);
});

test("the strict binary is the relaxed one with other instructions of the same length", async () => {
  const { bytesFrom, compiled } = await import("../../src/wasm/binaries.ts");
  const relaxed = bytesFrom(relaxedText);
  const strict = bytesFrom(strictParts.reduce((text, [from, to]) => text.replaceAll(from, to), relaxedText));
  expect(strict.length).toBe(relaxed.length);
  const madds = Buffer.from(relaxed).toString("latin1").split("\xfd\x85\x02").length - 1;
  const differences = relaxed.filter((byte, i) => byte !== strict[i]).length;
  expect(madds).toBeGreaterThan(300);
  expect(Buffer.from(strict).toString("latin1")).not.toContain("\xfd\x85\x02");
  expect(differences).toBe(madds * 5 + 1); // three bytes of each product, two of each sum, and the rows of a tile
  expect(WebAssembly.Module.exports(compiled("strict", false)).length).toBeGreaterThan(20); // compiles in every engine
});
