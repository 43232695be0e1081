/** @module Bundle sizes, as the size budgets of `npm test` measure them. */
import { fileURLToPath } from "node:url";
import { run } from "./child.ts";
import { aligned } from "./table.ts";

/** A bundle, minified; gzip and its budget in bytes. */
export interface Size {
  readonly what: string;
  readonly gzip: number;
  readonly budget: number;
}

export function benchSize(): Size[] {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  return JSON.parse(
    run({ command: process.execPath, args: ["scripts/sizes.js", "--json"], cwd: root }).stdout,
  );
}

export function sizesText(sizes: readonly Size[]): string {
  const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  return aligned([
    ["", "gzip", "budget"],
    ...sizes.map(({ what, gzip, budget }) => [what, kB(gzip), kB(budget)]),
  ]);
}
