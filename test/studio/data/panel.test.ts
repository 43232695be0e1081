/** @module A file of several series on the page: what it holds, any of its series, and the values that choose one. */
import { expect, test } from "vitest";
import type { Choices } from "../../../studio/data/lab/choices.ts";
import { strict } from "../../../studio/data/lab/choices.ts";
import { DataSession } from "../../../studio/data/lab/dataSession.ts";

const day = (t: number): string => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
const rows = (store: string, item: string, from: number, until: number): string[] =>
  Array.from({ length: until - from }, (_, i) => `${store},${item},${day(from + i)},${10 * (from + i)}`);
const file = [
  "store,item,day,sold",
  ...rows("A", "x", 0, 40),
  ...rows("B", "x", 5, 40),
  ...rows("A", "y", 0, 38),
  ...rows("B", "y", 10, 40),
].join("\n");
const choices: Choices = {
  uses: ["none", "none", "time", "target"],
  policies: strict,
  timeFormat: null,
  lastRows: null,
  forecaster: {},
};

test("a panel, its series one by one, and the values that choose one of them", async () => {
  const session = new DataSession();
  await session.read(new Blob([file]), "shops.csv", {});
  const planned = session.plan(choices);
  if (!("fault" in planned)) throw new Error("not refused");
  const keys = (planned.fault.keys ?? []).map(({ column }) => column);
  expect(keys).toEqual(["store", "item"]);
  const look = await session.panel(choices, keys);
  expect(look).toEqual({
    found: {
      series: 4,
      rows: 143,
      lengths: [30, 40],
      from: "2024-01-01",
      until: "2024-02-09",
      step: { count: 1, unit: "day" },
      target: "sold",
      ids: ["A/x", "B/x", "A/y", "B/y"],
    },
  });
  const second = session.panelSeries(1, "en");
  expect(second?.values).toEqual(["B", "x"]);
  expect(second?.panel.x).toEqual({ label: "day", tickUnit: "date" });
  expect(second?.panel.marks).toEqual([
    {
      kind: "line",
      name: "B/x",
      color: "target",
      width: 1.5,
      x: Float64Array.from({ length: 35 }, (_, i) => Date.UTC(2024, 0, 6 + i)),
      y: Float64Array.from({ length: 35 }, (_, i) => 50 + 10 * i),
    },
  ]);
  expect(session.panelSeries(4, "en")).toBeNull();
  const chosen = session.plan({ ...choices, where: ["store=B", "item=x"] });
  expect("found" in chosen && chosen.found.series.rows).toBe(35);
});

test("no panel before there is a file, nor of one with a fault that has no policy", async () => {
  const session = new DataSession();
  expect(await session.panel(choices, ["store"])).toMatchObject({ fault: { stage: "series" } });
  expect(session.panelSeries(0, "en")).toBeNull();
  await session.read(new Blob([file.replace(",10\n", ",ten\n")]), "shops.csv", {});
  const look = await session.panel(choices, ["store", "item"]);
  expect(look).toMatchObject({ fault: { stage: "series", column: "sold" } });
});
