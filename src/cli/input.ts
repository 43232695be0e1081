/** @module What commands read: files, pipes and standard input, so that waiting for a writer can be interrupted. */
import { constants, createReadStream, openSync } from "node:fs";
import { stat } from "node:fs/promises";
import { Socket } from "node:net";
import { basename } from "node:path";
import type { Readable } from "node:stream";
import { InputError, readFailure } from "./files.ts";
import { closeAtEnd, Interrupted } from "./process.ts";

/** Bytes of a pipe that are kept, at most; a file is limited to as many. */
const MOST_KEPT = 2 ** 31;
const CHUNK = 1 << 19;

/** Whether a path stands for standard input: `-`, or one of its names. */
export function isStandardInput(path: string): boolean {
  return path === "-" || /^\/(?:dev\/stdin|dev\/fd\/0|proc\/self\/fd\/0)$/.test(path);
}

/** The name of a file in messages. */
export function inputName(path: string): string {
  return isStandardInput(path) ? "stdin" : basename(path);
}

/** A pipe, whose bytes come only once: they are kept for another reading. */
class Pipe {
  readonly #stream: Readable;
  readonly #chunks: Uint8Array[] = [];
  readonly #rest: AsyncIterator<Uint8Array>;
  #size = 0;

  constructor(stream: Readable) {
    this.#stream = stream;
    this.#rest = stream[Symbol.asyncIterator]();
  }

  async *read(path: string): AsyncGenerator<Uint8Array> {
    for (let i = 0; ; i++) {
      if (i === this.#chunks.length) {
        const { done, value } = await this.#rest.next();
        if (done === true) return;
        this.#size += value.length;
        if (this.#size > MOST_KEPT)
          throw new InputError(
            `cannot read ${path}: there are more than 2 GiB\n  write them to a file first`,
          );
        this.#chunks.push(value);
      }
      yield this.#chunks[i];
    }
  }

  close(reason?: Error): void {
    this.#stream.destroy(reason);
  }
}

const pipes = new Map<string, Pipe>();

/**
 * The bytes of a file, a pipe or standard input, which can be read again. Throws InputError, and Interrupted once the signal is
 * aborted.
 */
export async function* readInput(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const source = await openInput(path);
  const stop = (): void => {
    if (source instanceof Pipe) source.close(new Interrupted());
    else source.destroy(new Interrupted());
  };
  signal?.addEventListener("abort", stop);
  try {
    if (signal?.aborted) throw new Interrupted();
    yield* source instanceof Pipe ? source.read(path) : source;
  } catch (error) {
    throw error instanceof Error && "syscall" in error ? readFailure(path, error) : error;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

/** Forgets the bytes of pipes and stops reading them: an open one would keep the process alive. */
function closePipes(): void {
  for (const pipe of pipes.values()) pipe.close();
  pipes.clear();
}

async function openInput(path: string): Promise<Pipe | Readable> {
  const key = isStandardInput(path) ? "-" : path;
  const known = pipes.get(key);
  if (known !== undefined) return known;
  const found = key === "-" ? process.stdin : await openPipe(path);
  if (found === null) return createReadStream(path, { highWaterMark: CHUNK });
  const pipe = new Pipe(found);
  pipes.set(key, pipe);
  closeAtEnd(closePipes);
  return pipe;
}

/** Null for what is no pipe. A pipe is opened without waiting for its writer, which would keep a thread, and the process, waiting. */
async function openPipe(path: string): Promise<Readable | null> {
  try {
    if (!(await stat(path)).isFIFO()) return null;
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return new Socket({ fd, readable: true, writable: false });
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** The text of a file: UTF-8, or UTF-16 with its byte-order mark, which is left out. */
export function decodeText(bytes: Uint8Array): string {
  const isSwapped = bytes[0] === 0xfe && bytes[1] === 0xff;
  const isWide = isSwapped || (bytes[0] === 0xff && bytes[1] === 0xfe);
  return new TextDecoder(isSwapped ? "utf-16be" : isWide ? "utf-16le" : "utf-8").decode(bytes);
}
