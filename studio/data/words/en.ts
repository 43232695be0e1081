/** @module The data page in English; its shape is that of every language. */

import type { CalendarFeature } from "../../../src/data/prepare/calendarFeatures.ts";
import type { ScalerKind } from "../../../src/data/prepare/scalers.ts";
import type { FileKind } from "../../../src/data/read/fileKind.ts";
import type { Aggregate } from "../../../src/data/series/aggregate.ts";
import type { Encoding } from "../../../src/data/series/categories.ts";
import type { Resampled } from "../../../src/data/series/resample.ts";
import type { Policies } from "../../../src/data/series/rows.ts";
import type { TimeFormat } from "../../../src/data/series/timeFormats.ts";
import type { LossName, ModelChoice } from "../../../src/forecast/options.ts";
import type { Plan } from "../../../src/forecast/plan.ts";
import { memberName, methodName } from "../../../src/forecast/scores/methodNames.ts";
import type { TrainingResults } from "../../../src/runs/results.ts";
import { inEnglish, type Sentence, valueInEnglish } from "../../../src/sentence.ts";
import {
  formatDuration,
  formatList,
  formatMegabytes,
  formatValue,
  formatWhole,
  plural,
} from "../../../src/text/format.ts";
import type { WordsOf } from "../../../src/text/lang.ts";
import type { ColumnUse } from "../lab/choices.ts";
import type { Fault, Fix, Stage } from "../lab/fault.ts";
import type { TimeFacts } from "../lab/foundFacts.ts";
import type { LookFacts } from "../lab/panelLook.ts";
import type { SampleName } from "../lab/samples.ts";
import type { ModelFacts, SeriesFacts } from "../lab/sessionFacts.ts";
import type { TableFacts } from "../lab/tableFacts.ts";
import type { TrainingFrame } from "../lab/training.ts";
import type { NumberRule } from "../state/fields.ts";

interface Labelled {
  readonly label: string;
  readonly hint: string;
}

const delimiters: Readonly<Record<string, string>> = {
  ",": "comma-separated",
  ";": "semicolon-separated",
  "\t": "tab-separated",
  "|": "bar-separated",
};

const rowsIn = ({ from, until }: { from: number; until: number }): string => formatWhole(until - from);

function extent({ rows, from, until, step }: SeriesFacts): string {
  const times = from === null ? "" : `, ${from} to ${until}`;
  return `${plural(rows, "row")}${times}${step === null ? "" : `, step ${valueInEnglish(step)}`}`;
}

/** The English words. */
export const en = {
  skip: "Skip to the results",
  footer:
    "Files are read and models are trained in this page only. Nothing leaves your computer, and nothing is kept after you close the page: download what you need.",
  file: {
    title: "Your file",
    drop: "Drop a CSV or JSON Lines file here, or",
    dropHere: "Drop the file anywhere on this page",
    choose: "Choose a file",
    another: "Choose another file",
    local: "The file stays in your browser.",
    samples: "Or try a sample",
    sampleNames: {
      "sunspots.csv": { label: "Sunspots", hint: "yearly since 1700, an 11-year cycle" },
      "co2.csv": { label: "CO₂", hint: "weekly on Mauna Loa, some weeks missing" },
      "mackey-glass.csv": { label: "Mackey–Glass", hint: "chaotic series, no dates" },
    } satisfies Record<SampleName, Labelled>,
    reading: (taken: number, total: number, rows: number) =>
      `Reading: ${formatMegabytes(taken)} of ${formatMegabytes(total)} MB, ${plural(rows, "row")}`,
    size: ({ rows, columns }: TableFacts) => `${plural(rows, "row")}, ${plural(columns.length, "column")}`,
    /** How the file is written: encoding, delimiter, decimal sign, header. */
    format: (format: TableFacts["format"]) =>
      format === null
        ? "JSON Lines"
        : `CSV, ${format.encoding.toUpperCase()}, ${delimiters[format.delimiter] ?? `separated by ${format.delimiter}`}${format.decimal === "," ? ", decimal comma" : ""}${format.header ? "" : ", no header"}`,
  },
  /** Before there is a file. */
  empty: {
    title: "What comes next? Ask your data",
    intro:
      "Load a table with one row per time step. The page tries several models on it, forecasts the next steps with the best one, and tells you whether the forecast is any better than repeating the last value or the last season.",
    rules: [
      "One row per time step: days, business days, months, hours … Other orders, gaps and repeated times are found, and the page asks what to do.",
      "The first row names the columns. One of them holds the time; without one, rows are taken in the order of the file.",
      "Numbers may have thousands separators, currency and per cent signs. An empty cell is a missing value: the page asks you how to fill it.",
      "At least about 50 rows; a few hundred are better.",
    ],
    example: "An example file",
    spreadsheet:
      "From a spreadsheet: save as CSV. In semicolon-separated files, 2,5 is read as a decimal number.",
  },
  columns: {
    title: "Columns",
    hint: "What is each column used for?",
    useOf: (column: string) => `Use of ${column}`,
    uses: {
      none: "not used",
      target: "target",
      covariate: "past covariate",
      future: "future covariate",
      time: "time",
    } satisfies Record<ColumnUse, string>,
    meanings: [
      "Past covariate: read together with the target, such as the temperature measured so far.",
      "Future covariate: also known for the steps to forecast, such as holidays. Add these rows to the file and leave their target empty.",
    ],
    missing: (count: number) => `${formatWhole(count)} missing`,
    texts: (count: number) =>
      `text: ${plural(count, "value")} that ${count === 1 ? "is" : "are"} not a number`,
    missingOf: (column: string, count: number, rows: number, first: number) =>
      `${formatWhole(count)} of ${plural(rows, "value")} of ${column} ${count === 1 ? "is" : "are"} missing (${count === 1 ? "" : "first: "}row ${formatWhole(first)}).`,
    chooseTarget: "Choose a target: the column to forecast.",
    ignored: (model: string) => `${model} reads only the targets; other columns have no effect.`,
  },
  /** What was detected in the file. */
  found: {
    names: {
      leftOut: "Left out",
      numbers: "Numbers",
      texts: "Texts",
      times: "Time",
      step: "Step",
      missing: "Missing",
      bounds: "Forecasts",
    },
    encoding: ({ name, kind, values, otherRows }: Encoding) =>
      kind === "boolean"
        ? `${name}: ${values[1]} is 1, ${values[0]} is 0`
        : `${name}: ${plural(values.length, "category", "categories")} (${values.slice(0, 6).join(", ")}${values.length > 6 ? ", …" : ""})${otherRows > 0 ? `; ${plural(otherRows, "row")} with rarer texts` : ""}`,
    times: ({ name, example, zone, others }: TimeFacts) =>
      `${name}, written as ${example}${zone === null ? "" : `, on the clock of ${zoneName(zone)}`}${others.length > 0 ? ` (also dates: ${others.join(", ")})` : ""}`,
    noTimes: "no column of times: rows are numbered",
    numbered: "the times follow no rule: the steps of the forecast are numbered",
    skipped: (count: number) =>
      `${plural(count, "step")} without a row, such as holidays: rows are treated as consecutive`,
    resampled: ({ every, aggregate, leftOut }: Resampled) =>
      `rows combined by ${every} (${aggregate})${leftOut === 0 ? "" : `, ${leftOut} incomplete at the ends left out`}`,
  },
  choice: {
    chose: (model: string) => `Chosen among several models: ${model}.`,
    all: (count: number) => `All ${count} candidates and their scores`,
  },
  choose: {
    whichSeries: "Which series should be forecast?",
    oneSeries: (column: string) => `Series (${column})`,
    noSeries: "choose …",
    howMany: (columns: readonly string[]) => `The file has several series, by ${formatList(columns, "en")}.`,
    seriesFirst: "First choose a series.",
    title: "Which column should be forecast?",
    hint: "You can forecast several columns, and use others as covariates: set this in the list of columns.",
    none: "No column contains numbers, so there is nothing to forecast.",
    others: (count: number) => `${plural(count, "more column")}: see the list of columns.`,
  },
  /** A file of several series: all of them, and one to look at. */
  panel: {
    facts: ({ series, rows, lengths: [fewest, most], from, until, step }: LookFacts) =>
      `${plural(series, "series", "series")}, ${plural(rows, "row")} (${fewest === most ? `${formatWhole(most)} each` : `${formatWhole(fewest)} to ${formatWhole(most)}`})${from === null ? "" : `, ${from} to ${until}`}${step === null ? "" : `, step ${valueInEnglish(step)}`}.`,
    look: "Look at a series",
    before: "Previous",
    after: "Next",
    place: (at: number, all: number) => `${formatWhole(at)} of ${formatWhole(all)}`,
    describe: (id: string) => `The series ${id}`,
    choose: (id: string) => `Forecast ${id}`,
    all: (count: number) =>
      `One model for all ${formatWhole(count)} series, with scores and forecasts for each, is trained on the command line:`,
  },
  /** The series before the page asks what to do about its rows. */
  gaps: {
    missing: "missing",
    filled: "filled in",
    longest: "The longest gap",
    describe: (target: string) => `${target} as it is in the file, with marks where values are missing`,
    describeLongest: (target: string) => `${target} about its longest gap`,
    preview: "Point at a choice to see it in the charts.",
  },
  series: {
    title: (target: string) => `Data: ${target}`,
    facts: (series: SeriesFacts) => `${extent(series)}.`,
    plan: ({ lookback, horizon, season, seasons, split: { train, validation, test } }: Plan) =>
      `Each forecast reads the last ${plural(lookback, "row")} and covers the next ${plural(horizon, "step")}. ${seasonsText(season, seasons)} Trains on ${plural(train.until, "row")}, ${validation.until > validation.from ? `uses the next ${rowsIn(validation)} to decide when to stop` : "has none left to decide when to stop"}, and is scored on the last ${rowsIn(test)}, which it never sees.`,
    ahead: (rows: number, horizon: number) =>
      rows >= horizon
        ? `${plural(rows, "row")} at the end ${rows === 1 ? "has" : "have"} no target yet: ${rows === 1 ? "this is the step" : "these are the steps"} to forecast.`
        : `The horizon is ${plural(horizon, "step")}, but ${rows === 0 ? "no rows" : `only ${plural(rows, "row")}`} at the end of the file ${rows === 1 ? "gives" : "give"} the future covariates: the model can be tested, but cannot forecast past the end of the data.`,
    long: ({ split, lookback }: Plan) =>
      `This is a long series: each epoch reads ${formatWhole(split.train.until)} windows of ${plural(lookback, "row")}, which takes minutes. The most recent rows are often enough.`,
    useRows: (rows: number) => `Use the last ${formatWhole(rows)} rows`,
    parts: { validation: "validation", test: "test" },
    describe: (target: string) => `${target} over time, with its training, validation and test sets`,
    target: "Show",
  },
  options: {
    title: "Model",
    more: "More options",
    models: {
      auto: "Best of several",
      gru: "GRU",
      lstm: "LSTM",
      rnn: "RNN",
      segrnn: "SegRNN (for long look-backs)",
      nlinear: "NLinear (one affine map)",
      ridge: "Ridge (one affine map by least squares)",
      dlinear: "DLinear (trend and rest)",
      seasonal: "Baseline: seasonal naive",
      naive: "Baseline: naive (last value)",
      drift: "Baseline: drift",
      mean: "Baseline: mean",
    } satisfies Record<ModelChoice, string>,
    wrong: ({ min, max, whole, empty }: NumberRule) =>
      `Must be a ${whole ? "whole number" : "number"} ${rangeOf(min, max)}${empty === null ? "" : empty === "found" ? ", or empty to detect it" : ", or empty for none"}.`,
    found: (value: number | null) => (value === null ? "auto" : `auto: ${value}`),
    foundSwitch: (value: boolean | null) => (value === null ? "auto" : `auto: ${value ? "yes" : "no"}`),
    yes: "yes",
    no: "no",
    none: "none",
    all: "all",
    losses: {
      mse: "Squared error",
      mae: "Absolute error",
      huber: "Huber",
      quantile: "Quantiles",
    } satisfies Record<LossName, string>,
    scalers: {
      standard: "Mean and deviation",
      minmax: "Least to greatest",
      robust: "Median and quartiles",
      log: "Logarithm",
    } satisfies Record<ScalerKind, string>,
    calendars: {
      hour: "hour",
      weekday: "weekday",
      "day-of-month": "day of the month",
      month: "month",
      "day-of-year": "day of the year",
    } satisfies Record<CalendarFeature, string>,
    readingTitle: "Reading the file",
    asTheyAre: "as they are",
    intervals: {
      "15minutes": "15 minutes",
      hour: "hour",
      day: "day",
      week: "week",
      month: "month",
      quarter: "quarter",
      year: "year",
    },
    aggregates: {
      mean: "mean",
      sum: "sum",
      first: "first",
      last: "last",
      min: "least",
      max: "greatest",
      count: "count",
    } satisfies Record<Aggregate, string>,
    signs: { ".": "point: .", ",": "comma: ,", " ": "space", "'": "apostrophe: '", none: "none" },
    policiesTitle: "Irregular rows",
    policyValues: {
      missing: {
        error: "ask me",
        forward: "use the previous value",
        linear: "interpolate between neighbours",
        drop: "drop the row",
      },
      duplicates: {
        error: "ask me",
        first: "keep the first",
        last: "keep the last",
        mean: "use their mean",
        sum: "add them up",
        count: "count them",
        min: "use the least",
        max: "use the greatest",
      },
      unsorted: { error: "ask me", sort: "sort them" },
      gaps: { error: "ask me", fill: "insert the missing rows", ignore: "ignore them" },
    } satisfies { [Name in keyof Policies]: Record<Policies[Name], string> },
    timeFormats: {
      "": "detect",
      "year-first": "year first: 2020-01-31",
      "day-first": "day first: 31/01/2020",
      "month-first": "month first: 01/31/2020",
      YYYYMMDD: "20200131",
      YYYYMM: "202001",
      YYYYWW: "202005, week 5",
      YYYY: "2020",
      YYYYMMDDHH: "2020013108",
      YYYYMMDDHHmm: "202001310800",
      "unix-s": "seconds since 1970",
      "unix-ms": "milliseconds since 1970",
      number: "plain numbers",
    } satisfies Record<TimeFormat | "", string>,
  },
  fault: {
    titles: {
      read: "The file cannot be read",
      series: "Some rows need your decision",
      plan: "These settings do not fit the data",
      train: "Training failed",
      model: "The model cannot be read",
      forecast: "The model does not fit the file",
    } satisfies Record<Stage, string>,
    fileKinds: {
      spreadsheet: "This is a spreadsheet. Open it and save it as CSV.",
      picture: "This is a picture. A table must be a text file: CSV or JSON Lines.",
      pdf: "This is a PDF. A table must be a text file: CSV or JSON Lines.",
      gzip: "This file is compressed (gzip). Unpack it first.",
      zip: "This is a zip archive. Unpack it first.",
      array:
        "This is a JSON array. Write it as JSON Lines: one object per line, without the brackets and commas around them.",
      model: "This is a trained model, not a table. Open a .safetensors file below, under “Trained model”.",
    } satisfies Record<FileKind, string>,
    /** The library's message in the language of the page; null if it has none. */
    message: ({ message }: Fault, hint: Sentence | null): string | null =>
      hint === null ? message : `${message}\n${inEnglish(hint)}`,
    /** Shown for an error that has no message in the language of the page. */
    unknown: {
      read: "The file cannot be read; it may be damaged.",
      series: "These rows do not make a series.",
      plan: "Try other settings.",
      train: "Try other settings, or a smaller learning rate.",
      model: "It is not a model saved by Unrolled (.safetensors), or it is damaged.",
      forecast: "The columns or rows of the file are not those that the model needs.",
    } satisfies Record<Stage, string>,
    original: "The original message (English)",
    mustBeText: "The file must be a table in text form: CSV or JSON Lines.",
    fewRows: (rows: number) =>
      `${plural(rows, "row")} ${rows === 1 ? "is" : "are"} too few to train and test on. At least about 50 are needed.`,
    missing: "What should be done about the missing values?",
    several: (count: number) => `The file has ${count} faults`,
    places: (count: number) => `In ${formatWhole(count)} places.`,
    mendAll: "Apply all of these",
    mendSome: (count: number) => (count === 1 ? "Apply the first" : `Apply the first ${count}`),
    mendHint: "Each is the usual choice. You can change it under “More options”.",
    mendRest: "The page then asks about the last one, which depends on what the data mean.",
    oneByOne: "Decide one by one",
    choose: "Choose what to do:",
    decideFirst: "First decide what to do about the rows: see the question beside the data.",
    fix: ({ option, value }: Fix) => {
      if (option === "encoding") return `Read it as ${value}`;
      if (option === "missingValues") return `Treat “${value}” as missing`;
      if (option === "resample") return `Combine rows by ${value}`;
      if (option === "skip") return `Leave out ${plural(Number(value), "line")} above the header`;
      if (option === "comment") return `Leave out lines that begin with ${value}`;
      if (option === "header") return value === true ? "The first row has names" : "There is no header";
      if (option === "lookback") return `Look back ${plural(Number(value), "row")}`;
      return fixes[`${option} ${value}`] ?? `${option}: ${value}`;
    },
  },
  training: {
    title: "Training",
    train: "Train",
    again: "Train again",
    stop: "Stop",
    progress: "Training progress",
    state: ({ phase, stage, epoch, epochs }: TrainingFrame) =>
      phase === "testing"
        ? "Scoring it against the baselines"
        : phase === "done"
          ? "Done"
          : phase === "choosing" && stage !== null
            ? `Trying ${memberName(stage.member, "en")}`
            : phase === "refitting"
              ? "Training again, on all rows"
              : epoch === 0
                ? "Starting"
                : `Epoch ${epoch} of at most ${epochs}`,
    stage: "Model",
    time: "Time used",
    tried: ({ phase }: TrainingFrame) =>
      phase === "choosing"
        ? "Models tried so far, by their errors on the validation set (MASE: below 1 is better than seasonal naive)"
        : "Models tried, by their errors on the validation set",
    previewBest: "The test set, forecast by the best model so far",
    epoch: "Epoch",
    loss: "Training loss",
    valLoss: "Validation loss",
    best: "Best epoch",
    lr: "Learning rate",
    speed: "Windows/s",
    eta: "Time left (at most)",
    losses: "Loss by epoch",
    preview: (epoch: number) => `The test set, forecast after epoch ${epoch}`,
    previewHint:
      "Each forecast begins where the one before it ends, from the actual values up to there. The model never trains on these rows.",
    describePreview: (target: string) =>
      `${target} in the test set: actual values, forecasts after the first epoch and now`,
    whyAbove:
      "Training loss above validation loss is no error: it is the mean over an epoch in which the weights still improve (with dropout, for SegRNN), and the validation loss is measured after it, on other rows, which may be easier to forecast.",
    lossChart: "Training and validation loss by epoch, log scale",
    /** Null for the parameters where those of several models are listed together. */
    ended: ({ reason, bestEpoch, history, seconds }: TrainingResults, parameters: number | null) =>
      `${reasons[reason](`${plural(history.length, "epoch")} (${formatDuration(seconds, "en")})`)} ${weightsText(bestEpoch, parameters)}`,
    learnsNothing: "Baselines are not trained.",
  },
  results: {
    title: (name: string) => `Results: ${name}`,
    stale: "The settings have changed: these results belong to the previous ones.",
    forecast: "Forecast",
    describeForecast: (target: string) => `${target}: its last rows, and the forecast with its intervals`,
    scores: "How good is it?",
    windows: (windows: number, stride: number) =>
      `Mean over ${plural(windows, "forecast")} of the test set${stride === 1 ? "" : `, one starting every ${formatWhole(stride)} rows`}, in the units of the data. The best value of each column is bold.`,
    noBacktest: "Not tested: the test set is shorter than the horizon.",
    method: "Method",
    own: "your model",
    measures: {
      mae: { label: "MAE", hint: "mean absolute error" },
      rmse: { label: "RMSE", hint: "root mean squared error: large errors count more" },
      smape: { label: "sMAPE", hint: "symmetric percentage error, 0 to 200%" },
      mase: {
        label: "MASE",
        hint: "absolute error over that of the seasonal naive on the training set: below 1 is better",
      },
      pinball: {
        label: "Pinball",
        hint: "quantile loss: intervals should be narrow and still cover the data",
      },
    },
    coverage: (level: string) => `${level} coverage`,
    coverageHint: "share of the actual values inside the interval: best near its nominal level",
    errors: "Error by step",
    describeErrors: "Mean absolute error of the model and the baselines by forecast step",
    samples: "Forecasts on the test set",
    describeSamples: (target: string) =>
      `${target}: forecasts from several points of the test set, beside the actual values`,
    target: "Show",
  },
  downloads: {
    title: "Download",
    forecast: "Forecast .csv",
    model: "Model .safetensors",
    report: "Report .html",
    modelHint:
      "The model can forecast again in this page, in Node (Forecaster.fromBytes), and with unrolled forecast.",
  },
  model: {
    title: "Trained model",
    intro: "Load a model that you saved here to forecast newer data without training:",
    facts: ({ plan, trainedOn, until }: ModelFacts) =>
      `${methodName(plan.model, "en")}, trained on ${trainedOn}${until === null ? "" : ` up to ${until}`}: reads ${plural(plan.lookback, "row")} of ${plan.columns.targets.join(", ")}, forecasts ${plural(plan.horizon, "step")}.`,
    onOwn: "Continue its training data",
    onFile: "Continue the file",
    lacks: (names: readonly string[]) =>
      `The file has no column ${names.map((name) => `“${name}”`).join(", ")}, which the model reads.`,
    bringAhead: "It needs future covariates: open a file above that contains them for the steps to forecast.",
    bringFile: "To forecast newer data, open its file above.",
    close: "Remove the model",
    forecastTitle: (name: string, file: string) => `Forecast of ${name} by ${file}`,
    forecastFacts: (series: SeriesFacts, { lookback }: Plan) =>
      `Continues ${extent(series)}; the model read the last ${plural(lookback, "row")}. Nothing was trained.`,
  },
  /** What screen readers announce. */
  summary: {
    read: (table: TableFacts) =>
      `${table.name} has been read: ${plural(table.rows, "row")}, ${plural(table.columns.length, "column")}.`,
    training: ({ epoch, epochs, valLoss }: TrainingFrame) =>
      `Epoch ${epoch} of ${epochs}${valLoss === null ? "" : `, validation loss ${formatValue(valLoss)}`}.`,
    testing: "Training has finished; testing.",
  },
};

function seasonsText(season: number | null, seasons: readonly number[] = []): string {
  if (season === null) return "No seasonality was detected.";
  if (seasons.length < 2) return `The season is ${plural(season, "step")} long.`;
  return `The seasons are ${formatList(seasons.map(String), "en")} steps long.`;
}

function rangeOf(min: number, max: number): string {
  return max >= 1e15 ? "" : `from ${min} to ${max}`;
}

/** Minutes east of Greenwich, or the name of a zone. */
function zoneName(zone: string): string {
  const minutes = Number(zone);
  if (Number.isNaN(minutes)) return zone;
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes === 0 ? "" : `${minutes < 0 ? "−" : "+"}${hours}${rest === 0 ? "" : `:${rest}`}`}`;
}

/** The words of the data page. */
export type DataWords = WordsOf<typeof en>;

const reasons: Readonly<Record<TrainingResults["reason"], (after: string) => string>> = {
  patience: (after) => `Stopped early after ${after}: the loss no longer improved.`,
  epochs: (after) => `Trained for the full ${after}.`,
  diverged: (after) => `Stopped after ${after}: the loss is no longer a number (NaN or ∞).`,
  interrupted: (after) => `You stopped it after ${after}.`,
};

const fixes: Readonly<Record<string, string>> = {
  "missing forward": "Use the previous value",
  "missing linear": "Interpolate between neighbours",
  "missing drop": "Drop these rows",
  "duplicates first": "Keep the first",
  "duplicates last": "Keep the last",
  "duplicates mean": "Use their mean",
  "duplicates sum": "Add them up",
  "duplicates count": "Count them",
  "min null": "No lower bound",
  "max null": "No upper bound",
  "integer false": "Not whole numbers",
  "unsorted sort": "Sort the rows by time",
  "gaps fill": "Insert the missing rows",
  "gaps ignore": "Treat the rows as consecutive",
  "timeFormat day-first": "Day first",
  "timeFormat month-first": "Month first",
  "time null": "Ignore this column",
  "decimal ,": "Decimal comma: 2,5 is two and a half",
  "decimal .": "Decimal point: 2.5 is two and a half",
};

/** Which weights the model has. */
function weightsText(bestEpoch: number, parameters: number | null): string {
  const weights = parameters === null ? "weights" : plural(parameters, "weight");
  return bestEpoch > 0
    ? `Its ${weights} are those of epoch ${bestEpoch}, the best one.`
    : `The model has ${parameters === null ? "its first weights" : weights}.`;
}
