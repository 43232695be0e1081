#!/usr/bin/env node
/**
 * @module The file behind the command `unrolled`: lets Node keep the compiled code of the command, where it can (22.8 and newer), then
 * runs it. Node writes into its own folder of temporary files, or nowhere if that is not writable;
 * NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 */
import * as nodeModule from "node:module";

// Older versions have neither function, nor have the types.
const cache = nodeModule as typeof nodeModule & {
  readonly enableCompileCache?: () => unknown;
  readonly flushCompileCache?: () => void;
};
cache.enableCompileCache?.();
const { main } = await import("./main.ts");
cache.flushCompileCache?.(); // before V8's flags change, with which the code would not be valid next time
const code = await main(process.argv.slice(2));
process.exitCode = code || (process.exitCode ?? 0); // 1 where the output could not be written
