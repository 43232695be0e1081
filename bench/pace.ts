/** @module How a child process times its training steps; ours and the peers in JavaScript share it. */

/** How long to warm up and to measure. */
export interface Pace {
  /** Seconds of warm-up, and one step at least; 0 is none at all: a cold start. */
  readonly warm: number;
  /** Seconds of measuring. */
  readonly seconds: number;
  /** The minimum number of steps to measure. */
  readonly least: number;
}

/** What a child prints, as one line of JSON: microseconds of each measured step, and the last loss. */
export interface Timing {
  readonly micros: readonly number[];
  readonly loss: number;
}

/** The words that a pace is on a command line; `paceOf` reads them again. */
export function wordsOf({ warm, seconds, least }: Pace): string[] {
  return [warm, seconds, least].map(String);
}

export function paceOf([warm, seconds, least]: readonly string[]): Pace {
  return { warm: Number(warm), seconds: Number(seconds), least: Number(least) };
}

/** Runs and times a step that returns its loss; steps are numbered from 0, warm-up included. */
export function timeSteps(step: (k: number) => number, pace: Pace): Timing {
  const micros: number[] = [];
  let loss = Number.NaN;
  let k = 0;
  const repeat = (seconds: number, least: number): void => {
    const start = performance.now();
    micros.length = 0;
    while (micros.length < least || performance.now() - start < seconds * 1000) {
      const before = performance.now();
      loss = step(k++);
      micros.push((performance.now() - before) * 1000);
    }
  };
  if (pace.warm > 0) {
    const isWarm = warmUpOf(pace.warm);
    do repeat(0, 1);
    while (!isWarm());
  }
  repeat(pace.seconds, pace.least);
  return { micros, loss };
}

/** A busy machine lengthens a warm-up by at most this factor. */
const LONGEST = 8;

/**
 * Whether this process has run for that many seconds from now on. Those that it computed count: beside other processes
 * the compilers of V8, which run in threads of their own, need longer for the same code.
 */
export function warmUpOf(seconds: number): () => boolean {
  const [start, before] = [performance.now(), process.cpuUsage()];
  return () => {
    const elapsed = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(before);
    return elapsed >= seconds && ((user + system) / 1e6 >= seconds || elapsed >= LONGEST * seconds);
  };
}
