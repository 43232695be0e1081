/** @module The frame of a report: a self-contained HTML page with a switch between its languages. */
import { escapeHtml } from "../text/escape.ts";
import { type Lang, langs, type Translated, tagOf } from "../text/lang.ts";
import { reportStyle } from "./style.ts";

export interface Page {
  /** The language shown first. */
  readonly lang: Lang;
  readonly titles: Translated<string>;
  /** Each language's article, as HTML. */
  readonly articles: Translated<string>;
  /** Rules of this page, in addition to those of all reports. */
  readonly style?: string;
  /** A script of this kind of page, which the studio's server must know. */
  readonly script?: string;
  readonly unrolled: string;
}

/** What every report begins with. */
export const reportStart = `<!doctype html>
<html lang="`;

const names: Translated<string> = { en: "English", zh: "中文" };

/**
 * The page as one self-contained file.
 *
 * Radio buttons show one language or the other with CSS alone; the one small script of the page only updates its title and
 * its declared language.
 */
export function renderPage({ lang, titles, articles, style = "", script, unrolled }: Page): string {
  const parts = langs.map(
    (each) =>
      `<article class="${each}" lang="${tagOf[each]}"${each === lang ? "" : " hidden"}>\n${articles[each]}\n</article>`,
  );
  return `${reportStart}${tagOf[lang]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Unrolled ${escapeHtml(unrolled)}">
<title>${escapeHtml(titles[lang])}</title>
<link rel="icon" href="data:,">
<style>
${[reportStyle(), style].filter(Boolean).join("\n")}
</style>
</head>
<body>
<header class="bar">${languageSwitch(lang, titles)}</header>
<main>
${parts.join("\n")}
</main>
<script>${reportScript}</script>${script === undefined ? "" : `\n<script>${script}</script>`}
</body>
</html>
`;
}

function languageSwitch(lang: Lang, titles: Translated<string>): string {
  const choices = langs.map((each) => {
    const data = `data-tag="${tagOf[each]}" data-title="${escapeHtml(titles[each])}"`;
    const input = `<input type="radio" name="lang" id="lang-${each}" ${data} autocomplete="off"${each === lang ? " checked" : ""}>`;
    return `${input}<label for="lang-${each}" lang="${tagOf[each]}">${names[each]}</label>`;
  });
  return `<fieldset><legend>Language / <span lang="zh-CN">语言</span></legend>${choices.join("")}</fieldset>`;
}

/** The script of every report. A page that has this text, and no other script than ours, may run it wherever it is shown. */
export const reportScript = `
for (const input of document.querySelectorAll('input[name="lang"]')) {
  const show = () => {
    if (!input.checked) return;
    document.documentElement.lang = input.dataset.tag;
    document.title = input.dataset.title;
  };
  input.addEventListener("change", show);
  show();
}
`;
