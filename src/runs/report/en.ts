/** @module The report of a run in English. `code` stands between backticks; names come in as they can be shown. */
import type { Plan } from "../../forecast/plan.ts";
import { membersName, methodName } from "../../forecast/scores/methodNames.ts";
import type { Echo } from "../../forecast/scores/persistence.ts";
import { formatDuration, formatList, formatPercent, formatWhole, plural } from "../../text/format.ts";
import type { WordsOf } from "../../text/lang.ts";
import type { TrainingResults } from "../results.ts";

const theMean = (text: string): string => `The ${text}`;

const list = (items: readonly string[]): string => formatList(items, "en");

interface TestFacts {
  readonly windows: number;
  readonly rows: number;
  readonly from: string;
  readonly until: string;
}

export const en = {
  contents: "Contents",
  title: (targets: string) => `Forecast of ${targets}`,
  lead: ({ model, members, split, lookback, horizon }: Plan, file: string, isTrained: boolean): string =>
    isTrained
      ? `${members === undefined ? `A ${methodName(model, "en")} model` : theMean(membersName(members, "en"))}, trained on the first ${plural(split.train.until - split.train.from, "row")} of ${file}. From the last ${plural(lookback, "step")} it forecasts the next ${horizon === 1 ? "one" : horizon}.`
      : `The ${methodName(model, "en")} baseline, which is not trained. From the last ${plural(lookback, "step")} of ${file} it forecasts the next ${horizon === 1 ? "one" : horizon}.`,
  /** Some names, of which `more` are left out. */
  names: (shown: readonly string[], more: number): string =>
    list(more > 0 ? [...shown, `${more} more`] : shown),
  verdict: {
    heading: "Is it worth using?",
    beatsAll: "Yes, judging by the test set.",
    loses: "Not yet: a baseline is at least as good.",
    unsure: "Perhaps: it cannot be told apart from a baseline.",
    baselineBeatsAll: "It is the best of the baselines here.",
    baselineLoses: "Another baseline is at least as good.",
    advice: (best: string) =>
      `For now, use ${best} instead. More data, another look-back or another model may help.`,
    noNumber: "Cannot be determined: its error is not a number.",
    untested: "Cannot be determined: the model was not tested.",
    noEcho: ({ skill }: Echo): string =>
      skill > 0.05
        ? `It does more than repeat the last value: its mean squared error is ${formatPercent(skill)} lower than that of doing so.`
        : skill < -0.05
          ? `It does not repeat the last value, but its mean squared error is ${formatPercent(-skill)} higher than that of doing so.`
          : "It does not repeat the last value, but its mean squared error is about the same as that of doing so.",
  },
  forecast: {
    heading: "Forecast",
    text: (steps: number, after: string) =>
      `The ${steps === 1 ? "step" : `${steps} steps`} after ${after}, the end of the data, in the units of the data.`,
    intervals: (levels: readonly string[]) =>
      `The intervals should contain the actual value in ${list(levels)} of all cases. The section “Intervals” shows whether they did so on the test set.`,
    noIntervals: "There are no intervals: their width is calibrated on a validation set.",
    unbounded:
      "An unbounded end means that the validation set has too few windows to calibrate the interval.",
    missing: (future: readonly string[]): string =>
      future.length === 0
        ? "There is no forecast."
        : `There is no forecast yet: the model reads future covariates (${list(future)}), and the data end before the forecast begins. “Use it again” shows how to pass them.`,
    caption: "The forecast step by step",
    more: (rows: number, file: string) => `${plural(rows, "more row")} in \`${file}\`.`,
  },
  test: {
    heading: "Test results",
    text: ({ windows, rows, from, until }: TestFacts) =>
      `The test set is the ${plural(rows, "row")} from ${from} to ${until}, which were not used in training. Every method below forecast the same ${plural(windows, "window")} of it.`,
    units: {
      original: "MAE, RMSE and pinball loss are in the units of the data.",
      scaled: "MAE, RMSE and pinball loss are in units of the scaled data.",
    },
    untested: (rows: number, horizon: number): string =>
      rows < horizon
        ? `There was no test: the test set has ${plural(rows, "row")}, but a forecast has ${plural(horizon, "step")}.`
        : "There was no test.",
    averaged: (targets: number) =>
      `Errors are averaged over all ${targets} targets; in MAE and RMSE, targets with large values weigh most, so the verdict goes by MASE.`,
    caption: "Errors over all test windows. Less is better; the best of each column is bold.",
    measuresHeading: "Measures and baselines explained",
    /** By name in a backtest. */
    baselines: {
      naive: "repeats the last value",
      "seasonal naive": "repeats the last season",
      drift: "continues the line from the first to the last value of the look-back",
      mean: "the mean of the look-back",
    },
  },
  steps: {
    heading: "Errors by forecast step",
    text: "Errors usually grow with the distance. Where a baseline is below the model, it is the better choice for that step.",
    caption: "Mean absolute error by forecast step; the best of each row is bold",
  },
  samples: {
    heading: "Forecasts and actual values",
    text: (shown: number, count: number) =>
      `${shown < count ? `${shown} of ${count} forecasts` : plural(count, "forecast")} of the test set, each made with the data before its first step only.`,
  },
  intervals: {
    heading: "Intervals",
    text: "How many of the actual values of the test set were inside the intervals:",
    calibrated: (levels: readonly string[]) =>
      `The coverage of the ${list(levels)} ${levels.length === 1 ? "interval is" : "intervals is"} close to nominal.`,
    tooNarrow: (level: string, coverage: string) =>
      `The ${level} interval covered only ${coverage}: it is too narrow, so expect more values outside it than it promises.`,
    tooWide: (level: string, coverage: string) =>
      `The ${level} interval covered ${coverage}: it is wider than necessary.`,
    none: "There are no intervals: none were requested, or there is no validation set to calibrate them on.",
    caption: "Nominal and measured coverage",
  },
  training: {
    heading: "Training",
    none: "There was none: baselines are not trained.",
    /** Null for the parameters where those of several models are listed together. */
    text: ({ history, bestEpoch, seconds }: TrainingResults, parameters: number | null) =>
      `${plural(history.length, "epoch")} in ${formatDuration(seconds, "en")}${parameters === null ? "" : `; ${formatWhole(parameters)} parameters`}. ${bestEpoch > 0 ? `The model has the weights of epoch ${bestEpoch}, which had the lowest validation loss.` : "No epoch had a finite loss."}`,
    reason: {
      patience: (patience: number) =>
        `Training stopped early, after ${plural(patience, "epoch")} without improvement.`,
      epochs: () => "Training ran for the maximum number of epochs.",
      diverged: () =>
        "Training diverged: the loss became NaN or infinite. The model is the best one before that; try a smaller learning rate.",
      interrupted: () => "Training was interrupted. The model is the best one before that.",
    },
    loss: {
      mse: "The loss is the mean squared error of the scaled values.",
      mae: "The loss is the mean absolute error of the scaled values.",
      huber:
        "The loss is the Huber loss of the scaled values: squared for small errors, absolute for large ones.",
      quantile: "The loss is the pinball loss of the scaled values, at the median and the interval ends.",
    },
  },
  data: {
    heading: "Data",
    factsCaption: "Data and windows",
    factsHead: ["property", "value"] as const,
    facts: {
      file: "file",
      rows: "rows",
      missing: "missing",
      time: "time column",
      from: "first time",
      until: "last time",
      step: "step",
      scaler: "scaler",
      season: "season",
      lookback: "look-back",
      horizon: "horizon",
      bounds: "forecasts",
      calendar: "calendar features",
    },
    steps: (count: number): string => plural(count, "step"),
    row: (number: number) => `row ${number}`,
    noTime: "none: rows are numbered",
    noSeason: "none",
    scalers: {
      standard: "standard: mean 0, standard deviation 1",
      minmax: "minmax: from 0 to 1",
      robust: "robust: by median and quartiles",
      log: "log: the logarithm, with mean 0 and standard deviation 1",
    },
    columnsCaption: "Columns",
    columnsHead: ["column", "role"] as const,
    roles: {
      target: "target",
      covariate: "past covariate",
      future: "future covariate",
      unused: "not used",
    },
    moreColumns: (count: number) => `${plural(count, "more column")}.`,
    partsCaption: "Train, validation and test set, in the order of time",
    partsHead: ["set", "rows", "count", "from", "to"] as const,
    parts: { train: "train", validation: "validation", test: "test" },
  },
  again: {
    heading: "Use it again",
    commands: "In the terminal:",
    next: "forecast the steps after the data above",
    newer: "forecast the steps after newer data with the same columns",
    backtest: "test the model again",
    program: "In TypeScript:",
    future: "In TypeScript, with the values of each future covariate:",
  },
  settings: {
    heading: "Settings",
    text: "Every option, including defaults. The same data, options and seed give the same model.",
  },
  openTable: (rows: number) => `Table with ${plural(rows, "row")}`,
  figuresOf: (shown: number, all: number) =>
    `The figures show the first ${shown} of ${all} targets; the tables have all of them.`,
  made: (unrolled: string) => `Made by Unrolled ${unrolled}.`,
};

export type ReportWords = WordsOf<typeof en>;
