/** @module Made-up sales of shops: the same text for the same seed, in the form that panels are read in. */
import { expect, test } from "vitest";
import { readPanel, shopSales } from "../../../src/data/index.ts";

test("a panel with promotions known ahead, a region and an area for each shop", async () => {
  const text = shopSales({ shops: 12, days: 60, ahead: 7 });
  const panel = await readPanel(text, { name: "shops.csv", future: ["promo"], static: ["region", "area"] });
  expect([panel.ids[0], panel.ids.at(-1), panel.ids.length]).toEqual(["shop-01", "shop-12", 12]);
  expect(panel.aheadOffsets).toEqual(Float64Array.from({ length: 13 }, (_, s) => 7 * s));
  expect(panel.statics.map(({ name, kind }) => [name, kind])).toEqual([
    ["region", "category"],
    ["area", "number"],
  ]);
  const lengths = panel.ids.map((_, s) => (panel.offsets[s + 1] ?? 0) - (panel.offsets[s] ?? 0));
  expect([Math.min(...lengths) >= 30, Math.max(...lengths)]).toEqual([true, 60]);
  expect(panel.values.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
});

test("a seed makes the same text, another one another", () => {
  const text = shopSales({ shops: 2, days: 3, ahead: 1 });
  expect(text.split("\n").slice(0, 3)).toEqual([
    "unique_id,ds,y,promo,region,area",
    expect.stringMatching(/^shop-1,2023-01-0\d,\d+,[01],(North|South|East|West),\d+$/),
    expect.stringMatching(/^shop-1,/),
  ]);
  expect(shopSales({ shops: 2, days: 3, ahead: 1 })).toBe(text);
  expect(shopSales({ shops: 2, days: 3, ahead: 1, seed: 1 })).not.toBe(text);
  expect(() => shopSales({ shops: 1.5, days: 3 })).toThrow(
    "shopSales: shops 1.5, days 3 and ahead 28 must be whole numbers from 0",
  );
});
