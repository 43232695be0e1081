/** @module The way from one page of the studio to another. */
import type { Translated } from "../../src/note/lang.ts";
import { lang } from "../state/preferences.ts";

const pages = { note: "./index.html", data: "./data.html", runs: "./runs.html" } as const;

/** A page of the studio. */
export type PageName = keyof typeof pages;

const words: Translated<Readonly<Record<PageName | "label", string>>> = {
  en: { label: "Pages", note: "Note", data: "Your data", runs: "Runs" },
  zh: { label: "页面", note: "教程", data: "你的数据", runs: "训练记录" },
};

/** Links to all pages; the one that is open says so. */
export function Pages({ current }: { readonly current: PageName }) {
  const text = words[lang.value];
  return (
    <nav class="pages" aria-label={text.label}>
      {(Object.keys(pages) as PageName[]).map((name) => (
        <a key={name} href={pages[name]} aria-current={name === current ? "page" : undefined}>
          {text[name]}
        </a>
      ))}
    </nav>
  );
}
