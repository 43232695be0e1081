/** @module The order of the list of runs: by a column, up or down; runs without a value come last either way. */
import { computed, signal } from "@preact/signals";
import type { BrokenRun, RunSummary } from "../../../src/runs/summary.ts";
import { listed } from "./runs.ts";

type Value = string | number | null;

const values = {
  run: ({ name }) => name,
  state: ({ state }) => state,
  model: ({ model }) => model,
  target: ({ targets }) => targets[0],
  horizon: ({ horizon }) => horizon,
  epochs: ({ epoch }) => epoch,
  best: ({ best }) => best?.loss ?? null,
  mae: ({ mae }) => mae?.model ?? null,
  mase: ({ mase }) => mase,
  // Relative to the best baseline, as the list words it.
  testError: ({ mae }) => (mae?.model == null ? null : mae.model / mae.best.error),
  updated: ({ updated }) => Date.parse(updated),
} as const satisfies Readonly<Record<string, (run: RunSummary) => Value>>;

/** A column that the list can be sorted by. */
export type SortColumn = keyof typeof values;

export const sortColumns = Object.keys(values) as readonly SortColumn[];

export interface Order {
  readonly column: SortColumn;
  readonly isDown: boolean;
}

/** Null for the order of the server: the newest first. */
export const order = signal<Order | null>(null);

/** Dates begin with the latest, everything else with the least. */
const startsDown = (column: SortColumn): boolean => column === "updated";

/** Sorts by a column; again by the same one the other way round, and then as the server does. */
export function sortBy(column: SortColumn): void {
  const now = order.peek();
  if (now?.column !== column) order.value = { column, isDown: startsDown(column) };
  else order.value = now.isDown === startsDown(column) ? { column, isDown: !now.isDown } : null;
}

/** Runs in an order; those that cannot be read stay last. */
export function sorted(
  runs: readonly (RunSummary | BrokenRun)[],
  by: Order | null,
): readonly (RunSummary | BrokenRun)[] {
  if (by === null) return runs;
  const value = (run: RunSummary | BrokenRun): Value =>
    run.problem === null ? values[by.column](run) : null;
  return runs.toSorted((a, b) => {
    const [first, second] = [value(a), value(b)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return by.isDown ? compare(second, first) : compare(first, second);
  });
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === "string" && typeof b === "string")
    return a.localeCompare(b, "en", { numeric: true, sensitivity: "base" });
  return Number(a) - Number(b);
}

/** The runs of the list as it shows them. */
export const shownRuns = computed(() => sorted(listed.value?.runs ?? [], order.value));
