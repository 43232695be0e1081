/** @module A job: work as plain data, with an identity that does not depend on who runs it, or where. */

/** Plain data: what JSON holds. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Work for a worker: what to do, how, and with which data. */
export interface Job {
  /** What to do, such as `"trial"`. */
  readonly kind: string;
  /** How. */
  readonly settings: Json;
  /** The data themselves if they are small, else their fingerprint. */
  readonly data: Json;
}

/**
 * The identity of a job: the first 128 bits of the SHA-256 hash of its contents, in hexadecimal. Equal jobs have equal
 * identities, whatever the order of their keys, so that a job that is added twice runs once.
 */
export async function jobId({ kind, settings, data }: Job): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalJson([kind, settings, data]));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** JSON with the keys of objects in order; infinite and missing numbers have names of their own. */
export function canonicalJson(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${entries.join(",")}}`;
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
