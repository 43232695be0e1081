/** @module The report of a run: one HTML file that needs nothing else, in both languages. */

import { renderPage } from "../../report/page.ts";
import { reportStyle } from "../../report/style.ts";
import type { Lang, Translated } from "../../text/lang.ts";
import type { RunResults } from "../results.ts";
import { wordsEnglish } from "./en.ts";
import { renderArticle, titleOf } from "./runArticle.ts";
import type { RunWords } from "./words.ts";
import { wordsChinese } from "./zh.ts";

/** How the report opens. */
export interface RunReportOptions {
  /** The language shown first. */
  readonly lang: Lang;
}

const words: Translated<RunWords> = { en: wordsEnglish, zh: wordsChinese };

/** Renders a run as one self-contained HTML page: the verdict, figures, tables, how to go on; English and Chinese. */
export async function renderRunReport(results: RunResults, { lang }: RunReportOptions): Promise<string> {
  return renderPage({
    lang,
    titles: { en: titleOf(results, words.en), zh: titleOf(results, words.zh) },
    articles: {
      en: await renderArticle(results, "en", words.en),
      zh: await renderArticle(results, "zh", words.zh),
    },
    style: `${reportStyle()}\n${ownStyle}`,
    unrolled: results.unrolled,
  });
}

/** What only this report has. */
const ownStyle = `
.answer { font-size: 1.25rem; line-height: 1.45; }
tbody th.text { white-space: nowrap; }
caption span { text-wrap: pretty; }
td strong { color: var(--link); }
details { margin: 1.25rem 0; }
summary { cursor: pointer; color: var(--link); }
summary:focus-visible, pre:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; max-width: 46rem; margin: .75rem 0; }
dt { font-weight: 600; }
dd { margin: 0; }
.settings { max-height: 26rem; overflow: auto; }
.made { color: var(--muted); font-size: .9375rem; margin-top: 3rem; }
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin: 0 0 .6rem; }
}
@media print {
  .settings { max-height: none; }
  details::details-content { content-visibility: visible; }
}`.trim();
