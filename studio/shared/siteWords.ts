/** @module What every page of the studio says: where the pages are, the theme, the tables below charts. */
import type { Translated } from "../../src/text/lang.ts";

/** The pages, by the name of their file. */
export const pageNames = ["index", "data", "runs"] as const;

/** A page of the studio. */
export type PageName = (typeof pageNames)[number];

/** Words around tables. */
export interface TableWords {
  readonly title: string;
  readonly thinned: (caption: string, every: number) => string;
  /** Of a large matrix, its first rows and columns. */
  readonly cut: (caption: string, most: number) => string;
  /** Over the row numbers of a matrix. */
  readonly place: string;
}

/** The words that pages share. */
export interface SiteWords {
  readonly pagesLabel: string;
  readonly pages: Readonly<Record<PageName, string>>;
  /** What the button offers under each theme. */
  readonly theme: { readonly light: string; readonly dark: string };
  readonly table: TableWords;
}

/** They, by language. */
export const siteWords: Translated<SiteWords> = {
  en: {
    pagesLabel: "Pages",
    pages: { index: "Note", data: "Your data", runs: "Runs" },
    theme: { light: "Switch to dark", dark: "Switch to light" },
    table: {
      title: "Numbers",
      thinned: (caption, every) => `${caption} (every ${every}th value)`,
      cut: (caption, most) => `${caption} (the first ${most} rows and columns)`,
      place: "row",
    },
  },
  zh: {
    pagesLabel: "页面",
    pages: { index: "教程", data: "你的数据", runs: "训练记录" },
    theme: { light: "切换到深色", dark: "切换到浅色" },
    table: {
      title: "数据表",
      thinned: (caption, every) => `${caption}（每 ${every} 个取一个）`,
      cut: (caption, most) => `${caption}（前 ${most} 行、前 ${most} 列）`,
      place: "行",
    },
  },
};
