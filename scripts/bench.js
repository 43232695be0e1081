/** @module `npm run bench -- NAME`: sets everything up, then runs the benchmarks. */
import { setUp } from "./setup.js";

await setUp();
await import(new URL("../build/bench/main.js", import.meta.url).href);
