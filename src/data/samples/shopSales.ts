/** @module Made-up daily sales of many shops: a panel to try things on. */
import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { DAY } from "../series/calendarDate.ts";

/** How many rows, and which. */
export interface ShopSalesOptions {
  /** The number of series. */
  readonly shops: number;
  /** The most rows of a shop; those that open later have fewer, down to a half. */
  readonly days: number;
  /** Days behind the last sales of each shop whose promotions are known; 28 by default. */
  readonly ahead?: number;
  /** 0 by default; the same seed makes the same text. */
  readonly seed?: number;
}

const regions = ["North", "South", "East", "West"] as const;
/** Saturdays are the best days. */
const weekdays: readonly number[] = [0.85, 0.8, 0.9, 1, 1.25, 1.5, 0.7];
/** 2023-01-02, a Monday. */
const FIRST = Date.UTC(2023, 0, 2);

/**
 * A CSV text in long format, shop by shop: `unique_id,ds,y,promo,region,area`.
 *
 * Sales are whole numbers around a level by the area of the shop (m²), with a week's cycle that each region has in its own
 * strength, a slow drift, promotions that raise them by a third (`promo`, 0 or 1, known `ahead` days ahead), and noise.
 *
 *     import { writeFileSync } from "node:fs";
 *     import { shopSales } from "unrolled/data";
 *
 *     writeFileSync("shops.csv", shopSales({ shops: 200, days: 400 }));
 */
export function shopSales(options: ShopSalesOptions): string {
  const names = { shops: 0, days: 0, ahead: 0, seed: 0 };
  const { shops, days, ahead = 28, seed = 0 } = closed("shopSales", options, names);
  if (![shops, days, ahead].every((count) => Number.isInteger(count) && count >= 0))
    throw new ValueError(`shops ${shops}, days ${days} and ahead ${ahead} must be whole numbers from 0`, {
      caller: "shopSales",
    });
  const draw = uniform(seed);
  const width = String(shops).length;
  const lines = Array.from({ length: shops }, (_, s) =>
    shopLines(`shop-${String(s + 1).padStart(width, "0")}`, draw, days, ahead),
  );
  return `unique_id,ds,y,promo,region,area\n${lines.join("")}`;
}

function shopLines(id: string, draw: () => number, days: number, ahead: number): string {
  const region = Math.floor(draw() * regions.length);
  const area = 50 + 10 * Math.floor(60 * draw() ** 2);
  const level = area * (0.6 + 0.5 * draw());
  const strength = 0.5 + 0.35 * region;
  const opened = Math.floor(0.5 * days * draw() ** 3);
  let drift = 0;
  let text = "";
  for (let t = opened; t < days + ahead; t++) {
    drift += 0.01 * (draw() - 0.5);
    const week = 1 + strength * ((weekdays[t % 7] ?? 1) - 1);
    const promo = draw() < 0.08 ? 1 : 0;
    const noise = 0.12 * (draw() + draw() + draw() - 1.5);
    const sold = Math.max(0, Math.round(level * week * Math.exp(drift + noise) * (1 + promo / 3)));
    const day = new Date(FIRST + t * DAY).toISOString().slice(0, 10);
    text += `${id},${day},${t < days ? sold : ""},${promo},${regions[region] ?? ""},${area}\n`;
  }
  return text;
}

/** Uniform numbers in [0, 1): mulberry32. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
