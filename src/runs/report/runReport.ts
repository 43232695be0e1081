/** @module The report of a run: one self-contained HTML file in both languages. */
import { renderPage } from "../../report/page.ts";
import type { Lang } from "../../text/lang.ts";
import type { RunResults } from "../results.ts";
import { ArticleWriter, titleOf } from "./article.ts";

/** The report with the language that is shown first. */
export function renderRunReport(results: RunResults, { lang }: { readonly lang: Lang }): string {
  return renderPage({
    lang,
    titles: { en: titleOf(results, "en"), zh: titleOf(results, "zh") },
    articles: {
      en: new ArticleWriter(results, "en").article(),
      zh: new ArticleWriter(results, "zh").article(),
    },
    style: ownStyle,
    unrolled: results.unrolled,
  });
}

const ownStyle = `
.answer { font-size: 1.25rem; line-height: 1.45; }
tbody th.text { white-space: nowrap; }
caption span { text-wrap: pretty; }
td strong { color: var(--link); }
details { margin: 1.25rem 0; }
summary { cursor: pointer; color: var(--link); }
summary:focus-visible, pre:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; max-width: 46rem; margin: .75rem 0; }
dt { font-weight: 600; }
dd { margin: 0; }
.settings { max-height: 26rem; overflow: auto; }
.made { color: var(--muted); font-size: .9375rem; margin-top: 3rem; }
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin: 0 0 .6rem; }
}
@media print {
  .settings { max-height: none; }
  details::details-content { content-visibility: visible; }
}`.trim();
