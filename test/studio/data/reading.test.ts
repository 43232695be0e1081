/** @module Files of every kind on the data page: what is found in them, and for each fault what can be done about it. */
import { type ReadProgress, readTable } from "unrolled/data";
import { expect, test } from "vitest";
import { timeFormats } from "../../../src/data/series/timeFormats.ts";
import type { Line } from "../../../src/figures/figure.ts";
import { strict } from "../../../studio/data/lab/choices.ts";
import { DataSession } from "../../../studio/data/lab/dataSession.ts";
import { faultOf, fixesOf } from "../../../studio/data/lab/fault.ts";
import type { Fill } from "../../../studio/data/lab/gapsFigure.ts";
import { mackeyGlassCsv } from "../../../studio/data/lab/samples.ts";
import { firstOptions, forecasterOptions, readNumber } from "../../../studio/data/state/fields.ts";
import { blobOf, choose, co2File, faultIn, found, readFault, sessionWith, sunspotsFile } from "./given.ts";

test("what is found in a file", async () => {
  const { facts } = await sessionWith(sunspotsFile(), "sunspots.csv");
  const whole = { faults: 0, firstFault: null, isNumeric: true };
  expect(facts).toEqual({
    name: "sunspots.csv",
    rows: 309,
    columns: [
      { name: "YEAR", kind: "number", ...whole, least: 1700, first: ["1700", "1701", "1702"] },
      { name: "SUNACTIVITY", kind: "number", ...whole, least: 0, first: ["5", "11", "16"] },
    ],
    time: 0,
    format: { delimiter: ",", decimal: ".", encoding: "utf-8", header: true },
  });
});

test("before anything is asked: the series with its gaps, and what each remedy would fill in", async () => {
  const { session, facts } = await sessionWith(co2File(), "co2.csv");
  expect(facts.columns[1]).toMatchObject({ faults: 59, firstFault: 8, least: 313 });
  const names = { missing: "missing", filled: "filled" };
  const choices = choose(["time", "target"]);
  const gaps = (fill: Fill) => session.gaps(choices, "co2", fill, names, "en");
  const marks = (fill: Fill): readonly Line[] =>
    (gaps(fill)?.whole.marks ?? []).filter((mark): mark is Line => mark.kind === "line");
  const at = (line: Line, day: string): number => line.y[Array.from(line.x).indexOf(Date.parse(day))];
  expect(gaps(null)).toMatchObject({ missing: 59 });
  const [value, missing] = marks(null);
  expect([value.name, at(value, "1958-05-03"), at(value, "1958-05-10")]).toEqual(["co2", 316.9, Number.NaN]);
  expect([missing.name, missing.points]).toEqual(["missing", true]);
  expect(at(missing, "1958-05-10")).toBeCloseTo((316.9 + 317.5) / 2, 9);
  const finite = (line: Line): number => Array.from(line.y).filter(Number.isFinite).length;
  expect(finite(missing)).toBe(59);
  expect(at(marks("forward")[1], "1958-05-10")).toBe(316.9);
  expect(at(marks("linear")[1], "1958-05-10")).toBeCloseTo(317.2, 9);
  expect(marks("drop").length).toBe(1);
  expect(Array.from(marks("drop")[0].y).every(Number.isFinite)).toBe(true);
  expect(gaps(null)?.longest?.marks.map(({ kind }) => kind)).toContain("band");
  const filled = choose(["time", "target"], {}, { policies: { ...strict, missing: "linear" } });
  found(session.plan(filled));
  const panel = session.seriesPanel("co2", { validation: "v", test: "t", filled: "filled in" }, "en");
  const own = panel?.marks.find((mark): mark is Line => mark.kind === "line" && mark.name === "filled in");
  expect(own && at(own, "1958-05-10")).toBeCloseTo(317.2, 9);
});

test("rows that are missing between two times are gaps, too; and a column without numbers has no picture", async () => {
  const { session } = await sessionWith("t,y,z\n1,1,a\n2,,b\n4,3,c\n5,4,d\n6,9,e\n");
  const names = { missing: "missing", filled: "filled" };
  const figure = session.gaps(choose(["time", "target", "none"]), "y", "forward", names, "en");
  const [value, filled] = (figure?.whole.marks ?? []) as readonly Line[];
  expect([Array.from(value.x), Array.from(value.y)]).toEqual([
    [1, 2, 3, 4, 5, 6],
    [1, Number.NaN, Number.NaN, 3, 4, 9],
  ]);
  expect([Array.from(filled.x), Array.from(filled.y)]).toEqual([
    [2, 3, 4],
    [1, 1, Number.NaN],
  ]);
  expect(figure?.missing).toBe(2);
  expect(session.gaps(choose(["time", "none", "target"]), "z", null, names, "en")).toBe(null);
});

test("JSON lines are known by their first character", async () => {
  const { facts } = await sessionWith(
    '\n{"t": "2024-01-01", "y": 1}\n{"t": "2024-01-02", "y": null}\n',
    "a.txt",
  );
  expect(facts).toMatchObject({ rows: 2, time: 0, format: null });
  expect(facts.columns[1]).toMatchObject({ name: "y", faults: 1 });
});

test("the Mackey–Glass sample is a file like any other", async () => {
  const { facts, session } = await sessionWith(mackeyGlassCsv(), "mackey-glass.csv");
  expect(facts).toMatchObject({ rows: 1500, columns: [{ name: "x" }], time: null });
  expect(found(session.plan(choose(["target"]))).plan.lookback).toBeGreaterThan(1);
});

test.for([
  ["picture", [0x89, 0x50, 0x4e, 0x47, 13, 10]],
  ["spreadsheet", [0x50, 0x4b, 0x03, 0x04, ...new TextEncoder().encode("[Content_Types].xml")]],
  ["spreadsheet", [0xd0, 0xcf, 0x11, 0xe0]],
  ["zip", [0x50, 0x4b, 0x03, 0x04, 20]],
  ["pdf", [0x25, 0x50, 0x44, 0x46]],
  ["gzip", [0x1f, 0x8b, 8]],
  ["array", [0x5b, 0x0a, 0x20, 0x7b, 0x22]],
  ["model", [9, 1, 0, 0, 0, 0, 0, 0, 0x7b, 0x22]],
] as const)("a %s is called by its name", async ([kind, bytes]) => {
  const fault = await readFault(blobOf(Uint8Array.from(bytes)), "some.bin");
  expect(fault).toMatchObject({ stage: "read", fileKind: kind, remedies: [] });
});

test("a file that is empty, or no table, says so", async () => {
  expect((await readFault("")).message).toBe("some.csv: the file is empty");
  expect((await readFault("a,b\n1,2\n1,2,3\n")).row).toBe(3);
  const noise = blobOf(new Uint8Array(400).fill(0xff));
  expect((await readFault(noise)).message).toMatch(/^some.csv: bytes 0 to 400 are not gb18030/);
});

test("where a part has no rows, what is asked for does not fit, and the fault says so", async () => {
  const { session } = await sessionWith("a\n1\n2\n3\n4\n");
  expect(faultIn(session.plan(choose(["target"], { horizon: 3 })))).toMatchObject({
    stage: "plan",
    message: expect.stringContaining("the training set of some.csv has 2 rows but must have at least"),
  });
});

test("a second file takes the place of one that is still being read", async () => {
  const session = new DataSession();
  const first = session.read(blobOf(`x\n${"1\n".repeat(1_000_000)}`), "first.csv", {});
  const second = session.read(blobOf("y\n1\n2\n"), "second.csv", {});
  expect(await first).toBe(null);
  expect(found(await second)).toMatchObject({ name: "second.csv", rows: 2 });
  expect(session.frame().reading).toBe(null);
});

test("progress is told while a file is read", async () => {
  const seen: number[] = [];
  const file = blobOf(`x\n${"1234567\n".repeat(200_000)}`);
  const onProgress = ({ taken }: ReadProgress): unknown => seen.push(taken);
  const table = await readTable(file.stream(), { name: "large.csv", onProgress });
  expect(table.rows).toBe(200_000);
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.at(-1)).toBe(file.size);
});

test.for([
  ["missing", "t,y\n1,1\n2,\n3,3\n", 3, "y", "missing", ["forward", "linear", "drop"]],
  ["a time twice", "t,y\n1,1\n2,2\n2,3\n", 4, "t", "duplicates", ["first", "last", "mean"]],
  ["out of order", "t,y\n1,1\n3,2\n2,3\n", 4, "t", "unsorted", ["sort"]],
  ["a gap", "t,y\n1,1\n2,2\n4,3\n5,4\n", 4, "t", "gaps", ["fill", "ignore"]],
  [
    "a day or a month",
    "t,y\n03/04/2020,1\n04/04/2020,2\n",
    2,
    "t",
    "timeFormat",
    ["day-first", "month-first"],
  ],
] as const)(
  "%s: the fault names row and column, and each remedy leads on",
  async ([, text, row, column, option, values]) => {
    const { session } = await sessionWith(text);
    const fault = faultIn(session.plan(choose(["time", "target"])));
    expect(fault).toMatchObject({ stage: "series", row, column, remedies: [{ option, values }] });
    for (const remedy of fixesOf(fault.remedies)) {
      const policies = option === "timeFormat" ? strict : { ...strict, [option]: remedy.value };
      const timeFormat = timeFormats.find((format) => format === remedy.value) ?? null;
      const next = session.plan(choose(["time", "target"], {}, { policies, timeFormat }));
      expect("fault" in next && next.fault.message, JSON.stringify(remedy)).not.toBe(fault.message);
    }
  },
);

test("a text among numbers can be taken for a missing value", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => (i === 15 ? "off" : String(i)));
  const text = ["y", ...rows].join("\n");
  const { session, facts } = await sessionWith(text);
  expect(facts.columns[0]).toMatchObject({ kind: "text", faults: 1, isNumeric: true });
  const fault = faultIn(session.plan(choose(["target"])));
  expect(fault).toMatchObject({
    row: 17,
    column: "y",
    remedies: [{ option: "missingValues", values: [["off"]] }],
  });
  const [{ option, value }] = fixesOf(fault.remedies);
  const again = await sessionWith(text, "some.csv", { [option]: value });
  expect(again.facts.columns[0]).toMatchObject({ kind: "number", faults: 1 });
});

test("a decimal sign in doubt is asked for", async () => {
  const fault = await readFault("a;b\n1,5;2.5\n2,5;3.5\n");
  expect(fixesOf(fault.remedies)).toEqual([
    { option: "decimal", value: "," },
    { option: "decimal", value: "." },
  ]);
});

test("errors of other kinds have no remedies", () => {
  expect(faultOf("text", "train")).toMatchObject({ message: "text", row: null, remedies: [] });
});

test("numbers are read as a person types them", () => {
  expect(readNumber("horizon", "")).toBe(null);
  expect(readNumber("epochs", "")).toBe(undefined);
  expect(readNumber("epochs", " １２ ")).toBe(12);
  expect(readNumber("epochs", "1.5")).toBe(undefined);
  expect(readNumber("lr", "1e-3")).toBe(0.001);
  expect(readNumber("lr", "0")).toBe(undefined);
  expect(readNumber("season", "0")).toBe(0);
});

test("a model is told what it takes and nothing else", () => {
  const told = (some: Partial<typeof firstOptions>) => forecasterOptions({ ...firstOptions, ...some });
  const numbers = { ...firstOptions.numbers, season: 0, horizon: 4 };
  expect(told({ model: "naive", loss: "quantile", calendar: ["month"] })).toEqual({
    model: "naive",
    scaler: "standard",
  });
  expect(told({ model: "nlinear", loss: "quantile" }).loss).toBe("huber");
  expect(told({ model: "lstm", loss: "quantile", numbers })).toMatchObject({
    loss: "quantile",
    modelOptions: { hidden: 64 },
    season: null,
    horizon: 4,
  });
});
