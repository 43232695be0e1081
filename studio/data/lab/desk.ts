/** @module The worker's side of the page: one file, one training, one model brought along; everything but messages. */

import type { Table } from "../../../src/data/read/table.ts";
import type { Series } from "../../../src/data/series/series.ts";
import type { Figure, Panel } from "../../../src/figures/figure.ts";
import { type Forecast, Forecaster } from "../../../src/forecast/forecaster.ts";
import { type Plan, planOf } from "../../../src/forecast/plan.ts";
import { forecastCsv } from "../../../src/runs/forecastCsv.ts";
import { forecastFigure, samplesFigure } from "../../../src/runs/report/forecastFigures.ts";
import type { RunResults } from "../../../src/runs/results.ts";
import type { Lang } from "../../../src/text/lang.ts";
import type { Choices } from "./choices.ts";
import {
  attempt,
  type DeskFrame,
  type Forecasted,
  type ForecastFigures,
  type ModelFacts,
  type Outcome,
  type Planned,
  type ReadingFrame,
  type Report,
  seriesFacts,
} from "./deskFacts.ts";
import { forecastAhead } from "./judge.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { factsOf, type Reading, readTable, type TableFacts } from "./readTable.ts";
import { type Fault, faultOf } from "./remedies.ts";
import { type PartNames, seriesPanel } from "./seriesFigure.ts";
import { Training } from "./training.ts";

/** A file, what is made of it, and what has come of that. */
export class Desk {
  readonly #version: string;
  #table: Table | null = null;
  #reading: ReadingFrame | null = null;
  #readings = 0;
  #latest: { readonly table: Table; readonly key: string; readonly prepared: Prepared } | null = null;
  #planned: { readonly series: Series; readonly plan: Plan } | null = null;
  #training: Training | null = null;
  #fault: Fault | null = null;
  #model: Forecaster | null = null;
  #brought: { readonly prepared: Prepared; readonly forecast: Forecast } | null = null;

  /** The version is told in results. */
  constructor(version = "") {
    this.#version = version;
  }

  /** Reads a file; null where another was asked for meanwhile. */
  async read(file: Blob, name: string, reading: Reading): Promise<Outcome<TableFacts> | null> {
    this.#readings += 1;
    const order = this.#readings;
    [this.#table, this.#latest, this.#planned] = [null, null, null];
    this.#reading = { taken: 0, rows: 0 };
    try {
      const table = await readTable(file, name, reading, (progress) => {
        if (order !== this.#readings) throw new Error("another file was asked for");
        this.#reading = progress;
      });
      if (order !== this.#readings) return null;
      this.#table = table;
      return { found: factsOf(table) };
    } catch (error) {
      return order === this.#readings ? { fault: faultOf(error, "read") } : null;
    } finally {
      if (order === this.#readings) this.#reading = null;
    }
  }

  /** What would be trained. */
  plan(choices: Choices): Outcome<Planned> {
    this.#planned = null;
    return this.#prepared(choices, (prepared) =>
      attempt("plan", () => {
        const { series } = prepared;
        const plan = planOf(series, choices.forecaster);
        this.#planned = { series, plan };
        return { series: seriesFacts(prepared), plan };
      }),
    );
  }

  /** Begins a training; `work` goes on with it. */
  start(choices: Choices): Outcome<Plan> {
    this.#fault = null;
    return this.#prepared(choices, (prepared) =>
      attempt("plan", () => {
        this.#training = new Training(prepared, choices.forecaster, this.#version);
        return this.#training.plan;
      }),
    );
  }

  /** Trains for about so many ms; says after how many to come again, null where there is nothing more to do. */
  work(slice: number): number | null {
    if (this.#training === null) return null;
    try {
      return this.#training.work(slice);
    } catch (error) {
      this.#fault = faultOf(error, "train");
      this.#training = null;
      return null;
    }
  }

  stop(): void {
    this.#training?.stop();
  }

  frame(): DeskFrame {
    return { reading: this.#reading, training: this.#training?.frame() ?? null, fault: this.#fault };
  }

  /** What has come of the training; null before its end. */
  report(): Report | null {
    const judged = this.#training?.judged ?? null;
    if (judged === null || this.#training === null) return null;
    const { results, ...reasons } = judged;
    const { series: _, ...rest } = results;
    return { ...reasons, results: rest, series: seriesFacts(this.#training.prepared) };
  }

  /** All of it, for figures and reports. */
  results(): RunResults | null {
    return this.#training?.judged?.results ?? null;
  }

  /** The trained model as a file. */
  modelBytes(): Uint8Array | null {
    return this.#training?.forecaster?.toBytes() ?? null;
  }

  /** The forecast of the training, or of the model brought along, as CSV. */
  forecastCsv(which: "trained" | "brought"): string | null {
    const results = this.results();
    if (which === "brought")
      return this.#brought && forecastCsv(this.#brought.forecast, this.#brought.prepared.series);
    return results?.forecast ? forecastCsv(results.forecast, results.series) : null;
  }

  /** Takes a model along. */
  readModel(bytes: Uint8Array): Outcome<ModelFacts> {
    return attempt("model", () => {
      this.#model = Forecaster.fromBytes(bytes);
      const { tail } = this.#model.trained;
      const until = seriesFacts({ series: tail, ahead: {}, aheadRows: 0 }).until;
      return { plan: this.#model.plan, trainedOn: tail.name, until };
    });
  }

  /** Forecasts with the model brought along: what follows the file, or without one what the model was trained on. */
  forecast(choices: Choices | null): Outcome<Forecasted> {
    const model = this.#model;
    if (model === null) return { fault: faultOf(new Error("there is no model"), "forecast") };
    const own: Prepared = { series: model.trained.tail, ahead: {}, aheadRows: 0 };
    const forecasted = (prepared: Prepared): Outcome<Forecasted> =>
      attempt("forecast", () => {
        const forecast = forecastAhead(model, prepared);
        this.#brought = { prepared, forecast };
        const { series } = prepared;
        return { plan: model.plan, series: seriesFacts(prepared), name: series.name, forecast };
      });
    return choices === null ? forecasted(own) : this.#prepared(choices, forecasted);
  }

  /** The whole of a target, as it was planned last; null where it is not among the columns. */
  seriesPanel(target: string, parts: PartNames, lang: Lang): Panel | null {
    const { series, plan } = this.#planned ?? {};
    const isThere = series?.columns.some(({ name }) => name === target);
    return series && plan && isThere ? seriesPanel(series, target, plan, parts, lang) : null;
  }

  /** The figures of the training that need the series. */
  figures(target: string, lang: Lang): ForecastFigures {
    const results = this.results();
    if (results === null || !results.plan.columns.targets.includes(target))
      return { forecast: null, samples: null };
    const { series, plan, forecast, backtest } = results;
    const samples = backtest?.samples ?? [];
    const { lookback, split } = plan;
    return {
      forecast: forecast && forecastFigure({ series, forecast, lookback }, target, lang),
      samples:
        samples.length === 0 ? null : samplesFigure({ series, samples, test: split.test }, target, lang),
    };
  }

  /** The forecast of the model brought along. */
  broughtFigure(target: string, lang: Lang): Figure | null {
    if (this.#brought === null) return null;
    const { prepared, forecast } = this.#brought;
    return forecastFigure({ series: prepared.series, forecast }, target, lang);
  }

  #prepared<Thing>(choices: Choices, use: (prepared: Prepared) => Outcome<Thing>): Outcome<Thing> {
    const table = this.#table;
    if (table === null) return { fault: faultOf(new Error("there is no file"), "series") };
    const prepared = attempt("series", () => this.#prepareOnce(table, choices));
    return "fault" in prepared ? prepared : use(prepared.found);
  }

  /** Options of the training leave the series as it is. */
  #prepareOnce(table: Table, { forecaster: _, ...choices }: Choices): Prepared {
    const key = JSON.stringify(choices);
    if (this.#latest?.table !== table || this.#latest.key !== key)
      this.#latest = { table, key, prepared: prepare(table, { ...choices, forecaster: {} }) };
    return this.#latest.prepared;
  }
}
