/** @module What a worker does all its life: waits for a job, does its part, says so. */

/** The words of the control block, each a 32-bit integer. */
export const control = {
  /** Counts up with every job: what workers wait for. */
  generation: 0,
  job: 1,
  call: 2,
  parts: 3,
  /** Workers that have not finished the job yet. */
  left: 4,
  /** Workers that are listening. */
  ready: 5,
  failed: 6,
  words: 8,
} as const;

/** What a worker starts from. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly jobs: readonly string[];
  /** Which part of a job is this worker's. */
  readonly part: number;
  /** How often to look for a job before sleeping: some ten microseconds. */
  readonly spins: number;
  readonly slots: typeof control;
}

/**
 * The loop. It uses nothing but its argument, since in Node its text alone is sent to the worker.
 */
export function workLoop({ module, memory, words, jobs, part, spins, slots }: WorkerStart): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = exports as Record<string, (call: number, part: number, parts: number) => void>;
  let seen = 0;
  Atomics.add(words, slots.ready, 1);
  Atomics.notify(words, slots.ready);
  for (;;) {
    for (let i = 0; i < spins && Atomics.load(words, slots.generation) === seen; i++);
    Atomics.wait(words, slots.generation, seen);
    const generation = Atomics.load(words, slots.generation);
    if (generation === seen) continue;
    seen = generation;
    const parts = words[slots.parts] ?? 0;
    if (parts === 0) return;
    try {
      if (part < parts) kernels[jobs[words[slots.job] ?? 0] ?? ""]?.(words[slots.call] ?? 0, part, parts);
    } catch {
      Atomics.store(words, slots.failed, 1);
    }
    if (Atomics.sub(words, slots.left, 1) === 1) Atomics.notify(words, slots.left);
  }
}
