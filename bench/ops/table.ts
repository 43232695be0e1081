/** @module All operations of `bench -- ops`, by family; peers/pytorch_ops.py has the same names. */
import { arithmetic, choices, maps } from "./arithmetic.ts";
import { creation, initialisers } from "./creation.ts";
import { activations, products, recurrences } from "./layers.ts";
import { losses } from "./losses.ts";
import { movement } from "./movement.ts";
import { reductions } from "./reductions.ts";
import { sequences } from "./sequences.ts";
import { type Family, type Operation, type SizeName, sizeNames } from "./task.ts";
import { clipping, optimisers } from "./training.ts";

const families: Readonly<Record<string, Family>> = {
  arithmetic,
  maps,
  choices,
  reductions,
  movement,
  products,
  activations,
  recurrences,
  losses,
  optimisers,
  clipping,
  sequences,
  creation,
  initialisers,
};

/** An operation at one size. */
export interface Case {
  readonly name: string;
  readonly size: SizeName;
}

const operations: ReadonlyMap<string, Operation> = new Map(
  Object.values(families).flatMap((family) =>
    Object.entries(family).map(([name, given]): [string, Operation] => [
      name,
      typeof given === "function" ? { task: given, sizes: sizeNames } : given,
    ]),
  ),
);

export const operationNames: readonly string[] = [...operations.keys()];

/** The operation of that name. */
export function operationOf(name: string): Operation {
  const operation = operations.get(name);
  if (!operation) throw new Error(`there is no operation "${name}"`);
  return operation;
}

/** The cases that words keep: sizes, families, and names or their first words. */
export function casesOf(words: readonly string[]): Case[] {
  const isSize = (word: string): boolean => sizeNames.some((size) => size === word);
  const [ofSizes, ofNames] = [words.filter(isSize), words.filter((word) => !isSize(word))];
  const names = operationNames.filter(
    (name) => ofNames.length === 0 || ofNames.some((word) => isMeant(name, word)),
  );
  return names.flatMap((name) =>
    operationOf(name)
      .sizes.filter((size) => ofSizes.length === 0 || ofSizes.includes(size))
      .map((size) => ({ name, size })),
  );
}

/** What is wrong with these words; null when nothing is. */
export function opsFault(words: readonly string[]): string | null {
  const isKnown = (word: string): boolean =>
    sizeNames.some((size) => size === word) || operationNames.some((name) => isMeant(name, word));
  const unknown = words.filter((word) => !isKnown(word));
  if (unknown.length === 0) return null;
  const kinds = [...Object.keys(families), ...sizeNames].join(", ");
  return `there is no ${unknown.join(", ")}; names of operations select, and ${kinds}`;
}

function isMeant(name: string, word: string): boolean {
  const family = Object.hasOwn(families, word) ? families[word] : undefined;
  return (
    name === word || name.startsWith(`${word} `) || (family !== undefined && Object.hasOwn(family, name))
  );
}
