/** @module `npm run bench -- NAME`: builds everything, then runs the benchmarks. */
import { build } from "./build.js";

await build();
await import(new URL("../build/bench/main.js", import.meta.url).href);
