/** @module Counts and lists in both languages. */
import type { Translated } from "./lang.ts";

/** Short phrases with a number or a list in them. */
export interface Phrases {
  /** "RNN, LSTM and GRU". */
  readonly list: (items: readonly string[]) => string;
  /** "1 seed", "20 seeds". */
  readonly seeds: (count: number) => string;
  readonly segments: (count: number) => string;
  readonly timeSteps: (count: number) => string;
}

const en: Phrases = {
  list: (items) => listed(items, ", ", " and "),
  seeds: (count) => counted(count, "seed"),
  segments: (count) => counted(count, "segment"),
  timeSteps: (count) => counted(count, "time step"),
};

const zh: Phrases = {
  list: (items) => listed(items, "、", " 和 "),
  seeds: (count) => `${count} 个随机种子`,
  segments: (count) => `${count} 段`,
  timeSteps: (count) => `${count} 个时间步`,
};

/** The phrases, by language. */
export const phrases: Translated<Phrases> = { en, zh };

function listed(items: readonly string[], comma: string, last: string): string {
  return items.length < 2 ? items.join("") : items.slice(0, -1).join(comma) + last + items[items.length - 1];
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
