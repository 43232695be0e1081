/** @module Writes into what is no file of its own: the standard output by its path, another descriptor, a pipe. */
import { constants, createWriteStream, openSync } from "node:fs";
import { readlink } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";

const MOST_LINKS = 40;

/**
 * The number of this process's descriptor that a path names, such as /dev/stdout; else null. Opened by its path, a file would
 * be written from its start again, over what is there.
 */
export async function descriptorOf(path: string): Promise<number | null> {
  let place = resolve(path);
  for (let i = 0; i < MOST_LINKS; i++) {
    const own = /^\/(?:dev|proc\/(?:self|thread-self|(\d+)))\/fd\/(\d+)$/.exec(place);
    if (own !== null && Number(own[1] ?? process.pid) === process.pid) return Number(own[2]);
    const next = await readlink(place).catch(() => null);
    if (next === null) return null;
    place = resolve(dirname(place), next);
  }
  return null;
}

export async function writeDescriptor(fd: number, content: string | Uint8Array): Promise<void> {
  if (fd === 1 || fd === 2) {
    const stream = fd === 1 ? process.stdout : process.stderr;
    await new Promise<void>((done, fail) => stream.write(content, (error) => (error ? fail(error) : done())));
    return;
  }
  await finished(createWriteStream("", { fd, autoClose: false }).end(content));
}

/** Milliseconds between two looks for a reader. */
const READER_EVERY = 50;

/**
 * Waits for a reader, then writes. Opened without O_NONBLOCK, a pipe without a reader would block a thread, and the process
 * could not end.
 */
export async function writePipe(path: string, content: string | Uint8Array): Promise<void> {
  const fd = await openPipe(path);
  const { Socket } = await import("node:net");
  await finished(new Socket({ fd, readable: false, writable: true }).end(content), { readable: false });
}

async function openPipe(path: string): Promise<number> {
  const { O_WRONLY, O_NONBLOCK = 0 } = constants;
  for (;;) {
    try {
      return openSync(path, O_WRONLY | O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENXIO") throw error;
    }
    await sleep(READER_EVERY);
  }
}
