/** @module The note on terminals of all sizes: drawn in place, and never wider or taller than what there is. */
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { en } from "../../src/cli/note/en.ts";
import { columnsOf } from "../../src/figures/terminal/span.ts";
import { type Said, type Surroundings, say, temporaryFolder, widestOf } from "./fakeProcess.ts";

const folder = temporaryFolder();
const words = ["note", "--only", "rnn", "--hidden", "4", "--out", join(folder, "out")];

/** Runs a short program that is drawn at each of its segments. */
const draw = (surroundings: Surroundings, ...more: readonly string[]): Promise<Said> =>
  say([...words, "--steps", "4", "--pace", "33", ...more], surroundings);

/** The frames that were drawn over one another; the line of a pause is none. */
const framesOf = ({ writes }: Said): string[] =>
  writes.filter((text) => text.endsWith("\u001b[0J") && text.split("\n").length > 3);

const sizes = [
  [20, 10],
  [20, 60],
  [40, 16],
  [80, 10],
  [80, 24],
  [200, 10],
  [200, 60],
] as const;

describe.each(["en", "zh"])("drawn live, --lang %s", (lang) => {
  test.each(sizes)("on %i columns and %i rows", async (columns, rows) => {
    const said = await draw({ size: [columns, rows] }, "--lang", lang);
    const frames = framesOf(said);
    expect(said.code).toBe(0);
    expect(frames).toHaveLength(4); // the last segment is drawn once
    for (const frame of frames) {
      expect(widestOf(frame)).toBeLessThan(columns);
      expect(frame.split("\n").length).toBeLessThan(rows);
    }
    const height = frames[0].split("\n").length - 1;
    expect(frames[0]).not.toContain("A\r");
    for (const frame of frames.slice(1)) expect(frame.startsWith(`\u001b[${height}A\r`)).toBe(true);
  });
});

test.each(["en", "zh"])(
  "nothing but the model's own print and paths is wider than 40 columns, --lang %s",
  async (lang) => {
    const { stdout } = await draw({ size: [40, 24] }, "--lang", lang);
    const wide = stripVTControlCharacters(stdout)
      .split("\n")
      .filter((line) => columnsOf(line) > 40);
    expect(wide.filter((line) => !line.includes(folder) && !/^ {2}\((rnn|out)\): /.test(line))).toEqual([]);
  },
);

test("the progress line: bar, segment, loss, rate, time left", async () => {
  const frames = framesOf(await draw({ size: [80, 24] }));
  const last = stripVTControlCharacters(frames[1]).trimEnd().split("\n").at(-1) ?? "";
  expect(last).toMatch(
    /^━+─+ {2}RNN · 10 steps {2}segment 2\/4 {2}loss 0\.\d+ {2}\d+\.\d\/s {2}ETA \d+\.\d s$/,
  );
  const end = stripVTControlCharacters(frames[3]).trimEnd().split("\n").at(-1) ?? "";
  expect(end).toMatch(/^━+ {2}RNN · 10 steps {2}segment 4\/4 .* ETA 0\.0 s$/);
});

test("--pace 0 waits for nothing, and still draws the last segment", async () => {
  const before = performance.now();
  const said = await say([...words, "--steps", "300", "--pace", "0"], { size: [80, 24] });
  expect(performance.now() - before).toBeLessThan(4000); // at the usual pace it takes 15 s
  const frames = framesOf(said);
  expect(frames.length).toBeLessThan(150);
  expect(stripVTControlCharacters(frames.at(-1) ?? "")).toContain("segment 300/300");
});

test("interrupted or diverged, the last segment is drawn all the same", async () => {
  const stopped = await say([...words, "--steps", "5000", "--pace", "0"], {
    size: [80, 24],
    stopAt: /segment +\d+\/5000/,
  });
  expect(stopped.code).toBe(130);
  expect(stripVTControlCharacters(framesOf(stopped).at(-1) ?? "")).toMatch(/segment +\d+\/5000/);
  const diverged = await say([...words, "--lr", "1e30", "--pace", "0"], { size: [80, 24] });
  expect(diverged.code).toBe(3);
  expect(stripVTControlCharacters(framesOf(diverged).at(-1) ?? "")).toContain("segment   2/100  loss ∞");
});

test.each([
  ["CI", { CI: "true" }, true],
  ["TERM=dumb", { TERM: "dumb" }, false],
  ["NO_COLOR and CI", { NO_COLOR: "1", CI: "1" }, false],
])("%s on a terminal: plain lines, nothing drawn over; colours: %#", async (_, env, colours) => {
  const said = await draw({ size: [80, 24], env });
  expect(framesOf(said)).toEqual([]);
  expect(said.stdout).toContain("segment 1/4  loss ");
  expect(said.stdout.includes("\u001b[1m")).toBe(colours);
  if (!colours) expect(said.stdout).not.toContain("\u001b");
});

test("NO_COLOR draws in place, but without colours", async () => {
  const frames = framesOf(await draw({ size: [80, 24], env: { NO_COLOR: "1" } }));
  expect(frames).toHaveLength(4);
  for (const frame of frames) expect(frame).not.toMatch(/\p{Cc}\[[\d;]*m/u);
});

test("FORCE_COLOR colours a file, but draws nothing over there", async () => {
  const said = await draw({ env: { FORCE_COLOR: "1" } });
  expect(said.stdout).toContain(`\u001b[1m1. ${en.data}\u001b[22m\n`);
  expect(framesOf(said)).toEqual([]);
  expect(said.stdout).not.toMatch(/\p{Cc}\[\d*[AKJ]/u);
});

test("the comparison tells how far it is on stderr in one line, and takes it away", async () => {
  const compare = [
    "note",
    "--only",
    "compare",
    "--steps",
    "1",
    "--hidden",
    "1",
    "--out",
    join(folder, "compare"),
  ];
  const { stderr } = await say(compare, { size: [30, 24] });
  expect(stderr).toMatch(/run \d+\/540/);
  expect(widestOf(stderr.replaceAll("\r", "\n"))).toBeLessThan(50);
  expect(stderr).toContain("\u001b[1A\r\u001b[0J"); // erased
  expect(stderr.endsWith(`${en.writing}\n`)).toBe(true);
});

test("a chapter waits for a key, and for no longer than 25 segments; the hint is erased", async () => {
  const said = await draw({ size: [80, 24] });
  const hints = said.writes.filter((text) => stripVTControlCharacters(text).startsWith(en.next));
  expect(hints).toHaveLength(4); // data, model, sharing, diagram
  const erased = said.writes.filter((text) => text === "\u001b[1A\r\u001b[0J");
  expect(erased).toHaveLength(4);
  const file = await say([...words, "--steps", "4"]);
  expect(file.stdout).not.toContain(en.next);
  const quick = await say([...words, "--steps", "4", "--pace", "0"], { size: [80, 24] });
  expect(quick.stdout).not.toContain(en.next);
});

test("what the screen waits for is used: the comparison is under way, or done, when its chapter begins", async () => {
  const whole = ["note", "--hidden", "2", "--steps", "2", "--pace", "400", "--out", join(folder, "idle")];
  const { stdout, stderr } = await say(whole, { size: [80, 40] });
  const [, first = "540"] = /run (\d+)\/540/.exec(stderr) ?? []; // nothing is left to show where it is done
  expect(Number(first)).toBeGreaterThan(2);
  expect(stdout).toContain(en.rates(20));
  expect(stdout).toContain("RNN above LSTM at 20 time steps, 2 segments");
});

test("a terminal that changes its size is cleared, and begins with the chapter", async () => {
  const size: [number, number] = [80, 40];
  const said = await draw({ size, resizeAt: [/segment 2\/4/, [60, 40]] });
  const cleared = said.writes.filter((text) => text.startsWith("\u001b[H\u001b[2J"));
  expect(cleared).toHaveLength(1);
  expect(stripVTControlCharacters(cleared[0])).toContain("RNN at 10 time steps, 4 segments");
  expect(widestOf(cleared[0])).toBeLessThan(60);
});
