/** @module What the report of a run says: the closed table of its words. */

import type { ScalerKind } from "../../data/prepare/scalers.ts";
import type { Part } from "../../data/prepare/splitByTime.ts";
import type { Role } from "../../data/series/series.ts";
import type { LossName } from "../../forecast/options.ts";
import type { Echo } from "../../forecast/scores/persistence.ts";
import type { StopReason } from "../../train/events.ts";

/** Every word of the report in one language; `code` stands between backticks. Names come in as they can be shown. */
export interface RunWords {
  readonly contents: string;
  readonly title: (targets: string) => string;
  readonly lead: (facts: LeadFacts) => string;
  /** Names in a row, of which some may be left out. */
  readonly names: (shown: readonly string[], more: number) => string;
  readonly verdict: VerdictTexts;
  readonly forecast: ForecastTexts;
  readonly test: TestTexts;
  readonly steps: { readonly heading: string; readonly told: string; readonly caption: string };
  readonly samples: { readonly heading: string; readonly told: (shown: number, count: number) => string };
  readonly intervals: IntervalTexts;
  readonly training: TrainingTexts;
  readonly data: DataTexts;
  readonly again: AgainTexts;
  readonly settings: { readonly heading: string; readonly told: string };
  /** What opens a long table. */
  readonly openTable: (rows: number) => string;
  /** That figures show only some of the targets. */
  readonly figuresOf: (shown: number, all: number) => string;
  readonly made: (unrolled: string) => string;
}

/** What the first sentence tells. */
interface LeadFacts {
  readonly model: string;
  readonly learns: boolean;
  readonly file: string;
  readonly trainRows: number;
  readonly lookback: number;
  readonly horizon: number;
}

interface VerdictTexts {
  readonly heading: string;
  readonly beatsAll: string;
  readonly loses: string;
  /** The same of a model that is itself a simple method. */
  readonly simpleBeatsAll: string;
  readonly simpleLoses: string;
  /** What to do meanwhile. */
  readonly advice: (best: string) => string;
  readonly unjudged: string;
  readonly untested: string;
  /** Of a forecast that does not repeat the last value. */
  readonly noEcho: (echo: Echo) => string;
}

interface ForecastTexts {
  readonly heading: string;
  readonly told: (steps: number, after: string) => string;
  readonly intervals: (levels: readonly string[]) => string;
  readonly noIntervals: string;
  readonly unbounded: string;
  readonly missing: (known: readonly string[]) => string;
  readonly caption: string;
  readonly more: (rows: number, file: string) => string;
}

/** The measures, as the table heads them. */
type MeasureName = "MAE" | "MSE" | "RMSE" | "sMAPE" | "MASE" | "pinball";

/** The baselines, as a backtest names them. */
type BaselineTitle = "naive" | "seasonal naive" | "drift" | "mean";

interface TestTexts {
  readonly heading: string;
  readonly told: (facts: { windows: number; rows: number; from: string; until: string }) => string;
  readonly units: Readonly<Record<"original" | "scaled", string>>;
  /** Where there was no test: why. */
  readonly untested: (rows: number, horizon: number) => string;
  /** Of several targets the errors are averaged. */
  readonly averaged: (targets: number) => string;
  readonly caption: string;
  readonly measuresHeading: string;
  readonly measures: Readonly<Record<MeasureName, string>>;
  /** What the share of a level tells. */
  readonly held: (level: string) => string;
  readonly methods: Readonly<Record<BaselineTitle, string>>;
}

interface IntervalTexts {
  readonly heading: string;
  readonly told: string;
  readonly kept: (levels: readonly string[]) => string;
  readonly tooNarrow: (level: string, held: string) => string;
  readonly tooWide: (level: string, held: string) => string;
  readonly none: string;
  readonly caption: string;
}

interface TrainingTexts {
  readonly heading: string;
  readonly none: string;
  readonly told: (facts: { epochs: number; best: number; time: string; parameters: string }) => string;
  readonly reason: Readonly<Record<StopReason, (patience: number) => string>>;
  readonly loss: Readonly<Record<LossName, string>>;
  /** A span of time. */
  readonly time: (seconds: number) => string;
}

interface DataTexts {
  readonly heading: string;
  readonly factsCaption: string;
  readonly factsHead: readonly [string, string];
  readonly facts: Readonly<
    Record<
      "file" | "rows" | "time" | "from" | "until" | "scaler" | "season" | "lookback" | "horizon" | "calendar",
      string
    >
  >;
  readonly steps: (count: number) => string;
  /** A row by its number, where there are no times. */
  readonly row: (number: number) => string;
  readonly noTime: string;
  readonly noSeason: string;
  readonly scalers: Readonly<Record<ScalerKind, string>>;
  readonly columnsCaption: string;
  readonly columnsHead: readonly [string, string];
  readonly roles: Readonly<Record<Role | "unused", string>>;
  readonly moreColumns: (count: number) => string;
  readonly partsCaption: string;
  readonly partsHead: readonly [string, string, string, string, string];
  readonly parts: Readonly<Record<Part, string>>;
}

interface AgainTexts {
  readonly heading: string;
  readonly commands: string;
  readonly future: string;
  /** What each command does, as comments beside them. */
  readonly next: string;
  readonly newer: string;
  readonly backtest: string;
  readonly program: string;
}
