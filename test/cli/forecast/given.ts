/** @module Files and runs that the tests of the commands for series begin with. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Said, say } from "../fakeProcess.ts";

export const sunspots = "datasets/sunspots.csv";

/** Flags of a training that takes a moment. */
export const quick = ["--target", "SUNACTIVITY", "--epochs", "3", "--hidden", "8", "--lang", "en"];

/** Trains in a folder; returns what was said. */
export function train(out: string, ...words: readonly string[]): Promise<Said> {
  return say(["train", sunspots, ...quick, "--out", out, ...words]);
}

/** Writes a file of lines; returns its path. */
export function fileOf(folder: string, name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

/** A column of days with a season of 7, and others beside it. */
export function weeks(rows: number): string[] {
  const day = (i: number): string => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
  const line = (i: number): string =>
    `${day(i)},${10 + [0, 1, 2, 3, 2, 8, 9][i % 7]},${(i * 7) % 5},${i % 7 < 5 ? 0 : 1}`;
  return ["date,sales,noise,weekend", ...Array.from({ length: rows }, (_, i) => line(i))];
}
