/**
 * @module Shops: one model of 200 series, scored on each of them beside the baselines.
 *
 * Explained in docs/panels.md. Run it with `npm run example shops`.
 */
import { readPanel, shopSales } from "unrolled/data";
import { PanelForecaster, scorePanel } from "unrolled/forecast";

// Made-up sales, whose promotions are known four weeks ahead.
const panel = await readPanel(shopSales({ shops: 200, days: 400 }), {
  name: "shops.csv",
  future: ["promo"],
  static: ["region", "area"],
});
console.log(`${panel.ids.length} series, ${panel.values.length} rows`);

const forecaster = await PanelForecaster.train(panel, { horizon: 28, steps: 200 });
const { horizon, season, quantiles } = forecaster.plan;
const scores = scorePanel(panel, [forecaster.scoredMethod], { horizon, season: season ?? 1, quantiles });
for (const { name, overall, wins } of scores.methods)
  console.log(
    `${name.padEnd(16)} MASE ${overall.mase.toFixed(3)}  CRPS ${overall.wql.toFixed(4)}  wins ${wins}`,
  );

for (const { id, point } of forecaster.forecasts(panel)) {
  console.log(`${id}: ${Array.from(point.subarray(0, 7), Math.round).join(", ")} …`);
  break;
}
