#!/usr/bin/env node
/**
 * @module The file behind the command `unrolled`: lets Node keep the compiled code of the command, where it can (22.8 and newer), then
 * runs it. Node writes into its own folder of temporary files, or nowhere if that is not writable;
 * NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 */
import * as nodeModule from "node:module";

// Older versions do not have the function, nor do the types.
const cache = nodeModule as typeof nodeModule & { readonly enableCompileCache?: () => unknown };
cache.enableCompileCache?.();
const { main } = await import("./main.ts");
const code = await main(process.argv.slice(2));
process.exitCode = code || (process.exitCode ?? 0); // 1 where the output could not be written
