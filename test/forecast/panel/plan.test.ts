import { panelFromArrays } from "unrolled/data";
import { expect, test } from "vitest";
import { generatedPanel, panelKinds } from "../../../scripts/generatedPanels.js";
import { panelPlanOf } from "../../../src/forecast/panel/panelPlan.ts";

const planOf = (kind: string, options = {}) => {
  const { horizon } = panelKinds[kind];
  return panelPlanOf(generatedPanel(kind, { panelFromArrays }, 1, 0.2), { horizon, ...options });
};

test.each([
  ["hourly", { season: 24, seasons: [24, 168], lookback: 336, segment: 24, min: null }],
  ["weekly", { season: 52, seasons: [52], lookback: 104, segment: 13, min: 0 }],
  ["monthly", { season: 12, lookback: 60, segment: 6 }],
  ["quarterly", { season: 4, lookback: 28, segment: 2 }],
  ["zeros", { season: 7, lookback: 56, segment: 7, min: 0 }],
  ["walks", { season: null, seasons: [] }],
])("the defaults of a panel of the kind %s", (kind, wanted) => {
  const { min, ...plan } = planOf(kind);
  const { min: least, ...others } = { min, ...wanted };
  expect(plan).toMatchObject(others);
  if ("min" in wanted && wanted.min === 0) expect(min).toBe(least);
  expect(plan.lookback % plan.segment).toBe(0);
});

test("what the calendar offers depends on the step and on the length", () => {
  expect(planOf("hourly").inputs.calendar).toEqual(["hour", "weekday"]);
  expect(planOf("daily").inputs.calendar).toEqual(["weekday", "day-of-year"]);
  expect(planOf("weekly").inputs.calendar).toEqual(["day-of-year"]);
  expect(planOf("sales").inputs.calendar).toEqual(["weekday"]); // less than two years
  expect(planOf("walks").inputs.calendar).toEqual([]);
});

test("few windows get a small network with dropout, few long series more validation windows", () => {
  expect(planOf("yearly")).toMatchObject({ hidden: 32, dropout: 0.3, steps: 800, validation: 1 });
  const waves = Array.from({ length: 4 }, (_, s) => Array.from({ length: 4000 }, (_, t) => Math.sin(t + s)));
  const panel = panelFromArrays({ a: waves[0], b: waves[1], c: waves[2], d: waves[3] });
  expect(panelPlanOf(panel, { horizon: 20, season: null })).toMatchObject({ validation: 19, dropout: 0.3 });
  expect(planOf("sales", { hidden: 7, dropout: 0, steps: 9 })).toMatchObject({
    hidden: 7,
    dropout: 0,
    steps: 9,
  });
});

test("a given season keeps the longer ones that are found; none leaves none", () => {
  expect(planOf("hourly", { season: 24 }).seasons).toEqual([24, 168]);
  expect(planOf("hourly", { season: 12 }).seasons[0]).toBe(12);
  expect(planOf("hourly", { season: null })).toMatchObject({ season: null, seasons: [] });
});

test("covariates are standardized by what precedes the test windows", () => {
  const rows = Array.from({ length: 60 }, (_, t) => t);
  const covariate = rows.map((t) => (t >= 50 ? 1e6 : t % 2)); // the last ten rows are the test window
  const panel = panelFromArrays(
    { a: rows, b: rows },
    { covariates: { visits: { a: covariate, b: covariate } } },
  );
  const { covariates } = panelPlanOf(panel, { horizon: 10, test: 1 }).inputs;
  expect(covariates).toEqual([{ name: "visits", mean: 0.5, deviation: 0.5 }]);
});
