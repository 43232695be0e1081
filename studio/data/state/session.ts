/** @module What the page knows: the file, what is decided about it, the training, the results. */
import { computed, signal } from "@preact/signals";
import { dataOptions } from "../../../src/data/dataOptions.ts";
import type { Aggregate } from "../../../src/data/series/aggregate.ts";
import type { Policies } from "../../../src/data/series/rows.ts";
import type { TimeFormat } from "../../../src/data/series/timeFormats.ts";
import { remoteOf } from "../../shared/remote.ts";
import type { Choices, ColumnUse } from "../lab/choices.ts";
import { strict } from "../lab/choices.ts";
import type { Remote } from "../lab/dataWorker.ts";
import type { Diagnosis } from "../lab/diagnosis.ts";
import type { Fault, SeriesKey } from "../lab/fault.ts";
import type { Forecasted, ModelFacts, Planned, ReadingFrame, Report } from "../lab/sessionFacts.ts";
import type { Reading, TableFacts } from "../lab/tableFacts.ts";
import type { TrainingFrame } from "../lab/training.ts";
import { firstOptions, forecasterOptions, type Options } from "./fields.ts";

/** The data worker, by Comlink. */
export const dataWorker = remoteOf<Remote>(
  new Worker(new URL("../lab/dataWorker.ts", import.meta.url), { type: "module", name: "data" }),
);

/** The file that was chosen. */
export interface Chosen {
  readonly content: Blob;
  readonly name: string;
  /** Counts the files of a page, to distinguish two of the same name. */
  readonly number: number;
}

/** The file. */
export const chosen = signal<Chosen | null>(null);
/** How it is read, where that was not detected. */
export const readingOptions = signal<Reading>({});
/** Progress of reading; null when nothing is read. */
export const reading = signal<ReadingFrame | null>(null);
/** What is in the file. */
export const table = signal<TableFacts | null>(null);
/** What each column is for. */
export const uses = signal<readonly ColumnUse[]>([]);
/** What to do about irregular rows. */
export const policies = signal<Policies>(strict);
/** How times are written; null to detect it. */
export const timeFormat = signal<TimeFormat | null>(null);
/** The columns that tell the series of the file apart, once it was found to have several. */
export const seriesKeys = signal<readonly SeriesKey[]>([]);
/** The value of each of them that was chosen; empty before that. */
export const seriesValues = signal<readonly string[]>([]);
/** How rows are combined; empty where they are not. */
export const resample = signal("");
/** How the values of combined rows become one. */
export const aggregate = signal<Aggregate>(dataOptions.reading.aggregate.default);
/** All faults of the file at once; null with one or none. */
export const diagnosis = signal<Diagnosis | null>(null);
/** The options of the training. */
export const options = signal<Options>(firstOptions);
/** What would be trained. */
export const planned = signal<Planned | null>(null);
/** Why there is no table, no series or no plan. */
export const fault = signal<Fault | null>(null);
/** The training under way, or the one that is over. */
export const training = signal<TrainingFrame | null>(null);
/** Why the latest training failed. */
export const trainingFault = signal<Fault | null>(null);
/** Its results. */
export const report = signal<Report | null>(null);
/** The settings that the results are of. */
export const reportKey = signal<string | null>(null);
/** The loaded model, and the name of its file. */
export const model = signal<{ readonly facts: ModelFacts; readonly file: string } | null>(null);
/** Why a model could not be read, or did not fit. */
export const modelFault = signal<Fault | null>(null);
/** Its forecast. */
export const forecasted = signal<Forecasted | null>(null);

/** All decisions; null before there is a table. */
export const choices = computed<Choices | null>(() =>
  table.value === null
    ? null
    : {
        uses: uses.value,
        policies: policies.value,
        timeFormat: timeFormat.value,
        ...whereOf(seriesKeys.value, seriesValues.value),
        ...(resample.value === "" ? {} : { resample: resample.value, aggregate: aggregate.value }),
        lastRows: options.value.numbers.rows,
        forecaster: forecasterOptions(options.value),
      },
);

/** Nothing until a value is chosen for every column. */
function whereOf(keys: readonly SeriesKey[], values: readonly string[]): Pick<Choices, "where"> {
  const isChosen = keys.length > 0 && keys.every((_, i) => (values[i] ?? "") !== "");
  return isChosen ? { where: keys.map(({ column }, i) => `${column}=${values[i]}`) } : {};
}

/** Identifies the settings. */
export const settingsKey = computed(() =>
  JSON.stringify([chosen.value?.number, readingOptions.value, choices.value]),
);

/** The columns to forecast. */
export const targets = computed<readonly string[]>(() =>
  (table.value?.columns ?? []).flatMap(({ name }, i) => (uses.value[i] === "target" ? [name] : [])),
);
/** Whether the page waits for an answer about the rows or the columns. */
export const asks = computed(
  () => fault.value?.stage === "series" || (table.value !== null && targets.value.length === 0),
);
/** The columns in use that lack values, as long as nothing is decided about them. */
export const missingColumns = computed<readonly string[]>(() =>
  (table.value?.columns ?? []).flatMap(({ name, kind, faults }, i) => {
    const isUsed = !["none", "time"].includes(uses.value[i]);
    return isUsed && kind === "number" && faults > 0 && policies.value.missing === "error" ? [name] : [];
  }),
);
/** Whether it trains or tests. */
export const busy = computed(() => training.value !== null && training.value.phase !== "done");
/** Whether the results are of other settings than those on the page. */
export const stale = computed(() => report.value !== null && reportKey.value !== settingsKey.value);
/** Whether some column is to be forecast. */
export const hasTarget = computed(() => targets.value.length > 0);
/** The columns that the loaded model reads and the file lacks. */
export const lacking = computed<readonly string[]>(() => {
  const plan = model.value?.facts.plan.columns;
  const names = table.value?.columns.map(({ name }) => name);
  if (plan === undefined || names === undefined) return [];
  return [...plan.targets, ...plan.covariates, ...plan.future].filter((name) => !names.includes(name));
});
