/** @module All faults of a file in one message, with a command that runs; and `unrolled check`. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { say, temporaryFolder } from "../fakeProcess.ts";
import { fileOf } from "./given.ts";

const out = temporaryFolder();
const more = ["--model", "naive", "--out", out, "--lang", "en"];

const hour = (i: number): string =>
  new Date(Date.UTC(2020, 0, 1, i)).toISOString().slice(0, 16).replace("T", " ");
const day = (i: number): string => new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);
const line = (i: number): string => `${hour(i)},${i % 11 === 5 ? "" : 10 + (i % 24)}`;
const hours = Array.from({ length: 240 }, (_, i) => line(i));

/** Unsorted, with two times twice, a gap of two rows, and missing values. */
const messy = [
  ...hours.slice(120, 200),
  hours[150],
  ...hours.slice(203),
  ...hours.slice(0, 120),
  hours[20],
].map(String);

/** The words of a command line as a shell takes them. */
function wordsOf(command: string): string[] {
  return Array.from(command.matchAll(/(?:'[^']*'|[^\s'])+/g), ([word]) => word.replaceAll("'", ""));
}

/** The command that a message advises. */
function advised(text: string): string[] {
  const command = /unrolled (train .*)/.exec(text)?.[1] ?? "";
  return wordsOf(command);
}

test("five faults: one message, one command, and it trains", async () => {
  const path = fileOf(out, "messy.csv", "time,load", ...messy);
  const { code, stderr } = await say(["train", path, ...more]);
  const words = ["train", path, ...more].join(" ");
  expect([code, stderr]).toEqual([
    1,
    [
      "error: messy.csv: there are 4 faults",
      '  row 82, column "time": the rows are not sorted: 2020-01-07 06:00:00 comes after 2020-01-09 07:00:00 (3 places)',
      '  row 240, column "time": 2020-01-01 20:00:00 is the time of row 140 too (2 places)',
      '  row 83, column "time": 2020-01-09 11:00:00 follows 2020-01-09 07:00:00, but the step is 1 hour',
      '  row 125, column "load": the value is missing (25 places)',
      `  This handles them: unrolled ${words} --unsorted sort --duplicates mean --gaps fill --missing linear`,
      "",
    ].join("\n"),
  ]);
  const again = await say(advised(stderr));
  expect([again.code, again.stderr]).toEqual([
    0,
    expect.stringContaining("240 rows, 2020-01-01 00:00 to 2020-01-10 23:00"),
  ]);
});

const shops = Array.from({ length: 80 }, (_, i) => day(79 - i)).flatMap((at, i) => [
  `${at};A;${i}`,
  `${at};B;"1.5"`,
]);
const sales = Array.from({ length: 300 }, (_, i) => `${day(Math.floor(i / 5))},"1,${100 + i}",x${i % 3}`);

test.each<[string, readonly string[], readonly string[]]>([
  ["two series, newest first", ["day;shop;y", ...shops], ["--where shop=A", "--unsorted sort"]],
  [
    "transactions, and a text for a missing value",
    ["day,total,kind", ...sales.slice(0, 20), `${day(3)},closed,x`, ...sales.slice(20)],
    ["--missing-values closed", "--duplicates sum"],
  ],
  [
    "days or months first, and gaps",
    [
      "date,y",
      ...[1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12].flatMap((month) => [
        `01/${String(month).padStart(2, "0")}/2019,5`,
      ]),
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(
        (month) => `01/${String(month).padStart(2, "0")}/2020,${month}`,
      ),
    ],
    ["--time-format day-first", "--gaps fill", "--missing linear"],
  ],
  [
    "an ambiguous decimal sign, and two columns",
    ["day;a;b", ...Array.from({ length: 60 }, (_, i) => `${day(i)};1.${100 + i};2`)],
    ["--decimal ,", "--target a"],
  ],
])("%s", async (name, lines, flags) => {
  const path = fileOf(out, `${name.replaceAll(/\W+/g, "-")}.csv`, ...lines);
  const target = lines[0]?.includes("total") ? ["--target", "total"] : [];
  const { code, stderr } = await say(["train", path, ...target, ...more]);
  expect(code).toBe(1);
  for (const flag of flags) expect(stderr).toContain(flag);
  expect((await say(advised(stderr))).code).toBe(0);
});

describe("unrolled check", () => {
  test("a good file: what was found, and the command", async () => {
    const path = fileOf(
      out,
      "good.csv",
      "time,load",
      ...hours.map((one, i) => (one.endsWith(",") ? `${one}${i}` : one)),
    );
    const { code, stdout } = await say(["check", path, "--model", "naive", "--lang", "en"]);
    expect(code).toBe(0);
    expect(stdout).toContain("good.csv: 240 rows, 2020-01-01 00:00 to 2020-01-10 23:00, step 1 hour");
    expect(stdout).toContain(`No faults.\nTo train: unrolled train ${path} --model naive --lang en\n`);
    expect(stdout).toMatch(/ {2}load {2}numbers .*target/);
  });

  test("faults in Chinese, with exit code 1", async () => {
    const { code, stdout } = await say(["check", join(out, "messy.csv"), "--lang", "zh"]);
    expect(code).toBe(1);
    expect(stdout).toContain('第 125 行，"load" 列：缺失一个值（共 25 处）');
    expect(stdout).toContain("--unsorted sort --duplicates mean --gaps fill --missing linear");
  });

  test("as JSON", async () => {
    const { code, stdout } = await say(["check", join(out, "messy.csv"), "--json", "--lang", "en"]);
    const { rows, series, faults, command, columns } = JSON.parse(stdout);
    expect([code, rows, series.rows, columns.map(({ role }: { role: string }) => role)]).toEqual([
      1,
      239,
      240,
      ["time", "target"],
    ]);
    expect(faults.map(({ option, value, count }: Record<string, unknown>) => [option, value, count])).toEqual(
      [
        ["unsorted", "sort", 3],
        ["duplicates", "mean", 2],
        ["gaps", "fill", 1],
        ["missing", "linear", 25],
      ],
    );
    expect(command).toContain("unrolled train");
  });

  test("a file that cannot be mended, and one that is too short", async () => {
    const broken = await say(["check", fileOf(out, "broken.csv", "a,b", "1,2", "3", "4,5"), "--lang", "en"]);
    expect([broken.code, broken.stdout]).toEqual([
      1,
      expect.stringContaining("row 3: there is 1 cell but must be 2"),
    ]);
    const short = await say(["check", fileOf(out, "short.csv", "y", "1", "2", "3"), "--lang", "en"]);
    expect([short.code, short.stdout]).toEqual([
      2,
      expect.stringContaining("the training set of short.csv has"),
    ]);
  });
});

test("the column to forecast that is suggested is no counter and no id, and its series are then told apart", async () => {
  const rows = [1, 2].flatMap((store) =>
    Array.from({ length: 60 }, (_, i) => `${60 * store + i},${store},${day(7 * i)},${100 * store + (i % 5)}`),
  );
  const path = fileOf(out, "stores.csv", "No,Store,Date,Sales", ...rows);
  const { stderr } = await say(["train", path, ...more]);
  expect(stderr).toContain('there are 2 series by "Store" (1, 2): choose one, or forecast all of them');
  expect(stderr).toContain("--target Sales --where Store=1\n");
  expect((await say(advised(stderr))).code).toBe(0);
});

test("a mark in many cells of the only column of numbers", async () => {
  const rows = Array.from({ length: 80 }, (_, i) => `${day(i)},${i % 8 === 3 ? "<1" : 10 + (i % 7)}`);
  const { stderr } = await say([
    "train",
    fileOf(out, "trends.csv", "Category: All", "", "Day,foo", ...rows),
    ...more,
  ]);
  expect(stderr).toContain(
    'row 7, column "foo": "<1" is not a number (10 of 80 cells). If it does not stand for a missing value',
  );
  expect((await say(advised(stderr))).code).toBe(0);
});
