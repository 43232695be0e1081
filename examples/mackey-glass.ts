/**
 * @module Mackey–Glass: chaos, in which errors grow step by step, and a model that feeds on its own forecasts.
 *
 * docs/examples.md goes through it. Run it with `npm run example mackey-glass`.
 */
import { mackeyGlass, seriesFromArrays } from "unrolled/data";
import { livePlot } from "unrolled/figures";
import { backtestOf, Forecaster } from "unrolled/forecast";

// No file: the series is computed from its delay equation.
const series = seriesFromArrays({ x: mackeyGlass({ length: 3000, tau: 17 }) }, { name: "Mackey–Glass" });

// One network forecasts all 50 steps at once, the other one step, which it is then given back, 50 times over.
for (const mode of ["direct", "recursive"] as const) {
  const forecaster = await Forecaster.train(series, {
    model: "gru",
    modelOptions: { mode, hidden: 32 },
    lookback: 60,
    horizon: 50,
    season: null,
    epochs: 15,
    lr: 0.005,
  });
  const { model, verdict } = backtestOf(forecaster, series, { stride: 5 });
  console.log(`${mode}: ${verdict.en}`);

  const steps = Array.from(model.mae.byStep, (_, h) => h + 1);
  const plt = livePlot({
    title: `${mode}: error by steps ahead`,
    x: { label: "step" },
    y: { label: "MAE", scale: "log" },
  });
  plt.plot(steps, model.mae.byStep, { name: mode, color: "prediction" });
  plt.end();
}
