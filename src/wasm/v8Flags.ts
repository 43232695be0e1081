/** @module V8's flags for vectors: their names change with its version, and V8 complains about a name it does not know. */

/** Multiply-adds with one rounding, and two vectors of 128 bits combined into one of 256. */
export type Feature = "relaxed" | "wide";

/**
 * The flag that turns a feature on in a version of V8, such as "13.6.233.17-node.26"; null where there is none, or it does
 * nothing. Relaxed SIMD needs none from 11.4 on. Wide vectors exist on x64 only, made nothing faster before V8 13, and
 * have another name from 15.4 on.
 */
export function flagOf(feature: Feature, v8: string, arch: string): string | null {
  const [major = 0, minor = 0] = v8.split(".").map((part) => Number.parseInt(part, 10));
  const isBefore = (otherMajor: number, otherMinor: number): boolean =>
    major < otherMajor || (major === otherMajor && minor < otherMinor);
  if (!(major > 0)) return null;
  if (feature === "relaxed") return isBefore(11, 4) ? "--experimental-wasm-relaxed-simd" : null;
  if (arch !== "x64" || isBefore(13, 0)) return null;
  return isBefore(15, 4) ? "--experimental-wasm-revectorize" : "--wasm-revectorize";
}
