/**
 * @module What the runtimes must agree on.
 *
 * Strict vectors must give the same bits everywhere. A relaxed multiply-add rounds once or twice, as the engine likes: its
 * losses must be the bits of strict vectors, or else within a tolerance of them and the same bits in all engines that round
 * once. Wide vectors give the bits of relaxed ones. Threads change nothing.
 */
import { isDeepStrictEqual } from "node:util";

/**
 * What `runtimeProgram.js` prints.
 * @typedef {{ version: string, binary: string, threads: number, losses: Record<string, number[]>,
 *   files: Record<string, string> }} Result
 */
/** @typedef {{ text: string, fault?: string }} Verdict */

/** The largest difference from the loss of strict vectors, in units of max(loss, 1e-3): the limit against PyTorch's losses. */
const TOLERANCE = 5e-3;

/** Compares results with the first ones: those of strict vectors, and those that round once. */
export class Results {
  /** @type {Result} */
  #strict;
  /** @type {Result | null} */
  #fused = null;

  constructor(/** @type {Result} */ strict) {
    this.#strict = strict;
  }

  /** What a result is, for the table, and what is wrong with it. @returns {Verdict} */
  compare(/** @type {string} */ mode, /** @type {Result} */ found, { isWide = false } = {}) {
    const wrong = faultIn(mode, found, isWide);
    if (wrong !== null) return different(wrong);
    const { binary } = found;
    if (mode === "wide" && !isWide) return { text: "none" };
    if (hasBitsOf(found, this.#strict))
      return { text: binary === "strict" ? "same bits" : `${binary}, strict bits` };
    if (binary === "strict") return different(firstDifference(found, this.#strict));
    const far = distance(found, this.#strict);
    if (!(far <= TOLERANCE)) return different(`losses differ by ${far.toExponential(1)} from strict vectors`);
    this.#fused ??= found;
    return hasBitsOf(found, this.#fused)
      ? { text: `${binary}, same bits` }
      : different(firstDifference(found, this.#fused));
  }
}

/** @returns {Verdict} */
function different(/** @type {string} */ fault) {
  return { text: "DIFFERENT", fault };
}

/** What is wrong with a result by itself. @returns {string | null} */
function faultIn(
  /** @type {string} */ mode,
  /** @type {Result} */ { binary, losses },
  /** @type {boolean} */ isWide,
) {
  if (!isDeepStrictEqual(losses.GRU, losses["GRU, threads"])) return "threads change the losses";
  const isRight =
    mode === "strict" ? binary === "strict" : (binary === "wide") === (mode === "wide" && isWide);
  return isRight ? null : `the binary is ${binary}`;
}

/** Whether losses and files are the same. */
function hasBitsOf(/** @type {Result} */ one, /** @type {Result} */ other) {
  return isDeepStrictEqual(one.losses, other.losses) && isDeepStrictEqual(one.files, other.files);
}

function firstDifference(/** @type {Result} */ one, /** @type {Result} */ other) {
  for (const [name, losses] of Object.entries(one.losses)) {
    const step = losses.findIndex((loss, i) => !Object.is(loss, other.losses[name]?.[i]));
    if (step >= 0)
      return `the loss of ${name} at step ${step + 1} is ${losses[step]}, not ${other.losses[name]?.[step]}`;
  }
  const name = Object.keys(one.files).find((key) => one.files[key] !== other.files[key]);
  return name === undefined ? "the losses are fewer" : `other bytes: ${name}`;
}

/** The largest difference of losses; NaN if one is NaN. */
function distance(/** @type {Result} */ one, /** @type {Result} */ other) {
  const differences = Object.entries(one.losses).flatMap(([name, losses]) =>
    losses.map((loss, i) => {
      const strict = other.losses[name]?.[i] ?? Number.NaN;
      return Math.abs(loss - strict) / Math.max(strict, 1e-3);
    }),
  );
  return Math.max(...differences);
}
