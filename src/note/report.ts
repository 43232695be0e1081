/** @module The report of a run: one HTML file that needs nothing else, in both languages. */
import type { Lang, Translated } from "./lang.ts";
import { renderPage } from "./page.ts";
import { renderArticle } from "./reportArticle.ts";
import { reportChinese } from "./reportChinese.ts";
import { reportEnglish } from "./reportEnglish.ts";
import { reportStyle } from "./reportStyle.ts";
import type { ReportTexts } from "./reportTexts.ts";
import type { NoteResults } from "./results.ts";

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
