/** @module The report of a study: the best settings and how sure they are, the course, the settings, as one HTML file in both languages. */

import { surfaceOf } from "../../figures/palette.ts";
import { element, textElement, wrapSvg } from "../../figures/svg/document.ts";
import { columnsOf, truncate } from "../../figures/terminal/span.ts";
import { figureHtml } from "../../report/figures.ts";
import { articleBody, joined, paragraphs, prose, type Section } from "../../report/html.ts";
import { renderPage } from "../../report/page.ts";
import { escapeHtml } from "../../text/escape.ts";
import { formatError } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { shownName } from "../labels.ts";
import { textTableHtml } from "../report/reportParts.ts";
import { type ParallelPlot, parallelPlot, parallelShapes, parallelSize } from "./parallel.ts";
import { countsOf, settingsTable, settingsText } from "./settingsTable.ts";
import { historyFigure } from "./studyFigures.ts";
import { findingsOf, type StudyFindings, type StudyRecord } from "./studyRecord.ts";
import { importanceRows, studyTerms } from "./studyTerms.ts";
import { studyReportWords } from "./studyWords.ts";

export interface StudyReport {
  readonly record: StudyRecord;
  /** The command that trains the best settings; null without any. */
  readonly command: string | null;
  readonly unrolled: string;
}

/** Rows of the table of the best settings. */
const MOST_ROWS = 50;

export function renderStudyReport(report: StudyReport, { lang }: { readonly lang: Lang }): string {
  const findings = findingsOf(report.record);
  const name = shownName(report.record.name, 60);
  return renderPage({
    lang,
    titles: { en: studyReportWords.en.title(name), zh: studyReportWords.zh.title(name) },
    articles: { en: articleOf(report, findings, "en"), zh: articleOf(report, findings, "zh") },
    style: ownStyle,
    unrolled: report.unrolled,
  });
}

const ownStyle = `
.answer { font-size: 1.25rem; line-height: 1.45; }
.made { color: var(--muted); font-size: .9375rem; margin-top: 3rem; }
.share svg { display: block; width: min(16rem, 40vw); height: .8rem; }
.share td:nth-child(2) { width: 16rem; }
.dark-only { display: none; }
@media screen and (prefers-color-scheme: dark) {
.light-only { display: none; }
.dark-only { display: inline; }
}`.trim();

function articleOf({ record, command, unrolled }: StudyReport, findings: StudyFindings, lang: Lang): string {
  const words = studyReportWords[lang];
  const section = (id: string, heading: string, body: string): Section[] =>
    body === "" ? [] : [{ id: `${lang}-${id}`, heading, body }];
  const terms = studyTerms[lang];
  const body = articleBody({
    title: words.title(shownName(record.name, 60)),
    opening: openingHtml(record, findings, lang),
    contents: words.contents,
    sections: [
      ...section("history", terms.history, historyHtml(record, lang)),
      ...section("settings", terms.parallel, parallelHtml(record, findings, lang)),
      ...section("importance", terms.importance, importanceHtml(findings, lang)),
      ...section("best", terms.best, bestHtml(record, findings, lang)),
      ...section(
        "again",
        words.again,
        command === null
          ? ""
          : againHtml(command, record.kind === "note" ? words.againNote : words.againText, lang),
      ),
    ],
  });
  return joined(body, `<p class="made">${prose(words.made(unrolled))}</p>`);
}

function openingHtml(
  record: StudyRecord,
  { ranked, best, runnerUp, isClear }: StudyFindings,
  lang: Lang,
): string {
  const words = studyReportWords[lang];
  const terms = studyTerms[lang];
  const lead = `<p class="lead">${prose(words.lead(record, countsOf(record.trials)))}</p>`;
  const [first] = ranked;
  if (first === undefined || best === null) return joined(lead, paragraphs([terms.none]));
  const rest =
    runnerUp === null || isClear === null
      ? []
      : [isClear ? terms.clear(runnerUp) : terms.unclear(runnerUp, best)];
  return joined(
    lead,
    `<div class="verdict">`,
    `<p class="answer"><strong>${prose(words.bestColon)}</strong> ${prose(settingsText(first, lang))}</p>`,
    paragraphs([
      words.bestScore(formatError(first.mean), terms.score[record.kind ?? "other"]),
      terms.spread(best),
      ...rest,
    ]),
    "</div>",
  );
}

function historyHtml(record: StudyRecord, lang: Lang): string {
  const figure = historyFigure(record, lang);
  if (figure === null) return "";
  return figureHtml(
    {
      name: "history",
      figure: { ...figure, title: studyTerms[lang].history },
      caption: "",
      size: { width: 860, height: 340 },
    },
    lang,
  );
}

function parallelHtml(record: StudyRecord, { ranked }: StudyFindings, lang: Lang): string {
  const [best] = ranked;
  if (best === undefined) return "";
  const plot = parallelPlot(record, best.trials[0].number, lang);
  const terms = studyTerms[lang];
  const caption = [
    `<span class="light-only">${prose(terms.parallelText)}</span>`,
    `<span class="dark-only">${prose(terms.parallelTextDark)}</span>`,
  ].join("");
  return [
    `<figure class="parallel">`,
    `<div class="wide">${parallelSvg(plot, 860, lang)}</div><div class="narrow">${parallelSvg(plot, 380, lang)}</div>`,
    `<figcaption>${caption}</figcaption>`,
    "</figure>",
  ].join("\n");
}

/** The drawing in light colours, which the style sheet maps to dark ones. */
function parallelSvg(plot: ParallelPlot, width: number, lang: Lang): string {
  const size = parallelSize(plot, width);
  const { paper } = surfaceOf("light");
  const drawn = parallelShapes(plot, size, "light").map((shape) => {
    if (shape.kind === "path")
      return element("path", {
        d: shape.d,
        fill: "none",
        stroke: shape.stroke,
        "stroke-width": shape.width,
        "stroke-dasharray": shape.dash,
        "stroke-linejoin": "round",
      });
    const { text, x, y, fill, anchor, isStrong } = shape;
    const shown = columnsOf(text) > 18 ? truncate(text, 18) : text;
    return textElement(shown, [x, y], { fill, anchor, outline: paper, ...(isStrong ? { weight: 600 } : {}) });
  });
  const ground = element("rect", { width, height: size.height, fill: paper });
  const terms = studyTerms[lang];
  return wrapSvg([ground, ...drawn].join("\n"), {
    title: terms.parallel,
    description: terms.describe(
      plot.lines.length,
      plot.axes.map(({ name }) => name),
    ),
    lang,
    width,
    height: size.height,
  });
}

function importanceHtml({ importances }: StudyFindings, lang: Lang): string {
  const terms = studyTerms[lang];
  if (importances === null) return paragraphs([terms.importanceFew]);
  const [setting, part] = terms.importanceHead;
  const rows = importanceRows(importances).map(({ name, share, text }) => {
    const bar = `<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="8" fill="#e4e8ec"/><rect width="${Math.round(100 * share)}" height="8" fill="#1257a8"/></svg>`;
    return `<tr><th scope="row" class="text">${escapeHtml(name)}</th><td>${bar}</td><td class="number">${text}</td></tr>`;
  });
  return joined(
    paragraphs([terms.importanceText]),
    `<div class="scroll share" role="region" aria-label="${escapeHtml(terms.importance)}" tabindex="0"><table>`,
    `<thead><tr><th scope="col" class="text">${prose(setting)}</th><th scope="col" class="text" colspan="2">${prose(part)}</th></tr></thead>`,
    `<tbody>${rows.join("\n")}</tbody></table></div>`,
  );
}

function bestHtml(record: StudyRecord, { ranked }: StudyFindings, lang: Lang): string {
  if (ranked.length === 0) return "";
  const words = studyReportWords[lang];
  const shown = ranked.slice(0, MOST_ROWS);
  const caption =
    shown.length < ranked.length ? words.bestOf(shown.length, ranked.length) : words.all(ranked.length);
  return textTableHtml({ id: `${lang}-best-table`, caption }, settingsTable(record, shown, lang), lang);
}

function againHtml(command: string, text: string, lang: Lang): string {
  const words = studyReportWords[lang];
  return joined(
    paragraphs([text]),
    `<pre tabindex="0"><code>${escapeHtml(command)}</code></pre>`,
    paragraphs([words.journal]),
  );
}
