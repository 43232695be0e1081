/** @module What a worker does all its life: takes parts of jobs as long as there are any, and sleeps. */

/** The words that caller and workers share, each a 32-bit integer. */
export const control = {
  /**
   * What is to be had: the job's number · 256 + its parts · 16 + the next part that nobody has taken. It is taken by adding
   * one if it still is what was read, so that a worker that slept through a job can take nothing of the next by mistake.
   */
  ticket: 0,
  /** Which kernel, and its argument: valid for whoever has taken a part. */
  kernel: 1,
  call: 2,
  /** Parts that are not done. */
  left: 3,
  failed: 4,
  words: 8,
} as const;

/** The ticket that sends workers home. */
export const NO_MORE = -1;

/** What a worker starts from. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly kernels: readonly string[];
  /** How often to look for a job before sleeping. */
  readonly spins: number;
  readonly slots: typeof control;
}

/**
 * The loop. It uses nothing but its argument, since in Node its text alone is sent to the worker.
 */
export function workLoop({ module, memory, words, kernels, spins, slots }: WorkerStart): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const run = exports as Record<string, (call: number, part: number, parts: number) => void>;
  for (;;) {
    const ticket = Atomics.load(words, slots.ticket);
    if (ticket === -1) return;
    const [part, parts] = [ticket & 15, (ticket >> 4) & 15];
    if (part >= parts) {
      for (let i = 0; i < spins && Atomics.load(words, slots.ticket) === ticket; i++);
      Atomics.wait(words, slots.ticket, ticket); // returns at once when it has changed
    } else if (Atomics.compareExchange(words, slots.ticket, ticket, ticket + 1) === ticket) {
      try {
        run[kernels[words[slots.kernel] ?? 0] ?? ""]?.(words[slots.call] ?? 0, part, parts);
      } catch {
        Atomics.store(words, slots.failed, 1);
      }
      if (Atomics.sub(words, slots.left, 1) === 1) Atomics.notify(words, slots.left);
    }
  }
}
