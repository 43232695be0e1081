/** @module The settings whose programs PyTorch has run, with what it made of them: test/golden/program-code.json. */
import { createHash } from "node:crypto";
import { rnnProgram, type Settings } from "../../../src/note/settings.ts";
import { readGolden } from "../../golden.ts";

/** Made by test/golden/program-code.js, which runs the PyTorch programs of these settings. */
interface Golden {
  readonly settings: Settings;
  /** Of the program that was run, with English comments. */
  readonly sha256: string;
  /** The first three values of each parameter before training. */
  readonly weights: Readonly<Record<string, readonly number[]>>;
  /** The first ten, or fewer where an error ends the run. */
  readonly losses: readonly number[];
  readonly error: string | null;
}

/** A program with a name for its tests. */
export type GoldenProgram = Golden & { readonly name: string };

/** All programs. */
export const golden: readonly GoldenProgram[] = readGolden<Golden[]>("program-code").map((program) => ({
  ...program,
  settings: { ...rnnProgram, ...program.settings }, // settings that are younger have their defaults
  name: nameOf(program.settings),
}));

/** Those that run to their end; those that need the graph before, which was freed; those that have kept it. */
export const sound = golden.filter(({ error }) => error === null);
export const freed = golden.filter(({ settings, error }) => error !== null && !settings.retainGraph);
export const kept = golden.filter(({ settings, error }) => error !== null && settings.retainGraph);

/** The hash of a text, in hexadecimal digits. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What differs from the note's first program. */
function nameOf(settings: Settings): string {
  const usual = new Map(Object.entries(rnnProgram));
  const own = Object.entries(settings).filter(([key, value]) => usual.get(key) !== value);
  return own.map(([key, value]) => `${key} ${value}`).join(", ") || "the note's RNN";
}
