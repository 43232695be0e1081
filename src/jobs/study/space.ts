/** @module What a study searches: ranges and lists of values, drawn at random, and as Optuna stores them. */
import { ValueError } from "../../errors.ts";
import { type Sentence, say } from "../../sentence.ts";

/** A value of a setting. */
export type Choice = number | string | boolean | null;

/** Real numbers from `low` to `high`, evenly on a scale that may be logarithmic; with a step, only `low` + k · `step`. */
export interface FloatRange {
  /** Which domain it is. */
  readonly kind: "float";
  /** The least value. */
  readonly low: number;
  /** The greatest value. */
  readonly high: number;
  /** Whether the scale is logarithmic. */
  readonly log: boolean;
  /** The distance of two values; null for none. */
  readonly step: number | null;
}

/** Whole numbers from `low` to `high`. */
export interface IntRange {
  /** Which domain it is. */
  readonly kind: "int";
  /** The least value. */
  readonly low: number;
  /** The greatest value. */
  readonly high: number;
  /** Whether the scale is logarithmic. */
  readonly log: boolean;
  /** The distance of two values. */
  readonly step: number;
}

/** One of several values. */
export interface Choices {
  /** Which domain it is. */
  readonly kind: "choice";
  /** The values. */
  readonly choices: readonly Choice[];
}

/** The values of a setting. */
export type Domain = FloatRange | IntRange | Choices;

/** The settings that are searched, by name. */
export type SearchSpace = Readonly<Record<string, Domain>>;

/** A value for each of them. */
export type Params = Readonly<Record<string, Choice>>;

/** A position in a domain: the number itself, or the place of a choice. */
export type Position = number;

/**
 * Reads a domain from a few words: `16,32,64`, `1..4`, `0..0.5`, `0..0.5:0.1` and `log:1e-4..1e-1`. A range is one of whole numbers if both
 * of its ends are written without a point or an exponent. Throws ValueError, which names the setting.
 */
export function parseDomain(name: string, text: string): Domain {
  const number = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
  const range = new RegExp(`^(log:)?(${number})\\.\\.(${number})(?::(${number}))?$`).exec(text.trim());
  if (range === null) return checked(name, { kind: "choice", choices: text.split(",").map(choiceIn) });
  const [, log, low, high, step] = range;
  const isWhole = [low, high, step ?? "1"].every((one) => /^[-+]?\d+$/.test(one));
  const ends = { low: Number(low), high: Number(high), log: log !== undefined };
  return checked(
    name,
    isWhole
      ? { kind: "int", ...ends, step: Number(step ?? 1) }
      : { kind: "float", ...ends, step: step === undefined ? null : Number(step) },
  );
}

function choiceIn(word: string): Choice {
  const text = word.trim();
  const words: Readonly<Record<string, Choice>> = { true: true, false: false, none: null };
  if (Object.hasOwn(words, text)) return words[text];
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A domain as plain data, such as a note of a journal has it; null for anything else. */
export function domainIn(value: unknown): Domain | null {
  if (typeof value !== "object" || value === null || !("kind" in value)) return null;
  if (value.kind === "choice")
    return "choices" in value && Array.isArray(value.choices)
      ? { kind: "choice", choices: value.choices }
      : null;
  const { low, high, log, step } = { low: null, high: null, log: false, step: null, ...value };
  if (typeof low !== "number" || typeof high !== "number") return null;
  const range = { low, high, log: log === true };
  const distance = typeof step === "number" ? step : null;
  if (value.kind === "float") return { kind: "float", ...range, step: distance };
  return value.kind === "int" ? { kind: "int", ...range, step: distance ?? 1 } : null;
}

/** Throws ValueError for a domain without values. */
function checked(name: string, domain: Domain): Domain {
  const fault = domainFault(domain);
  if (fault !== null) throw new ValueError(say`search ${name}: ${fault}`);
  return domain;
}

/** Why a domain has no values, or not those that it says; null for a sound one. */
export function domainFault(domain: Domain): Sentence | null {
  if (domain.kind === "choice") {
    const { choices } = domain;
    if (choices.length === 0) return say`there are no values`;
    if (choices.some((choice) => choice === "")) return say`a value is empty`;
    return new Set(choices).size < choices.length ? say`a value occurs twice` : null;
  }
  const { low, high, log, step } = domain;
  if (!(low <= high)) return say`the range begins at ${low} but must not lie above its end ${high}`;
  if (log && !(low > 0)) return say`the range begins at ${low} but must lie above 0 on a logarithmic scale`;
  if (step !== null && !(step > 0)) return say`the step is ${step} but must be above 0`;
  return log && step !== null && (domain.kind === "float" || step !== 1)
    ? say`a logarithmic range has no steps`
    : null;
}

/** The setting's value at a position. */
export function valueAt(domain: Domain, position: Position): Choice {
  return domain.kind === "choice" ? domain.choices[position] : position;
}

/** The position of a value; NaN for a value that is not in the domain. */
export function positionOf(domain: Domain, value: Choice): Position {
  if (domain.kind === "choice") {
    const place = domain.choices.indexOf(value);
    return place < 0 ? Number.NaN : place;
  }
  return typeof value === "number" && value >= domain.low && value <= domain.high ? value : Number.NaN;
}

/** The position nearest to a number: a multiple of the step from `low` on, within the range. */
function aligned(domain: FloatRange | IntRange, value: number): Position {
  const { low, high, step } = domain;
  const stepped = step === null ? value : low + Math.round((value - low) / step) * step;
  return Math.min(Math.max(stepped, low), last(domain) ?? high);
}

/** The last value that steps reach. */
function last({ low, high, step }: FloatRange | IntRange): number | null {
  return step === null ? null : low + Math.floor((high - low) / step + 1e-9) * step;
}

/** The positions of a domain in order; null where there is no end of them. */
export function positionsOf(domain: Domain): readonly Position[] | null {
  if (domain.kind === "choice") return domain.choices.map((_, place) => place);
  const end = last(domain);
  if (end === null) return null;
  const { low, step } = domain;
  return Array.from({ length: Math.round((end - low) / (step ?? 1)) + 1 }, (_, k) => low + k * (step ?? 1));
}

/** Where positions lie for an estimate of their density: on the scale of the range, half a step wider where there are steps. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly of: (position: Position) => number;
  readonly back: (x: number) => Position;
}

export function scaleOf(domain: FloatRange | IntRange): Scale {
  const { low, high, log, step } = domain;
  const margin = (step ?? 0) / 2;
  const of = log ? Math.log : (x: number): number => x;
  const back = (x: number): Position => aligned(domain, log ? Math.exp(x) : x);
  return { low: of(low - margin), high: of(high + margin), of, back };
}

/** A position drawn evenly, from a number in [0, 1). */
export function drawn(domain: Domain, uniform: number): Position {
  if (domain.kind === "choice") return Math.floor(uniform * domain.choices.length);
  const { low, high, back } = scaleOf(domain);
  return back(low + uniform * (high - low));
}
