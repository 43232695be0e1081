/**
 * @module Measures whether wide vectors are faster here: the same product by both binaries, in pieces of about 20 µs, until
 * two comparisons agree.
 *
 * Engines compile a function quickly first, and well, in the background, once it has run for a while. Wide vectors pay, if
 * at all, only in code that is compiled well. So each binary first runs for as long as that takes to begin; then
 * short tries, further and further apart, wait until both have become faster.
 */

/** One run of each binary over the same data; `agree` compares the bits of what they computed last. */
export interface Contest {
  readonly relaxed: () => void;
  readonly wide: () => void;
  readonly agree: () => boolean;
}

export type Outcome = "wide" | "relaxed" | "differ";

/** Code compiled well takes at most this part of the time of code compiled quickly: 0.15–0.4 in V8. */
const WELL = 0.6;
/** Wide vectors must take at most this part of the time. Where they work, they take 0.5–0.6; elsewhere 1.3. */
const CLEARLY = 0.85;

/** V8 compiles a function well after it has run 13 MB of its code: 220 tiles of 6 × 8, 75 of 6 × 16; a run has 32 or 16. */
const WARM = { relaxed: 7, wide: 5 } as const;

const FIRST_DELAY = 2; // ms; a function is compiled well within 3–10 ms if a core is free
const GROWTH = 1.5;
const MOST_TRIES = 14; // the last one 1.2 s after the first; on a busy machine compiling may take that long

/** Times two binaries against each other, in tries between other work. */
export class WideRace {
  readonly #now: () => number;
  #quickly = 0; // ms: the wide binary's time before it was compiled well; 0 before the first try
  #tries = 0;
  #due = 0;
  #delay = FIRST_DELAY;
  #last: Outcome | null = null;
  #ratio = Number.NaN;
  #spent = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether it is time for the next try. */
  get isDue(): boolean {
    return this.#now() >= this.#due;
  }

  /** The last measured time of wide vectors, as a part of that of relaxed ones; NaN before. */
  get ratio(): number {
    return this.#ratio;
  }

  /** Milliseconds that all tries took. */
  get spent(): number {
    return this.#spent;
  }

  /** One try; null while undecided. */
  run(contest: Contest): Outcome | null {
    const start = this.#now();
    const outcome = this.#quickly === 0 ? this.#warm(contest) : this.#compare(contest);
    const end = this.#now();
    this.#spent += end - start;
    this.#due = end + this.#delay;
    return outcome;
  }

  #warm({ relaxed, wide }: Contest): null {
    this.#time(relaxed, WARM.relaxed);
    this.#quickly = this.#time(wide, WARM.wide);
    return null;
  }

  #compare(contest: Contest): Outcome | null {
    this.#tries++;
    this.#delay *= GROWTH;
    const isLast = this.#tries >= MOST_TRIES;
    let wide = this.#time(contest.wide, 1);
    if (wide > WELL * this.#quickly && !isLast) return null;
    const relaxed = this.#time(contest.relaxed, 2);
    wide = Math.min(wide, this.#time(contest.wide, 1));
    if (relaxed > WELL * this.#quickly && !isLast) return null;
    this.#ratio = wide / relaxed;
    const outcome = wide < CLEARLY * relaxed ? (contest.agree() ? "wide" : "differ") : "relaxed";
    const isSure = outcome === this.#last || outcome === "differ" || isLast;
    this.#last = outcome;
    this.#delay = FIRST_DELAY;
    return isSure ? outcome : null;
  }

  /** The shortest of several times, in ms. */
  #time(run: () => void, times: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < times; i++) {
      const before = this.#now();
      run();
      least = Math.min(least, this.#now() - before);
    }
    return least;
  }
}
