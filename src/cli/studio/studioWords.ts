/** @module What `unrolled studio` says, in English and Chinese. */
import type { Translated } from "../../text/lang.ts";

/** Its words. */
export interface StudioWords {
  readonly ready: (url: string) => string;
  readonly end: string;
  readonly taken: (wanted: number, found: number) => string;
}

const en: StudioWords = {
  ready: (url) => `Unrolled studio: ${url}`,
  end: "Ctrl-C ends it",
  taken: (wanted, found) => `port ${wanted} is taken: using ${found}`,
};

const zh: StudioWords = {
  ready: (url) => `Unrolled studio: ${url}`, // a wide colon would become a part of the link in some terminals
  end: "按 Ctrl-C 结束",
  taken: (wanted, found) => `端口 ${wanted} 已被占用：改用 ${found}`,
};

/** The words of each language. */
export const studioWords: Translated<StudioWords> = { en, zh };
