/** @module The words after `npm run bench --`, read. */
import { parseArgs } from "node:util";

/** What a benchmark is asked to do. */
export interface Options {
  /** The words after the benchmark's name. */
  readonly words: readonly string[];
  /** A document instead of a table. */
  readonly json: boolean;
  /** The Node that runs what is measured; by default this one. */
  readonly node: string;
  /** Ours computes the same bits on every machine, where it has a choice. */
  readonly deterministic: boolean;
  /** Ours turns nothing on, as in a program that does not own its process. */
  readonly library: boolean;
}

/** What a command is called with, as far as its name; `words` are its own to read. */
export interface Command {
  /** The words it takes, as usage prints them. */
  readonly takes: string;
  readonly does: string;
  /** What is wrong with its words; null when nothing is. */
  fault(words: readonly string[]): string | null;
}

const switches = {
  json: { type: "boolean", default: false },
  node: { type: "string", default: process.execPath },
  deterministic: { type: "boolean", default: false },
  library: { type: "boolean", default: false },
} as const;

/** The name and options that the words mean, or what is wrong with them. */
export function readArguments(
  args: readonly string[],
  commands: Readonly<Record<string, Command>>,
): { readonly name: string; readonly options: Options } | { readonly fault: string } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: switches, allowPositionals: true });
    const [name = "", ...words] = positionals;
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) return { fault: name === "" ? "Which benchmark?" : `There is no benchmark "${name}".` };
    const fault = command.fault(words);
    return fault === null ? { name, options: { ...values, words } } : { fault: `${name}: ${fault}` };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { fault: error.message };
  }
}

const ownVectors = new URL("../../scripts/ownVectors.js", import.meta.url).href;

/** What Node is started with: our programs own their process, as the command does, and turn on what the engine offers. */
export function flagsFor({ library }: Options): string[] {
  return library ? [] : ["--import", ownVectors];
}

/** Settings of our programs, which the tables name. */
export function modesOf(options: Options): string[] {
  return (["deterministic", "library"] as const).filter((mode) => options[mode]);
}

/** All commands and options. */
export function usage(commands: Readonly<Record<string, Command>>): string {
  const lines = Object.entries(commands).map(([name, { takes, does }]) => [`${name} ${takes}`.trim(), does]);
  const options = [
    ["--json", "a document instead of a table"],
    ["--node PATH", "ours and the peers in JavaScript under another Node"],
    ["--deterministic", "ours computes the same bits on every machine (batch, models, ops, native)"],
    ["--library", "ours turns on nothing that the engine offers, unlike the command (the same)"],
  ];
  const all = [...lines, ...options].map(([left = "", right]) => `  ${left.padEnd(22)}${right}`);
  return ["npm run bench -- NAME [OPTIONS]", ...all].join("\n");
}

/** The fault of words where none are taken. */
export function takesNone(words: readonly string[]): string | null {
  return words.length === 0 ? null : `it takes no words, and was given ${words.join(" ")}`;
}
