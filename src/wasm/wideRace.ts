/**
 * @module Measures whether wide vectors are faster here: the same product by both binaries, in pieces of about 20 µs, until
 * three comparisons agree.
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
/** Where wide vectors work, they take 0.5–0.6 of the time of relaxed ones; elsewhere 1.1–1.5. What lies between is tried again. */
const FASTER = 0.85;
const SLOWER = 1;
/** More than that and the wide binary is not compiled well, whatever was measured before. */
const IMPLAUSIBLE = 2.2;
const AGREEING = 3;

/** Steps of a tile until V8 begins to compile it well, for which 13 MB of its code have to run; with a margin on both sides. */
const WARM = 22_000;
const SURELY_QUICK = 8_000;

const FIRST_DELAY = 2; // ms; a function is compiled well within 3–10 ms if a core is free
const GROWTH = 1.5;
const MOST_TRIES = 18; // the last one 6 s after the first: compiling may take seconds if other programs have the cores

/** Times two binaries against each other, in tries between other work. */
export class WideRace {
  readonly #now: () => number;
  readonly #steps: number;
  #quickly = 0; // ms: the wide binary's time before it was compiled well; 0 before the first try
  #tries = 0;
  #due = 0;
  #delay = FIRST_DELAY;
  #last: Outcome | null = null;
  #agreeing = 0;
  #ratio = Number.NaN;

  /** A run of the contest is a tile of that many steps. */
  constructor(steps: number, now: () => number = () => performance.now()) {
    this.#steps = steps;
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

  /** One try; null while undecided. */
  run(contest: Contest): Outcome | null {
    const outcome = this.#quickly === 0 ? this.#warm(contest) : this.#compare(contest);
    this.#due = this.#now() + this.#delay;
    return outcome;
  }

  /** The relaxed binary has run before; it does so again, to be in the caches. */
  #warm({ relaxed, wide }: Contest): null {
    this.#time(relaxed, 1);
    const runs = Math.ceil(WARM / this.#steps);
    const quick = Math.max(1, Math.min(2, Math.floor(SURELY_QUICK / this.#steps)));
    this.#quickly = this.#time(wide, quick);
    this.#time(wide, runs - quick);
    return null;
  }

  #compare(contest: Contest): Outcome | null {
    this.#tries++;
    const isLast = this.#tries >= MOST_TRIES;
    const outcome = this.#outcome(contest);
    if (outcome === null) this.#delay *= GROWTH;
    else this.#agreeing = outcome === this.#last ? this.#agreeing + 1 : 1;
    this.#last = outcome ?? this.#last;
    if (outcome === "differ" || this.#agreeing === AGREEING) return outcome;
    return isLast ? "relaxed" : null;
  }

  /** What one comparison says; null while a binary is not compiled well, or the difference is small. */
  #outcome({ relaxed, wide, agree }: Contest): Outcome | null {
    const limit = WELL * this.#quickly;
    const first = this.#time(wide, 1);
    if (first > limit) return null;
    const relaxedTime = this.#time(relaxed, 2);
    const wideTime = Math.min(first, this.#time(wide, 1));
    if (relaxedTime > limit) return null;
    this.#ratio = wideTime / relaxedTime;
    if (this.#ratio < FASTER) return agree() ? "wide" : "differ";
    return this.#ratio > SLOWER && this.#ratio < IMPLAUSIBLE ? "relaxed" : null;
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
