/**
 * @module Ends the process at one of its operations on files: `node --import ./scripts/killHook.js`, with the number of the moment
 * in UNROLLED_KILL_AT. Each rename, link, flush and unlink has two moments: before it, and after it. A process that ends by itself
 * writes the names of all moments to the file UNROLLED_KILL_LOG.
 */
import fs from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";

const { UNROLLED_KILL_AT: at = "", UNROLLED_KILL_LOG: log = "" } = process.env;
/** @type {string[]} */
const moments = [];

function pass(/** @type {string} */ moment) {
  if (String(moments.length) === at) process.kill(process.pid, "SIGKILL");
  moments.push(moment);
}

/** Wraps an operation that returns a promise. */
function watch(/** @type {any} */ owner, /** @type {string} */ name) {
  const real = owner[name];
  owner[name] = async function (/** @type {unknown[]} */ ...args) {
    pass(`before ${name}`);
    const result = await real.apply(this, args);
    pass(`after ${name}`);
    return result;
  };
}

function watchSync(/** @type {any} */ owner, /** @type {string} */ name) {
  const real = owner[name];
  owner[name] = function (/** @type {unknown[]} */ ...args) {
    pass(`before ${name}`);
    const result = real.apply(this, args);
    pass(`after ${name}`);
    return result;
  };
}

if (isMainThread) {
  for (const name of ["rename", "link", "unlink", "rm"]) watch(promises, name);
  for (const name of ["renameSync", "linkSync", "unlinkSync", "fsyncSync"]) watchSync(fs, name);
  const handle = await promises.open(fileURLToPath(import.meta.url));
  for (const name of ["sync", "datasync"]) watch(Object.getPrototypeOf(handle), name);
  await handle.close();
  syncBuiltinESMExports();
  const { writeFileSync } = fs;
  process.on("exit", () => log !== "" && writeFileSync(log, moments.join("\n")));
}
