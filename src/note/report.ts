/** @module The report of a run: one HTML file that needs nothing else, in both languages. */
import { escapeHtml } from "./html.ts";
import { type Lang, langs, type Translated, tagOf } from "./lang.ts";
import { articleAttributes, renderArticle } from "./reportArticle.ts";
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
const names: Translated<string> = { en: "English", zh: "中文" };

/**
 * Renders the report as one self-contained HTML page: text, tables and inline figures, English and Chinese.
 *
 * A pair of radio buttons shows one language or the other by style sheet alone; the page's one small script only keeps
 * its title and its declared language in step.
 */
export async function renderReport(results: NoteResults, { lang }: ReportOptions): Promise<string> {
  const articles: string[] = [];
  for (const each of langs) {
    const body = await renderArticle(results, each, texts[each]);
    articles.push(
      `<article ${articleAttributes(each)}${each === lang ? "" : " hidden"}>\n${body}\n</article>`,
    );
  }
  return `<!doctype html>
<html lang="${tagOf[lang]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Unrolled ${escapeHtml(results.versions.unrolled)}">
<title>${escapeHtml(texts[lang].title)}</title>
<link rel="icon" href="data:,">
<style>
${reportStyle()}
</style>
</head>
<body>
<header class="bar">${languageSwitch(lang)}</header>
<main>
${articles.join("\n")}
</main>
<script>
${script()}
</script>
</body>
</html>
`;
}

function languageSwitch(lang: Lang): string {
  const choices = langs.map((each) => {
    const data = `data-tag="${tagOf[each]}" data-title="${escapeHtml(texts[each].title)}"`;
    const input = `<input type="radio" name="lang" id="lang-${each}" ${data} autocomplete="off"${each === lang ? " checked" : ""}>`;
    return `${input}<label for="lang-${each}" lang="${tagOf[each]}">${names[each]}</label>`;
  });
  return `<fieldset><legend>Language / <span lang="zh-CN">语言</span></legend>${choices.join("")}</fieldset>`;
}

function script(): string {
  return `for (const input of document.querySelectorAll('input[name="lang"]')) {
  const show = () => {
    if (!input.checked) return;
    document.documentElement.lang = input.dataset.tag;
    document.title = input.dataset.title;
  };
  input.addEventListener("change", show);
  show();
}`;
}
