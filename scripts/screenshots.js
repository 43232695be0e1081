/**
 * @module `npm run screenshots`: pictures of all pages and of each step of the lesson, at three widths, in both languages
 * and themes, for a person to look at: build/screenshots. `-- lesson` renews only those whose names begin so; `-- --docs`
 * also renews those in docs/images.
 */
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { build } from "./build.js";
import { browserOptions } from "./chromium.js";

const folder = "build/screenshots";
/** @type {["light" | "dark", number, number][]} */
const sizes = [
  ["light", 390, 844],
  ["light", 1280, 800],
  ["light", 1920, 1080],
  ["dark", 390, 844],
  ["dark", 1280, 800],
];
const langs = ["en", "zh"];

/**
 * Trains a model on sunspots, so that the page with runs has one to show.
 *
 * @param {string} runs
 */
async function trainOne(runs) {
  const args = ["train", "datasets/sunspots.csv", "--out", runs, "--epochs", "20"];
  await ended(spawn("node", ["dist/node/cli.js", ...args], { stdio: "ignore" }));
}

/** @param {import("node:child_process").ChildProcess} child */
const ended = (child) => new Promise((resolve) => child.on("exit", resolve));

/**
 * Starts the studio, and resolves to its process and address.
 *
 * @param {string} runs
 * @returns {Promise<{ child: import("node:child_process").ChildProcess, url: string }>}
 */
function startStudio(runs) {
  const child = spawn("node", ["dist/node/cli.js", "studio", "--port", "0", "--no-open", "--runs", runs]);
  return new Promise((resolve) => {
    child.stdout.on("data", (text) => {
      const url = /http:\S+/.exec(String(text))?.[0];
      if (url) resolve({ child, url });
    });
  });
}

/** @param {import("playwright-core").Page} page */
const trainSunspots = async (page) => {
  await page.locator("[data-sample='sunspots.csv']").click();
  await page.locator("[data-action=train]:enabled").click();
  await page.locator("[data-verdict]").waitFor({ timeout: 120_000 });
};
/** @param {import("playwright-core").Page} page */
const openGaps = (page) => page.locator("[data-sample='co2.csv']").click();
/** @param {import("playwright-core").Page} page */
const openSettings = async (page) => {
  for (const closed of await page.locator(".side details > summary").all())
    if (!(await closed.evaluate((each) => each.parentElement?.hasAttribute("open")))) await closed.click();
};
/** @param {import("playwright-core").Page} page */
const pickValue = async (page) => {
  await page.locator("[data-network]").scrollIntoViewIfNeeded();
  await page.locator("[data-action=worked]").click();
};
/** @param {import("playwright-core").Page} page */
const openQuestions = async (page) => {
  await page.locator(".questions > summary").click();
  await page.locator("[data-question]").last().waitFor();
};
/** @param {import("playwright-core").Page} page */
const trainSeeds = async (page) => {
  await page.locator("[data-seeds=slower]").click();
  await page.locator("[data-sentence=seeds]").waitFor({ timeout: 120_000 });
  await page.locator("[data-seeds=stop]").waitFor({ state: "detached", timeout: 120_000 });
};

/**
 * Name, address, what is done there, milliseconds until it is worth a picture.
 *
 * @type {[string, string, ((page: import("playwright-core").Page) => Promise<void>) | null, number][]}
 */
const views = [
  ["note", "#cell=rnn", null, 7000],
  ["settings", "#cell=rnn&steps=20", openSettings, 2500],
  ["questions", "#cell=rnn", openQuestions, 6000],
  ["network", "#cell=lstm&timeStep=20", pickValue, 7000],
  ["seeds", "#cell=rnn&timeStep=50&b.cell=lstm&c.cell=gru", trainSeeds, 1500],
  ["note-lstm", "#cell=lstm&timeStep=20&steps=100&panel=inside", null, 7000],
  [
    "note-echo",
    "#task=echo&cell=gru&timeStep=20&steps=1000&lr=0.005&clip=1&forgetBias=3&pace=max&b.cell=rnn",
    null,
    8000,
  ],
  ["embed", "?embed", null, 4000],
  ["data", "data.html", trainSunspots, 1500],
  ["data-gaps", "data.html", openGaps, 2500],
  ["runs", "runs.html#run=sunspots-gru", null, 2500],
];

/**
 * @param {import("playwright-core").Page} page
 * @param {number} milliseconds
 */
const rest = (page, milliseconds) => page.waitForTimeout(milliseconds);

const only = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? "";

/** Scrolls past what is only drawn once it is on the screen. @param {import("playwright-core").Page} page */
const seeAll = async (page) => {
  const network = page.locator("[data-network]");
  if ((await network.count()) === 0) return;
  await network.scrollIntoViewIfNeeded();
  await page.locator(".network-frame").waitFor();
  await rest(page, 500);
  await page.evaluate(() => scrollTo(0, 0));
};

await build();
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (name.startsWith(only)) rmSync(join(folder, name));
const runs = mkdtempSync(join(tmpdir(), "unrolled-runs-"));
if ("runs".startsWith(only)) await trainOne(runs);
const { child, url } = await startStudio(runs);
const browser = await chromium.launch({ ...browserOptions(), args: ["--no-sandbox"] });

for (const lang of langs) {
  for (const [theme, width, height] of sizes) {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      locale: lang === "zh" ? "zh-CN" : "en-US",
    });
    for (const [name, address, act, milliseconds] of views) {
      if (!name.startsWith(only)) continue;
      const page = await context.newPage();
      page.on("pageerror", (error) => process.stderr.write(`${name}: ${error.message}\n`));
      await page.goto(`${url}${address}`);
      await act?.(page);
      await rest(page, milliseconds);
      await seeAll(page);
      if (theme === "light" && width === 1280)
        await page.screenshot({ path: `${folder}/${name}-${lang}.png` });
      await page.screenshot({ path: `${folder}/${name}-${lang}-${theme}-${width}.png`, fullPage: true });
      await page.close();
    }
    if ("lesson".startsWith(only)) await pictureLesson(context, `${lang}-${theme}-${width}`);
    await context.close();
  }
}
await browser.close();
child.kill();
rmSync(runs, { recursive: true, force: true });
if (process.argv.includes("--docs")) renewDocs();

/**
 * Every step as it is shown, without scrolling: what it speaks of must be in view.
 *
 * @param {import("playwright-core").BrowserContext} context
 * @param {string} variant
 */
async function pictureLesson(context, variant) {
  const page = await context.newPage();
  await page.goto(`${url}#lesson=data`);
  for (let step = 1; ; step++) {
    await rest(page, 3000);
    await page.screenshot({ path: `${folder}/lesson-${String(step).padStart(2, "0")}-${variant}.png` });
    const next = page.locator("[data-action=lesson-next]");
    if ((await next.count()) === 0) break;
    await next.click();
  }
  await page.close();
}

function renewDocs() {
  for (const lang of langs) {
    copyFileSync(`${folder}/note-${lang}.png`, `docs/images/studio-${lang}.png`);
    copyFileSync(`${folder}/data-${lang}.png`, `docs/images/studio-data-${lang}.png`);
  }
}
