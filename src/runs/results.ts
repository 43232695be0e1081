/** @module What a training run on a person's series has found: all that reports, tables and pages are drawn from. */
import type { Series } from "../data/series/series.ts";
import type { Forecast } from "../forecast/forecaster.ts";
import type { Plan } from "../forecast/plan.ts";
import type { Backtest } from "../forecast/scores/backtest.ts";
import type { EpochRecord, StopReason } from "../train/events.ts";

/** A run that is over. */
export interface RunResults {
  /** The name of its folder. */
  readonly name: string;
  /** The whole series: every column that was read, with its times. */
  readonly series: Series;
  readonly plan: Plan;
  /** How the training went; null for a baseline, which learns nothing. */
  readonly training: TrainingResults | null;
  /** Null where the series has no part for testing. */
  readonly backtest: Backtest | null;
  /** The steps that follow the series; null where columns known ahead are not known so far. */
  readonly forecast: Forecast | null;
  readonly unrolled: string;
}

/** How a training went. */
export interface TrainingResults {
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number;
  readonly reason: StopReason;
  readonly parameters: number;
  /** Interruptions left out. */
  readonly seconds: number;
}
