/**
 * @module What a page offers for vectors: no flags, no environment, and code that is loaded when large work has come. The bundles
 * for Node have hostNode.ts in the place of this module (scripts/build.js).
 */
import type { Feature } from "./v8Flags.ts";

/** The values of the environment variable UNROLLED_VECTORS. */
export type VectorChoice = "strict" | "relaxed" | "wide" | "auto";

export function vectorChoice(): VectorChoice {
  return "auto";
}

/** Turns a feature on for all WebAssembly that this process compiles from now on; returns whether that is possible. */
export function turnOn(_feature: Feature): boolean {
  return false;
}

/** Reports that a choice is not to be had in this engine. */
export function warnOfFallback(_wanted: VectorChoice, _instead: VectorChoice): void {}

let wide: typeof import("./wide.ts") | null | undefined;

/** The module that decides on wide vectors; null until it is loaded. */
export function wideModule(): typeof import("./wide.ts") | null {
  if (wide === undefined) {
    wide = null;
    import("./wide.ts").then(
      (module) => {
        wide = module;
      },
      () => {}, // offline: relaxed vectors
    );
  }
  return wide;
}
