/** @module Tables of several series: in long form, with a column that tells them apart, or wide, with times as columns. */
import { DataError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { type Column, quoted, type Table } from "../read/table.ts";
import { parseTime } from "./timeFormats.ts";

/** Names of columns that say which series a row belongs to. */
const idNames =
  /(?:^|[\s_.-])(?:id|uid|key|code|store|shop|branch|outlet|item|product|sku|article|station|sensor|device|site|series|unit|machine|turbine|meter|node|customer|client|household|dept|department|region|zone|area|country|state|province|city|county|district|market|symbol|ticker|stock|group|family|category|brand|location|entity|name|make|model)s?(?:$|[\s_.-])|id$|^(?:地区|区域|城市|省份?|国家|站点|站名|门店|店铺|商品|产品|编号|类别|名称|代码)$/i;

/** Names of columns that hold a part of the time. */
const timeParts =
  /^(?:date|time|t|ts|step|idx|index|year|yr|month|mo|mnth|week|day|weekday|hour|hr|minute|min|second|period|quarter|he|hour.?ending|season|年|月|日|时|小时|分钟?)s?$/i;

/** Whether a column looks like an id, a counter, a time or a flag rather than like something to forecast. */
export function isHardlyTarget(column: Column): boolean {
  if (column.kind === "text") return false;
  const { name, values } = column;
  if (idNames.test(name.trim()) || timeParts.test(name.trim())) return true;
  const steps = values.slice(1).map((value, i) => value - (values[i] ?? 0));
  const isFlag = values.every((value) => value === 0 || value === 1 || Number.isNaN(value));
  const [least, greatest] = [
    steps.reduce((a, b) => Math.min(a, b), Infinity),
    steps.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  return isFlag || (least >= 0 && greatest - least <= 0.2 * greatest);
}

interface Key {
  readonly name: string;
  /** The number of the value of each row. */
  readonly codes: Int32Array;
  readonly values: readonly string[];
}

/** Time and series together identify at least this fraction of the rows. */
const APART = 0.97;

/** With fewer rows for a time, on average, some times are there twice by mistake. */
const FEWEST_REPEATS = 1.2;

/** Up to this many columns are tried together. */
const MOST_TOGETHER = 3;

/**
 * Throws DataError for a table of several series: some time comes more than once, but hardly ever together with the same
 * values of some other columns. `taken` are the columns with times and targets.
 */
export function refusePanel(table: Table, times: Float64Array, taken: ReadonlySet<string>): void {
  if (times.every((time, i) => i === 0 || time > (times[i - 1] ?? time))) return;
  const timeCodes = codesOf(Array.from(times, String));
  if (times.length < FEWEST_REPEATS * timeCodes.values.length) return;
  const keys = table.columns.filter(({ name }) => !taken.has(name)).flatMap(keyOf);
  const found = keysApart(timeCodes, keys);
  if (found !== null) throw severalSeries(table, found);
}

/** Throws DataError for a table without times in which a column of ids has its values in blocks. */
export function refuseBlocks(table: Table, taken: ReadonlySet<string>): void {
  const ids = table.columns.filter(({ name }) => !taken.has(name) && idNames.test(name)).flatMap(keyOf);
  const blocks = ids.find(({ codes, values }) => {
    const changes = codes.reduce(
      (count, code, row) => count + (row > 0 && code !== codes[row - 1] ? 1 : 0),
      0,
    );
    return changes === values.length - 1 && codes.length >= 3 * values.length;
  });
  if (blocks !== undefined) throw severalSeries(table, [blocks]);
}

/**
 * The columns by which the rows of each time differ; without times, those that look like ids. Empty if there are none.
 */
export function idColumns(table: Table, times: Float64Array | null, taken: ReadonlySet<string>): string[] {
  const keys = table.columns.filter(({ name }) => !taken.has(name)).flatMap(keyOf);
  const apart = times === null ? null : keysApart(codesOf(Array.from(times, String)), keys);
  const named = keys.filter(({ name }) => idNames.test(name));
  const found = apart ?? (named.length > 0 ? named : keys.slice(0, 1));
  return table.columns.map(({ name }) => name).filter((name) => found.some((key) => key.name === name));
}

/** A column that may tell series apart: of texts, or of whole numbers with the name of an id. */
function keyOf(column: Column): Key[] {
  const { name } = column;
  if (timeParts.test(name.trim())) return [];
  if (column.kind === "number" && !(idNames.test(name) && column.values.every(Number.isInteger))) return [];
  const texts = column.kind === "text" ? column.texts : Array.from(column.values, String);
  if (/^\s*\d{1,2}:\d{2}/.test(texts[0] ?? "") || parseTime(texts[0] ?? "", true) !== null) return [];
  const { codes, values } = codesOf(texts);
  return values.length < 2 || 2 * values.length > texts.length ? [] : [{ name, codes, values }];
}

function codesOf(texts: readonly string[]): {
  readonly codes: Int32Array;
  readonly values: readonly string[];
} {
  const seen = new Map<string, number>();
  const codes = Int32Array.from(texts, (text) => {
    const known = seen.get(text);
    if (known !== undefined) return known;
    seen.set(text, seen.size);
    return seen.size - 1;
  });
  return { codes, values: [...seen.keys()] };
}

type Codes = Pick<Key, "codes" | "values">;

/** The fewest columns that tell the rows of each time apart, those with few values first. */
function keysApart(times: Codes, keys: readonly Key[]): readonly Key[] | null {
  const sorted = [...keys].sort((a, b) => a.values.length - b.values.length).slice(0, 8);
  let sets: (readonly Key[])[] = sorted.map((key) => [key]);
  for (let size = 1; size <= MOST_TOGETHER; size++) {
    const found = sets.find((set) => tellsApart(times, set));
    if (found !== undefined) return found;
    sets = sets.flatMap((set) =>
      sorted.slice(sorted.indexOf(set[set.length - 1] as Key) + 1).map((key) => [...set, key]),
    );
  }
  return null;
}

/** Whether rows of a time differ in these columns, and each series has rows at many of the times. */
function tellsApart(times: Codes, keys: readonly Key[]): boolean {
  const rows = times.codes.length;
  const series = new Set<number>();
  const pairs = new Set<number>();
  for (let row = 0; row < rows; row++) {
    const group = keys.reduce((code, key) => code * key.values.length + (key.codes[row] ?? 0), 0);
    series.add(group);
    pairs.add(group * times.values.length + (times.codes[row] ?? 0));
  }
  const covered = rows / (series.size * times.values.length);
  return pairs.size >= APART * rows && covered >= (keys.length === 1 ? 0.1 : 0.3);
}

const MOST_SHOWN = 6;

function severalSeries(table: Table, keys: readonly Key[]): DataError {
  const ordered = table.columns.flatMap(({ name }) => keys.find((key) => key.name === name) ?? []);
  const valueIn = ({ codes, values }: Key, row: number): string => values[codes[row] ?? 0]?.trim() ?? "";
  const isOne = ordered.length === 1;
  const labelOf = (row: number): string =>
    ordered.map((key) => (isOne ? valueIn(key, row) : `${key.name}=${valueIn(key, row)}`)).join(" ");
  const groups = new Set(Array.from({ length: table.rows }, (_, row) => labelOf(row)));
  const shown = [...groups].slice(0, MOST_SHOWN).join(", ") + (groups.size > MOST_SHOWN ? ", …" : "");
  const names = ordered.map(({ name }) => quoted(name)).join(", ");
  const first = ordered.map((key) => `${key.name}=${valueIn(key, 0)}`);
  return new DataError(
    { file: table.name },
    say`there are ${groups.size} series by ${names} (${shown}): choose one, or forecast all of them`,
    {
      remedies: [
        { option: "where", values: [first] },
        { option: "series", values: [ordered.map(({ name }) => name)] },
      ],
    },
  );
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Whether the name of a column is a time, such as `2020-01-22`, `1/22/20` or `1990`. */
export function isTimeName(name: string): boolean {
  const text = name.trim();
  return (
    /^(?:1[89]|20)\d{2}$|^\d{1,2}\/\d{1,2}\/\d{2}$/.test(text) ||
    parseTime(text, false) !== null ||
    parseTime(text, true) !== null
  );
}

/** Throws DataError for a table with times as names of columns, or with a column for each month. */
export function refuseWide(table: Table): void {
  const names = table.columns.map(({ name }) => name);
  const times = names.filter(isTimeName);
  if (times.length >= 3 && 2 * times.length > names.length)
    throw new DataError(
      { file: table.name },
      say`the times are names of columns (${times[0] ?? ""} to ${times.at(-1) ?? ""})`,
      {
        hint: say`Write a row for each time, with a column of times and one for each series`,
      },
    );
  const found = months.filter((month, i) =>
    names.some((name) => name.toLowerCase().startsWith(month) || name === `${i + 1}月`),
  );
  if (found.length >= 10 && names.length <= 20)
    throw new DataError({ file: table.name }, say`there is a row for each year and a column for each month`, {
      hint: say`Write a row for each month, with a column of times such as 1949-01 and one of values`,
    });
}
