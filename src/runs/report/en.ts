/** @module The report of a run in English. */
import { formatDuration, formatList, formatPercent, plural } from "../../text/format.ts";
import type { RunWords } from "./words.ts";

const list = (items: readonly string[]): string => formatList(items, "en");

/** The report's words in English. */
export const wordsEnglish: RunWords = {
  contents: "Contents",
  title: (targets) => `Forecast of ${targets}`,
  lead: ({ model, learns, file, trainRows, lookback, horizon }) =>
    learns
      ? `The model \`${model}\` has learnt from the first ${plural(trainRows, "row")} of ${file}. It looks back on ${plural(lookback, "step")} and forecasts the ${horizon === 1 ? "one that follows" : `${horizon} that follow`}.`
      : `The method \`${model}\` learns nothing. It looks back on the last ${plural(lookback, "step")} of ${file} and forecasts the ${horizon === 1 ? "one that follows" : `${horizon} that follow`}.`,
  names: (shown, more) => list(more > 0 ? [...shown, `${more} more`] : shown),
  verdict: {
    heading: "Is it worth using?",
    beatsAll: "Yes, as far as the test part can tell.",
    loses: "Not yet: a simple method does as well or better.",
    simpleBeatsAll: "Of the simple methods it is the best here.",
    simpleLoses: "Another simple method does as well or better.",
    advice: (best) =>
      `Until that changes, ${best} is the better choice. More rows, another look-back or another model may help.`,
    unjudged: "That cannot be said: its error is no number.",
    untested: "That cannot be said: the model was not tested.",
    noEcho: ({ skill }) =>
      skill > 0.05
        ? `It does not merely repeat the last value: its mean squared error is ${formatPercent(skill)} below that of doing so.`
        : skill < -0.05
          ? `It does not merely repeat the last value, but its mean squared error is ${formatPercent(-skill)} above that of doing so.`
          : "It does not merely repeat the last value, but its mean squared error is about what that would have.",
  },
  forecast: {
    heading: "What comes next",
    told: (steps, after) =>
      `The ${steps === 1 ? "step" : `${steps} steps`} after ${after}, the last of the data, in the units of the data.`,
    intervals: (levels) =>
      `The intervals are meant to hold what will happen in ${list(levels)} of all cases. Whether they kept that so far stands below, under “Intervals”.`,
    noIntervals: "There are no intervals. How far they must reach is learnt on the validation part.",
    unbounded:
      "Where an end is unbounded, the validation part has too few windows to tell how far the interval must reach.",
    missing: (known) =>
      known.length === 0
        ? "There is no forecast."
        : `There is no forecast yet: this model reads ${list(known)}, whose values must be known ahead, and the data do not go that far. How to give them stands below, under “Use it again”.`,
    caption: "The forecast step by step",
    more: (rows, file) => `${plural(rows, "more row")} in \`${file}\`.`,
  },
  test: {
    heading: "How it did on the test part",
    told: ({ windows, rows, from, until }) =>
      `The test part is the ${plural(rows, "row")} from ${from} to ${until}, which training never saw. Every method below has forecast the same ${plural(windows, "stretch", "stretches")} of it, each from a start of its own.`,
    units: {
      original: "MAE, RMSE and the pinball loss are in the units of the data.",
      scaled: "MAE, RMSE and the pinball loss are in units of the scaled data.",
    },
    untested: (rows, horizon) =>
      rows < horizon
        ? `There was no test: the test part has ${plural(rows, "row")}, and a test needs at least ${horizon}, as many as one forecast has steps.`
        : "There was no test.",
    averaged: (targets) =>
      `Errors are averaged over all ${targets} targets; in MAE and RMSE those with large values weigh most.`,
    caption: "Errors over all of them. The smaller the better; bold is the best of its column.",
    measuresHeading: "What the columns and the methods are",
    measures: {
      MAE: "how far the forecast was off on average",
      MSE: "the mean of the squared errors, in squared units",
      RMSE: "the root of the mean squared error: large misses weigh more",
      sMAPE: "how far it was off, as a share of the values and forecasts themselves, from 0% to 200%",
      MASE: "the MAE over that of the seasonal naive forecast on the train part: below 1 is better than that",
      pinball: "the error of the intervals’ ends: small where intervals are both narrow and right",
    },
    held: (level) =>
      `how much of what happened lay in the ${level} interval: the nearer to ${level} the better`,
    methods: {
      naive: "repeats the last value, which is to do nothing",
      "seasonal naive": "repeats the last season",
      drift: "goes on along the line from the first to the last value it looks back on",
      mean: "the mean of all that it looks back on",
    },
  },
  steps: {
    heading: "Errors by step ahead",
    told: "The farther ahead, the harder. Where a simple method lies below the model, it is the better one for that step.",
    caption: "Mean absolute error by step ahead; bold is the best of its row",
  },
  samples: {
    heading: "Forecasts beside what happened",
    told: (shown, count) =>
      `${shown < count ? `${shown} of ${count} forecasts` : plural(count, "forecast")} in the test part, each made with what was known when it begins.`,
  },
  intervals: {
    heading: "Intervals",
    told: "How much of what happened in the test part lay within the intervals:",
    kept: (levels) =>
      `The ${list(levels)} ${levels.length === 1 ? "interval keeps" : "intervals keep"} about what ${levels.length === 1 ? "it promises" : "they promise"}.`,
    tooNarrow: (level, held) =>
      `The ${level} interval held only ${held}: it is too narrow, and reality will leave it more often than it says.`,
    tooWide: (level, held) => `The ${level} interval held ${held}: it is wider than it need be.`,
    none: "There are no intervals: how far they must reach is learnt on the validation part, or none were asked for.",
    caption: "Asked for and held",
  },
  training: {
    heading: "Training",
    none: "There was none: this method has nothing to learn.",
    told: ({ epochs, best, time, parameters }) =>
      `${plural(epochs, "epoch")} (${epochs === 1 ? "one pass" : "passes"} through the train part) in ${time}; ${parameters} numbers to learn. ${best > 0 ? `The weights are those of epoch ${best}, which did best on the validation part.` : "No epoch came to a good end."}`,
    reason: {
      patience: (patience) =>
        `It ended because ${plural(patience, "epoch")} in a row brought nothing better.`,
      epochs: () => "It ended because all epochs that were asked for were done.",
      diverged: () =>
        "Training broke down: its loss was no number any more. The model is the best that it had come to; a smaller learning rate may help.",
      interrupted: () =>
        "Training was interrupted before its end. The model is the best that it had come to.",
    },
    loss: {
      mse: "The loss is the mean squared error of the scaled values.",
      mae: "The loss is the mean absolute error of the scaled values.",
      huber:
        "The loss is the Huber loss of the scaled values: squared for small errors, absolute for large ones.",
      quantile:
        "The loss is the pinball loss of the scaled values, at the median and the ends of the intervals.",
    },
    time: (seconds) => formatDuration(seconds, "en"),
  },
  data: {
    heading: "What it read",
    factsCaption: "The data and how they were cut",
    factsHead: ["what", "value"],
    facts: {
      file: "file",
      rows: "rows",
      time: "time column",
      from: "first time",
      until: "last time",
      scaler: "scaler",
      season: "season",
      lookback: "look-back",
      horizon: "steps ahead",
      calendar: "calendar",
    },
    steps: (count) => plural(count, "step"),
    row: (number) => `row ${number}`,
    noTime: "none: rows are counted",
    noSeason: "none found",
    scalers: {
      standard: "standard: to mean 0 and standard deviation 1",
      minmax: "minmax: from 0 to 1",
      robust: "robust: by median and quartiles",
    },
    columnsCaption: "Columns",
    columnsHead: ["column", "role"],
    roles: {
      target: "target: forecast",
      covariate: "covariate: known up to now",
      future: "known ahead",
      unused: "not used",
    },
    moreColumns: (count) => `${plural(count, "more column")}.`,
    partsCaption: "Parts, in the order of time",
    partsHead: ["part", "rows", "count", "from", "to"],
    parts: { train: "train", validation: "validation", test: "test" },
  },
  again: {
    heading: "Use it again",
    commands: "In the terminal:",
    future: "In TypeScript; of each column known ahead it takes the values to come:",
    next: "the steps that follow the data above",
    newer: "the steps that follow newer rows with the same columns",
    backtest: "the test once more",
    program: "In TypeScript:",
  },
  settings: {
    heading: "Settings",
    told: "Every option, as it was settled. The same data, options and seed give the same model.",
  },
  openTable: (rows) => `Table with ${plural(rows, "row")}`,
  figuresOf: (shown, all) =>
    `The figures show the first ${shown} of ${all} targets; tables have all of them.`,
  made: (unrolled) => `Made by Unrolled ${unrolled}.`,
};
