/** @module A made-up backtest, whose numbers can be told by eye. */
import type { Backtest } from "../../src/forecast/scores/backtest.ts";
import type { MethodScores } from "../../src/forecast/scores/methodErrors.ts";
import type { Score } from "../../src/forecast/scores/score.ts";

function score(overall: number, byStep: readonly number[] = [overall, overall]): Score {
  return { overall, byStep: Float64Array.from(byStep) };
}

const model: MethodScores = {
  name: "gru",
  mae: score(1.25, [1, 1.5]),
  mse: score(2.25),
  rmse: score(1.5),
  smape: score(12.3),
  mase: score(Number.NaN),
  pinball: score(0.4),
  crps: score(0.071),
  intervals: [
    { level: 0.8, coverage: score(0.75), width: score(4) },
    { level: 0.95, coverage: score(0.95), width: score(Number.POSITIVE_INFINITY) },
  ],
};

const baseline: MethodScores = {
  name: "seasonal naive",
  mae: score(1, [1, Number.NaN]),
  mse: score(4),
  rmse: score(2),
  smape: score(20),
  mase: score(Number.NaN),
  pinball: null,
  crps: null,
  intervals: [{ level: 0.8, coverage: score(0.9), width: score(6) }],
};

/** A model and one baseline, two steps ahead. */
export const backtestOfTwo: Backtest = {
  windows: 10,
  units: "original",
  model,
  baselines: [baseline],
  echo: { echoes: false, toLast: 1, toTarget: 1, moved: 1, correlation: 0, skill: -0.5 },
  verdict: {
    beatsAll: false,
    best: { name: "seasonal naive", error: 1 },
    ratio: 1.25,
    unbeaten: [{ name: "seasonal naive", error: 1 }],
    lost: [{ name: "seasonal naive", error: 1 }],
    tied: [],
    windows: 10,
    independent: 2,
    beaten: [],
    en: "It does not win.",
    zh: "它没有胜过。",
  },
  targets: [],
  samples: [],
};
