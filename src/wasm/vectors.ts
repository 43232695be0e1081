/**
 * @module Which binary runs: by what the engine supports, `setDeterministic`, the environment variable UNROLLED_VECTORS, and,
 * for wide vectors, a measurement when large work first comes.
 */
import { didYouMean, ValueError, warn } from "../errors.ts";
import type { Arena } from "./arena.ts";
import { type Binary, bytesFrom, loadWide } from "./binaries.ts";
import { hasFlag, turnOn } from "./v8Flags.ts";
import { contestIn, productsAgree } from "./wideProducts.ts";
import { WideRace } from "./wideRace.ts";

/** The values of UNROLLED_VECTORS. */
export const vectorChoices = ["strict", "relaxed", "wide", "auto"] as const;

export type VectorChoice = (typeof vectorChoices)[number];

/** Validates only where relaxed SIMD is supported: one function, f32x4.relaxed_madd of three constants; read by `bytesFrom`. */
const PROBE = "&!-!?!9'&&&'+'!,&'!G)('&0d'b&#2&&&&&&&&&&&&&&&&#2&&&&&&&&&&&&&&&&#2&&&&&&&&&&&&&&&&#!Q(1";

/** Multiply-adds of large work before wide vectors are tried, about 2 ms: less is over before a measurement pays. */
const ENOUGH = 5e7;

/** Why large work runs the binary it does. */
export type WideReason =
  | "not measured"
  | "measured"
  | "chosen"
  | "no relaxed SIMD"
  | "deterministic"
  | "UNROLLED_VECTORS"
  | "not found"
  | "other bits";

let deterministic = false;
let owns = false;
let baseline: Binary | undefined;
let choice: VectorChoice | undefined;
/** "loaded": to be checked; "on": checked. */
let wide: "unknown" | "racing" | "loading" | "loaded" | "on" | "off" = "unknown";
let why: WideReason = "not measured";
const race: WideRace = new WideRace();
let spent = 0; // milliseconds
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
  if (wanted !== "auto")
    warn(`UNROLLED_VECTORS=${wanted}: this engine has no relaxed SIMD; using strict vectors`);
  return "strict";
}

/** The binary for large work. */
export function threadedBinary(): Binary {
  const binary = baselineBinary();
  return binary === "relaxed" && isWide() ? "wide" : binary;
}

/** The value of UNROLLED_VECTORS; "auto" if it is not set. Throws ValueError for an unknown one. */
export function vectorChoice(): VectorChoice {
  choice ??= parseChoice(typeof process === "undefined" ? undefined : process.env?.UNROLLED_VECTORS);
  return choice;
}

/** A value of UNROLLED_VECTORS. Throws ValueError for an unknown one. */
export function parseChoice(value: string | undefined): VectorChoice {
  if (value === undefined || value === "") return "auto";
  const found = vectorChoices.find((one) => one === value.toLowerCase());
  if (found !== undefined) return found;
  const nearest = didYouMean(value, vectorChoices);
  const what = `UNROLLED_VECTORS: expected ${vectorChoices.slice(0, -1).join(", ")} or auto, got ${JSON.stringify(value)}`;
  throw new ValueError(nearest === undefined ? what : `${what}; did you mean ${nearest}?`);
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
  if (isWide()) return true;
  if (wanted === "strict" || wanted === "relaxed" || !hasFlag("wide")) return false;
  turnOn("wide");
  load("chosen");
  return isWide();
}

function isWide(): boolean {
  return wide === "on" || wide === "loaded";
}

/**
 * Decides on wide vectors once enough large work has come; costs 1–2 ms in all, spread over several operations. Overwrites
 * what is not saved in the arena.
 */
export function considerWide(arena: Arena, operations: number): void {
  if (wide === "on" || wide === "off" || wide === "loading" || baselineBinary() !== "relaxed") return;
  work += operations;
  if (wide === "unknown" && !isTime()) return;
  if (wide === "racing" && !race.isDue) return;
  const start = performance.now();
  if (wide === "racing") runRace(arena);
  if (isWide()) check(arena);
  spent += performance.now() - start;
}

/** Whether to begin the race. */
function isTime(): boolean {
  const wanted = vectorChoice();
  if (wanted === "relaxed") settle("off", "UNROLLED_VECTORS");
  else if (wanted === "wide") insist();
  else if (work >= ENOUGH) {
    if (owns) turnOn("wide");
    wide = "racing";
  }
  return wide !== "unknown";
}

/** UNROLLED_VECTORS=wide: no race, but relaxed vectors where the engine has no others. */
function insist(): void {
  if (useWideVectors()) return;
  warn("UNROLLED_VECTORS=wide: this engine has no wide vectors; using relaxed ones");
  settle("off", "UNROLLED_VECTORS");
}

function runRace(arena: Arena): void {
  const outcome = race.run(contestIn(arena));
  if (outcome === "wide") load("measured");
  else if (outcome === "differ") refuse();
  else if (outcome === "relaxed") settle("off", "measured");
}

function load(reason: WideReason): void {
  const found = loadWide();
  const then = (isThere: boolean): void => (isThere ? settle("loaded", reason) : settle("off", "not found"));
  if (typeof found === "boolean") then(found);
  else {
    wide = "loading";
    void found.then(then);
  }
}

/** The self-check: before wide vectors are used, they must compute the bits of relaxed ones. */
function check(arena: Arena): void {
  if (wide !== "loaded") return;
  if (productsAgree(arena)) wide = "on";
  else refuse();
}

function refuse(): void {
  warn("wide vectors computed other bits than relaxed ones in this engine; using relaxed vectors");
  settle("off", "other bits");
}

function settle(state: "loaded" | "off", reason: WideReason): void {
  wide = state;
  why = reason;
}

/** What runs, and why. */
export interface VectorsReport {
  readonly small: Binary;
  readonly large: Binary;
  readonly reason: WideReason;
  /** The time of wide vectors as a part of that of relaxed ones; null if it was not measured. */
  readonly ratio: number | null;
  /** Milliseconds that loading, checking and measuring took. */
  readonly spent: number;
}

/** Which binaries run now, and why. */
export function vectorsReport(): VectorsReport {
  const small = baselineBinary();
  const reason = deterministic
    ? "deterministic"
    : vectorChoice() === "strict"
      ? "UNROLLED_VECTORS"
      : small === "strict"
        ? "no relaxed SIMD"
        : why;
  return {
    small,
    large: threadedBinary(),
    reason,
    ratio: Number.isNaN(race.ratio) ? null : race.ratio,
    spent,
  };
}
