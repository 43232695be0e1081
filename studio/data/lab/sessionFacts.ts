/** @module What the session returns to the page: facts of a series, plans, frames, reports, or a fault instead. */
import { futureSteps, type Series } from "../../../src/data/series/series.ts";
import { phraseOf } from "../../../src/data/series/timeStep.ts";
import type { Figure } from "../../../src/figures/figure.ts";
import type { Forecast } from "../../../src/forecast/forecaster.ts";
import type { Plan } from "../../../src/forecast/plan.ts";
import { timeSpan } from "../../../src/runs/labels.ts";
import type { RunResults } from "../../../src/runs/results.ts";
import type { Amount, Sentence } from "../../../src/sentence.ts";
import { type Fault, faultOf, type Stage } from "./fault.ts";
import type { FoundFacts } from "./foundFacts.ts";
import type { TrainingFrame } from "./training.ts";

export type Outcome<Thing> = { readonly found: Thing } | { readonly fault: Fault };

export interface SeriesFacts {
  readonly rows: number;
  /** Times as text; null without times. */
  readonly from: string | null;
  readonly until: string | null;
  /** Null without times. */
  readonly step: Amount | Sentence | null;
  /** Steps after the last row whose future covariates are known. */
  readonly futureSteps: number;
}

export interface Planned {
  readonly series: SeriesFacts;
  readonly plan: Plan;
  readonly found: FoundFacts;
}

export interface ReadingFrame {
  readonly taken: number;
  readonly rows: number;
}

/** What the page draws while it reads or trains. */
export interface SessionFrame {
  readonly reading: ReadingFrame | null;
  readonly training: TrainingFrame | null;
  /** Set if the training has failed. */
  readonly fault: Fault | null;
}

export interface ModelFacts {
  readonly plan: Plan;
  /** The name of the file it was trained on. */
  readonly trainedOn: string;
  /** The last time of its training data. */
  readonly until: string | null;
}

export interface ForecastFigures {
  readonly forecast: Figure | null;
  readonly samples: Figure | null;
}

/** A forecast of the loaded model. */
export interface Forecasted {
  readonly plan: Plan;
  readonly series: SeriesFacts;
  readonly name: string;
  readonly forecast: Forecast;
}

/** Results with the facts of the series instead of the series itself, which may be large. */
export interface Report {
  readonly results: Omit<RunResults, "series">;
  readonly series: SeriesFacts;
  /** Rows from one test window to the next. */
  readonly stride: number;
}

/** The result, or the error as a fault. */
export function attempt<Thing>(stage: Stage, make: () => Thing): Outcome<Thing> {
  try {
    return { found: make() };
  } catch (error) {
    return { fault: faultOf(error, stage) };
  }
}

export function seriesFacts(series: Series): SeriesFacts {
  const { step, length, future = {} } = series;
  return {
    rows: length,
    ...timeSpan(series),
    step: step === null ? null : phraseOf(step),
    futureSteps: futureSteps(series, Object.keys(future)),
  };
}
