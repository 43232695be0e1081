/**
 * @module Mackey–Glass, a chaotic series: direct and recursive forecasts, and how their errors grow with the step.
 *
 * Explained in docs/examples.md. Run it with `npm run example mackey-glass`.
 */
import { mackeyGlass, seriesFromArrays } from "unrolled/data";
import { livePlot } from "unrolled/figures";
import { backtest } from "unrolled/forecast";

// The series is computed from a delay differential equation, so no file is needed.
const series = seriesFromArrays({ x: mackeyGlass({ length: 3000, tau: 17 }) }, { name: "Mackey–Glass" });

// Direct: one network forecasts all 50 steps at once. Recursive: it forecasts one step and reads it back, 50 times.
for (const mode of ["direct", "recursive"] as const) {
  const { model, verdict } = await backtest(series, {
    model: "gru",
    modelOptions: { mode, hidden: 32 },
    lookback: 60,
    horizon: 50,
    season: null,
    epochs: 15,
    lr: 0.005,
    protocol: { stride: 5 },
  });
  console.log(`${mode}: ${verdict.en}`);

  const steps = Array.from(model.mae.byStep, (_, h) => h + 1);
  const plt = livePlot({
    title: `${mode}: error by forecast step`,
    x: { label: "step" },
    y: { label: "MAE", scale: "log" },
  });
  plt.plot(steps, model.mae.byStep, { name: mode, color: "prediction" });
  plt.end();
}
