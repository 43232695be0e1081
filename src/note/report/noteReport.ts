/** @module The report of a run as one self-contained HTML page in both languages, in the order of the note. */
import { figureHtml, unrolledHtml } from "../../report/figures.ts";
import { articleBody, joined, paragraphs, prose, type Section } from "../../report/html.ts";
import { renderPage } from "../../report/page.ts";
import { escapeHtml } from "../../text/escape.ts";
import type { Lang } from "../../text/lang.ts";
import { type ComparisonResult, type NoteResults, type ProgramResult, summarizeLosses } from "../results.ts";
import type { ReportWords } from "./en.ts";
import { noteFigures } from "./noteFigures.ts";
import {
  commandTable,
  gradientTable,
  lossTable,
  memoryTable,
  parameterTable,
  sharingTable,
  studioAddress,
  trainingTable,
} from "./noteTables.ts";
import { type Verdict, verdict } from "./verdict.ts";
import { reportWords } from "./zh.ts";

/** The report with the language that is shown first. */
export function renderReport(results: NoteResults, { lang }: { readonly lang: Lang }): string {
  return renderPage({
    lang,
    titles: { en: reportWords.en.title, zh: reportWords.zh.title },
    articles: { en: new Article(results, "en").html(), zh: new Article(results, "zh").html() },
    unrolled: results.versions.unrolled,
  });
}

class Article {
  readonly #results: NoteResults;
  readonly #lang: Lang;
  readonly #words: ReportWords;
  readonly #figures: ReadonlyMap<string, string>;
  readonly #verdict: Verdict | null;

  constructor(results: NoteResults, lang: Lang) {
    this.#results = results;
    this.#lang = lang;
    this.#words = reportWords[lang];
    this.#figures = new Map(noteFigures(results, lang).map((one) => [one.name, figureHtml(one, lang)]));
    this.#verdict = results.comparison && verdict(results.comparison, lang);
  }

  html(): string {
    const { title, lead, contents, notice } = this.#words;
    const { outcome } = this.#results;
    const opening = joined(
      outcome.kind === "done" ? "" : `<p class="notice" role="note">${prose(notice(outcome))}</p>`,
      `<p class="lead">${prose(lead)}</p>`,
      this.#summary(),
    );
    return articleBody({ title, opening, contents, sections: this.#sections() });
  }

  #sections(): Section[] {
    const { programs, comparison } = this.#results;
    const words = this.#words;
    const section = (id: string, heading: string, body: string): Section => ({
      id: `${this.#lang}-${id}`,
      heading,
      body,
    });
    const data = joined(this.#figure("data"), paragraphs(words.data.paragraphs));
    const sections = [section("data", words.data.heading, data)];
    const [first] = programs;
    if (first) sections.push(section("model", words.model.heading, this.#model(first)));
    for (const program of programs) {
      if (program.segments.length === 0) continue;
      const heading = words.training.heading(program.settings);
      sections.push(section(program.name, heading, this.#training(program, program === first)));
    }
    if (comparison) {
      const heading = words.comparison.heading(comparison.timeStep);
      sections.push(section("comparison", heading, this.#comparison(comparison)));
    }
    return [...sections, section("repeat", words.repeat.heading, this.#repeat())];
  }

  #summary(): string {
    const { heading, program } = this.#words.summary;
    const trained = this.#results.programs.filter(({ segments }) => segments.length > 0);
    const { brief = [] } = this.#verdict ?? {};
    const programs = trained.map(({ settings, segments }) => program(settings, summarizeLosses(segments)));
    const items = [...programs, ...brief].map(prose);
    if (items.length === 0) return "";
    const list = items.map((item) => `<li>${item}</li>`).join("\n");
    return `<h2 class="unseen">${prose(heading)}</h2>\n<ul class="summary">${list}</ul>`;
  }

  #model(program: ProgramResult): string {
    const { model, sharing } = this.#words;
    return joined(
      this.#printed(program),
      `<h3>${prose(model.parameters)}</h3>`,
      this.#parameters(program),
      paragraphs([model.biases]),
      `<h3>${prose(sharing.heading)}</h3>`,
      paragraphs(sharing.paragraphs(program.sharing.keys, program.settings.timeStep)),
      unrolledHtml(this.#lang),
      sharingTable(program, this.#lang),
      paragraphs([sharing.proof(program.sharing.difference)]),
    );
  }

  #printed({ repr }: ProgramResult): string {
    return `${paragraphs([this.#words.model.printed])}\n<pre tabindex="0"><code>${escapeHtml(repr)}</code></pre>`;
  }

  #parameters(program: ProgramResult): string {
    const { formula, total } = this.#words.model;
    const count = program.parameters.reduce((sum, parameter) => sum + parameter.count, 0);
    return joined(
      parameterTable(program, this.#lang),
      paragraphs([total(count), formula[program.settings.cell]]),
    );
  }

  #training(program: ProgramResult, isFirst: boolean): string {
    const { training } = this.#words;
    const { name, settings, segments, seconds } = program;
    return joined(
      paragraphs([
        training.conditions(settings, segments.length),
        this.#sentences([training.losses(summarizeLosses(segments)), training.took(seconds)]),
      ]),
      `<p>${prose(training.studio)} <a href="${escapeHtml(studioAddress(settings))}">${prose(training.open)}</a></p>`,
      this.#figure(`${name}-fit`),
      isFirst ? passage(training.firstAnswers) : "",
      this.#figure(`${name}-loss`),
      isFirst ? passage(training.detach) : this.#printed(program) + this.#parameters(program),
      settings.cell === "lstm" ? passage(training.pair) : "",
      settings.endpoint ? passage(training.endpoint) : "",
    );
  }

  #comparison(result: ComparisonResult): string {
    const { comparison } = this.#words;
    const { losses = [], gradients = [], length = [], memory = [] } = this.#verdict ?? {};
    return joined(
      this.#figure("pair-fit"),
      paragraphs([comparison.conditions(result)]),
      this.#figure("comparison-loss"),
      lossTable(result, this.#lang),
      this.#verdictHtml("losses", losses),
      this.#figure("final-loss"),
      passage(comparison.gradients),
      this.#figure("gradient-flow-before"),
      this.#figure("gradient-flow"),
      gradientTable(result, this.#lang),
      this.#verdictHtml("gradients", gradients),
      passage(comparison.why),
      passage(comparison.rates),
      trainingTable(result, this.#lang),
      this.#verdictHtml("length", length),
      passage(comparison.memory),
      memoryTable(result, this.#lang),
      this.#verdictHtml("memory", memory),
    );
  }

  #verdictHtml(name: string, sentences: readonly string[]): string {
    if (sentences.length === 0) return "";
    return `<div class="verdict ${name}">${paragraphs([this.#sentences(sentences)])}</div>`;
  }

  #repeat(): string {
    const { repeat } = this.#words;
    const { programs, comparison, versions } = this.#results;
    return joined(
      paragraphs(repeat.paragraphs),
      programs.length > 0 || comparison ? commandTable(programs, comparison, this.#lang) : "",
      `<p class="made">${prose(repeat.versions(versions.unrolled, versions.node))}</p>`,
    );
  }

  #figure(name: string): string {
    return this.#figures.get(name) ?? "";
  }

  #sentences(sentences: readonly string[]): string {
    return sentences.join(this.#lang === "en" ? " " : "");
  }
}

function passage({ heading, paragraphs: texts }: { heading: string; paragraphs: readonly string[] }): string {
  return `<h3>${prose(heading)}</h3>\n${paragraphs(texts)}`;
}
