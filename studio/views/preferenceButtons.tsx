/** @module Language and theme, on every page. */
import { chooseLang, chooseTheme, lang, theme } from "../state/preferences.ts";
import { words } from "../words/words.ts";

/** The two buttons; each says what it would change to. */
export function PreferenceButtons() {
  const text = words[lang.value];
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
