/** @module Everything that the data page says: a forgotten text does not compile. */

import type { CalendarFeature } from "../../../src/data/prepare/calendarFeatures.ts";
import type { ScalerKind } from "../../../src/data/prepare/scalers.ts";
import type { Policies } from "../../../src/data/series/rows.ts";
import type { TimeFormat } from "../../../src/data/series/timeFormats.ts";
import type { LossName, ModelName } from "../../../src/forecast/options.ts";
import type { Plan } from "../../../src/forecast/plan.ts";
import type { TrainingResults } from "../../../src/runs/results.ts";
import type { ColumnUse } from "../lab/choices.ts";
import type { ModelFacts, SeriesFacts } from "../lab/deskFacts.ts";
import type { Binary, TableFacts } from "../lab/readTable.ts";
import type { Remedy, Stage } from "../lab/remedies.ts";
import type { SampleName } from "../lab/samples.ts";
import type { TrainingFrame } from "../lab/training.ts";
import type { NumberRule } from "../state/fields.ts";

interface Labelled {
  readonly label: string;
  readonly hint: string;
}

/** What the columns of the table of scores are called, and what they mean. */
export const measures = ["mae", "rmse", "smape", "mase", "pinball"] as const;

/** A measure. */
export type Measure = (typeof measures)[number];

/** All words of the page. */
export interface DataWords {
  readonly skip: string;
  readonly footer: string;
  readonly noWorker: string;
  readonly close: string;
  readonly file: {
    readonly title: string;
    readonly drop: string;
    readonly dropHere: string;
    readonly choose: string;
    readonly another: string;
    readonly local: string;
    readonly samples: string;
    readonly sampleNames: Readonly<Record<SampleName, Labelled>>;
    readonly reading: (taken: number, total: number, rows: number) => string;
    readonly size: (table: TableFacts) => string;
    /** How the file is written: encoding, delimiter, decimal sign, header. */
    readonly format: (format: NonNullable<TableFacts["format"]> | null) => string;
  };
  /** Before there is a file. */
  readonly empty: {
    readonly title: string;
    readonly intro: string;
    readonly rules: readonly string[];
    readonly example: string;
    readonly spreadsheet: string;
  };
  readonly columns: {
    readonly title: string;
    readonly hint: string;
    readonly column: string;
    readonly first: string;
    readonly use: string;
    readonly useOf: (column: string) => string;
    readonly uses: Readonly<Record<ColumnUse, string>>;
    readonly meanings: readonly string[];
    readonly missing: (count: number) => string;
    readonly texts: (count: number) => string;
    readonly chooseTarget: string;
    readonly ignored: (model: string) => string;
  };
  readonly choose: {
    readonly title: string;
    readonly hint: string;
    readonly none: string;
    readonly others: (count: number) => string;
  };
  readonly series: {
    readonly title: (target: string) => string;
    readonly facts: (series: SeriesFacts) => string;
    readonly plan: (plan: Plan) => string;
    readonly ahead: (rows: number, horizon: number) => string;
    readonly long: (plan: Plan) => string;
    readonly useRows: (rows: number) => string;
    readonly parts: { readonly validation: string; readonly test: string };
    readonly describe: (target: string) => string;
    readonly target: string;
  };
  readonly options: {
    readonly title: string;
    readonly more: string;
    readonly models: Readonly<Record<ModelName, string>>;
    readonly wrong: (rule: NumberRule) => string;
    readonly found: (value: number | null) => string;
    readonly all: string;
    readonly losses: Readonly<Record<LossName, string>>;
    readonly scalers: Readonly<Record<ScalerKind, string>>;
    readonly calendars: Readonly<Record<CalendarFeature, string>>;
    readonly policiesTitle: string;
    readonly policyValues: {
      readonly [Name in keyof Policies]: Readonly<Record<Policies[Name], string>>;
    };
    readonly timeFormats: Readonly<Record<TimeFormat | "", string>>;
  };
  readonly fault: {
    readonly titles: Readonly<Record<Stage, string>>;
    readonly binaries: Readonly<Record<Binary, string>>;
    readonly mustBeText: string;
    readonly fewRows: (rows: number) => string;
    readonly choose: string;
    readonly remedy: (remedy: Remedy) => string;
  };
  readonly training: {
    readonly title: string;
    readonly train: string;
    readonly again: string;
    readonly stop: string;
    readonly progress: string;
    readonly state: (frame: TrainingFrame) => string;
    readonly epoch: string;
    readonly loss: string;
    readonly valLoss: string;
    readonly best: string;
    readonly lr: string;
    readonly speed: string;
    readonly eta: string;
    readonly seconds: (seconds: number) => string;
    readonly losses: string;
    readonly lossChart: string;
    readonly ended: (training: TrainingResults) => string;
    readonly learnsNothing: string;
  };
  readonly results: {
    readonly title: (name: string) => string;
    readonly stale: string;
    readonly forecast: string;
    readonly describeForecast: (target: string) => string;
    readonly scores: string;
    readonly windows: (windows: number, stride: number) => string;
    readonly noBacktest: string;
    readonly method: string;
    readonly own: string;
    readonly measures: Readonly<Record<Measure, Labelled>>;
    readonly coverage: (level: string) => string;
    readonly coverageHint: string;
    readonly errors: string;
    readonly describeErrors: string;
    readonly samples: string;
    readonly describeSamples: (target: string) => string;
    readonly target: string;
  };
  readonly downloads: {
    readonly title: string;
    readonly forecast: string;
    readonly model: string;
    readonly report: string;
    readonly modelHint: string;
  };
  readonly model: {
    readonly title: string;
    readonly intro: string;
    readonly facts: (facts: ModelFacts) => string;
    readonly onOwn: string;
    readonly onFile: string;
    readonly lacks: (names: readonly string[]) => string;
    readonly bringFile: string;
    readonly bringAhead: string;
    readonly close: string;
    readonly forecastTitle: (name: string, file: string) => string;
    readonly forecastFacts: (series: SeriesFacts, plan: Plan) => string;
  };
  /** What readers of screens are told now and then. */
  readonly summary: {
    readonly read: (table: TableFacts) => string;
    readonly training: (frame: TrainingFrame) => string;
    readonly testing: string;
  };
}
