/** @module What a study searches, as flags write it; job identities. */
import { expect, test } from "vitest";
import { jobId } from "../../src/jobs/job.ts";
import { gridSize, propose } from "../../src/jobs/study/samplers.ts";
import { drawn, parseDomain, positionsOf, valueAt } from "../../src/jobs/study/space.ts";

test.each([
  ["16,32,64", { kind: "choice", choices: [16, 32, 64] }],
  ["gru, lstm", { kind: "choice", choices: ["gru", "lstm"] }],
  ["true,false,none", { kind: "choice", choices: [true, false, null] }],
  ["32", { kind: "choice", choices: [32] }],
  ["1..4", { kind: "int", low: 1, high: 4, log: false, step: 1 }],
  ["8..64:8", { kind: "int", low: 8, high: 64, log: false, step: 8 }],
  ["log:4..64", { kind: "int", low: 4, high: 64, log: true, step: 1 }],
  ["0..0.5", { kind: "float", low: 0, high: 0.5, log: false, step: null }],
  ["0..0.5:0.1", { kind: "float", low: 0, high: 0.5, log: false, step: 0.1 }],
  ["log:1e-4..1e-1", { kind: "float", low: 1e-4, high: 0.1, log: true, step: null }],
  ["-1.5..+.5", { kind: "float", low: -1.5, high: 0.5, log: false, step: null }],
  ["2..2", { kind: "int", low: 2, high: 2, log: false, step: 1 }],
  ["4..1", {}, "search lr: the range begins at 4 but must not lie above its end 1"],
  ["log:0..1", {}, "search lr: the range begins at 0 but must lie above 0 on a logarithmic scale"],
  ["0..1:0", {}, "search lr: the step is 0 but must be above 0"],
  ["log:1.0..8.0:2", {}, "search lr: a logarithmic range has no steps"],
  ["1,,2", {}, "search lr: a value is empty"],
  ["", {}, "search lr: a value is empty"],
  ["1,2,1.0", {}, "search lr: a value occurs twice"],
])("%j", (text, domain, fault = "") => {
  if (fault === "") expect(parseDomain("lr", text)).toEqual(domain);
  else expect(() => parseDomain("lr", text)).toThrow(fault);
});

test("values are drawn evenly, ends included, on their scale", () => {
  const values = (text: string): unknown[] => {
    const domain = parseDomain("x", text);
    return [0, 0.25, 0.5, 0.75, 1 - 2 ** -53].map((u) => valueAt(domain, drawn(domain, u)));
  };
  expect(values("1..4")).toEqual([1, 2, 3, 4, 4]);
  expect(values("0.0..8.0")).toEqual([0, 2, 4, 6, expect.closeTo(8, 12)]);
  expect(values("0..6:3")).toEqual([0, 0, 3, 6, 6]);
  expect(values("a,b")).toEqual(["a", "a", "b", "b", "b"]);
  expect(values("log:1.0..16.0")).toEqual([1, 2, 4, 8, 16].map((value) => expect.closeTo(value, 12)));
});

test("a grid: every point once, the last setting first, then again from the beginning", () => {
  const space = { lr: parseDomain("lr", "0..0.2:0.1"), cell: parseDomain("cell", "gru,lstm") };
  expect(gridSize(space)).toBe(6);
  const points = Array.from({ length: 7 }, (_, k) =>
    propose("grid", space, k, 1, { finished: [], running: [] }),
  );
  expect(points.map(({ lr, cell }) => `${lr} ${cell}`)).toEqual([
    "0 gru",
    "0 lstm",
    "0.1 gru",
    "0.1 lstm",
    "0.2 gru",
    "0.2 lstm",
    "0 gru",
  ]);
  expect(() => gridSize({ lr: parseDomain("lr", "0..0.5") })).toThrow(
    "search lr: a grid needs a list of values, or a range with a step",
  );
  expect(positionsOf(parseDomain("x", "1..8:3"))).toEqual([1, 4, 7]);
});

test("a job's identity: equal contents, whatever the order of the keys", async () => {
  const job = { kind: "trial", settings: { lr: 0.1, hidden: [16, null] }, data: "abc" };
  const id = await jobId(job);
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(await jobId({ data: "abc", settings: { hidden: [16, null], lr: 0.1 }, kind: "trial" })).toBe(id);
  const others = [
    { ...job, kind: "shard" },
    { ...job, data: "abd" },
    { ...job, settings: { lr: 0.1, hidden: [null, 16] } },
    { ...job, settings: { lr: "0.1", hidden: [16, null] } },
    { ...job, settings: { lr: Number.NaN, hidden: [16, null] } },
  ];
  expect(new Set([id, ...(await Promise.all(others.map(jobId)))]).size).toBe(6);
});
