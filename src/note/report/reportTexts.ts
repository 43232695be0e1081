/** @module What the report says: the closed table of its words. */

import type { Outcome } from "../results.ts";
import type { Cell, Settings } from "../settings.ts";

/** Every word of the report in one language; `code` stands between backticks. */
export interface ReportTexts {
  readonly title: string;
  readonly lead: string;
  readonly contents: string;
  /** What happened when a run did not come to its end. */
  readonly notice: (outcome: Exclude<Outcome, { kind: "done" }>) => string;
  readonly summary: {
    readonly heading: string;
    readonly program: (settings: Settings, losses: LossesTold) => string;
  };
  readonly data: { readonly heading: string; readonly paragraphs: readonly string[] };
  readonly model: {
    readonly heading: string;
    readonly printed: string;
    readonly parameters: string;
    readonly parametersOf: (settings: Settings) => string;
    readonly head: readonly [string, string, string, string, string, string];
    readonly total: (count: number) => string;
    readonly formula: Readonly<Record<Cell, string>>;
    readonly biases: string;
  };
  readonly sharing: {
    readonly heading: string;
    readonly paragraphs: (keys: readonly string[], timeStep: number) => readonly string[];
    readonly caption: string;
    readonly head: readonly [string, string, string, string];
    readonly proof: (difference: number) => string;
  };
  readonly training: {
    readonly heading: (settings: Settings) => string;
    readonly conditions: (settings: Settings, trained: number, seconds: number) => string;
    readonly told: (losses: LossesTold) => string;
    readonly firstAnswers: Passage;
    readonly detach: Passage;
    readonly pair: Passage;
    readonly endpoint: Passage;
  };
  readonly comparison: {
    readonly heading: (timeStep: number) => string;
    readonly conditions: (seeds: number, timeStep: number) => string;
    readonly losses: string;
    readonly lossHead: readonly [string, string, string, string, string];
    readonly gradients: Passage;
    readonly gradientTable: string;
    readonly gradientHead: readonly [string, string, string, string, string, string];
    readonly never: string;
    readonly lag: (lag: number) => string;
    readonly why: Passage;
  };
  readonly repeat: {
    readonly heading: string;
    readonly paragraphs: readonly string[];
    readonly caption: string;
    readonly head: readonly [string, string];
    readonly comparison: string;
    readonly versions: (unrolled: string, node: string) => string;
  };
}

/** A heading with what stands below it. */
export interface Passage {
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

/** The losses of a run that are worth telling. */
export interface LossesTold {
  readonly first: number;
  readonly last: number;
  /** The mean of the last ten segments. */
  readonly lastTen: number;
}
