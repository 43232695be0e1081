/** @module The report of a run in one language, in the order in which people ask. */

import type { Forecast } from "../../forecast/forecaster.ts";
import { articleBody, joined, paragraphs, prose, type Section } from "../../report/html.ts";
import { formatLevel, formatWhole } from "../../text/format.ts";
import { escapeHtml } from "../../text/html.ts";
import type { Lang } from "../../text/lang.ts";
import { jsonText, shownName } from "../names.ts";
import { runFiles } from "../record.ts";
import { againHtml } from "../reportAgain.ts";
import type { RunResults, TrainingResults } from "../results.ts";
import { rowWriter } from "../times.ts";
import { drawn, targetFigures } from "./reportFigures.ts";
import { verdictHtml } from "./reportVerdict.ts";
import { forecastTable } from "./scoreTables.ts";
import { dataTables, textTableHtml } from "./settingsTables.ts";
import { testHtml } from "./testPart.ts";
import { forecastFigure, lossFigure } from "./trainingFigures.ts";
import type { RunWords } from "./words.ts";

/** Rows of the forecast's table; a file has the rest. */
const MOST_ROWS = 1000;

/** The whole report in one language. */
export async function renderArticle(results: RunResults, lang: Lang, words: RunWords): Promise<string> {
  return new Writer(results, lang, words).article();
}

/** The title of the page. */
export function titleOf({ plan }: RunResults, words: RunWords): string {
  return words.title(namesOf(plan.columns.targets, words));
}

/** Some names, and how many more there are. */
function namesOf(names: readonly string[], words: RunWords): string {
  const shown = names.slice(0, 3).map((name) => shownName(name));
  return words.names(shown, names.length - shown.length);
}

class Writer {
  readonly #results: RunResults;
  readonly #lang: Lang;
  readonly #words: RunWords;

  constructor(results: RunResults, lang: Lang, words: RunWords) {
    this.#results = results;
    this.#lang = lang;
    this.#words = words;
  }

  async article(): Promise<string> {
    const words = this.#words;
    const { unrolled } = this.#results;
    const body = articleBody({
      title: titleOf(this.#results, words),
      opening: joined(this.#notice(), this.#lead(), verdictHtml(this.#results, this.#lang, words)),
      contents: words.contents,
      sections: await this.#sections(),
    });
    return joined(body, `<p class="made">${prose(words.made(unrolled))}</p>`);
  }

  async #sections(): Promise<Section[]> {
    const { forecast, test, training, data, again, settings } = this.#words;
    const { results, lang } = { results: this.#results, lang: this.#lang };
    const section = (id: string, { heading }: { readonly heading: string }, body: string): Section => ({
      id: `${lang}-${id}`,
      heading,
      body,
    });
    return [
      section("forecast", forecast, await this.#forecast(results.forecast)),
      section("test", test, await testHtml(results, lang, this.#words)),
      section("training", training, await this.#training(results.training)),
      section("data", data, dataTables(results, lang, this.#words)),
      section("again", again, againHtml(results, this.#words)),
      section("settings", settings, this.#settings()),
    ];
  }

  /** What must not be overlooked: a training that did not come to its end. */
  #notice(): string {
    const { training, plan } = this.#results;
    const reason = training?.reason;
    if (reason !== "diverged" && reason !== "interrupted") return "";
    return `<p class="notice" role="note">${prose(this.#words.training.reason[reason](plan.patience))}</p>`;
  }

  #lead(): string {
    const { plan, series, training } = this.#results;
    const { split, lookback, horizon } = plan;
    const told = this.#words.lead({
      model: plan.model,
      learns: training !== null,
      file: shownName(series.name, 60),
      trainRows: split.train.until - split.train.from,
      lookback,
      horizon,
    });
    return `<p class="lead">${prose(told)}</p>`;
  }

  async #forecast(forecast: Forecast | null): Promise<string> {
    const { series, plan } = this.#results;
    const { forecast: texts } = this.#words;
    if (forecast === null)
      return paragraphs([texts.missing(plan.columns.future.slice(0, 6).map((name) => shownName(name)))]);
    const last =
      series.time === null ? this.#words.data.row(series.length) : rowWriter(series)(series.length - 1);
    const { intervals } = forecast.targets[0];
    const levels = intervals.map(({ level }) => formatLevel(level));
    return joined(
      paragraphs([
        texts.told(plan.horizon, last),
        levels.length > 0 ? texts.intervals(levels) : texts.noIntervals,
      ]),
      await targetFigures(
        { name: "forecast", height: 380, lang: this.#lang, words: this.#words },
        plan.columns.targets,
        (target) => forecastFigure({ series, forecast, lookback: plan.lookback }, target, this.#lang),
      ),
      isUnbounded(forecast) ? paragraphs([texts.unbounded]) : "",
      this.#forecastTable(forecast),
    );
  }

  #forecastTable(forecast: Forecast): string {
    const { caption, more } = this.#words.forecast;
    const whole = forecastTable({ series: this.#results.series, forecast }, this.#lang);
    const table = { ...whole, rows: whole.rows.slice(0, MOST_ROWS) };
    const left = whole.rows.length - table.rows.length;
    return joined(
      textTableHtml({ id: `${this.#lang}-steps-ahead`, caption }, table, this.#words),
      left > 0 ? paragraphs([more(left, runFiles.forecast)]) : "",
    );
  }

  async #training(training: TrainingResults | null): Promise<string> {
    const { training: texts } = this.#words;
    const { plan } = this.#results;
    if (training === null) return paragraphs([texts.none]);
    const { history, bestEpoch, reason, parameters, seconds } = training;
    const told = texts.told({
      epochs: history.length,
      best: bestEpoch,
      time: texts.time(seconds),
      parameters: formatWhole(parameters),
    });
    return joined(
      paragraphs([told, texts.reason[reason](plan.patience), texts.loss[plan.loss]]),
      history.length > 0
        ? await drawn("loss", 340, lossFigure(history, bestEpoch, this.#lang), this.#lang)
        : "",
    );
  }

  #settings(): string {
    const { told } = this.#words.settings;
    const json = escapeHtml(jsonText(this.#results.plan));
    return `${paragraphs([told])}\n<pre class="settings" tabindex="0"><code>${json}</code></pre>`;
  }
}

function isUnbounded({ targets }: Forecast): boolean {
  return targets.some(({ intervals }) =>
    intervals.some(({ lower, upper }) => ![...lower, ...upper].every(Number.isFinite)),
  );
}
