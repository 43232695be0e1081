/** @module The report in one language, in the order of the note. */

import { figureHtml, unrolledHtml } from "../../report/figures.ts";
import { articleBody, joined, paragraphs, prose, type Section } from "../../report/html.ts";
import { escapeHtml } from "../../text/html.ts";
import type { Lang } from "../../text/lang.ts";
import type { ComparisonResult, NoteResults, ProgramResult } from "../results.ts";
import { noteFigures } from "./noteFigures.ts";
import {
  commandTable,
  gradientTable,
  lossesOf,
  lossTable,
  parameterTable,
  sharingTable,
} from "./noteTables.ts";
import type { Passage, ReportTexts } from "./reportTexts.ts";
import { type Verdict, verdict } from "./verdict.ts";

/** The whole report in one language; what the results do not hold is left out. */
export async function renderArticle(results: NoteResults, lang: Lang, texts: ReportTexts): Promise<string> {
  const writer = new Writer(results, lang, texts, await drawn(results, lang));
  return writer.article();
}

/** Every figure, by name. */
async function drawn(results: NoteResults, lang: Lang): Promise<ReadonlyMap<string, string>> {
  const figures = new Map<string, string>();
  for (const figure of noteFigures(results, lang)) figures.set(figure.name, await figureHtml(figure, lang));
  return figures;
}

class Writer {
  readonly #results: NoteResults;
  readonly #lang: Lang;
  readonly #texts: ReportTexts;
  readonly #figures: ReadonlyMap<string, string>;
  readonly #verdict: Verdict | null;

  constructor(results: NoteResults, lang: Lang, texts: ReportTexts, figures: ReadonlyMap<string, string>) {
    this.#results = results;
    this.#lang = lang;
    this.#texts = texts;
    this.#figures = figures;
    this.#verdict = results.comparison && verdict(results.comparison, lang);
  }

  article(): string {
    const { title, lead, contents, notice } = this.#texts;
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
    const texts = this.#texts;
    const section = (id: string, heading: string, body: string): Section => ({
      id: `${this.#lang}-${id}`,
      heading,
      body,
    });
    const sections = [section("data", texts.data.heading, this.#data())];
    const [first] = programs;
    if (first) sections.push(section("model", texts.model.heading, this.#model(first)));
    for (const program of programs) {
      if (program.segments.length === 0) continue;
      const heading = texts.training.heading(program.settings);
      sections.push(section(program.name, heading, this.#training(program, program === first)));
    }
    if (comparison) {
      const heading = texts.comparison.heading(comparison.timeStep);
      sections.push(section("comparison", heading, this.#comparison(comparison)));
    }
    return [...sections, section("repeat", texts.repeat.heading, this.#repeat())];
  }

  #summary(): string {
    const { heading, program } = this.#texts.summary;
    const trained = this.#results.programs.filter(({ segments }) => segments.length > 0);
    const told = [
      ...trained.map((result) => program(result.settings, lossesOf(result))),
      ...(this.#verdict?.losses ?? []),
    ];
    if (told.length === 0) return "";
    return `<h2 class="unseen">${prose(heading)}</h2>\n<ul>${told.map((text) => `<li>${prose(text)}</li>`).join("\n")}</ul>`;
  }

  #data(): string {
    return joined(this.#figure("data"), paragraphs(this.#texts.data.paragraphs));
  }

  #model(program: ProgramResult): string {
    const { model, sharing } = this.#texts;
    return joined(
      this.#printed(program),
      `<h3>${prose(model.parameters)}</h3>`,
      this.#parameters(program),
      paragraphs([model.biases]),
      `<h3>${prose(sharing.heading)}</h3>`,
      paragraphs(sharing.paragraphs(program.sharing.keys, program.settings.timeStep)),
      unrolledHtml(this.#lang),
      sharingTable(program, this.#lang, this.#texts),
      paragraphs([sharing.proof(program.sharing.difference)]),
    );
  }

  #printed({ repr }: ProgramResult): string {
    return `${paragraphs([this.#texts.model.printed])}\n<pre tabindex="0"><code>${escapeHtml(repr)}</code></pre>`;
  }

  #parameters(program: ProgramResult): string {
    const { formula, total } = this.#texts.model;
    const count = program.parameters.reduce((sum, parameter) => sum + parameter.count, 0);
    return joined(
      parameterTable(program, this.#lang, this.#texts),
      paragraphs([total(count), formula[program.settings.cell]]),
    );
  }

  #training(program: ProgramResult, isFirst: boolean): string {
    const { training } = this.#texts;
    const { name, settings, segments, seconds } = program;
    return joined(
      paragraphs([training.conditions(settings, segments.length, seconds), training.told(lossesOf(program))]),
      this.#figure(`${name}-fit`),
      isFirst ? passage(training.firstAnswers) : "",
      this.#figure(`${name}-loss`),
      isFirst ? passage(training.detach) : this.#printed(program) + this.#parameters(program),
      settings.cell === "lstm" ? passage(training.pair) : "",
      settings.endpoint ? passage(training.endpoint) : "",
    );
  }

  #comparison(result: ComparisonResult): string {
    const { comparison } = this.#texts;
    const found = this.#verdict;
    return joined(
      paragraphs([comparison.conditions(result.seeds.length, result.timeStep)]),
      this.#figure("comparison-loss"),
      lossTable(result, this.#lang, this.#texts),
      found
        ? `<div class="verdict">${paragraphs([found.losses.join(this.#lang === "en" ? " " : "")])}</div>`
        : "",
      this.#figure("final-loss"),
      passage(comparison.gradients),
      this.#figure("gradient-flow-before"),
      this.#figure("gradient-flow"),
      gradientTable(result, this.#lang, this.#texts),
      found
        ? `<div class="verdict">${paragraphs([found.note, ...(found.cell ? [found.cell] : [])])}</div>`
        : "",
      passage(comparison.why),
    );
  }

  #repeat(): string {
    const { repeat } = this.#texts;
    const { programs, comparison, versions } = this.#results;
    return joined(
      paragraphs(repeat.paragraphs),
      programs.length > 0 || comparison ? commandTable(programs, comparison, this.#lang, this.#texts) : "",
      `<p class="made">${prose(repeat.versions(versions.unrolled, versions.node))}</p>`,
    );
  }

  #figure(name: string): string {
    return this.#figures.get(name) ?? "";
  }
}

function passage({ heading, paragraphs: texts }: Passage): string {
  return `<h3>${prose(heading)}</h3>\n${paragraphs(texts)}`;
}
