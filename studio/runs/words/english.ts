/** @module The page of the runs in English. */

import { isBaseline } from "../../../src/forecast/options.ts";
import { formatWhole } from "../../../src/text/format.ts";
import { methodNames } from "./methodNames.ts";
import { fileNameOf, percentOf } from "./numbers.ts";
import type { RunsWords } from "./shape.ts";

const count = (n: number, word: string): string => `${formatWhole(n)} ${word}${n === 1 ? "" : "s"}`;
const method = (name: string): string => methodNames[name] ?? (name === "seasonal" ? "seasonal naive" : name);

/** What the page says in English. */
export const runsEnglish: RunsWords = {
  title: "runs",
  skip: "Skip to the run",
  footer:
    "This page reads what unrolled train leaves in its folder, and changes nothing there. Training goes on without it.",
  waiting: "Asking the server for runs…",
  lost: "The server does not answer. What it said last stays here, and goes on when it is back.",
  folderProblem: (folder, problem) => `The folder ${folder} cannot be read: ${problem}`,
  noServer: {
    title: "No runs to see from here",
    text: "Runs are shown when the studio is started on your own machine, beside the folder runs/ that unrolled train writes to. This page comes from a server that has none.",
    command: "unrolled studio",
  },
  noRuns: (folder) => ({
    title: `No runs yet in the folder ${folder}`,
    text: "Train a model on a series of your own, a CSV file with a column to forecast. The run shows up here while it trains.",
    command: "unrolled train data.csv --target NAME",
  }),
  states: {
    training: "training",
    done: "done",
    interrupted: "interrupted",
    diverged: "diverged",
    killed: "killed",
    unknown: "no status yet",
  },
  broken: "unreadable",
  method,
  list: {
    title: (n) => count(n, "run"),
    run: "Run",
    state: "State",
    model: "Model",
    target: "Target",
    horizon: "Horizon",
    epochs: "Epochs",
    best: "Best loss",
    verdict: "Test error",
    updated: "Updated",
    compare: "Compare",
    compareRun: (name) => `Compare ${name}`,
    enough: (most) => `${most} runs can be compared at a time: take one away first.`,
    progress: (epoch, epochs) => `Epoch ${epoch} of ${epochs}`,
    more: (n) => `and ${n} more`,
  },
  against: ({ model, best, beatsAll }) => {
    if (model === null) return "no number";
    const apart = percentOf(Math.abs(model / best.error - 1));
    if (beatsAll) return `${apart} % below ${method(best.name)}`;
    if (best.error === 0) return `${method(best.name)} makes no error`;
    return model <= best.error ? `level with ${method(best.name)}` : `${apart} % above ${method(best.name)}`;
  },
  run: {
    all: "All runs",
    missing: (name, folder) => `There is no run ${name} in ${folder}.`,
    created: (time) => `Started ${time}`,
    silent: (ago) =>
      `It last wrote something ${ago}: it is busy with something long, stopped, or another process has its number by now.`,
    epoch: "Epoch",
    batch: "Batch",
    loss: "Loss",
    valLoss: "Validation",
    bestEpoch: "Best epoch",
    speed: "Speed",
    samples: (perSecond) => `${perSecond} samples/s`,
    leftOfEpoch: "Left of the epoch",
    left: "Time left, at most",
    reason: {
      patience: "Stopped early: no improvement for as long as patience allows.",
      epochs: "All epochs are trained.",
      diverged: "Stopped: the training diverged.",
      interrupted: "Interrupted; --resume goes on from there.",
    },
    downloads: { report: "Report", forecast: "Forecast .csv", model: "Model .safetensors" },
    killed: "Its process is gone and could not say why. --resume goes on from its last checkpoint.",
    config: "What was trained",
  },
  config: ({ data, plan, unrolled }) => {
    const { train, validation, test } = plan.split;
    const rows = (part: { from: number; until: number }): string => formatWhole(part.until - part.from);
    const span = data.from === null ? "" : `, ${data.from} to ${data.until}`;
    const options = Object.entries(plan.modelOptions).map(([name, value]) => `${name} ${value}`);
    const { targets, future, calendar, covariates } = plan.columns;
    const read = [
      ...(covariates.length > 0 ? [`read besides: ${covariates.join(", ")}`] : []),
      ...(future.length > 0 ? [`known ahead: ${future.join(", ")}`] : []),
      ...(calendar.length > 0 ? [`calendar: ${calendar.join(", ")}`] : []),
    ];
    const clip = plan.clip === null ? "gradients not clipped" : `gradients clipped to ${plan.clip}`;
    const decay = plan.lrDecay === 1 ? "" : `, times ${plan.lrDecay} after each epoch`;
    const training = `${plan.loss} loss, up to ${count(plan.epochs, "epoch")} in batches of ${plan.batchSize}, learning rate ${plan.lr}${decay}, patience ${plan.patience}, ${clip}, scaler ${plan.scaler}, seed ${plan.seed}`;
    return [
      ["Data", `${fileNameOf(data.file)}: ${count(data.rows, "row")}${span}`],
      [
        "Forecast",
        `${targets.join(", ")}: ${count(plan.horizon, "step")} ahead, from the last ${plan.lookback}`,
      ],
      ["Model", [method(plan.model), ...options].join(", ")],
      ...(read.length > 0 ? [["Columns", read.join("; ")] as const] : []),
      ["Season", plan.season === null ? "none" : count(plan.season, "step")],
      ["Parts", `${rows(train)} rows to train on, ${rows(validation)} to validate, ${rows(test)} to test`],
      ...(isBaseline(plan.model) ? [] : [["Training", training] as const]),
      ["Unrolled", unrolled],
    ];
  },
  chart: {
    title: "Loss by epoch",
    describe: (name) => `Training and validation loss of ${name} by epoch, log scale`,
    train: "training",
    validation: "validation",
    epoch: "epoch",
    loss: "loss",
    best: (epoch, loss) => `best: ${loss} in epoch ${epoch}`,
    none: "No epoch is done yet.",
    learnsNothing: "This baseline has nothing to learn, so there are no epochs.",
  },
  scores: {
    title: "Backtest on the test part",
    caption: (windows, scaled) =>
      `Errors over ${count(windows, "window")}, ${scaled ? "in units of the scaler" : "in units of the series"}; sMAPE in percent; of intervals, what share of the values they hold`,
    method: "Method",
    coverage: (percent) => `${percent} % interval`,
    percent: (percent) => `${percent} %`,
    none: "The scores of the backtest come when the training is over.",
  },
  compare: {
    title: "Side by side",
    describe: "Validation losses of the compared runs by epoch, log scale",
    caption: "Scores of the compared runs on their test parts",
    bestBaseline: "Best baseline",
    unlike:
      "These runs differ in data, targets, horizon or loss: their numbers are not of the same thing, and only each against its own baseline can be compared.",
    clear: "Compare none",
  },
  spoken: (name, state, epoch) => `${name}: ${state}${epoch === null ? "" : `, epoch ${epoch}`}`,
};
