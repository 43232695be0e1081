/** @module What the templates of both languages share. */
import type { Settings } from "../settings.ts";

/** What happens to the state after a segment: detached, left on a freed or on a retained graph, or discarded. */
export type StateHandling = "detached" | "freed" | "retained" | "discarded";

export function stateHandling({ carry, detach, retainGraph }: Settings): StateHandling {
  if (!carry) return "discarded";
  if (detach) return "detached";
  return retainGraph ? "retained" : "freed";
}

/** What `backward` does with the graph: frees it, retains it for the next segment, or retains it to no effect. */
export function backwardKind(settings: Settings): "plain" | "retained" | "retainedInVain" {
  if (!settings.retainGraph) return "plain";
  return stateHandling(settings) === "retained" ? "retained" : "retainedInVain";
}

/** Whether a program raises the bias of the gate that keeps the state; an RNN has none. */
export function hasForgetBias({ cell, forgetBias }: Settings): boolean {
  return cell !== "rnn" && forgetBias !== 0;
}

/** A value in a template: lists become one line per item; a line with nothing but null is left out. */
type Part = string | number | boolean | null | readonly string[];

/** A program from a template. Lines of a list are indented like the line they start on. */
export function program(strings: TemplateStringsArray, ...parts: readonly Part[]): string {
  const text = parts.reduce<string>((before, part, i) => {
    const [indent] = /^ */.exec(before.slice(before.lastIndexOf("\n") + 1)) ?? [""];
    const isEmpty = part === null || (Array.isArray(part) && part.length === 0);
    const shown = Array.isArray(part) ? part.join(`\n${indent}`) : String(part);
    return before + (isEmpty ? OMITTED : shown) + strings[i + 1];
  }, strings[0]);
  return text.replace(new RegExp(`^ *${OMITTED}\n`, "gm"), "");
}

const OMITTED = "\u0000";
