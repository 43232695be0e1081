/**
 * @module The Mersenne Twister MT19937, the engine of PyTorch's CPU random numbers.
 *
 * M. Matsumoto and T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform
 * pseudo-random number generator", ACM TOMACS 8(1), 1998, with the seeding of their 2002 revision.
 * Their licence notice is in THIRD-PARTY-NOTICES.md.
 */

/** Words of state, and outputs between two twists. */
export const STATE_WORDS = 624;

const SHIFT = 397;
const UPPER_BIT = 0x80000000;
const LOWER_BITS = 0x7fffffff;
const TWIST_MATRIX = 0x9908b0df;

/** The words of an {@link Mt19937} and the index of the next one to read, 0 to 624. */
export interface Mt19937State {
  /** The 624 words of the state. */
  readonly words: readonly number[];
  /** The index of the next word. */
  readonly next: number;
}

/** MT19937: a stream of uniform 32-bit words with period 2^19937 - 1. */
export class Mt19937 {
  // Signed words: V8 keeps them in machine registers, where unsigned ones may become doubles.
  readonly #words = new Int32Array(STATE_WORDS);
  #next = STATE_WORDS;

  /** Starts the stream of a seed, of which only the low 32 bits are used. */
  constructor(seed: number) {
    this.seed(seed);
  }

  /** Restarts the stream: w₀ = seed, wₖ = 1812433253 · (wₖ₋₁ ⊕ wₖ₋₁ ≫ 30) + k mod 2³². */
  seed(seed: number): void {
    const w = this.#words;
    w[0] = seed;
    for (let k = 1; k < STATE_WORDS; k++) {
      w[k] = Math.imul(1812433253, w[k - 1] ^ (w[k - 1] >>> 30)) + k;
    }
    this.#next = STATE_WORDS;
  }

  /** The next word, an integer in [0, 2³²). */
  next(): number {
    if (this.#next === STATE_WORDS) this.#twist();
    return temper(this.#words[this.#next++]) >>> 0;
  }

  /** Fills an array with the next words, as signed integers. */
  fill(out: Int32Array): void {
    const w = this.#words;
    for (let i = 0; i < out.length; ) {
      if (this.#next === STATE_WORDS) this.#twist();
      let next = this.#next;
      for (; i < out.length && next < STATE_WORDS; i++) out[i] = temper(w[next++]);
      this.#next = next;
    }
  }

  /**
   * Sets each of `out` to `value` if a number in [0, 2⁵³), from two words, is below high · 2³² + low, otherwise to 0.
   * Uses the same words as `next`, but computes the second of a pair only where the first does not decide.
   */
  fillBelow(out: Int32Array, high: number, low: number, value: number): void {
    const w = this.#words;
    let i = 0;
    while (i < out.length) {
      const end = Math.min(out.length, i + ((STATE_WORDS - this.#next) >> 1));
      let next = this.#next;
      for (; i < end; i++, next += 2) {
        const top = temper(w[next]) & 0x1fffff;
        // The mask is all ones if it is smaller: a branch would be mispredicted half the time.
        out[i] = top === high && temper(w[next + 1]) >>> 0 < low ? value : value & ((top - high) >> 31);
      }
      this.#next = next;
      if (i < out.length) out[i++] = this.#isBelow(high, low) ? value : 0; // the pair spans two states, or starts the next one
    }
  }

  #isBelow(high: number, low: number): boolean {
    const top = this.next() & 0x1fffff;
    const rest = this.next();
    return top < high || (top === high && rest < low);
  }

  getState(): Mt19937State {
    return { words: Array.from(this.#words, (word) => word >>> 0), next: this.#next };
  }

  /** Continues from a state that {@link getState} returned; the caller has validated it. */
  setState(state: Mt19937State): void {
    this.#words.set(state.words);
    this.#next = state.next;
  }

  /** Replaces all words by the next 624 of the recurrence wₖ₊₆₂₄ = wₖ₊₃₉₇ ⊕ A(upper wₖ | lower wₖ₊₁). */
  #twist(): void {
    const w = this.#words;
    const wrap = STATE_WORDS - SHIFT;
    for (let k = 0; k < wrap; k++) w[k] = w[k + SHIFT] ^ mix(w[k], w[k + 1]);
    for (let k = wrap; k < STATE_WORDS - 1; k++) w[k] = w[k - wrap] ^ mix(w[k], w[k + 1]);
    w[STATE_WORDS - 1] = w[SHIFT - 1] ^ mix(w[STATE_WORDS - 1], w[0]);
    this.#next = 0;
  }
}

function temper(word: number): number {
  let y = word;
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >>> 18);
}

function mix(u: number, v: number): number {
  return (((u & UPPER_BIT) | (v & LOWER_BITS)) >>> 1) ^ (-(v & 1) & TWIST_MATRIX);
}
