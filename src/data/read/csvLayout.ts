/** @module Where the table of a CSV file begins: lines above its header, comments, and lines between header and data. */
import { maxOf } from "../../lists.ts";

/** Lines of a file that are no part of its table. */
export interface LeftOut {
  /** Lines above the header. */
  readonly above: number;
  /** Between the header and the data, such as units. */
  readonly between: number;
  /** Lines that are comments. */
  readonly comments: number;
  /** Lines below the table, such as totals and footnotes. */
  readonly below: number;
}

export interface Layout {
  /** The index of the first row of the table: of its header, where it has one. */
  readonly start: number;
  readonly header: boolean;
  /** The names of a header that is written as a comment: `# date, y`. */
  readonly names: readonly string[] | null;
  /** How many rows after the header are no data. */
  readonly between: number;
  /** What lines of comments begin with; null without any. */
  readonly comment: string | null;
}

/** Whether a cell belongs to data rather than to a header. */
export type IsData = (cell: string) => boolean;

const signs = ["#", "//", "%"] as const;

/** Rows are looked at up to this many, without comments. */
const SAMPLE_ROWS = 200;

export function isBlank(row: readonly string[]): boolean {
  return row.length === 1 && row[0]?.trim() === "";
}

/** Whether all cells of a row are empty. */
export function isEmptyRow(row: readonly string[]): boolean {
  return row.every((cell) => cell.trim() === "");
}

export function isComment(row: readonly string[], comment: string | null): boolean {
  return comment !== null && (row[0] ?? "").trimStart().startsWith(comment);
}

/** The sign of comments: some rows begin with it, but not those of the table. */
export function findComment(rows: readonly (readonly string[])[]): string | null {
  const filled = rows.filter((row) => !isBlank(row));
  return (
    signs.find((sign) => {
      const first = filled.findIndex((row) => !isComment(row, sign));
      const table = first < 0 ? [] : filled.slice(first);
      const inside = table.filter((row) => isComment(row, sign)).length;
      return (first > 0 || (sign !== "%" && inside > 0)) && inside < table.length / 2;
    }) ?? null
  );
}

/** The rows of the table and what may stand above it, with their indices. */
export interface NumberedRow {
  readonly index: number;
  readonly cells: readonly string[];
}

export function withoutComments(rows: readonly (readonly string[])[], comment: string | null): NumberedRow[] {
  return rows
    .map((cells, index) => ({ index, cells }))
    .filter(({ cells }) => !isEmptyRow(cells) && !isComment(cells, comment))
    .slice(0, SAMPLE_ROWS);
}

/** The number of cells that most rows have. */
export function commonWidth(rows: readonly NumberedRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

/** At most this many rows of names, units and the like stand on top of the data. */
const MOST_HEADS = 12;

/**
 * The layout of a table whose rows, from `from` on, are all of one width. `isHeader` is given where the caller says so, and
 * `wanted` are names of columns that it wants: a first row that has them is a header.
 */
export function findLayout(
  all: readonly (readonly string[])[],
  rows: readonly NumberedRow[],
  from: number,
  comment: string | null,
  isData: IsData,
  options: { readonly header?: boolean | undefined; readonly wanted?: readonly string[] | undefined },
): Layout {
  const table = rows.slice(from);
  const none = { names: null, between: 0, comment };
  const first = table[0]?.index ?? 0;
  if (options.header !== undefined) return { ...none, start: first, header: options.header };
  const heads = headRows(table, isData);
  if (heads === 0) {
    const names = commentNames(all, first, comment, table[0]?.cells.length ?? 0);
    const [top = [], ...others] = table.map(({ cells }) => cells);
    const isNames = isNumbersAsNames(top, others) || hasAll(top, options.wanted ?? []);
    return { ...none, start: first, header: names !== null || isNames, names };
  }
  const header = bestHead(table.slice(0, heads).map(({ cells }) => cells));
  return { ...none, start: table[header]?.index ?? first, header: true, between: heads - header - 1 };
}

/** How many rows on top are no data; one at least where the first has a text among cells that are data below. */
function headRows(table: readonly NumberedRow[], isData: IsData): number {
  const [first] = table;
  if (first === undefined) return 0;
  const isHeader = !first.cells.every(isData) || first.cells.every((cell) => cell.trim() === "");
  if (!isHeader) return 0;
  const body = table.slice(Math.min(MOST_HEADS, table.length >> 1));
  const isPresent = (cell: string): boolean => cell.trim() !== "" && isData(cell);
  const columns = first.cells.flatMap((_, i) => {
    const present = body.map(({ cells }) => cells[i] ?? "").filter(isPresent);
    return present.length > 0.8 * body.length
      ? [{ i, areDates: 2 * present.filter(isDate).length > present.length }]
      : [];
  });
  if (columns.length === 0) return 1;
  const isHead = ({ cells }: NumberedRow): boolean =>
    columns.every(({ i, areDates }) => !isPresent(cells[i] ?? "") || isDate(cells[i] ?? "") !== areDates) &&
    cells.some((cell) => !isData(cell));
  const heads = table.slice(0, MOST_HEADS);
  const end = heads.slice(1).findIndex((row) => !isHead(row));
  return end < 0 ? heads.length : end + 1;
}

function isDate(cell: string): boolean {
  return /\d[-/年]\d/.test(cell);
}

const timeNames =
  /^(?:date|time|datum|zeit|fecha|timestamp|datetime|year|month|week|day)\b|^(?:日期|时间|年份)/i;

/** Of several rows without data the one that names columns: all different, none empty, one of them perhaps a time. */
function bestHead(rows: readonly (readonly string[])[]): number {
  const scores = rows.map((cells) => {
    const names = cells.map((cell) => cell.trim());
    const isWhole = names.every((name) => name !== "") && new Set(names).size === names.length;
    return (isWhole ? 2 : 0) + (names.some((name) => timeNames.test(name)) ? 1 : 0);
  });
  return scores.indexOf(maxOf(scores));
}

/** The last comment above a table without a header, if it has as many cells. */
function commentNames(
  all: readonly (readonly string[])[],
  first: number,
  comment: string | null,
  width: number,
): readonly string[] | null {
  if (comment === null) return null;
  const above = all.slice(0, first).findLast((row) => !isBlank(row));
  if (above === undefined || above.length !== width || !isComment(above, comment) || width < 2) return null;
  const [name = "", ...others] = above;
  return [name.trimStart().slice(comment.length).trim() || name, ...others];
}

/** 0, 1, 2 … or years on top of data of another kind: with decimals, or after an empty cell. */
function isNumbersAsNames(top: readonly string[], others: readonly (readonly string[])[]): boolean {
  const isIndexed = top[0]?.trim() === "" && others.every((row) => row[0]?.trim() !== "");
  const numbers = (isIndexed ? top.slice(1) : top).map((cell) =>
    /^\d+$/.test(cell.trim()) ? Number(cell) : Number.NaN,
  );
  const [first = Number.NaN] = numbers;
  const isStart = first === 0 || first === 1 || (first >= 1900 && first <= 2100);
  const isRow =
    (numbers.length > 1 || (isIndexed && first === 0)) &&
    isStart &&
    numbers.every((value, i) => value === first + i);
  if (!isRow || others.length < 2) return false;
  const cells = others.flatMap((row) => (isIndexed ? row.slice(1) : row));
  return isIndexed || cells.filter((cell) => /[.,]\d/.test(cell)).length > cells.length / 2;
}

function hasAll(top: readonly string[], wanted: readonly string[]): boolean {
  const names = new Set(top.map((cell) => cell.trim()));
  return wanted.length > 0 && wanted.every((name) => names.has(name));
}

const total = /^\W*(?:(?:grand |sub)?totals?|sums?|summe|gesamt|averages?|mean)\b|^(?:合计|总计)/i;
const remark = /[:：]|^\W*(?:sources?|notes?|quelle|fuente)\b|^(?:来源|数据来源|注)/i;

/** Whether a row may be the sum or the mean of those above it. */
export function isTotal(row: readonly string[]): boolean {
  const code = row[0]?.charCodeAt(0) ?? 0;
  return code > 57 && total.test(row[0] ?? "");
}

/**
 * Whether a row at the end is no part of the table: empty, or a text where the table has times or numbers. `isText` says
 * whether the first column of the table holds texts.
 */
export function isFooter(row: readonly string[], width: number, isData: IsData, isText: boolean): boolean {
  const [first = "", ...others] = row;
  const isAlone = others.every((cell) => cell.trim() === "");
  if (first.trim() === "") return isAlone;
  if (isData(first)) return false;
  return !isText || ((isAlone || row.length !== width) && (total.test(first) || remark.test(first)));
}
