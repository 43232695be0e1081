/** @module The report of a run in one language: the verdict, the forecast, the evidence, how to use the model. */
import type { Forecast } from "../../forecast/forecaster.ts";
import { isBaseline, isSolved } from "../../forecast/options.ts";
import { memberName, methodName } from "../../forecast/scores/methodNames.ts";
import { articleBody, joined, paragraphs, prose, type Section } from "../../report/html.ts";
import { escapeHtml, shellWord } from "../../text/escape.ts";
import { formatLevel } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { runFiles } from "../files.ts";
import { jsonText, rowWriter, shownName } from "../labels.ts";
import type { RunResults, TrainingResults } from "../results.ts";
import { terms } from "../terms.ts";
import type { ReportWords } from "./en.ts";
import { forecastFigure } from "./forecastFigures.ts";
import { drawn, targetFigures, textTableHtml } from "./reportParts.ts";
import { choiceTable, forecastTable, memberShown, rowsNote } from "./scoreTables.ts";
import { dataTables } from "./settingsTables.ts";
import { testHtml } from "./testPart.ts";
import { lossFigure } from "./trainingFigures.ts";
import { reportWords } from "./zh.ts";

/** Rows of the table of the forecast; forecast.csv has all of them. */
const MOST_ROWS = 1000;

export function titleOf({ plan }: RunResults, lang: Lang): string {
  const { targets } = plan.columns;
  const shown = targets.slice(0, 3).map((name) => shownName(name));
  const { title, names } = reportWords[lang];
  return title(names(shown, targets.length - shown.length));
}

export class ArticleWriter {
  readonly #results: RunResults;
  readonly #lang: Lang;
  readonly #words: ReportWords;

  constructor(results: RunResults, lang: Lang) {
    this.#results = results;
    this.#lang = lang;
    this.#words = reportWords[lang];
  }

  article(): string {
    const words = this.#words;
    const { unrolled } = this.#results;
    const body = articleBody({
      title: titleOf(this.#results, this.#lang),
      opening: joined(this.#notice(), this.#lead(), this.#verdict()),
      contents: words.contents,
      sections: this.#sections(),
    });
    return joined(body, `<p class="made">${prose(words.made(unrolled))}</p>`);
  }

  #sections(): Section[] {
    const { forecast, test, training, data, again, settings } = this.#words;
    const [results, lang] = [this.#results, this.#lang];
    const section = (id: string, { heading }: { readonly heading: string }, body: string): Section => ({
      id: `${lang}-${id}`,
      heading,
      body,
    });
    return [
      section("forecast", forecast, this.#forecast(results.forecast)),
      section("test", test, testHtml(results, lang)),
      section("training", training, this.#training(results.training)),
      section("data", data, dataTables(results, lang)),
      section("again", again, this.#again()),
      section("settings", settings, this.#settings()),
    ];
  }

  #notice(): string {
    const { training } = this.#results;
    const reason = training?.reason;
    if (reason !== "diverged" && reason !== "interrupted") return "";
    return `<p class="notice" role="note">${prose(this.#words.training.reason[reason]())}</p>`;
  }

  #lead(): string {
    const { plan, series } = this.#results;
    const text = this.#words.lead(plan, shownName(series.name, 60), !isBaseline(plan.model));
    const note = rowsNote(this.#results, this.#lang);
    return joined(`<p class="lead">${prose(text)}</p>`, note === null ? "" : paragraphs([note]));
  }

  /** The answer first, then the comparison, then whether the model repeats the last value. */
  #verdict(): string {
    const { verdict: texts, test } = this.#words;
    const { plan, backtest } = this.#results;
    if (backtest === null) {
      const { from, until } = plan.split.test;
      return this.#answer(texts.untested, [test.untested(until - from, plan.horizon)]);
    }
    const { verdict, echo, model } = backtest;
    const own = isBaseline(plan.model);
    const isNumber = Number.isFinite(model.mae.overall);
    const won = own ? texts.baselineBeatsAll : texts.beatsAll;
    const lost = own ? texts.baselineLoses : verdict.lost.length > 0 ? texts.loses : texts.unsure;
    const answer = !isNumber ? texts.noNumber : verdict.beatsAll ? won : lost;
    const isBehind = !own && !verdict.beatsAll && (!isNumber || verdict.ratio >= 1);
    const advice = isBehind ? [texts.advice(methodName(verdict.best.name, this.#lang))] : [];
    const noEcho = echo.echoes || !isNumber ? [] : [texts.noEcho(echo)];
    return this.#answer(answer, [verdict[this.#lang], ...noEcho, ...advice]);
  }

  #answer(answer: string, reasons: readonly string[]): string {
    const question = this.#words.verdict.heading;
    return joined(
      `<div class="verdict">`,
      `<p class="answer"><strong>${prose(question)}</strong> ${prose(answer)}</p>`,
      paragraphs(reasons),
      "</div>",
    );
  }

  #forecast(forecast: Forecast | null): string {
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
        texts.text(plan.horizon, last),
        levels.length > 0 ? texts.intervals(levels) : texts.noIntervals,
      ]),
      targetFigures({ name: "forecast", height: 380, lang: this.#lang }, plan.columns.targets, (target) =>
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
      textTableHtml({ id: `${this.#lang}-steps-ahead`, caption }, table, this.#lang),
      left > 0 ? paragraphs([more(left, runFiles.forecast)]) : "",
    );
  }

  #training(training: TrainingResults | null): string {
    const { training: texts } = this.#words;
    const { plan } = this.#results;
    const choice = this.#choice();
    if (training === null) {
      const text =
        plan.members === undefined && !isSolved(plan.model) ? texts.none : terms[this.#lang].noEpochs;
      return joined(paragraphs([text]), choice);
    }
    const { history, bestEpoch, reason, parameters } = training;
    const member = memberShown(plan);
    const lead = member && terms[this.#lang].memberShown(memberName(member, this.#lang), parameters);
    const text = texts.text(training, member === null ? parameters : null);
    return joined(
      choice,
      paragraphs([
        ...(lead === null ? [] : [lead]),
        text,
        texts.reason[reason](plan.patience),
        texts.loss[plan.loss],
      ]),
      history.length > 0 ? drawn("loss", 340, lossFigure(history, bestEpoch, this.#lang), this.#lang) : "",
    );
  }

  /** What `auto` tried. */
  #choice(): string {
    const { choice } = this.#results.plan;
    if (choice === undefined) return "";
    const title = { id: `${this.#lang}-choice`, caption: terms[this.#lang].choice(choice.windows) };
    return textTableHtml(title, choiceTable(choice, this.#lang), this.#lang);
  }

  #again(): string {
    const { name, plan } = this.#results;
    const { again } = this.#words;
    const run = shellWord(`runs/${name}`);
    const { future } = plan.columns;
    const commands: readonly (readonly [string, string])[] = [
      ...(future.length > 0 ? [] : [[`npx unrolled forecast ${run}`, again.next] as const]),
      [`npx unrolled forecast ${run} --data NEWER.csv`, again.newer],
      [`npx unrolled backtest ${run}`, again.backtest],
    ];
    return joined(
      paragraphs([again.commands]),
      codeHtml(commands.map(([command, purpose]) => `# ${purpose}\n${command}`).join("\n\n")),
      paragraphs([future.length > 0 ? again.future : again.program]),
      codeHtml(program(`runs/${name}/${runFiles.best}`, future)),
    );
  }

  #settings(): string {
    const { text } = this.#words.settings;
    const json = escapeHtml(jsonText(this.#results.plan));
    return `${paragraphs([text])}\n<pre class="settings" tabindex="0"><code>${json}</code></pre>`;
  }
}

function isUnbounded({ targets }: Forecast): boolean {
  return targets.some(({ intervals }) =>
    intervals.some(({ lower, upper }) => ![...lower, ...upper].every(Number.isFinite)),
  );
}

function program(path: string, future: readonly string[]): string {
  const ahead = future.map((name) => `${jsonText(name)}: [/* … */]`).join(", ");
  const given = future.length > 0 ? `undefined, { future: { ${ahead} } }` : "";
  return [
    'import { readFileSync } from "node:fs";',
    'import { Forecaster } from "unrolled/forecast";',
    "",
    `const forecaster = Forecaster.fromBytes(readFileSync(${jsonText(path)}));`,
    `const { time, targets } = forecaster.forecast(${given});`,
  ].join("\n");
}

function codeHtml(text: string): string {
  return `<pre tabindex="0"><code>${escapeHtml(text)}</code></pre>`;
}
