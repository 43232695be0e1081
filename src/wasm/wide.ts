/**
 * @module Decides on wide vectors: measures a tile, loads the wide binary if it pays, and checks its bits. Only large work needs
 * this module; pages load it then.
 */
import { warn } from "../errors.ts";
import type { Arena } from "./arena.ts";
import { provide } from "./binaries.ts";
import { builtin } from "./node.ts";
import { probeText } from "./probe.generated.ts";
import { contestIn, productsAgree } from "./wideProducts.ts";
import { WideRace } from "./wideRace.ts";

/** Why large work runs the binary it does. */
export type WideReason = "not measured" | "measured" | "chosen" | "coarse clock" | "not found" | "other bits";

/** "loaded": its bits are to be checked. */
let state: "racing" | "loading" | "loaded" = "racing";
let reason: WideReason = "not measured";
let spent = 0; // milliseconds
let race: WideRace | undefined;
let steps = 0;

/** A timed tile takes 5–13 µs in Node, and some ten ticks of the clock in a page that is cross-origin isolated. */
const STEPS = 2000;
const STEPS_PER_TICK = 3.5e6; // for each millisecond of a tick
/** Milliseconds: the clock of other pages is too coarse to measure within 2 ms. */
const COARSEST = 0.02;
/** A page whose clock ticks ten times a millisecond waits for half of one, and at most for one tick after these milliseconds. */
const MOST_TICKS = 5;
const LONGEST = 10;

/**
 * Whether large work should run the wide binary; null while undecided. Costs 1–2 ms in all, spread over several calls, each
 * before another operation. Overwrites what is not saved in the arena.
 */
export function decide(arena: Arena): boolean | null {
  if (state === "loading" || (state === "racing" && race?.isDue === false)) return null;
  const start = performance.now();
  const decision = state === "racing" ? compare(arena) : check(arena);
  spent += performance.now() - start;
  return decision;
}

/** Loads the wide binary without a measurement; returns whether it was found. The next large operation checks its bits. */
export function choose(): boolean {
  return load("chosen") !== false;
}

/** Why, the time of wide vectors as a part of that of relaxed ones (NaN before it was measured), and the cost in ms. */
export function wideReport(): {
  readonly reason: WideReason;
  readonly ratio: number;
  readonly spent: number;
} {
  return { reason, ratio: race?.ratio ?? Number.NaN, spent };
}

function compare(arena: Arena): boolean | null {
  race ??= newRace();
  if (race === undefined) return false;
  const outcome = race.run(contestIn(arena, steps));
  if (outcome === null) return null;
  if (outcome === "differ") return refuse();
  if (outcome === "wide") {
    const isThere = load("measured");
    return isThere === true ? check(arena) : isThere;
  }
  reason = "measured";
  return false;
}

/** Undefined where the clock is too coarse. */
function newRace(): WideRace | undefined {
  provide("probe", probeText);
  const tick = tickOf(() => performance.now());
  steps = Math.max(STEPS, Math.ceil(tick * STEPS_PER_TICK));
  reason = tick > COARSEST ? "coarse clock" : reason;
  return tick > COARSEST ? undefined : new WideRace(steps);
}

/** The smallest difference of two times, in ms; a difference while another program had the core is none. */
export function tickOf(now: () => number): number {
  const begin = now();
  let [least, time] = [Number.POSITIVE_INFINITY, begin];
  for (let i = 0; i < MOST_TICKS && least > COARSEST && time - begin < LONGEST; i++) {
    const start = time;
    while (time === start) time = now();
    least = Math.min(least, time - start);
  }
  return least;
}

/** The self-check: before wide vectors are used, they must compute the bits of relaxed ones. */
function check(arena: Arena): boolean {
  return productsAgree(arena) || refuse();
}

function refuse(): false {
  reason = "other bits";
  warn("wide vectors computed other bits than relaxed ones in this engine; using relaxed vectors");
  return false;
}

/** Loads the wide binary, a file beside the modules: at once in Node, Deno and Bun; null in a page, which fetches it. */
function load(because: WideReason): boolean | null {
  const fs = builtin("node:fs");
  if (fs === null) {
    state = "loading";
    void fetchWide(because);
    return null;
  }
  state = "loaded";
  const isThere = readWide(fs);
  reason = isThere ? because : "not found";
  return isThere;
}

function readWide(fs: typeof import("node:fs")): boolean {
  for (const place of [besideModules, inPackage]) {
    try {
      provide("wide", fs.readFileSync(place()));
      return true;
    } catch {} // not there
  }
  return false;
}

function besideModules(): URL {
  return new URL("../kernels/wide.wasm", import.meta.url);
}

/** For a program that was bundled into one file but can find the package. */
function inPackage(): string {
  const name = "unrolled/kernels/wide.wasm";
  return (
    builtin("node:module")
      ?.createRequire(import.meta.url)
      .resolve(name) ?? name
  );
}

/** Offline, or without the file, large work stays with relaxed vectors. */
async function fetchWide(because: WideReason): Promise<void> {
  try {
    const response = await fetch(besideModules());
    const loaded = new Uint8Array(await response.arrayBuffer());
    if (!WebAssembly.validate(loaded)) throw new Error("not a binary"); // of a server that answers everything
    provide("wide", loaded);
    state = "loaded";
    reason = because;
  } catch {
    reason = "not found";
  }
}
