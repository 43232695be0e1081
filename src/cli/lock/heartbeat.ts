/**
 * @module A counter in the file of a lock, for those who can tell in no other way whether its holder lives: other hosts, and
 * other containers where the system has no locks. They watch it change; they do not compare times.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";

/** Milliseconds between two beats. */
const BEAT = 1000;
/** Milliseconds without a beat after which a holder counts as dead. */
const SILENCE = 10_000;
/** Milliseconds between two looks. */
const LOOK = 250;

/** Counts in a thread of its own, since training may keep the main one busy for minutes. Returns how to end it. */
export function startHeartbeat(fd: number, at: number, every: number = BEAT): () => Promise<unknown> {
  const code = `
    const { workerData: { fd, at, every } } = require("node:worker_threads");
    const { fsyncSync, writeSync } = require("node:fs");
    let beat = 0;
    setInterval(() => {
      try {
        writeSync(fd, String(++beat), at);
        fsyncSync(fd);
      } catch {} // a full disk ends no training
    }, every);`;
  const worker = new Worker(code, { eval: true, workerData: { fd, at, every } });
  worker.on("error", () => undefined);
  worker.unref();
  return () => worker.terminate();
}

/** Whether the text of a lock changes while it is watched. */
export async function beats(read: () => string, silence: number = SILENCE): Promise<boolean> {
  const before = read();
  for (let waited = 0; waited < silence; waited += LOOK) {
    await sleep(LOOK);
    if (read() !== before) return true;
  }
  return false;
}
