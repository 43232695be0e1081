/**
 * @module Turns on what this engine offers, relaxed SIMD or wide vectors, as the command does, before the first WebAssembly of a program
 * that owns its process: `node --import ./scripts/ownVectors.js PROGRAM`. The library is built by then.
 */
import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { flagOf } from "../dist/wasm/v8Flags.js";

if (!("deno" in process.versions) && !("bun" in process.versions))
  for (const feature of /** @type {const} */ (["relaxed", "wide"])) {
    const flag = flagOf(feature, process.versions.v8, process.arch);
    if (flag !== null) setFlagsFromString(flag);
  }
