/** @module What Node, Deno and Bun offer, in the place of host.ts: V8's flags, UNROLLED_VECTORS, and all code at once. */
import "./elementwise.ts";
import { didYouMean, ValueError, warn } from "../errors.ts";
import type { VectorChoice } from "./host.ts";
import { builtin } from "./node.ts";
import { type Feature, flagOf } from "./v8Flags.ts";
import * as wide from "./wide.ts";
import * as workers from "./workers.ts";

const choices = ["strict", "relaxed", "wide", "auto"] as const satisfies readonly VectorChoice[];

let choice: VectorChoice | undefined;

/** The value of UNROLLED_VECTORS; "auto" if it is not set. Throws ValueError for an unknown one. */
export function vectorChoice(): VectorChoice {
  choice ??= parseChoice(mayRead() ? process.env.UNROLLED_VECTORS : undefined);
  return choice;
}

/** Deno asks the user, or throws, where reading the environment is not allowed. */
function mayRead(): boolean {
  const { Deno } = globalThis as { Deno?: { permissions: { querySync(name: object): { state: string } } } };
  const permission = { name: "env", variable: "UNROLLED_VECTORS" };
  return Deno === undefined || Deno.permissions.querySync(permission).state === "granted";
}

/** A value of UNROLLED_VECTORS. Throws ValueError for an unknown one. */
export function parseChoice(value: string | undefined): VectorChoice {
  if (value === undefined || value === "") return "auto";
  const found = choices.find((one) => one === value);
  if (found !== undefined) return found;
  const nearest = didYouMean(value, choices);
  throw new ValueError(
    `UNROLLED_VECTORS: expected strict, relaxed, wide or auto, got ${JSON.stringify(value.slice(0, 60))}${nearest === undefined ? "" : `; did you mean ${nearest}?`}`,
  );
}

/** As in host.ts. Bun has another engine, and in Deno wide vectors gain nothing. */
export function turnOn(feature: Feature): boolean {
  if ("deno" in process.versions || "bun" in process.versions) return false;
  const flag = flagOf(feature, process.versions.v8, process.arch);
  const v8 = flag === null ? null : builtin("node:v8");
  if (flag === null || v8 === null) return false;
  v8.setFlagsFromString(flag);
  return true;
}

export function warnOfFallback(wanted: VectorChoice, instead: VectorChoice): void {
  warn(`UNROLLED_VECTORS=${wanted}: this engine has no such vectors; using ${instead} ones`);
}

export function wideModule(): typeof wide {
  return wide;
}

export function workersModule(): typeof workers {
  return workers;
}
