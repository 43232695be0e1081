/** @module Readers take time in proportion to their text, whatever it is: doubling a text may take 2.5 times as long. */
import { expect, test } from "vitest";
import { parseConfig } from "../../src/cli/forecast/givenOptions.ts";
import { readJsonLines, readTable, toSeries } from "../../src/data/index.ts";
import { truncate, wrap } from "../../src/figures/terminal/span.ts";
import { readMetrics } from "../../src/runs/read.ts";
import { escapeHtml, shellWord } from "../../src/text/escape.ts";

const SIZE = 50_000; // characters

/** Milliseconds below which a time is noise; an expression that goes back takes seconds for texts of this size. */
const NOISE = 20;
const TRIES = 5;

/** The time of the processor, in milliseconds, which other programs do not take; errors are results, too. */
async function timeOf(read: (size: number) => unknown, size: number): Promise<number> {
  const before = process.cpuUsage();
  try {
    await read(size);
  } catch {}
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** How many times as long a text of twice the length takes: the least of a few measurements, if one of them is large. */
async function growth(read: (size: number) => unknown): Promise<number> {
  let [one, two] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < TRIES; i++) {
    one = Math.min(one, await timeOf(read, SIZE));
    two = Math.min(two, await timeOf(read, 2 * SIZE));
    if (two <= 2.5 * Math.max(one, NOISE)) break;
  }
  return two / Math.max(one, NOISE);
}

/** What made an expression go back, or could: blanks, digits, letters, signs, marks, letters of several units. */
const pieces = [" ", "0", "1 ", "12:", "-", '""', "01.", "é\u0301", "["];

async function readCsv(text: string): Promise<void> {
  toSeries(await readTable(text, { name: "a.csv" }), { targets: ["v"] });
}

const readers: readonly (readonly [string, (pumped: string) => unknown])[] = [
  ["a time", (pumped) => readCsv(`t,v\n2020-01-01,1\n${pumped}x,2\n2020-01-03,3\n`)],
  ["a value", (pumped) => readCsv(`t,v\n2020-01-01,1\n2020-01-02,${pumped}x\n2020-01-03,3\n`)],
  ["a header", (pumped) => readCsv(`t,v${pumped}\n2020-01-01,1\n2020-01-02,2\n`)],
  ["a first line", (pumped) => readCsv(`${pumped}\nt,v\n2020-01-01,1\n2020-01-02,2\n`)],
  ["JSON lines", (pumped) => readJsonLines(JSON.stringify({ v: pumped }), { name: "a.jsonl" })],
  ["settings", (pumped) => parseConfig(JSON.stringify({ lr: pumped, resample: pumped }), "c.json")],
  ["words for a shell", (pumped) => shellWord(pumped)],
  ["HTML", (pumped) => escapeHtml(pumped)],
  ["a line of a terminal", (pumped) => truncate(pumped, 80)],
  [
    "lines of a terminal",
    (pumped) => wrap(pumped.slice(0, pumped.length / 16), 80, Number.POSITIVE_INFINITY),
  ],
];

test.each(readers)("%s of any pieces", async (_, read) => {
  for (const piece of pieces) {
    const ratio = await growth((size) => read(piece.repeat(size / piece.length)));
    expect(ratio, JSON.stringify(piece)).toBeLessThanOrEqual(2.5);
  }
});

test("many lines", async () => {
  const line = '{"epoch":1,"loss":1,"valLoss":1,"lr":1,"seconds":1}\n';
  expect(await growth((size) => readMetrics(line.repeat(size / line.length)))).toBeLessThanOrEqual(2.5);
  expect(await growth((size) => readCsv(`t,v\n${"2020-01-01,1\n".repeat(size / 13)}`))).toBeLessThanOrEqual(
    2.5,
  );
});
