/**
 * @module A search declared in a JSON file:
 *
 *     { "search": { "lr": { "low": 1e-4, "high": 0.1, "log": true }, "hidden": [16, 32, 64], "layers": "1..3" },
 *       "sampler": "tpe", "pruner": "median", "trials": 50, "timeout": 600, "repeats": 2 }
 */
import { didYouMean, UsageError } from "../../errors.ts";
import { prunerNames } from "../../jobs/study/pruners.ts";
import { samplerNames } from "../../jobs/study/samplers.ts";
import { type Choice, type Domain, domainFault, type SearchSpace } from "../../jobs/study/space.ts";
import { type Sentence, say } from "../../sentence.ts";
import { shown, shownName } from "../../shown.ts";
import { oneLine } from "../../text/escape.ts";
import { describeDomain, fromJson, type Domain as OptionDomain, type Value } from "../../text/optionTable.ts";
import { decodeText } from "../input.ts";
import { readRegular } from "../regularFile.ts";
import { checkedDomain, optionNamed, type SearchTable, searchSpace } from "./searched.ts";
import { type SearchSettings, wholeEnds } from "./searchFlags.ts";

export interface SearchFile extends SearchSettings {
  readonly space: SearchSpace;
}

const searchDomains: Readonly<Record<keyof SearchSettings, OptionDomain>> = {
  sampler: { kind: "choice", values: samplerNames },
  pruner: { kind: "choice", values: prunerNames },
  trials: { kind: "whole", ...wholeEnds.trials },
  timeout: { kind: "whole", ...wholeEnds.timeout },
  repeats: { kind: "whole", ...wholeEnds.repeats },
};

const MOST_BYTES = 2 ** 20;

/** Reads a file of a search. Throws UsageError that names the file and the field. */
export async function readSearchFile(path: string, table: SearchTable): Promise<SearchFile> {
  return parseSearchFile(decodeText(await readRegular(path, "followed", MOST_BYTES)), path, table);
}

export function parseSearchFile(text: string, path: string, table: SearchTable): SearchFile {
  const { search, ...settings } = recordAt(path, jsonIn(text, path), say`an object with the field search`);
  if (search === undefined)
    throw new UsageError(say`${path}: the field ${"search"} is missing`, {
      hint: say`such as { "search": { "lr": { "low": 1e-4, "high": 0.1, "log": true }, "hidden": [16, 32] } }`,
    });
  const space: Record<string, Domain> = {};
  for (const [word, value] of Object.entries(
    recordAt(`${path}: search`, search, say`an object of settings`),
  )) {
    const place = `${path}: search.${oneLine(word).slice(0, 60)}`;
    const name = optionNamed(word, place, table);
    if (Object.hasOwn(space, name)) throw new UsageError(say`${place} is given twice`);
    space[name] = domainAt(name, value, place, table);
  }
  return { space, ...settingsOf(settings, path) };
}

function settingsOf(values: Readonly<Record<string, unknown>>, path: string): SearchSettings {
  const names = Object.keys(searchDomains) as (keyof SearchSettings)[];
  const read = Object.entries(values).map(([word, value]): readonly [string, Value] => {
    const name = names.find((one) => one === word);
    if (name === undefined) throw unknownField(path, word, ["search", ...names]);
    const domain = searchDomains[name];
    const found = fromJson(domain, value);
    if (found === undefined)
      throw new UsageError(say`${path}: ${name} is ${shown(value)} but must be ${describeDomain(domain)}`);
    return [name, found];
  });
  return Object.fromEntries(read);
}

function unknownField(place: string, word: string, known: readonly string[]): UsageError {
  const meant = didYouMean(word, known);
  return new UsageError(say`${place}: there is no field ${shownName(word)}`, {
    hint: meant === undefined ? say`fields: ${known.join(", ")}` : say`did you mean ${meant}?`,
  });
}

/** A list of values, a range as an object, or either in the words of `--search`. */
function domainAt(name: string, value: unknown, place: string, table: SearchTable): Domain {
  if (typeof value === "string") return searchSpace([`${name}=${value}`], { [name]: table[name] })[name];
  if (Array.isArray(value)) {
    const choices = value.map((one: unknown, i) => choiceAt(one, `${place}[${i}]`));
    return checkedDomain(name, sound({ kind: "choice", choices }, place), place, table);
  }
  const kind = table[name].domain.kind;
  if (kind !== "whole" && kind !== "number") throw wrong(place, value, say`a list of values`);
  const fields = recordAt(place, value, say`a list of values, a range { low, high } or a text such as 1..4`);
  return checkedDomain(name, sound(rangeAt(fields, place, kind), place), place, table);
}

const rangeFields = ["low", "high", "log", "step"] as const;

function rangeAt(fields: Readonly<Record<string, unknown>>, place: string, kind: "whole" | "number"): Domain {
  const other = Object.keys(fields).find((name) => !rangeFields.some((field) => field === name));
  if (other !== undefined) throw unknownField(place, other, rangeFields);
  const { log = false, step = null } = fields;
  const [low, high] = [numberAt(fields.low, `${place}.low`), numberAt(fields.high, `${place}.high`)];
  if (typeof log !== "boolean") throw wrong(`${place}.log`, log, say`true or false`);
  const distance = step === null ? null : numberAt(step, `${place}.step`);
  const isWhole = kind === "whole" && [low, high, distance ?? 1].every(Number.isInteger);
  return isWhole
    ? { kind: "int", low, high, log, step: distance ?? 1 }
    : { kind: "float", low, high, log, step: distance };
}

/** The domain, if it has values; else UsageError with the place. */
function sound(domain: Domain, place: string): Domain {
  const fault = domainFault(domain);
  if (fault !== null) throw new UsageError(say`${place}: ${fault}`);
  return domain;
}

function choiceAt(value: unknown, place: string): Choice {
  if (value === null || ["number", "string", "boolean"].includes(typeof value)) return value as Choice;
  throw wrong(place, value, say`a number, a text, true, false or null`);
}

function numberAt(value: unknown, place: string): number {
  if (typeof value === "number") return value;
  throw wrong(place, value, say`a number`);
}

function recordAt(place: string, value: unknown, wanted: Sentence): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw wrong(place, value, wanted);
}

function wrong(place: string, value: unknown, wanted: Sentence): UsageError {
  return value === undefined
    ? new UsageError(say`${place} is missing but must be ${wanted}`)
    : new UsageError(say`${place} is ${shown(value)} but must be ${wanted}`);
}

function jsonIn(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(say`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
