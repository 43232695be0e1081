/** @module What a program that owns its process turns on before its first WebAssembly: relaxed SIMD and wide vectors. */
import process from "node:process";
import { setFlagsFromString } from "node:v8";

/** Turns on what this V8 offers, by the names that it knows; the library is built by then. */
export async function turnOnVectors() {
  if ("deno" in process.versions || "bun" in process.versions) return;
  const { flagOf } = await import(new URL("../dist/wasm/v8Flags.js", import.meta.url).href);
  for (const feature of ["relaxed", "wide"]) {
    const flag = flagOf(feature, process.versions.v8, process.arch);
    if (flag !== null) setFlagsFromString(flag);
  }
}
