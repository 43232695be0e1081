/** @module What the place that we write to can show: colours, and pictures that move. */
import type { ColorDepth } from "../palette.ts";

/** Where text goes: the part of a Node stream that is asked. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  getColorDepth?(env?: object): number;
}

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

const forced: Readonly<Record<string, ColorDepth>> = {
  "0": "none",
  false: "none",
  "2": "256",
  "3": "truecolor",
};

/** How many colours to write: FORCE_COLOR, then NO_COLOR, then what the terminal says. */
export function colorDepth(output: Output, env: Environment): ColorDepth {
  if (env.FORCE_COLOR !== undefined) return forced[env.FORCE_COLOR] ?? "16";
  if (env.NO_COLOR || !output.isTTY || env.TERM === "dumb") return "none";
  const bits = output.getColorDepth?.({ ...env }) ?? 1;
  return bits >= 24 ? "truecolor" : bits >= 8 ? "256" : bits >= 4 ? "16" : "none";
}

/** Whether lines can be drawn over: a real terminal that somebody watches. */
export function canRedraw(output: Output, env: Environment): boolean {
  return output.isTTY === true && env.TERM !== "dumb" && !isSet(env.CI);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0" && value !== "false";
}

/** Text in bold or faint, where colours are shown. */
export function styled(style: "bold" | "faint", text: string, depth: ColorDepth): string {
  return depth === "none" ? text : `\u001b[${style === "bold" ? 1 : 2}m${text}\u001b[22m`;
}
