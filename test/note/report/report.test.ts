/** @module The report as a page: complete, self-contained, well-formed, in two languages, and never more than was found. */
import { beforeAll, describe, expect, test } from "vitest";
import { en } from "../../../src/note/report/en.ts";
import { renderReport } from "../../../src/note/report/noteReport.ts";
import { verdict } from "../../../src/note/report/verdict.ts";
import type { NoteResults } from "../../../src/note/results.ts";
import { lstmProgram, rnnProgram } from "../../../src/note/settings.ts";
import { escapeHtml } from "../../../src/text/escape.ts";
import { parseAddress } from "../../../studio/note/state/address.ts";
import {
  article,
  expectBalanced,
  expectDarkColors,
  expectSelfContained,
  expectWhole,
  headings,
} from "../../report/htmlChecks.ts";
import { comparisonResult, programResult, wholeRun } from "../madeUp.ts";

let html = "";
beforeAll(async () => {
  html = await renderReport(wholeRun, { lang: "en" });
});

describe("the page", () => {
  test("is well-formed, with no identifier twice and no dangling reference", () => {
    expectBalanced(html);
    const { ids, references } = expectWhole(html);
    expect(ids).toBeGreaterThan(60);
    expect(references).toBeGreaterThan(40);
  });

  test("needs no other file and no network", () => {
    const studio = /<a href="http:\/\/127\.0\.0\.1:4173\/#[^"]*">/g;
    expect(html.match(studio)).toHaveLength(4); // of two programs in two languages; nothing is loaded from there
    expectSelfContained(html.replace(studio, "<a>"));
    expect(html.length).toBeLessThan(3_000_000);
  });

  test("draws every figure in both languages, wide and narrow", () => {
    for (const lang of ["en", "zh"] as const) {
      const body = article(html, lang);
      expect(body.match(/<div class="wide"><svg/g)).toHaveLength(10);
      expect(body.match(/<div class="narrow"><svg/g)).toHaveLength(10);
      expect(body.match(/<svg [^>]*role="img"/g)).toHaveLength(21); // and the unrolled network
    }
  });

  test("has a dark colour for every colour its figures draw with", () => {
    expect(expectDarkColors(html)).toBe(10); // paper, ink, muted, axis, grid, and five hues
  });
});

describe("the language switch", () => {
  test("shows the language asked for, also without script", async () => {
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('<article class="en" lang="en">');
    expect(html).toContain('<article class="zh" lang="zh-CN" hidden>');
    expect(html).toMatch(/id="lang-en"[^>]* checked>/);
    const chinese = await renderReport(wholeRun, { lang: "zh" });
    expect(chinese).toContain('<html lang="zh-CN">');
    expect(chinese).toContain('<article class="en" lang="en" hidden>');
    expect(chinese).toMatch(/id="lang-zh"[^>]* checked>/);
    expect(chinese).toContain("<title>RNN 循环神经网络（回归）：用 sin 预测 cos</title>");
    expect(article(chinese, "en")).toBe(article(html, "en").replace('lang="en">', 'lang="en" hidden>'));
  });

  test("is two labelled radio buttons in a named group", () => {
    expect(html).toMatch(/<fieldset><legend>.+<\/legend><input type="radio" name="lang" id="lang-en"/);
    expect(html).toContain('<label for="lang-zh" lang="zh-CN">中文</label>');
    expect(html).toContain("body:has(#lang-zh:checked) article.zh");
  });

  test("both languages have the same structure", () => {
    const levels = (lang: "en" | "zh"): string[] =>
      headings(article(html, lang)).map((heading) => heading[0]);
    expect(levels("zh")).toEqual(levels("en"));
    const tables = (lang: "en" | "zh"): number => article(html, lang).split("<table>").length;
    expect(tables("zh")).toBe(tables("en"));
    const prose = article(html, "zh").replace(/<[^>]+>/g, "");
    expect(prose).toMatch(/参数共享/);
    expect(prose).not.toMatch(/\b(the|and|of)\b(?! graph a second)/);
  });
});

describe("the article", () => {
  test("follows the note", () => {
    expect(headings(article(html, "en"))).toEqual([
      "1 RNN regression: predicting cos from sin",
      "2 In short",
      "2 The data",
      "2 The model",
      "3 Its parameters",
      "3 One set of parameters for every time step",
      "2 Training: RNN at 10 time steps",
      "3 Why the first answers are wrong",
      "3 Why h_state.data",
      "2 Training: LSTM at 20 time steps",
      "3 Two states instead of one",
      "3 A sample that occurs twice",
      "2 RNN, LSTM and GRU compared at 20 time steps",
      "3 Do gradients vanish beyond 10 steps?",
      "3 Why it decays",
      "3 Is it the length, or the learning rate?",
      "3 What an LSTM is for",
      "2 Run it again",
    ]);
  });

  test("tables hold the numbers, with captions and heads", () => {
    const body = article(html, "en");
    expect(body).toContain('<th scope="row" class="code"><code>rnn.weight_ih_l0</code></th>');
    expect(body).toContain('<td class="code"><code> 0.2500 −0.5000  0.1250  1.0000 …</code></td>');
    expect(body).toContain('<th scope="row" class="text">GRU</th><td class="number">0.0020</td>');
    expect(body).toContain('<td class="text">LSTM</td><td class="number">after 6 steps</td>');
    expect(body).toContain(
      '<th scope="row" class="number">0.02</th><td class="number">20</td><td class="number">0.020</td>',
    );
    expect(body).toContain('<th scope="row" class="number">+3</th><td class="number">0.95</td>');
    expect(body.match(/<table>/g)).toHaveLength(8);
    expect(body.match(/<caption>/g)).toHaveLength(8);
  });

  test("the commands repeat the settings", () => {
    const body = article(html, "zh");
    expect(body).toContain(
      "<code>npx unrolled note --only rnn --seed 1 --time-step 10 --hidden 32 --layers 1 --steps 100 --lr 0.02 --no-endpoint</code>",
    );
    expect(body).toContain(
      "<code>npx unrolled note --only compare --seed 1 --time-step 20 --hidden 32 --layers 1 --steps 3 --lr 0.02 --endpoint</code>",
    );
  });

  test("it opens the studio at the settings of a program", () => {
    const links = [...article(html, "zh").matchAll(/href="http:\/\/127\.0\.0\.1:4173\/([^"]*)"/g)];
    const settings = links.map(([, hash]) => parseAddress(hash.replaceAll("&amp;", "&")));
    expect(settings.map(({ experiment }) => experiment.runs)).toEqual([[rnnProgram], [lstmProgram]]);
    expect(settings.flatMap(({ problems }) => problems)).toEqual([]);
  });

  test("it opens with the verdict and closes with the versions", () => {
    const { brief, ...parts } = verdict(comparisonResult, "en");
    const body = article(html, "en");
    const items = brief.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join("\n");
    expect(body).toContain(`${items}</ul>`); // after a sentence on each program
    for (const [name, sentences] of Object.entries(parts)) {
      const [, shown] = new RegExp(`<div class="verdict ${name}"><p>(.*)</p></div>`).exec(body) ?? [];
      expect(shown, name).toBe(sentences.length > 0 ? escapeHtml(sentences.join(" ")) : undefined);
    }
    expect(article(html, "en")).toContain("Made by Unrolled 1.2.3 on Node 20.0.0.");
  });
});

describe("less than a whole run", () => {
  const bare: NoteResults = { ...wholeRun, programs: [], pair: [], comparison: null };

  test("an interrupted run says so on top, and leaves out what is missing", async () => {
    const programs = [programResult(rnnProgram, 3), programResult(lstmProgram, 0)];
    const page = await renderReport({ ...bare, programs, outcome: { kind: "interrupted" } }, { lang: "en" });
    expectBalanced(page);
    const body = article(page, "en");
    expect(body.indexOf('class="notice"')).toBeLessThan(body.indexOf('class="lead"'));
    expect(body).toContain(escapeHtml(en.notice({ kind: "interrupted" })));
    expect(headings(body).filter((heading) => heading.startsWith("2"))).toEqual([
      "2 In short",
      "2 The data",
      "2 The model",
      "2 Training: RNN at 10 time steps",
      "2 Run it again",
    ]);
  });

  test("a diverged run names program, segment and loss", async () => {
    const outcome = { kind: "diverged", program: "RNN", segment: 7, loss: Number.NaN } as const;
    const page = await renderReport({ ...bare, outcome }, { lang: "zh" });
    expect(article(page, "en")).toContain("the loss of the RNN was NaN at segment 7");
    expect(article(page, "zh")).toContain("RNN 在第 7 段的损失为 NaN");
  });

  test("the comparison alone, one seed, no program", async () => {
    const page = await renderReport({ ...wholeRun, programs: [] }, { lang: "en" });
    expectBalanced(page);
    expect(headings(article(page, "en")).slice(0, 4)).toEqual([
      "1 RNN regression: predicting cos from sin",
      "2 In short",
      "2 The data",
      "2 RNN, LSTM and GRU compared at 20 time steps",
    ]);
  });

  test("nothing at all is still a page", async () => {
    const page = await renderReport(bare, { lang: "en" });
    expectBalanced(page);
    expect(headings(article(page, "en"))).toHaveLength(3);
  });
});

test("what comes from outside is escaped", async () => {
  const evil = `<script>alert("x")</script>&'`;
  const program = { ...programResult(rnnProgram, 2), repr: evil };
  const parameters = [{ ...program.parameters[0], name: evil, meaning: evil }];
  const page = await renderReport(
    { ...wholeRun, programs: [{ ...program, parameters }], versions: { unrolled: evil, node: evil } },
    { lang: "en" },
  );
  expectBalanced(page);
  expect(page).not.toContain("<script>alert");
  expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;");
});
