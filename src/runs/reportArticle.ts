/** @module The report of a run in one language, in the order in which people ask. */
import type { Figure } from "../figures/index.ts";
import type { Backtest } from "../forecast/backtest.ts";
import type { Forecast } from "../forecast/forecaster.ts";
import { articleBody, escapeHtml, joined, paragraphs, prose, type Section } from "../note/html.ts";
import type { Lang } from "../note/lang.ts";
import { figureHtml } from "../note/reportFigures.ts";
import { coverageFigure, errorsFigure, forecastFigure, lossFigure, samplesFigure } from "./figures.ts";
import { jsonText, shownName } from "./names.ts";
import { levelText, shareText } from "./numbers.ts";
import { runFiles } from "./record.ts";
import { againHtml } from "./reportAgain.ts";
import { dataTables, textTableHtml } from "./reportTables.ts";
import { verdictHtml } from "./reportVerdict.ts";
import type { RunResults, TrainingResults } from "./results.ts";
import { coverageTable, forecastTable, scoreTable, stepTable } from "./tables.ts";
import { rowWriter } from "./times.ts";
import type { RunWords } from "./words.ts";
import { methodName } from "./wordsOfMethods.ts";

/** Of more targets than that, the first are drawn. */
const MOST_FIGURES = 6;
/** Rows of the forecast's table; a file has the rest. */
const MOST_ROWS = 1000;
/** An interval misses what was asked of it by more than this share: worth a warning. */
const TOLERANCE = 0.03;

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
      section("test", test, await this.#test(results.backtest)),
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
    const levels = intervals.map(({ level }) => levelText(level));
    return joined(
      paragraphs([
        texts.told(plan.horizon, last),
        levels.length > 0 ? texts.intervals(levels) : texts.noIntervals,
      ]),
      await this.#figures("forecast", 380, (target) =>
        forecastFigure({ series, forecast, lookback: plan.lookback }, target, this.#lang),
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

  async #test(backtest: Backtest | null): Promise<string> {
    const { plan, series } = this.#results;
    const { test, verdict, steps } = this.#words;
    const { from, until } = plan.split.test;
    if (backtest === null) return paragraphs([verdict.untested(until - from, plan.horizon)]);
    const row = rowWriter(series);
    const told = { windows: backtest.windows, rows: until - from, from: row(from), until: row(until - 1) };
    const table = (id: string, caption: string, of: typeof scoreTable): string =>
      textTableHtml({ id: `${this.#lang}-${id}`, caption }, of(backtest, this.#lang), this.#words);
    return joined(
      paragraphs([test.told(told)]),
      table("scores", test.caption, scoreTable),
      paragraphs([test.units[backtest.units]]),
      this.#glossary(backtest),
      `<h3>${prose(steps.heading)}</h3>`,
      paragraphs([steps.told]),
      await this.#figure("errors", 360, errorsFigure(backtest, this.#lang)),
      table("errors", steps.caption, stepTable),
      await this.#samples(),
      await this.#intervals(backtest),
    );
  }

  /** What the columns of the scores and the baselines mean. */
  #glossary({ units, model, baselines }: Backtest): string {
    const { measuresHeading, measures, held, methods } = this.#words.test;
    const head = scoreTable({ units, model, baselines: [] }, this.#lang).head.slice(1);
    const errors = Object.entries(measures).filter(([name]) => head.includes(name));
    const level = model.intervals.at(0)?.level;
    const share: [string, string][] =
      level === undefined ? [] : [[head[errors.length], held(levelText(level))]];
    const known = [model, ...baselines].flatMap(({ name }) =>
      Object.entries(methods)
        .filter(([method]) => method === name)
        .map(([method, text]): [string, string] => [methodName(method, this.#lang), text]),
    );
    const entries = [...errors, ...share, ...known].map(
      ([name, text]) => `<dt>${prose(name)}</dt><dd>${prose(text)}</dd>`,
    );
    return `<details><summary>${prose(measuresHeading)}</summary>\n<dl>\n${entries.join("\n")}\n</dl>\n</details>`;
  }

  async #samples(): Promise<string> {
    const { samples, series, plan } = this.#results;
    if (samples.length === 0) return "";
    const { heading, told } = this.#words.samples;
    return joined(
      `<h3>${prose(heading)}</h3>`,
      paragraphs([told(samples.length)]),
      await this.#figures("samples", 400, (target) =>
        samplesFigure({ series, samples, test: plan.split.test }, target, this.#lang),
      ),
    );
  }

  async #intervals(backtest: Backtest): Promise<string> {
    const { intervals: texts } = this.#words;
    const heading = `<h3>${prose(texts.heading)}</h3>`;
    if (backtest.model.intervals.length === 0) return joined(heading, paragraphs([texts.none]));
    const told = coverageTold(backtest, this.#words);
    return joined(
      heading,
      paragraphs([texts.told]),
      textTableHtml(
        { id: `${this.#lang}-coverage`, caption: texts.caption },
        coverageTable(backtest, this.#lang),
        this.#words,
      ),
      `<div class="verdict">${paragraphs(told)}</div>`,
      await this.#figure("coverage", 340, coverageFigure(backtest, this.#lang)),
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
      parameters: parameters.toLocaleString("en"),
    });
    return joined(
      paragraphs([told, texts.reason[reason](plan.patience), texts.loss[plan.loss]]),
      history.length > 0 ? await this.#figure("loss", 340, lossFigure(history, bestEpoch, this.#lang)) : "",
    );
  }

  #settings(): string {
    const { told } = this.#words.settings;
    const json = escapeHtml(jsonText(this.#results.plan));
    return `${paragraphs([told])}\n<pre class="settings" tabindex="0"><code>${json}</code></pre>`;
  }

  /** One figure for each of the first targets. */
  async #figures(name: string, height: number, of: (target: string) => Figure): Promise<string> {
    const { targets } = this.#results.plan.columns;
    const shown = targets.slice(0, MOST_FIGURES);
    const parts: string[] = [];
    for (const target of shown) {
      const figure = of(target);
      const rows = Math.ceil(figure.panels.length / (figure.columns ?? 1));
      parts.push(await this.#figure(name, rows > 1 ? 120 + 230 * rows : height, figure));
    }
    if (shown.length < targets.length)
      parts.push(paragraphs([this.#words.figuresOf(shown.length, targets.length)]));
    return parts.join("\n");
  }

  async #figure(name: string, height: number, figure: Figure): Promise<string> {
    return figureHtml({ name, figure, caption: "", size: { width: 860, height } }, this.#lang);
  }
}

function isUnbounded({ targets }: Forecast): boolean {
  return targets.some(({ intervals }) =>
    intervals.some(({ lower, upper }) => ![...lower, ...upper].every(Number.isFinite)),
  );
}

/** Whether the intervals kept what they promise: one sentence for each that did not, one for all that did. */
function coverageTold({ model }: Backtest, { intervals: texts }: RunWords): string[] {
  const kept: string[] = [];
  const missed: string[] = [];
  for (const { level, coverage } of model.intervals) {
    const off = coverage.overall - level;
    const [asked, held] = [levelText(level), shareText(coverage.overall)];
    if (Math.abs(off) <= TOLERANCE) kept.push(asked);
    else missed.push(off < 0 ? texts.tooNarrow(asked, held) : texts.tooWide(asked, held));
  }
  return [...(kept.length > 0 ? [texts.kept(kept)] : []), ...missed];
}
