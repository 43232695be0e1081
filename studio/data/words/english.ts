/** @module The data page in English. */
import { fixed, formatMegabytes, formatValue, formatWhole, plural } from "../../../src/text/format.ts";
import type { SeriesFacts } from "../lab/deskFacts.ts";
import type { DataWords } from "./shape.ts";

const delimiters: Readonly<Record<string, string>> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
  "|": "bar",
};

const rowsIn = ({ from, until }: { from: number; until: number }): string => formatWhole(until - from);

function stretch({ rows, from, until, step }: SeriesFacts): string {
  const times = from === null ? "" : `, ${from} to ${until}`;
  return `${plural(rows, "row")}${times}${step === null ? "" : `, step ${step}`}`;
}

/** What the data page says in English. */
export const english: DataWords = {
  skip: "Skip to the results",
  footer:
    "Files are read and models are trained in this page alone: nothing leaves your computer, and nothing is kept when you close it. Download what you want to keep.",
  noWorker: "The part of the page that reads and trains could not be loaded: reload the page.",
  close: "Close",
  file: {
    title: "Your file",
    drop: "Drop a CSV or JSON lines file here, or",
    dropHere: "Drop the file anywhere on this page",
    choose: "Choose a file",
    another: "Choose another file",
    local: "It does not leave your browser.",
    samples: "Or try a sample",
    sampleNames: {
      "sunspots.csv": { label: "Sunspots", hint: "yearly since 1700, a cycle of 11 years" },
      "co2.csv": { label: "CO₂", hint: "weekly on Mauna Loa, with weeks missing" },
      "mackey-glass.csv": { label: "Mackey–Glass", hint: "computed chaos, without dates" },
    },
    reading: (taken, total, rows) =>
      `Reading: ${formatMegabytes(taken)} of ${formatMegabytes(total)} MB, ${plural(rows, "row")}`,
    size: ({ rows, columns }) => `${plural(rows, "row")}, ${plural(columns.length, "column")}`,
    format: (format) =>
      format === null
        ? "JSON lines"
        : `CSV in ${format.encoding.toUpperCase()}, cells parted by ${delimiters[format.delimiter] ?? format.delimiter}${format.decimal === "," ? ", decimal comma" : ""}${format.header ? "" : ", without a header"}`,
  },
  empty: {
    title: "What will come next? Ask your own data",
    intro:
      "Bring a table in which each row is a moment. The page trains a small network on most of it, forecasts the steps to come, and tells you whether that is any better than simply repeating the last value.",
    rules: [
      "One row for each moment, the oldest first, always the same step apart.",
      "The first row names the columns. One of them tells the time; without one, rows are taken as they follow each other.",
      "Numbers are numbers: 1234.5 and not 1,234.5. An empty cell is a missing value: you will be asked what to do about it.",
      "Some fifty rows are the least; a few hundred are better.",
    ],
    example: "A file that works",
    spreadsheet:
      "From a spreadsheet: save as CSV. A cell such as 2,5 is understood where semicolons part the cells.",
  },
  columns: {
    title: "Columns",
    hint: "What is each of them for?",
    column: "Column",
    first: "First values",
    use: "Use",
    useOf: (column) => `Use of ${column}`,
    uses: {
      none: "leave out",
      target: "forecast it",
      covariate: "known up to now",
      future: "known ahead",
      time: "the time",
    },
    meanings: [
      "Known up to now: read beside the target, such as the temperature measured so far.",
      "Known ahead: also known for the steps to come, such as holidays. Give these rows too, with the target left empty.",
    ],
    missing: (n) => `${formatWhole(n)} missing`,
    texts: (n) => `text: ${formatWhole(n)} not numbers`,
    chooseTarget: "Choose a column to forecast.",
    ignored: (model) => `${model} reads nothing but the targets: the other columns make no difference to it.`,
  },
  choose: {
    title: "Which column should be forecast?",
    hint: "More than one is possible, and others can help: say so in the list of columns.",
    none: "No column holds numbers, so there is nothing to forecast.",
    others: (n) => `${plural(n, "more column")}: in the list of columns.`,
  },
  series: {
    title: (target) => `What was read: ${target}`,
    facts: (series) => `${stretch(series)}.`,
    plan: ({ lookback, horizon, season, split: { train, validation, test } }) =>
      `The model looks back on ${plural(lookback, "row")} and forecasts ${plural(horizon, "step")}. ${season === null ? "No season was found." : `It repeats itself about every ${plural(season, "step")}.`} It learns from the first ${plural(train.until, "row")}; ${validation.until > validation.from ? `the next ${rowsIn(validation)} say when to stop, ` : "none are left to say when to stop, "}and the last ${rowsIn(test)}, which it never sees, what it is worth.`,
    ahead: (rows, horizon) =>
      rows >= horizon
        ? `${plural(rows, "row")} at the end have no target yet: they are the steps to come.`
        : `${rows === 0 ? "No rows" : `Only ${plural(rows, "row")}`} at the end with what is known ahead, but ${horizon} are to be forecast: the model can be tested, but cannot say what comes after the end.`,
    long: ({ split, lookback }) =>
      `This is a long series: in each epoch the model reads ${formatWhole(split.train.until)} windows of ${plural(lookback, "row")}, which takes minutes. The last rows are often enough.`,
    useRows: (rows) => `Use the last ${formatWhole(rows)} rows`,
    parts: { validation: "when to stop", test: "test" },
    describe: (target) => `${target} over time, with the parts for learning, for stopping and for the test`,
    target: "Show",
  },
  options: {
    title: "Model",
    more: "More options",
    models: {
      gru: "GRU",
      lstm: "LSTM",
      rnn: "RNN",
      segrnn: "SegRNN (for long look-backs)",
      nlinear: "NLinear (one affine map)",
      dlinear: "DLinear (trend and rest)",
      seasonal: "Baseline: seasonal naive",
      naive: "Baseline: naive (last value)",
      drift: "Baseline: drift",
      mean: "Baseline: mean",
    },
    wrong: ({ min, max, whole, open }) =>
      `Must be a ${whole ? "whole number" : "number"} from ${min} to ${max}${open ? ", or empty to have it found" : ""}.`,
    found: (value) => (value === null ? "found" : `found: ${value}`),
    all: "all",
    losses: { mse: "Squared error", mae: "Absolute error", huber: "Huber", quantile: "Quantiles" },
    scalers: { standard: "Mean and deviation", minmax: "Least to greatest", robust: "Median and quartiles" },
    calendars: {
      hour: "hour",
      weekday: "weekday",
      "day-of-month": "day of the month",
      month: "month",
      "day-of-year": "day of the year",
    },
    policiesTitle: "Where the rows are not in order",
    policyValues: {
      missing: {
        error: "tell me",
        forward: "take the value before",
        linear: "a line between neighbours",
        drop: "leave the row out",
      },
      duplicates: {
        error: "tell me",
        first: "take the first",
        last: "take the last",
        mean: "take their mean",
      },
      unsorted: { error: "tell me", sort: "sort them" },
      gaps: { error: "tell me", fill: "put rows in", ignore: "take no notice" },
    },
    timeFormats: {
      "": "find out",
      "year-first": "year first: 2020-01-31",
      "day-first": "day first: 31/01/2020",
      "month-first": "month first: 01/31/2020",
      YYYYMMDD: "20200131",
      YYYYMM: "202001",
      YYYY: "2020",
      "unix-s": "seconds since 1970",
      "unix-ms": "milliseconds since 1970",
      number: "plain numbers",
    },
  },
  fault: {
    titles: {
      read: "The file cannot be read",
      series: "The rows are not in order yet",
      plan: "These settings do not fit the data",
      train: "The training failed",
      model: "The model cannot be read",
      forecast: "The model does not fit the file",
    },
    binaries: {
      spreadsheet: "This is a spreadsheet (or another packed file), no text. Open it and save it as CSV.",
      picture: "This is a picture. A table must be a text file: CSV or JSON lines.",
      pdf: "This is a PDF. A table must be a text file: CSV or JSON lines.",
      archive: "This file is packed (gzip). Unpack it first.",
      array:
        "This is a JSON array. Write it as JSON lines: each object on a line of its own, without brackets and commas around them.",
      model: "This is a model, not a table: bring it along below, under “A trained model”.",
    },
    mustBeText: "It must be a table as text: CSV, or JSON lines.",
    fewRows: (rows) =>
      `${plural(rows, "row")} ${rows === 1 ? "is" : "are"} too few to learn from and to test on. Some fifty are the least.`,
    choose: "Choose what to do:",
    remedy: (remedy) => {
      if (remedy.kind === "timeFormat")
        return remedy.value === "day-first" ? "The day comes first" : "The month comes first";
      if (remedy.kind === "policy") return remedyOfPolicy[`${remedy.name} ${remedy.value}`] ?? remedy.value;
      const { decimal, encoding } = remedy.reading;
      if (remedy.text !== undefined) return `Take “${remedy.text}” for a missing value`;
      if (decimal !== undefined)
        return decimal === "," ? "Comma: 2,5 is two and a half" : "Point: 2.5 is two and a half";
      return `Read it as ${encoding}`;
    },
  },
  training: {
    title: "Training",
    train: "Train",
    again: "Train again",
    stop: "Stop",
    progress: "Training",
    state: ({ phase, epoch, epochs }) =>
      phase === "training"
        ? epoch === 0
          ? "Starting"
          : `Epoch ${epoch} of ${epochs} at most`
        : phase === "testing"
          ? "Testing it beside the baselines"
          : "Done",
    epoch: "Epoch",
    loss: "Loss",
    valLoss: "Validation loss",
    best: "Best epoch",
    lr: "Learning rate",
    speed: "Windows/s",
    eta: "Left, at most",
    seconds: (seconds) =>
      seconds < 90
        ? `${Math.ceil(seconds)} s`
        : seconds < 5400
          ? `${Math.round(seconds / 60)} min`
          : `${fixed(seconds / 3600, 1)} h`,
    losses: "How it learned",
    lossChart: "Loss of training and validation by epoch, log scale",
    ended: ({ reason, bestEpoch, parameters, history, seconds }) =>
      `${reasons[reason]} after ${plural(history.length, "epoch")} and ${formatValue(seconds)} s. ${bestEpoch > 0 ? `The best was epoch ${bestEpoch}: its ${plural(parameters, "weight")} are kept.` : `The model has ${plural(parameters, "weight")}.`}`,
    learnsNothing: "A baseline has nothing to learn.",
  },
  results: {
    title: (name) => `Results: ${name}`,
    stale: "The settings have changed since: these are the results of the former ones.",
    forecast: "Forecast",
    describeForecast: (target) => `${target}: its last rows, and the forecast with its intervals`,
    scores: "What it is worth",
    windows: (windows, stride) =>
      `Mean over ${plural(windows, "forecast")} of the test part${stride === 1 ? "" : `, one from every ${stride}th row`}, in the units of the data. The best of each column is bold.`,
    noBacktest:
      "It could not be tested: the last part of the rows, which is kept for the test, is shorter than what is to be forecast.",
    method: "Method",
    own: "your model",
    measures: {
      mae: { label: "MAE", hint: "mean absolute error" },
      rmse: { label: "RMSE", hint: "root of the mean squared error: large errors count more" },
      smape: { label: "sMAPE", hint: "symmetric percentage error, 0 to 200 %" },
      mase: {
        label: "MASE",
        hint: "absolute error over that of the seasonal naive forecast on the train part; below 1 is better",
      },
      pinball: { label: "Pinball", hint: "how good the intervals are: narrow and yet right" },
    },
    coverage: (level) => `Held by ${level}`,
    coverageHint: "share of what happened that the interval held: best near its name",
    errors: "Errors by step",
    describeErrors: "Mean absolute error of the model and the baselines by step ahead",
    samples: "Forecasts of the test part",
    describeSamples: (target) =>
      `${target}: forecasts from some moments of the test part beside what happened`,
    target: "Show",
  },
  downloads: {
    title: "Take away",
    forecast: "Forecast .csv",
    model: "Model .safetensors",
    report: "Report .html",
    modelHint:
      "The model forecasts again in this page, in Node (Forecaster.fromBytes), and with unrolled forecast.",
  },
  model: {
    title: "A trained model",
    intro: "Bring a model that you saved here, and forecast newer rows without training:",
    facts: ({ plan, trainedOn, until }) =>
      `${plan.model.toUpperCase()}, trained on ${trainedOn}${until === null ? "" : ` up to ${until}`}: looks back on ${plural(plan.lookback, "row")} of ${plan.columns.targets.join(", ")}, forecasts ${plural(plan.horizon, "step")}.`,
    onOwn: "Forecast what follows its own data",
    onFile: "Forecast what follows the file",
    lacks: (names) =>
      `The file has no column ${names.map((name) => `“${name}”`).join(", ")}, which the model reads.`,
    bringAhead:
      "It reads columns that are known ahead: open a file above that has them for the steps to come, too.",
    bringFile: "For newer rows open their file above.",
    close: "Put the model aside",
    forecastTitle: (name, file) => `Forecast of ${name} by ${file}`,
    forecastFacts: (series, { lookback }) =>
      `What follows ${stretch(series)}, of which it has read the last ${formatWhole(lookback)}. Nothing was trained.`,
  },
  summary: {
    read: (table) =>
      `${table.name} has been read: ${plural(table.rows, "row")}, ${plural(table.columns.length, "column")}.`,
    training: ({ epoch, epochs, valLoss }) =>
      `Epoch ${epoch} of ${epochs}${valLoss === null ? "" : `, validation loss ${formatValue(valLoss)}`}.`,
    testing: "Training is over; testing.",
  },
};

const reasons = {
  patience: "It stopped, since nothing got better any more,",
  epochs: "It went through all epochs,",
  diverged: "It stopped, since the loss was no number any more,",
  interrupted: "You stopped it",
} as const;

const remedyOfPolicy: Readonly<Record<string, string>> = {
  "missing forward": "Take the value before",
  "missing linear": "Draw a line between its neighbours",
  "missing drop": "Leave such rows out",
  "duplicates first": "Take the first of them",
  "duplicates last": "Take the last of them",
  "duplicates mean": "Take their mean",
  "unsorted sort": "Sort the rows by time",
  "gaps fill": "Put in the rows that were left out",
  "gaps ignore": "Take the rows as they follow each other",
};
