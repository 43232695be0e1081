/** @module What the head of every page has: links to the others, language and theme. */
import { chooseLang, chooseTheme, lang, looksAsked, theme } from "./preferences.ts";
import { type PageName, pageNames, siteWords } from "./siteWords.ts";

/** Links to the pages. */
export function PageLinks({ current }: { readonly current: PageName }) {
  const text = siteWords[lang.value];
  return (
    <nav class="pages" aria-label={text.pagesLabel}>
      {pageNames.map((name) => (
        <a
          key={name}
          href={`./${name}.html${looksAsked()}`}
          aria-current={name === current ? "page" : undefined}
        >
          {text.pages[name]}
        </a>
      ))}
    </nav>
  );
}

/** The buttons for language and theme. */
export function PreferenceButtons() {
  const text = siteWords[lang.value];
  return (
    <>
      <button
        type="button"
        data-lang
        onClick={() => chooseLang(lang.value === "en" ? "zh" : "en")}
        lang={lang.value === "en" ? "zh-CN" : "en"}
      >
        {lang.value === "en" ? "中文" : "English"}
      </button>
      <button
        type="button"
        data-theme-button
        aria-label={text.theme[theme.value]}
        title={text.theme[theme.value]}
        onClick={() => chooseTheme(theme.value === "light" ? "dark" : "light")}
      >
        <span aria-hidden="true">{theme.value === "light" ? "☾" : "☀"}</span>
      </button>
    </>
  );
}
