/** @module The style sheet of reports: light and dark, from phones to wide screens, and print. */
import { darkRules } from "./figures.ts";

export function reportStyle(): string {
  return `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1c2128; --muted: #57606a; --line: #d0d7de; --soft: #f3f5f7; --link: #1257a8;
  --alarm: #c8102e; --alarm-soft: #fdf0f1;
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0; background: var(--paper); color: var(--ink); line-height: 1.65; font-size: 1.0625rem;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei",
    "Noto Sans CJK SC", sans-serif;
}
.bar { display: flex; justify-content: flex-end; padding: .75rem 1rem 0; max-width: 50rem; margin: 0 auto; }
.bar fieldset { display: flex; border: 0; margin: 0; padding: 0; }
.bar legend, .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.bar input { position: absolute; opacity: 0; width: 1px; height: 1px; }
.bar label {
  padding: .3rem .9rem; border: 1px solid var(--line); cursor: pointer; font-size: .9375rem; color: var(--muted);
}
.bar label:first-of-type { border-radius: .4rem 0 0 .4rem; }
.bar label:last-of-type { border-radius: 0 .4rem .4rem 0; border-left: 0; }
.bar input:checked + label { background: var(--ink); border-color: var(--ink); color: var(--paper); }
.bar input:focus-visible + label { outline: 3px solid var(--link); outline-offset: 2px; }
article { max-width: 50rem; margin: 0 auto; padding: 0 1rem 4rem; overflow-wrap: break-word; }
article[hidden] { display: none; }
body:has(#lang-en:checked) article.en, body:has(#lang-zh:checked) article.zh { display: block; }
body:has(#lang-en:checked) article.zh, body:has(#lang-zh:checked) article.en { display: none; }
h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.3rem); line-height: 1.2; margin: 1rem 0 .75rem; max-width: none; text-wrap: balance; }
h2 { font-size: 1.5rem; line-height: 1.3; margin: 3.5rem 0 .75rem; padding-top: .75rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.15rem; line-height: 1.4; margin: 2rem 0 .4rem; }
p, ul { margin: .75rem 0; }
.lead { font-size: 1.1875rem; color: var(--muted); }
a { color: var(--link); }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .88em; }
p code, li code, caption code { background: var(--soft); padding: .1em .3em; border-radius: .25em; }
pre { background: var(--soft); padding: .9rem 1rem; border-radius: .5rem; overflow-x: auto; line-height: 1.5; }
pre code { font-size: .875rem; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; max-width: none; font-size: .9375rem; }
.notice { border: 1px solid var(--alarm); background: var(--alarm-soft); padding: .75rem 1rem; border-radius: .5rem; font-weight: 600; }
.verdict { border-left: 4px solid var(--link); padding: .1rem 0 .1rem 1rem; }
figure { margin: 1.75rem 0; }
figure svg { display: block; max-width: 100%; height: auto; }
figcaption { color: var(--muted); font-size: .9375rem; margin: .4rem 0 0; }
.narrow { display: none; }
.scroll { overflow-x: auto; margin: 1.25rem 0; }
@media screen and (min-width: 62rem) { .scroll:has(table) { margin-right: -6rem; } }
.scroll:focus-visible, a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.unrolled .scroll svg { max-width: none; width: 100%; min-width: 40rem; }
table { border-collapse: collapse; font-size: .9375rem; line-height: 1.45; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--muted); padding-bottom: .5rem; }
caption span { position: sticky; left: 0; display: inline-block; max-width: min(48rem, 100vw - 2rem); }
th, td { text-align: left; padding: .4rem 1.1rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline; }
thead th { border-bottom: 2px solid var(--line); font-weight: 600; vertical-align: bottom; min-width: 4.2rem; }
tbody th { font-weight: 600; min-width: 5rem; }
th.number, td.number { text-align: right; white-space: nowrap; }
thead th.number { white-space: normal; }
th.code, td.code { white-space: pre; font-weight: 400; }
thead th.code { font-weight: 600; }
@media (max-width: 40rem) {
  body { font-size: 1rem; }
  h2 { margin-top: 2.5rem; }
}
@media screen and (max-width: 40rem) {
  .wide { display: none; }
  .narrow { display: block; }
}
@media screen and (prefers-color-scheme: dark) {
:root {
  --paper: #14181f; --ink: #e6edf3; --muted: #a3adb8; --line: #3a424d; --soft: #20262e; --link: #6cb6ff;
  --alarm: #ff6b6b; --alarm-soft: #2b1a1e;
}
${darkRules()}
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print {
  html { font-size: 9.5pt; }
  table { font-size: 8pt; }
  th, td { padding-right: .8rem; }
  th.code, td.code { white-space: pre-wrap; }
  .bar, nav { display: none; }
  h2, h3 { break-after: avoid; }
  figure, tr, pre, .verdict { break-inside: avoid; }
  .scroll { overflow: visible; }
  .unrolled .scroll svg { min-width: 0; }
}`.trim();
}
