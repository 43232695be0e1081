/** @module The loop of a worker: takes parts of jobs while there are any, then sleeps. */

/** Offsets into the array of 32-bit integers that caller and workers share. */
export const control = {
  /**
   * The job's number · 256 + its number of parts · 16 + the next free part. A thread takes that part by adding one with a
   * compare-and-swap, so that a worker that slept through a job cannot take a part of the next one by mistake.
   */
  ticket: 0,
  /** The index of the kernel among the exports, and its argument; valid once a part is taken. */
  kernel: 1,
  call: 2,
  /** Parts that are not finished. */
  left: 3,
  failed: 4,
  words: 8,
} as const;

/** The ticket that makes workers exit. */
export const NO_MORE = -1;

/** The message that starts a worker. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly words: Int32Array<SharedArrayBuffer>;
  /** How often to poll for a job before sleeping. */
  readonly spins: number;
  readonly slots: typeof control;
}

/** The loop. It must use nothing but its argument, because Node sends only its source text to the worker. */
export function workLoop({ module, memory, words, spins, slots }: WorkerStart): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = Object.values(exports) as ((call: number, part: number, parts: number) => void)[];
  for (;;) {
    const ticket = Atomics.load(words, slots.ticket);
    if (ticket === -1) return;
    const [part, parts] = [ticket & 15, (ticket >> 4) & 15];
    if (part >= parts) {
      for (let i = 0; i < spins && Atomics.load(words, slots.ticket) === ticket; i++);
      Atomics.wait(words, slots.ticket, ticket); // returns at once when it has changed
    } else if (Atomics.compareExchange(words, slots.ticket, ticket, ticket + 1) === ticket) {
      try {
        kernels[words[slots.kernel]](words[slots.call], part, parts);
      } catch {
        Atomics.store(words, slots.failed, 1);
      }
      if (Atomics.sub(words, slots.left, 1) === 1) Atomics.notify(words, slots.left);
    }
  }
}
