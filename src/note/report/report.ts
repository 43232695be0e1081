/** @module The report of a run: one HTML file that needs nothing else, in both languages. */

import { renderPage } from "../../report/page.ts";
import { reportStyle } from "../../report/style.ts";
import type { Lang, Translated } from "../../text/lang.ts";
import type { NoteResults } from "../results.ts";
import { reportEnglish } from "./en.ts";
import { renderArticle } from "./noteArticle.ts";
import type { ReportTexts } from "./reportTexts.ts";
import { reportChinese } from "./zh.ts";

/** How the report opens. */
export interface ReportOptions {
  /** The language shown first. */
  readonly lang: Lang;
}

const texts: Translated<ReportTexts> = { en: reportEnglish, zh: reportChinese };

/** Renders the report as one self-contained HTML page: text, tables and inline figures, English and Chinese. */
export async function renderReport(results: NoteResults, { lang }: ReportOptions): Promise<string> {
  return renderPage({
    lang,
    titles: { en: texts.en.title, zh: texts.zh.title },
    articles: {
      en: await renderArticle(results, "en", texts.en),
      zh: await renderArticle(results, "zh", texts.zh),
    },
    style: reportStyle(),
    unrolled: results.versions.unrolled,
  });
}
