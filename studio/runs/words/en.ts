/** @module The words of the page Runs in English. */
import { inEnglish, type Message } from "../../../src/sentence.ts";
import { formatWhole, plural } from "../../../src/text/format.ts";
import type { WordsOf } from "../../../src/text/lang.ts";

/** The words of the page in English. */
export const en = {
  title: "runs",
  skip: "Skip to the run",
  footer: "This page shows the files of unrolled train and changes nothing. Training does not depend on it.",
  waiting: "Loading runs…",
  lost: "The server does not respond. The page shows its last state and continues when the server is back.",
  /** Why a run cannot be read. */
  problem: (message: Message) => inEnglish(message),
  folderProblem: (folder: string, problem: string) => `The folder ${folder} cannot be read: ${problem}`,
  noServer: {
    title: "No runs available here",
    text: "Start the studio on your own machine, in the folder in which unrolled train writes runs/, to see your runs. The server of this page has none.",
    command: "unrolled studio",
  },
  noRuns: (folder: string) => ({
    title: `No runs yet in the folder ${folder}`,
    text: "Train a model on your own series: a CSV file with a column to forecast. The run appears here as soon as it trains.",
    command: "unrolled train data.csv --target NAME",
  }),
  broken: "unreadable",
  list: {
    title: (count: number) => plural(count, "run"),
    table: "All runs, sortable by column",
    run: "Run",
    state: "State",
    model: "Model",
    target: "Target",
    horizon: "Horizon",
    epochs: "Epochs",
    best: "Best loss",
    mae: "MAE",
    mase: "MASE",
    testError: "Test error",
    updated: "Updated",
    compare: "Compare",
    sortBy: (column: string) => `Sort by ${column}`,
    toData: "Forecast a file in the browser: Your data",
    compareRun: (name: string) => `Compare ${name}`,
    enough: (most: number) => `At most ${most} runs can be compared: deselect one first.`,
    progress: (epoch: number, epochs: number) => `Epoch ${epoch} of ${epochs}`,
    more: (count: number) => `and ${count} more`,
    series: (count: number) => `of ${plural(count, "series", "series")}`,
  },
  /** The model's MAE compared with that of the best baseline. */
  testError: {
    notANumber: "not a number",
    below: (percent: string, baseline: string) => `${percent} below ${baseline}`,
    above: (percent: string, baseline: string) => `${percent} above ${baseline}`,
    unsure: (percent: string, baseline: string) => `${percent} below ${baseline}, which may be luck`,
    equal: (baseline: string) => `level with ${baseline}`,
    perfect: (baseline: string) => `${baseline} has no error`,
  },
  run: {
    all: "All runs",
    missing: (name: string, folder: string) => `There is no run ${name} in ${folder}.`,
    created: (time: string) => `Started ${time}`,
    silent: (ago: string) =>
      `Its last update was ${ago}: it may be busy or suspended, or another process may have its number now.`,
    epoch: "Epoch",
    batch: "Batch",
    loss: "Loss",
    valLoss: "Validation loss",
    bestEpoch: "Best epoch",
    speed: "Speed",
    samples: (perSecond: string) => `${perSecond} samples/s`,
    left: "Time left (at most)",
    reason: {
      patience: "Stopped early: no improvement within the patience.",
      epochs: "All epochs are finished.",
      diverged: "Stopped: the training diverged.",
      interrupted: "Interrupted: --resume continues from here.",
    },
    downloads: { report: "Report", forecast: "Forecast .csv", model: "Model .safetensors" },
    panelWaits: "One model of many series: it is scored when its training is over.",
    panelReport: "The report has the scores of every series, the worst and the best, and a picker.",
    killed: "Its process no longer exists and left no reason. --resume continues from its last checkpoint.",
  },
  settings: {
    title: "Settings",
    data: "Data",
    rows: (file: string, rows: number, from: string | null, until: string | null) =>
      `${file}: ${plural(rows, "row")}${from === null ? "" : `, ${from} to ${until}`}`,
    forecast: "Forecast",
    steps: (targets: string, horizon: number, lookback: number) =>
      `${targets}: ${plural(horizon, "step")} ahead, from the last ${lookback}`,
    model: "Model",
    columns: "Columns",
    covariates: (names: string) => `past covariates: ${names}`,
    future: (names: string) => `future covariates: ${names}`,
    calendar: (names: string) => `calendar features: ${names}`,
    season: "Season",
    seasonSteps: (steps: number) => plural(steps, "step"),
    noSeason: "none",
    split: "Split",
    sets: (train: number, validation: number, test: number) =>
      `${formatWhole(train)} rows train, ${formatWhole(validation)} validation, ${formatWhole(test)} test`,
    training: "Training",
    loss: (name: string) => `${name} loss`,
    epochs: (most: number) => `up to ${plural(most, "epoch")}`,
    batch: (size: number) => `batch size ${size}`,
    rate: (lr: number) => `learning rate ${lr}`,
    decay: (factor: number) => `multiplied by ${factor} after each epoch`,
    plateau: "halved when the validation loss stops improving",
    patience: (epochs: number) => `patience ${plural(epochs, "epoch")}`,
    clip: (norm: number) => `gradient norm clipped to ${norm}`,
    noClip: "no gradient clipping",
    scaler: (name: string) => `${name} scaler`,
    seed: (seed: number) => `seed ${seed}`,
    comma: ", ",
  },
  chart: {
    describe: (name: string) => `Training and validation loss of ${name} by epoch, log scale`,
    best: (epoch: number, loss: string) => `best: ${loss} in epoch ${epoch}`,
    none: "No epoch is finished yet.",
    untrained: "Baselines are not trained, so there are no epochs.",
  },
  forecast: {
    describe: (target: string) => `${target}: its last rows, and the forecast with its intervals`,
    target: "Show",
    waiting: "The forecast appears when the training is finished.",
    none: "This run has no forecast: it needs the future values of its covariates.",
    older: "This run was written by an earlier version. Its report shows the forecast.",
    newer: "To forecast newer rows without training, open the model and a file in",
  },
  scores: {
    chosen: (model: string) => `Chosen model: ${model}`,
    title: "Test results",
    caption: (windows: number, scaled: boolean) =>
      `Errors over ${plural(windows, "window")} of the test set, in ${scaled ? "units of the scaled data" : "the units of the data"}. The best of each column is bold.`,
    none: "The test results appear when the training is finished.",
  },
  compare: {
    title: "Comparison",
    losses: "Validation loss by epoch",
    describe: "Validation loss of the compared runs by epoch, log scale",
    caption: "Test results; the best of each column is bold",
    bestBaseline: "Best baseline",
    clear: "Clear",
  },
  spoken: (name: string, state: string, epoch: number | null) =>
    `${name}: ${state}${epoch === null ? "" : `, epoch ${epoch}`}`,
};

/** The words of the page in one language. */
export type RunsWords = WordsOf<typeof en>;
