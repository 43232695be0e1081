/** @module What several pages of the studio say: their names, the theme, failures, the tables below charts. */
import type { Translated, WordsOf } from "../../src/text/lang.ts";

/** The pages, by the name of their file. */
export const pageNames = ["index", "data", "runs"] as const;

/** A page of the studio. */
export type PageName = (typeof pageNames)[number];

const en = {
  studio: "Unrolled studio",
  pagesLabel: "Pages",
  pages: { index: "sin→cos lab", data: "Your data", runs: "Runs" },
  /** What the button offers under each theme. */
  theme: { light: "Switch to dark", dark: "Switch to light" },
  close: "Close",
  noWorker: "The worker that trains could not be loaded. Reload the page.",
  table: {
    title: "Numbers",
    thinned: (caption: string, every: number) => `${caption} (every ${every}th value)`,
    /** Of a large matrix. */
    cut: (caption: string, most: number) => `${caption} (the first ${most} rows and columns)`,
    /** Over the row numbers of a matrix. */
    place: "row",
  },
};

type SiteWords = WordsOf<typeof en>;

const zh: SiteWords = {
  studio: "Unrolled 工作室",
  pagesLabel: "页面",
  pages: { index: "sin→cos 实验", data: "你的数据", runs: "训练记录" },
  theme: { light: "切换到深色", dark: "切换到浅色" },
  close: "关闭",
  noWorker: "负责训练的后台线程未能加载，请刷新页面。",
  table: {
    title: "数据表",
    thinned: (caption, every) => `${caption}（每 ${every} 个取一个）`,
    cut: (caption, most) => `${caption}（前 ${most} 行、前 ${most} 列）`,
    place: "行",
  },
};

/** The words that pages share. */
export const siteWords: Translated<SiteWords> = { en, zh };
