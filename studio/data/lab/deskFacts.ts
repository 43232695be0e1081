/** @module What the desk tells the page: facts of a series, plans, frames, reports; and, of anything, why not. */
import { timeText } from "../../../src/data/series/calendarDate.ts";
import type { Series } from "../../../src/data/series/series.ts";
import { describeStep } from "../../../src/data/series/timeStep.ts";
import type { Figure } from "../../../src/figures/figure.ts";
import type { Forecast } from "../../../src/forecast/forecaster.ts";
import type { Plan } from "../../../src/forecast/plan.ts";
import type { RunResults } from "../../../src/runs/results.ts";
import type { Judged } from "./judge.ts";
import type { Prepared } from "./prepare.ts";
import { type Fault, faultOf, type Stage } from "./remedies.ts";
import type { TrainingFrame } from "./training.ts";

/** Something, or why not. */
export type Outcome<Thing> = { readonly found: Thing } | { readonly fault: Fault };

/** What is known of a series before anything is trained. */
export interface SeriesFacts {
  readonly rows: number;
  /** As they are shown; null without times. */
  readonly from: string | null;
  readonly until: string | null;
  /** As `describeStep` has it; null without times. */
  readonly step: string | null;
  /** Rows at the end that have no target yet. */
  readonly aheadRows: number;
}

/** What would be trained. */
export interface Planned {
  readonly series: SeriesFacts;
  readonly plan: Plan;
}

/** How far reading has come. */
export interface ReadingFrame {
  readonly taken: number;
  readonly rows: number;
}

/** What a page draws while something is under way. */
export interface DeskFrame {
  readonly reading: ReadingFrame | null;
  readonly training: TrainingFrame | null;
  /** Why the training failed. */
  readonly fault: Fault | null;
}

/** What a model file holds. */
export interface ModelFacts {
  readonly plan: Plan;
  /** The file that it was trained on. */
  readonly trainedOn: string;
  /** The last time that it knows of. */
  readonly until: string | null;
}

/** Figures of one target. */
export interface ForecastFigures {
  readonly forecast: Figure | null;
  readonly samples: Figure | null;
}

/** A forecast without training. */
export interface Forecasted {
  readonly plan: Plan;
  readonly series: SeriesFacts;
  readonly name: string;
  readonly forecast: Forecast;
}

/** Results without the series itself, which may be large. */
export type Report = Omit<Judged, "results"> & {
  readonly results: Omit<RunResults, "series">;
  readonly series: SeriesFacts;
};

/** What is made, or why it could not be. */
export function attempt<Thing>(stage: Stage, make: () => Thing): Outcome<Thing> {
  try {
    return { found: make() };
  } catch (error) {
    return { fault: faultOf(error, stage) };
  }
}

/** The facts of a series. */
export function seriesFacts({ series, aheadRows }: Prepared): SeriesFacts {
  const { time, step, length } = series;
  return {
    rows: length,
    from: timeShown(series, time?.at(0)),
    until: timeShown(series, time?.at(-1)),
    step: step === null ? null : describeStep(step),
    aheadRows,
  };
}

/** A time as short as the step allows: 1700, 2024-01, 2024-01-31. */
function timeShown({ timeKind, step }: Series, time: number | undefined): string | null {
  if (time === undefined) return null;
  if (timeKind !== "date") return String(time);
  const text = timeText(time);
  if (step?.unit === "year") return text.replace(/-01-01$/, "");
  return step?.unit === "month" ? text.replace(/-01$/, "") : text;
}
