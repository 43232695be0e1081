/** @module Rows of results as text to read and as data to keep. */
import { type Entry, ratiosOf } from "./alternate.ts";
import type { Tried } from "./settings.ts";

/** What was timed, and what it took everyone. */
export interface Row {
  readonly what: string;
  readonly unit: "ms" | "µs";
  readonly entries: readonly Entry[];
  /** Floating-point operations, where they are counted. */
  readonly flops?: number;
  /** How PyTorch's setting was chosen. */
  readonly tried?: readonly Tried[];
}

/** Three digits that matter. */
export function digits(value: number): string {
  return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

/** Lines whose columns are aligned, the first to the left, the others to the right. */
export function aligned(lines: readonly (readonly string[])[]): string {
  const widths = Array.from({ length: Math.max(...lines.map((line) => line.length)) }, (_, k) =>
    Math.max(...lines.map((line) => (line.length > 1 ? (line[k]?.length ?? 0) : 0))),
  );
  const pad = (text: string, k: number): string =>
    k === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[k] ?? 0);
  return lines.map((line) => line.map(pad).join("  ").trimEnd()).join("\n");
}

/** A block for each row, one line for each of its entries, with its time divided by each of ours. */
export function tableOf(rows: readonly Row[]): string {
  const ours = [
    ...new Set(rows.flatMap(({ entries }) => entries.filter((e) => e.ours).map(({ who }) => who))),
  ];
  const counted = rows.some(({ flops }) => flops !== undefined);
  const head = [
    "",
    "time",
    "lowest–highest",
    ...(counted ? ["GFLOP/s"] : []),
    ...ours.map((who) => `/ ${who}`),
  ];
  return aligned([
    head,
    ...rows.flatMap((row) => [[row.what], ...row.entries.map((entry) => lineOf(row, entry, counted, ours))]),
  ]);
}

function lineOf(row: Row, entry: Entry, counted: boolean, ours: readonly string[]): string[] {
  const { who, setting, value, runs, failure = "failed" } = entry;
  if (value === null) return [`  ${who}  ${failure}`];
  const speed = gflopsOf(row, entry);
  const ratios = ratiosOf(entry, row.entries);
  return [
    `  ${who}${setting === undefined ? "" : ` (${setting})`}`,
    `${digits(value)} ${row.unit}`,
    `${digits(Math.min(...runs))}–${digits(Math.max(...runs))}`,
    ...(counted ? [speed === null ? "" : speed.toFixed(1)] : []),
    ...ours.map((name) => (ratios[name] ? `${digits(ratios[name])} ×` : "–")),
  ];
}

/** 1e9 floating-point operations a second. */
function gflopsOf({ flops, unit }: Row, { value }: Entry): number | null {
  if (flops === undefined || value === null) return null;
  return flops / (value * (unit === "ms" ? 1e6 : 1e3));
}

/** The rows with what the table computes from them. */
export function dataOf(rows: readonly Row[]): object[] {
  return rows.map(({ tried, ...row }) => ({
    ...row,
    entries: row.entries.map((entry) => {
      const gflops = gflopsOf(row, entry);
      return { ...entry, ...(gflops === null ? {} : { gflops }), ratios: ratiosOf(entry, row.entries) };
    }),
    ...(tried && { tried: tried.map(({ setting, took }) => ({ setting: setting.name, took })) }),
  }));
}
