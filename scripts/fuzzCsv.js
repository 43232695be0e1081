/**
 * @module Hostile CSV and JSON Lines files, determined by a seed and an index, and the whole pipeline from bytes to a series.
 *
 * Random byte changes find little: most files are built from cells that have caused bugs.
 */
import { changeBytes } from "./fuzzInputs.js";

/** @typedef {import("./fuzzInputs.js").Random} Random */
/** @typedef {typeof import("../src/data/index.ts")} Data */

const below = (/** @type {Random} */ random, /** @type {number} */ limit) => Math.floor(random() * limit);

/** @template T @returns {T} */
const pick = (/** @type {Random} */ random, /** @type {readonly T[]} */ list) =>
  /** @type {T} */ (list[below(random, list.length)]);

const cells = [
  ...["", " ", "NA", "nan", "NULL", "-", "?", "Infinity", "-inf", "1e999", "1e-999", "0x10", "1_000", "007"],
  ...[
    "1,5",
    "1,234",
    "1.234,5",
    "1.2.3",
    "--1",
    "+5",
    ".5",
    "5.",
    "1e5",
    "12%",
    "€5",
    "٣",
    "\u00a05",
    "true",
  ],
  ...[
    "1,234.5",
    "1.234.567",
    "1 234",
    "1'234",
    "$5",
    "(5)",
    "−5",
    "5 €",
    "1.2M",
    "3万",
    "5-",
    "CHF 1'0",
    "((5))",
    "1,23,456",
  ],
  ...[
    "# a, b",
    "// c",
    "% d",
    "Total",
    "Source: x",
    "Yes",
    "No",
    "TRUE",
    "1,234,56",
    "12,345,678",
    "e5",
    "$",
    "%",
    "1,,2",
  ],
  ...[
    '"',
    '""',
    '"a"',
    '"a',
    'a"',
    '"a""b"',
    '"a"b"',
    '"a\nb"',
    '"1"',
    '"1,5"',
    "\0",
    "\ufeff",
    "\r",
    "日期",
  ],
  ...[
    "2020-01-01",
    "2020-02-30",
    "03/04/2020",
    "31/12/2020",
    "2020-01-01T00:00Z",
    "20200101",
    "1700",
    "1580000000",
    "Jan 2020",
    "5-Jan-09",
    "2020 Q1",
    "2020-W05",
    "202013",
    "31/12/20 11:00 PM",
    "24:00",
    "2020年1月31日 下午3时",
    "2020-01-01T00:00+14:00",
  ],
  ...["__proto__", "constructor", "9".repeat(400), "x".repeat(2000), "🦆", "\ud800", "\u2028", "=1+1"],
];
/** Ways to write a time. @type {((time: Date) => string)[]} */
const timeWriters = [
  ...Array(8).fill((/** @type {Date} */ time) => time.toISOString().slice(0, 19)),
  (time) => time.toISOString().slice(0, 7),
  (time) => `${time.getUTCMonth() + 1}/${time.getUTCDate()}/${String(time.getUTCFullYear()).slice(-2)} 24:00`,
  (time) => `${time.toISOString().slice(0, 19)}${time.getUTCMonth() % 6 > 3 ? "+02:00" : "+01:00"}`,
  (time) => time.toUTCString(),
  (time) => `${time.getUTCFullYear()} Q${Math.floor(time.getUTCMonth() / 3) + 1}`,
  (time) => `${time.getUTCFullYear()}-W${time.getUTCDate() + 10}`,
  (time) => `${time.toLocaleString("en", { month: "short", timeZone: "UTC" })} ${time.getUTCFullYear()}`,
  (time) => String(time.getTime()),
  (time) => time.toISOString().slice(0, 10).replaceAll("-", ""),
  (time) => (time.getUTCDay() % 6 === 0 ? "" : time.toISOString().slice(0, 10)),
  (time) => time.toISOString().slice(11, 16),
];
const delimiters = [",", ";", "\t", "|", " "];
const ends = ["\n", "\r\n", "\r", "\n\n", ""];
const firstNames = [
  "date",
  "time",
  "year",
  "日期",
  "t",
  "x",
  "",
  "y",
  "Week",
  "hour",
  "Year,month",
  "Date;Time",
];

/** A file of mostly valid cells, with some malformed ones. @returns {Uint8Array} */
export function brokenCsv(/** @type {Random} */ random) {
  const bytes = encoded(random, random() < 0.15 ? jsonLines(random) : csvText(random));
  return random() < 0.3 ? changeBytes(random, bytes) : bytes;
}

function csvText(/** @type {Random} */ random) {
  const delimiter = pick(random, delimiters);
  const end = random() < 0.8 ? "\n" : pick(random, ends);
  const [width, rows, trouble] = [
    1 + below(random, 5),
    below(random, 40),
    pick(random, [0, 0, 0.01, 0.1, 0.5]),
  ];
  const start = Date.UTC(pick(random, [1, 1700, 1970, 2020]), 0, pick(random, [1, 31]));
  const step = pick(random, [0, 1, 60_000, 3_600_000, 86_400_000, -86_400_000, 2_678_400_000, 1e12]);
  const write = pick(random, timeWriters);
  const time = (/** @type {number} */ row) => write(new Date(start + row * step));
  const cell = (/** @type {number} */ row, /** @type {number} */ column) => {
    if (random() < trouble) return pick(random, cells);
    if (column === 0) return time(random() < trouble ? below(random, rows) : row);
    return (random() * 200 - 100).toFixed(below(random, 6)).replace(".", delimiter === ";" ? "," : ".");
  };
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: random() < trouble / 4 ? below(random, 8) : width }, (_, column) =>
      cell(row, column),
    ).join(delimiter),
  );
  const names = Array.from({ length: width }, (_, i) =>
    i === 0 ? pick(random, firstNames) : i === 1 ? "y" : `x${i}`,
  );
  if (random() < 0.9) lines.unshift(names.join(delimiter));
  if (random() < 0.1) lines.unshift(...[pick(random, cells), pick(random, cells)].slice(below(random, 2)));
  if (random() < 0.1)
    lines.push(pick(random, cells), ["Total", ...names.slice(1).map(() => "")].join(delimiter));
  return lines.join(end) + (random() < 0.7 ? end : "");
}

function jsonLines(/** @type {Random} */ random) {
  const value = () =>
    pick(random, [() => random() * 100, () => null, () => pick(random, cells), () => [1], () => true])();
  return Array.from({ length: below(random, 20) }, (_, row) =>
    random() < 0.1
      ? pick(random, cells)
      : JSON.stringify({ t: row, y: random() < 0.9 ? random() : value(), [pick(random, firstNames)]: row }),
  ).join("\n");
}

function encoded(/** @type {Random} */ random, /** @type {string} */ text) {
  const utf8 = new TextEncoder().encode(text);
  const kind = below(random, 12);
  if (kind === 0) return Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8]);
  if (kind === 1)
    return Uint8Array.from([
      0xff,
      0xfe,
      ...new Uint8Array(Uint16Array.from(text, (c) => c.charCodeAt(0)).buffer),
    ]);
  if (kind === 2) return Uint8Array.from(text, (c) => c.charCodeAt(0)); // Latin-1, or invalid
  return utf8;
}

/**
 * Reads a file as a program would, converts it to a series under random policies, then splits, scales and writes it.
 * Throws if an invariant of the result is violated.
 */
export async function useCsv(
  /** @type {Uint8Array} */ bytes,
  /** @type {Random} */ random,
  /** @type {Data} */ data,
) {
  const source = random() < 0.5 ? bytes : inChunks(bytes, 1 + below(random, 50));
  const options = {
    name: "fuzz.csv",
    ...(random() < 0.1 && { decimal: /** @type {const} */ (",") }),
    ...(random() < 0.1 && { thousands: pick(random, /** @type {const} */ ([" ", "'", "none"])) }),
    ...(random() < 0.05 && { skip: below(random, 4) }),
    ...(random() < 0.05 && { comment: pick(random, ["#", ";", "x", ""]) }),
    ...(random() < 0.1 && { wanted: ["y"] }),
  };
  const isJson = bytes[0] === 0x7b;
  const table = await (isJson
    ? data.readJsonLines(source, { name: options.name })
    : data.readCsv(source, options));
  for (const column of table.columns)
    if (column.kind === "number")
      demand(missingIn(column.values) === column.missing, "wrong count of missing values");
  const lines = Array.from({ length: table.rows }, (_, row) => table.lineOf(row));
  demand(
    lines.every((line, i) => line > (lines[i - 1] ?? 0)),
    "line numbers do not increase",
  );
  const series = seriesOf(table, random, data);
  const { columns, time, length } = series;
  for (const { values } of columns)
    demand(values.length === length && values.every(Number.isFinite), "a value of the series is not finite");
  demand(
    time === null || time.every((one, i) => Number.isFinite(one) && (i === 0 || one > (time[i - 1] ?? 0))),
    "times do not increase",
  );
  if (series.step !== null) demand(data.nextTimes(series, 3).every(Number.isFinite), "no next time");
  const { train } = data.splitByTime(length, { train: 1 });
  const scaler = data.StandardScaler.fit(
    columns.map(({ values }) => values),
    train,
  );
  demand(
    scaler.state().scale.every((scale) => scale > 0),
    "a scale is 0",
  );
  await data.readCsv(data.seriesToCsv(series), { name: "again.csv" });
}

function seriesOf(
  /** @type {import("../src/data/index.ts").Table} */ table,
  /** @type {Random} */ random,
  /** @type {Data} */ data,
) {
  const last = table.columns.at(-1)?.name ?? "y";
  const missing = pick(random, /** @type {const} */ (["error", "forward", "linear", "drop"]));
  const gaps = pick(random, /** @type {const} */ (["error", "fill", "ignore", "ignore"]));
  const first = table.columns[0]?.name ?? "y";
  /** @type {import("../src/data/index.ts").ToSeriesOptions} */
  const options = {
    targets: [last],
    missing,
    gaps: missing === "drop" && gaps === "fill" ? "ignore" : gaps,
    duplicates: pick(
      random,
      /** @type {const} */ (["error", "first", "last", "mean", "sum", "count", "min", "max"]),
    ),
    unsorted: pick(random, /** @type {const} */ (["error", "sort"])),
    ...(random() < 0.3 && { timeFormat: /** @type {const} */ ("day-first") }),
    ...(random() < 0.2 && table.columns.length > 2 && { covariates: [table.columns[1]?.name ?? first] }),
    ...(random() < 0.1 && { where: [`${first}=${pick(random, cells)}`] }),
    ...(random() < 0.1 && {
      resample: pick(random, ["day", "month", "week", "year", "6hours", "quarter"]),
      aggregate: pick(random, /** @type {const} */ (["mean", "sum", "count", "first", "last"])),
    }),
  };
  if (random() < 0.3) return data.checkSeries(table, options).result ?? data.toSeries(table, options);
  return data.toSeries(table, options);
}

function missingIn(/** @type {Float64Array} */ values) {
  return values.filter(Number.isNaN).length;
}

function demand(/** @type {boolean} */ isTrue, /** @type {string} */ otherwise) {
  if (!isTrue) throw new Error(otherwise);
}

async function* inChunks(/** @type {Uint8Array} */ bytes, /** @type {number} */ size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
