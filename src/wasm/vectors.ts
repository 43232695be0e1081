/**
 * @module Which binary runs: by what the engine supports, `setDeterministic`, the environment variable UNROLLED_VECTORS, and,
 * for wide vectors, a measurement when large work first comes (wide.ts).
 */
import type { Arena } from "./arena.ts";
import { type Binary, bytesFrom } from "./binaries.ts";
import { turnOn, vectorChoice, warnOfFallback, wideModule } from "./host.ts";

/** Validates only where relaxed SIMD is supported: one function, f32x4.relaxed_madd of three constants; read by `bytesFrom`. */
const PROBE = "&!-!?!9'&&&'+'!,&'!G)('&0d'b&#2&&&&&&&&&&&&&&&&#2&&&&&&&&&&&&&&&&#2&&&&&&&&&&&&&&&&#!Q(1";

/** Multiply-adds of large work before wide vectors are tried, about 2 ms: less is over before a measurement pays. */
const ENOUGH = 5e7;

let deterministic = false;
let owns = false;
let baseline: Binary | undefined;
/** Whether large work runs wide vectors; null while undecided. */
let wide: boolean | null = null;
let isChosen = false; // wide vectors without a measurement
let isOn = false; // V8's flag for them
let work = 0; // multiply-adds of large work so far

/**
 * Selects the strict binary, whose results are the same bits on every machine and engine; `false` selects the fastest one
 * again. Takes effect with the next operation.
 */
export function setDeterministic(on: boolean): void {
  deterministic = on;
}

/** Whether the strict binary is selected. */
export function isDeterministic(): boolean {
  return deterministic;
}

/**
 * Allows this library to turn on experimental flags of V8 for the whole process, once they are of use: relaxed SIMD in
 * Node 20, wide vectors from Node 24 on. For programs, before their first operation.
 */
export function ownProcess(): void {
  owns = true;
}

/** The binary for small work, on one thread. Throws ValueError for an unknown value of UNROLLED_VECTORS. */
export function baselineBinary(): Binary {
  baseline ??= supported();
  return deterministic ? "strict" : baseline;
}

function supported(): Binary {
  const wanted = vectorChoice();
  if (wanted === "strict") return "strict";
  if (owns || wanted !== "auto") turnOn("relaxed");
  if (WebAssembly.validate(bytesFrom(PROBE))) return "relaxed";
  if (wanted !== "auto") warnOfFallback(wanted, "strict");
  return "strict";
}

/** The binary for large work. */
export function threadedBinary(): Binary {
  const binary = baselineBinary();
  return binary === "relaxed" && (wide || isChosen) ? "wide" : binary;
}

/**
 * Makes V8 combine two 128-bit vectors into one of 256 bits in this process: large products run twice as fast, with the
 * same bits. Needs Node 24 or newer on x64. It sets an experimental flag of V8 that affects everything the process compiles
 * from then on, so only a program, not a library, should call it, before any other work. Returns whether it took effect.
 *
 * Where V8 was started with that flag, the library measures by itself, once, whether wide vectors are faster.
 */
export function useWideVectors(): boolean {
  const wanted = vectorChoice();
  if (wide === false || (wanted !== "auto" && wanted !== "wide")) return false;
  isChosen ||= wide !== true && turnOn("wide") && (wideModule()?.choose() ?? false);
  return wide === true || isChosen;
}

/**
 * Decides on wide vectors once enough large work has come. Overwrites what is not saved in the arena.
 */
export function considerWide(arena: Arena, operations: number): void {
  if (wide !== null || baselineBinary() !== "relaxed") return;
  work += operations;
  if (work >= ENOUGH || isChosen || vectorChoice() !== "auto") decide(arena);
}

function decide(arena: Arena): void {
  const wanted = vectorChoice();
  if (wanted === "wide" && !useWideVectors()) warnOfFallback(wanted, "relaxed");
  if (wanted === "relaxed" || (wanted === "wide" && !isChosen)) wide = false;
  else {
    if (owns && !isOn) isOn = turnOn("wide");
    wide = wideModule()?.decide(arena) ?? null;
  }
  if (wide !== null) isChosen = false;
}

/** What runs, and why. */
export interface VectorsReport {
  readonly small: Binary;
  readonly large: Binary;
  readonly reason: string;
  /** The time of wide vectors as a part of that of relaxed ones; NaN if it was not measured. */
  readonly ratio: number;
  /** Milliseconds that measuring, loading and checking took. */
  readonly spent: number;
}

/** Which binaries run now, and why. */
export function vectorsReport(): VectorsReport {
  const [small, large, wanted] = [baselineBinary(), threadedBinary(), vectorChoice()];
  const measured = wideModule()?.wideReport() ?? { reason: "not measured", ratio: Number.NaN, spent: 0 };
  const own = deterministic
    ? "deterministic"
    : wanted === "strict" || wanted === "relaxed"
      ? "UNROLLED_VECTORS"
      : small === "strict"
        ? "no relaxed SIMD"
        : wanted === "wide" && wide === false && measured.reason === "not measured"
          ? "no wide vectors"
          : null;
  return { small, large, ...measured, reason: own ?? measured.reason };
}
