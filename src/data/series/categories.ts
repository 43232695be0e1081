/** @module Covariates that are texts: yes and no as 1 and 0, categories as a column of zeros and ones for each. */
import { DataError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { defaultMissingValues } from "../read/columnBuilder.ts";
import { columnOf, numbersOf, type Table, type TextColumn } from "../read/table.ts";

/** How a column of texts became numbers. */
export interface Encoding {
  readonly name: string;
  /** Of yes and no the text for 0 and that for 1; of categories those with a column, the most frequent ones first. */
  readonly kind: "boolean" | "categories";
  readonly values: readonly string[];
  /** Texts that are none of them, and the number of their rows: all zeros. */
  readonly others: readonly string[];
  readonly otherRows: number;
}

export interface EncodedColumn {
  readonly name: string;
  readonly values: Float64Array;
}

interface Encoded {
  readonly columns: readonly EncodedColumn[];
  /** Null for a column of numbers. */
  readonly encoding: Encoding | null;
}

const pairs: readonly (readonly [string, string])[] = [
  ["false", "true"],
  ["no", "yes"],
  ["n", "y"],
  ["f", "t"],
  ["nein", "ja"],
  ["non", "oui"],
  ["no", "si"],
  ["no", "sí"],
  ["off", "on"],
  ["否", "是"],
];

/** As many categories as have a column at most. */
const MOST_CATEGORIES = 30;

/**
 * A covariate as columns of numbers. Those of categories are called `weather=rain`; `stored` are the categories of a model,
 * which fixes the columns. Throws DataError for texts that are no categories.
 */
export function encodeCovariate(table: Table, name: string, stored?: readonly string[]): Encoded {
  const column = columnOf(table, name);
  if (column.kind === "number" && stored !== undefined)
    return oneHot(table, name, Array.from(column.values, textOf), stored);
  if (column.kind === "number") return { columns: [column], encoding: null };
  const counts = countsOf(column);
  const pair = stored === undefined ? pairs.find((pair) => isPair(counts, pair)) : undefined;
  if (pair !== undefined)
    return { columns: [booleans(column, pair)], encoding: booleanEncoding(name, counts, pair) };
  if (stored === undefined && areMostlyNumbers(counts)) numbersOf(table, name); // throws for the typing error
  return oneHot(table, name, column.texts, stored ?? categories(table, column, counts));
}

/** The categories of a model by the columns that it reads: those called `name=category`. */
export function storedCategories(
  columns: readonly string[],
  names: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const encoded = names.filter(
    (name) => !columns.includes(name) && columns.some((one) => one.startsWith(`${name}=`)),
  );
  return Object.fromEntries(
    encoded.map((name) => [
      name,
      columns.filter((one) => one.startsWith(`${name}=`)).map((one) => one.slice(name.length + 1)),
    ]),
  );
}

function textOf(value: number): string {
  return Number.isNaN(value) ? "" : String(value);
}

const missingTexts = new Set(
  defaultMissingValues.filter((text) => text !== "none").map((text) => text.toLowerCase()),
);

function isMissingText(text: string): boolean {
  return missingTexts.has(text.trim().toLowerCase());
}

/** How often each text occurs, the most frequent first, without those that are missing. */
function countsOf({ texts }: TextColumn): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const value = text.trim();
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const present = [...counts].filter(([text]) => !isMissingText(text));
  return new Map(present.sort((a, b) => b[1] - a[1]));
}

function isPair(counts: ReadonlyMap<string, number>, pair: readonly string[]): boolean {
  return counts.size > 0 && [...counts.keys()].every((text) => pair.includes(text.toLowerCase()));
}

function areMostlyNumbers(counts: ReadonlyMap<string, number>): boolean {
  let [numbers, others] = [0, 0];
  for (const [text, count] of counts)
    if (Number.isNaN(Number(text.replace(",", ".")))) others += count;
    else numbers += count;
  return numbers > others;
}

function booleans({ name, texts }: TextColumn, [, yes]: readonly [string, string]): EncodedColumn {
  const values = Float64Array.from(texts, (text) => {
    if (isMissingText(text)) return Number.NaN;
    return text.trim().toLowerCase() === yes ? 1 : 0;
  });
  return { name, values };
}

function booleanEncoding(
  name: string,
  counts: ReadonlyMap<string, number>,
  pair: readonly string[],
): Encoding {
  const values = pair.map((word) => [...counts.keys()].find((text) => text.toLowerCase() === word) ?? word);
  return { name, kind: "boolean", values, others: [], otherRows: 0 };
}

/** The most frequent texts. Throws DataError where most rows have a text of their own. */
function categories(
  table: Table,
  { name, texts }: TextColumn,
  counts: ReadonlyMap<string, number>,
): string[] {
  const frequent = [...counts].slice(0, MOST_CATEGORIES);
  const rows = frequent.reduce((sum, [, count]) => sum + count, 0);
  const present = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const areRepeated = 2 * counts.size <= present || counts.size < 4;
  if (areRepeated && 2 * rows >= present) return frequent.map(([text]) => text);
  throw new DataError(
    { file: table.name, column: name },
    say`there are ${counts.size} different texts in ${texts.length} rows, too many for categories`,
    { hint: say`Choose another column` },
  );
}

/** A column of zeros and ones for each category. A missing text is missing, unless most are: then there is none. */
function oneHot(
  table: Table,
  name: string,
  texts: readonly string[],
  categories: readonly string[],
): Encoded {
  const indexOf = new Map(categories.map((category, i) => [category, i]));
  const others = new Map<string, number>();
  const columns = categories.map((category) => ({
    name: `${name}=${category}`,
    values: new Float64Array(table.rows),
  }));
  const isSparse = 2 * texts.filter(isMissingText).length > texts.length;
  for (const [row, text] of texts.entries()) {
    const index = indexOf.get(text.trim());
    const values = index === undefined ? undefined : columns[index]?.values;
    if (values !== undefined) values[row] = 1;
    else if (!isMissingText(text)) others.set(text.trim(), (others.get(text.trim()) ?? 0) + 1);
    else if (!isSparse) for (const column of columns) column.values[row] = Number.NaN;
  }
  const otherRows = [...others.values()].reduce((sum, count) => sum + count, 0);
  const encoding: Encoding = {
    name,
    kind: "categories",
    values: categories,
    others: [...others.keys()],
    otherRows,
  };
  return { columns, encoding };
}

/** How covariates were encoded, to be printed or shown. */
export function encodingsOf(
  table: Table,
  names: readonly string[],
  stored: Readonly<Record<string, readonly string[]>> = {},
): Encoding[] {
  return names.flatMap(
    (name) =>
      encodeCovariate(table, name, Object.hasOwn(stored, name) ? stored[name] : undefined).encoding ?? [],
  );
}
