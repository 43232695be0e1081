/** @module What an output supports: colours, and redrawing in place. */
import type { ColorDepth } from "../palette.ts";

/** A destination for text: the parts of a Node stream that are used here. */
export interface Output {
  /** Writes text. */
  write(text: string): unknown;
  /** Whether it is a terminal. */
  readonly isTTY?: boolean;
  /** The width in characters. */
  readonly columns?: number;
  /** The height in lines. */
  readonly rows?: number;
  /** The number of bits of a colour. */
  getColorDepth?(env?: object): number;
}

/** Variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

const forced: Readonly<Record<string, ColorDepth>> = {
  "0": "none",
  false: "none",
  "2": "256",
  "3": "truecolor",
};

/** The colours to write: from FORCE_COLOR, else NO_COLOR, else the terminal. */
export function colorDepth(output: Output, env: Environment): ColorDepth {
  if (env.FORCE_COLOR !== undefined) return forced[env.FORCE_COLOR] ?? "16";
  if (env.NO_COLOR || !output.isTTY || env.TERM === "dumb") return "none";
  const bits = output.getColorDepth?.({ ...env }) ?? 1;
  return bits >= 24 ? "truecolor" : bits >= 8 ? "256" : bits >= 4 ? "16" : "none";
}

/** Whether lines can be redrawn: on an interactive terminal, but not in CI. */
export function canRedraw(output: Output, env: Environment): boolean {
  return output.isTTY === true && env.TERM !== "dumb" && ["", "0", "false"].includes(env.CI ?? "");
}

/** Bold or faint text; plain text without colours. */
export function styled(style: "bold" | "faint", text: string, depth: ColorDepth): string {
  return depth === "none" ? text : `\u001b[${style === "bold" ? 1 : 2}m${text}\u001b[22m`;
}
