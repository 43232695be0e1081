/** @module What every page of the studio has: header, links to the other pages, language and theme, live region, footer. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { chooseLang, chooseTheme, lang, looksAsked, theme } from "./preferences.ts";
import { type PageName, pageNames, siteWords } from "./siteWords.ts";

interface PageFrameProps {
  readonly page: PageName;
  /** Beside the name of the project; what the button that skips to `#stage` is called; the last line. */
  readonly words: { readonly title: string; readonly skip: string; readonly footer: string };
  /** A `LiveRegion`. */
  readonly spoken: ComponentChildren;
  /** Between the links and the switches. */
  readonly menu?: ComponentChildren;
  /** Before the switches of language and theme. */
  readonly switches?: ComponentChildren;
  /** The page's `main`. */
  readonly children: ComponentChildren;
}

/** A whole page. */
export function PageFrame({ page, words, spoken, menu, switches, children }: PageFrameProps) {
  const { studio, pages } = siteWords[lang.value];
  const title = page === "index" ? studio : `${pages[page]} · ${studio}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <>
      {/* A button: what follows # in an address is the page's own. */}
      <button type="button" class="skip" onClick={() => document.getElementById("stage")?.focus()}>
        {words.skip}
      </button>
      <header>
        <h1>
          Unrolled <span>{words.title}</span>
        </h1>
        <PageLinks current={page} />
        {menu}
        <div class="preferences">
          {switches}
          <PreferenceButtons />
        </div>
      </header>
      {children}
      {spoken}
      <footer>{words.footer}</footer>
    </>
  );
}

function PageLinks({ current }: { readonly current: PageName }) {
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

function PreferenceButtons() {
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

/** A line that only screen readers announce, whenever it changes. */
export function LiveRegion({ text }: { readonly text: string }) {
  return (
    <p class="heard" role="status" aria-live="polite" data-spoken>
      {text}
    </p>
  );
}

/** Milliseconds between two announcements about a training under way. */
const ANNOUNCEMENT_PAUSE = 15_000;

/** Announces every 15 seconds while `isActive`. */
export function useAnnouncements(announce: () => void, isActive: boolean): void {
  useEffect(() => {
    if (!isActive) return;
    const timer = setInterval(announce, ANNOUNCEMENT_PAUSE);
    return () => clearInterval(timer);
  }, [isActive, lang.value]);
}
