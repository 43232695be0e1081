/** @module The verdict on a model: its error compared with those of the baselines, in English and Chinese. */
import { ValueError } from "../../errors.ts";
import type { Echo } from "./persistence.ts";
import { type VerdictWords, verdictChinese, verdictEnglish } from "./verdictWords.ts";

/** The error of a method. */
export interface NamedError {
  readonly name: string;
  readonly error: number;
}

/** Options of `verdictAgainst`. */
export interface VerdictOptions {
  /** The name of the measure: `"MAE"` by default. */
  readonly measure?: string;
  /** The fraction by which an error must be smaller to count as such: 0.01 by default. */
  readonly margin?: number;
  /** The result of `echoesLastValue` for the model, to be mentioned in the verdict. */
  readonly echo?: Echo | null;
}

/** How a model compares with the baselines. */
export interface Verdict {
  /** Whether the model's error is smaller than that of every baseline, by the margin. */
  readonly beatsAll: boolean;
  /** The baseline with the smallest error. */
  readonly best: NamedError;
  /** The model's error over that: below 1 is better. */
  readonly ratio: number;
  /** The baselines that the model does not beat, the best first; all of them if its error is not a number. */
  readonly unbeaten: readonly NamedError[];
  /** The baselines that it beats, the best first. */
  readonly beaten: readonly NamedError[];
  readonly en: string;
  readonly zh: string;
}

/**
 * Compares a model's error with those of baselines, and states which of them it does not beat.
 *
 * Errors must be of the same measure on the same windows, 0 or more. A model beats a baseline when its error is below
 * (1 − margin) times the baseline's; NaN beats nothing. Baselines without a finite error do not count. Throws ValueError if
 * none is left.
 */
export function verdictAgainst(
  baselines: Readonly<Record<string, number>>,
  model: NamedError,
  { measure = "MAE", margin = 0.01, echo = null }: VerdictOptions = {},
): Verdict {
  const sorted = Object.entries(baselines)
    .map(([name, error]) => ({ name, error }))
    .filter(({ error }) => Number.isFinite(error))
    .sort((a, b) => a.error - b.error);
  if (sorted.length === 0) throw new ValueError("verdictAgainst: there is no baseline with a finite error");
  const beats = ({ error }: NamedError): boolean => model.error < (1 - margin) * error;
  const [best] = sorted;
  const unbeaten = sorted.filter((baseline) => !beats(baseline));
  const beaten = sorted.filter(beats);
  const write = (words: VerdictWords): string =>
    sentences(words, model, best, unbeaten, beaten, measure, echo);
  return {
    beatsAll: unbeaten.length === 0,
    best,
    ratio: model.error / best.error,
    unbeaten,
    beaten,
    en: write(verdictEnglish),
    zh: write(verdictChinese),
  };
}

function sentences(
  words: VerdictWords,
  model: NamedError,
  best: NamedError,
  unbeaten: readonly NamedError[],
  beaten: readonly NamedError[],
  measure: string,
  echo: Echo | null,
): string {
  const echoed = echo?.echoes ? [words.echo(echo)] : [];
  if (!Number.isFinite(model.error)) return words.join([words.noNumber(model, measure)]);
  if (unbeaten.length === 0) return words.join([words.beatsAll(model, best, measure), ...echoed]);
  const also = beaten.length > 0 ? [words.beats(beaten)] : [];
  return words.join([words.loses(model, unbeaten, measure), ...also, ...echoed]);
}
