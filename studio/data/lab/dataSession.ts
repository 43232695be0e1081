/** @module The state of the page's worker: one file, one training, one loaded model. */

import { readTable } from "../../../src/data/read/readTable.ts";
import type { Table } from "../../../src/data/read/table.ts";
import type { Series } from "../../../src/data/series/series.ts";
import { ValueError } from "../../../src/errors.ts";
import type { Figure, Panel } from "../../../src/figures/figure.ts";
import { type Forecast, Forecaster } from "../../../src/forecast/forecaster.ts";
import { type Plan, planOf } from "../../../src/forecast/plan.ts";
import { defaultStride } from "../../../src/forecast/scores/backtest.ts";
import { forecastCsv } from "../../../src/runs/forecastCsv.ts";
import { forecastFigure, samplesFigure } from "../../../src/runs/report/forecastFigures.ts";
import type { RunResults } from "../../../src/runs/results.ts";
import { say } from "../../../src/sentence.ts";
import type { Lang } from "../../../src/text/lang.ts";
import { type Choices, rowsOf, seriesOf } from "./choices.ts";
import { type Diagnosis, diagnose } from "./diagnosis.ts";
import { type Fault, faultOf, seriesKeys } from "./fault.ts";
import { foundFacts } from "./foundFacts.ts";
import { type Fill, filledMarks, type GapNames, type GapsFigure, gapsFigure } from "./gapsFigure.ts";
import type { LookFacts, PanelLook } from "./panelLook.ts";
import { previewPanel } from "./previewFigure.ts";
import { rawColumn } from "./rawSeries.ts";
import { type PartNames, seriesPanel } from "./seriesFigure.ts";
import {
  attempt,
  type Forecasted,
  type ForecastFigures,
  type ModelFacts,
  type Outcome,
  type Planned,
  type ReadingFrame,
  type Report,
  type SessionFrame,
  seriesFacts,
} from "./sessionFacts.ts";
import { factsOf, type Reading, type TableFacts } from "./tableFacts.ts";
import { Training } from "./training.ts";

interface OpenFile {
  readonly content: Blob;
  readonly name: string;
  readonly reading: Reading;
}

/** A series of a panel, as it is drawn, and the values of the columns that choose it. */
export interface PanelSeries {
  readonly panel: Panel;
  readonly values: readonly string[];
}

/** A file, the training on it, and a model that was loaded. */
export class DataSession {
  readonly #version: string;
  #table: Table | null = null;
  #file: OpenFile | null = null;
  #reading: ReadingFrame | null = null;
  #readings = 0;
  #latest: { readonly table: Table; readonly key: string; readonly series: Series } | null = null;
  #planned: { readonly series: Series; readonly plan: Plan; readonly choices: Choices } | null = null;
  #rows: { readonly whole: Table; readonly key: string; readonly table: Table } | null = null;
  #look: { readonly table: Table; readonly key: string; readonly look: PanelLook } | null = null;
  #training: Training | null = null;
  #fault: Fault | null = null;
  #model: Forecaster | null = null;
  #loaded: { readonly series: Series; readonly forecast: Forecast } | null = null;

  /** The version is part of the results. */
  constructor(version = "") {
    this.#version = version;
  }

  /** Reads a file; null if another one was opened meanwhile. */
  async read(file: Blob, name: string, reading: Reading): Promise<Outcome<TableFacts> | null> {
    this.#readings += 1;
    const own = this.#readings;
    [this.#table, this.#latest, this.#planned, this.#look] = [null, null, null, null];
    this.#file = { content: file, name, reading };
    this.#reading = { taken: 0, rows: 0 };
    try {
      const onProgress = (progress: ReadingFrame): void => {
        if (own !== this.#readings) throw new Error("another file was opened");
        this.#reading = progress;
      };
      const table = await readTable(file.stream(), { name, onProgress, ...reading });
      if (own !== this.#readings) return null;
      this.#table = table;
      return { found: factsOf(table) };
    } catch (error) {
      return own === this.#readings ? { fault: faultOf(error, "read") } : null;
    } finally {
      if (own === this.#readings) this.#reading = null;
    }
  }

  plan(choices: Choices): Outcome<Planned> {
    this.#planned = null;
    return this.#withSeries(choices, (series) =>
      attempt("plan", () => {
        const plan = planOf(series, choices.forecaster);
        this.#planned = { series, plan, choices };
        return { series: seriesFacts(series), plan, found: foundFacts(this.#rowsOnce(choices), series) };
      }),
    );
  }

  /** All faults of the file, with what mends them; null if another file was opened meanwhile. */
  async diagnose(choices: Choices): Promise<Diagnosis | null> {
    const [table, file] = [this.#table, this.#file];
    if (table === null || file === null) return null;
    const again = (reading: Reading) => readTable(file.content.stream(), { ...reading, name: file.name });
    const found = await diagnose(table, choices, file.reading, again);
    return this.#table === table ? found : null;
  }

  /** Starts a training; `work` continues it. */
  start(choices: Choices): Outcome<Plan> {
    this.#fault = null;
    return this.#withSeries(choices, (series) =>
      attempt("plan", () => {
        this.#training = new Training(series, choices.forecaster, this.#version);
        return this.#training.plan;
      }),
    );
  }

  /** As `Training.work`. */
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

  frame(): SessionFrame {
    return { reading: this.#reading, training: this.#training?.frame() ?? null, fault: this.#fault };
  }

  /** Null before the end of the training. */
  report(): Report | null {
    const found = this.results();
    if (found === null) return null;
    const { series, ...results } = found;
    return { results, series: seriesFacts(series), stride: defaultStride(results.plan) };
  }

  /** The results with the series, for figures and reports. */
  results(): RunResults | null {
    return this.#training?.results ?? null;
  }

  /** The forecasts of the test set while it trains; null where there are none. */
  previewPanel(target: string, lang: Lang): Panel | null {
    const training = this.#training;
    if (training === null || training.previews.length === 0) return null;
    if (!training.plan.columns.targets.includes(target)) return null;
    return previewPanel(training.series, training.previews, target, lang);
  }

  modelBytes(): Uint8Array | null {
    return this.#training?.forecaster?.toBytes() ?? null;
  }

  /** The forecast of the trained or the loaded model. */
  forecastCsv(which: "trained" | "loaded"): string | null {
    const results = this.results();
    if (which === "loaded") return this.#loaded && forecastCsv(this.#loaded.forecast, this.#loaded.series);
    return results?.forecast ? forecastCsv(results.forecast, results.series) : null;
  }

  readModel(bytes: Uint8Array): Outcome<ModelFacts> {
    return attempt("model", () => {
      this.#model = Forecaster.fromBytes(bytes);
      const { tail } = this.#model.trained;
      return { plan: this.#model.plan, trainedOn: tail.name, until: seriesFacts(tail).until };
    });
  }

  /** Forecasts with the loaded model what follows the file or, without choices, its own training data. */
  forecast(choices: Choices | null): Outcome<Forecasted> {
    const model = this.#model;
    if (model === null) return { fault: faultOf(new ValueError(say`there is no model`), "forecast") };
    const forecasted = (series: Series): Outcome<Forecasted> =>
      attempt("forecast", () => {
        const forecast = model.forecast(series);
        this.#loaded = { series, forecast };
        return { plan: model.plan, series: seriesFacts(series), name: series.name, forecast };
      });
    return choices === null ? forecasted(model.trained.tail) : this.#withSeries(choices, forecasted);
  }

  /** A column as it stands in the file, whatever is wrong with it; null where there is nothing to draw. */
  gaps(choices: Choices, name: string, fill: Fill, names: GapNames, lang: Lang): GapsFigure | null {
    const column = this.#table && rawColumn(this.#rowsOnce(choices), choices, name);
    return column && gapsFigure(column, fill, names, lang);
  }

  /** The file as a panel, which some columns tell the series of apart; what reads panels is loaded here. */
  async panel(choices: Choices, keys: readonly string[]): Promise<Outcome<LookFacts>> {
    const { PanelLook } = await import("./panelLook.ts");
    const table = this.#table;
    if (table === null) return { fault: faultOf(new ValueError(say`there is no file`), "series") };
    return attempt("series", () => {
      const { forecaster: _, ...own } = choices;
      const key = JSON.stringify([own, keys]);
      if (this.#look?.table !== table || this.#look.key !== key)
        this.#look = { table, key, look: new PanelLook(table, choices, keys) };
      return this.#look.look.facts();
    });
  }

  /** A series of the panel, and the values that choose it; null without a panel. */
  panelSeries(series: number, lang: Lang): PanelSeries | null {
    const look = this.#look?.look;
    const panel = look?.figure(series, lang) ?? null;
    return look === undefined || panel === null ? null : { panel, values: look.valuesOf(series) };
  }

  /** A target of the latest plan; null if it is not among the columns. */
  seriesPanel(target: string, parts: PartNames, lang: Lang): Panel | null {
    const { series, plan, choices } = this.#planned ?? {};
    if (!series || !plan || !choices || !series.columns.some(({ name }) => name === target)) return null;
    const isWhole = choices.lastRows === null && choices.resample === undefined;
    const column = this.#table && isWhole ? rawColumn(this.#rowsOnce(choices), choices, target) : null;
    const filled = column === null ? [] : filledMarks(column, choices.policies, parts.filled);
    return seriesPanel(series, target, plan, parts, lang, filled);
  }

  /** Those figures of the training that need the series. */
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

  loadedFigure(target: string, lang: Lang): Figure | null {
    return this.#loaded && forecastFigure(this.#loaded, target, lang);
  }

  #withSeries<Thing>(choices: Choices, use: (series: Series) => Outcome<Thing>): Outcome<Thing> {
    const table = this.#table;
    if (table === null) return { fault: faultOf(new ValueError(say`there is no file`), "series") };
    let series: Series;
    try {
      series = this.#seriesOnce(table, choices);
    } catch (error) {
      const keys = seriesKeys(error, table);
      return { fault: { ...faultOf(error, "series"), ...(keys.length === 0 ? {} : { keys }) } };
    }
    return use(series);
  }

  /** The rows of the chosen series; none while there is no file. */
  #rowsOnce(choices: Choices): Table {
    if (this.#table === null) throw new ValueError(say`there is no file`);
    const key = JSON.stringify(choices.where ?? []);
    if (this.#rows?.whole !== this.#table || this.#rows.key !== key)
      this.#rows = { whole: this.#table, key, table: rowsOf(this.#table, choices) };
    return this.#rows.table;
  }

  /** Options of the training do not change the series. */
  #seriesOnce(table: Table, { forecaster: _, ...choices }: Choices): Series {
    const key = JSON.stringify(choices);
    if (this.#latest?.table !== table || this.#latest.key !== key)
      this.#latest = { table, key, series: seriesOf(table, { ...choices, forecaster: {} }) };
    return this.#latest.series;
  }
}
