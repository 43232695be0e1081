/**
 * @module What a page offers: no flags of the engine, no environment, and code that is loaded when large work has come. The bundles
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

/** A module that is loaded when it is first asked for: null until then, and offline. */
function lazy<Module>(load: () => Promise<Module>): () => Module | null {
  let module: Module | null | undefined;
  return () => {
    if (module === undefined) {
      module = null;
      load().then(
        (loaded) => {
          module = loaded;
        },
        () => {},
      );
    }
    return module;
  };
}

/** The module that decides on wide vectors: without it, vectors are relaxed. */
export const wideModule: () => typeof import("./wide.ts") | null = lazy(() => import("./wide.ts"));

/** The pool of workers: without it, the caller does all the work. */
export const workersModule: () => typeof import("./workers.ts") | null = lazy(() => import("./workers.ts"));
