/** @module The child of the studio's benchmark: drives Chromium and prints what it found as JSON. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { installedChromium } from "./installedChromium.ts";
import { median } from "./statistics.ts";

/** What the studio's benchmark finds. */
export interface StudioResult {
  readonly runs: readonly StudioRun[];
  readonly memory: readonly StudioMemory[];
}

/** One set of settings, at full speed. */
interface StudioRun {
  readonly name: string;
  /** From navigation to the first trained segment on the page, in ms. */
  readonly firstFrame: number;
  readonly framesPerSecond: number;
  /** The longest task of the main thread after the first second, in ms. */
  readonly longestTask: number;
  /** Segments a second of the same worker in an empty page. */
  readonly rateAlone: number;
  readonly rate: number;
}

/** In MB, after a number of segments. */
interface StudioMemory {
  readonly segments: number;
  readonly page: number;
  readonly worker: number;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const rounds = 3;
const seconds = 4;
const endless = { layers: 1, steps: 100_000_000, seed: 1, pace: "max" };
const cases = {
  "RNN, T = 10": { ...endless, cell: "rnn", timeStep: 10 },
  "LSTM, T = 20": { ...endless, cell: "lstm", timeStep: 20 },
  "RNN, LSTM, GRU, T = 20": { ...endless, cell: "rnn", timeStep: 20, "b.cell": "lstm", "c.cell": "gru" },
};

/** What the benchmark reads of a page. Functions given to `evaluate` run there. */
const segmentsShown = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const text = document.querySelector("[data-number=segment]")?.textContent ?? "";
    return Number(text.split("/")[0]?.replaceAll(",", ""));
  });

async function main(segments: number): Promise<void> {
  const executablePath = installedChromium();
  if (executablePath === null) throw new Error("no Chromium found: set CHROME_PATH");
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--enable-blink-features=ForceEagerMeasureMemory"],
  });
  const command = ["dist/node/cli.js", "studio", "--no-open", "--port", "0"];
  const server = spawn(process.execPath, command, { cwd: root });
  try {
    const url = await addressOf(server);
    const runs: StudioRun[] = [];
    for (const [name, words] of Object.entries(cases)) runs.push(await measure(browser, url, name, words));
    process.stdout.write(JSON.stringify({ runs, memory: await watchMemory(browser, url, segments) }));
  } finally {
    await browser.close();
    server.kill();
  }
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  let printed = "";
  for await (const part of stdout ?? []) {
    printed += String(part);
    const found = /http:\S+/.exec(printed);
    if (found) return found[0];
  }
  throw new Error("the studio did not start");
}

type Words = Readonly<Record<string, string | number>>;

async function open(browser: Browser, url: string, words: Words): Promise<Page> {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { tasks });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) if (startTime > 1000) tasks.push(duration);
    }).observe({ type: "longtask", buffered: true });
  });
  const hash = Object.entries(words).map(([name, value]) => `${name}=${value}`);
  await page.goto(`${url}#${hash.join("&")}`);
  return page;
}

/** With and without the page in turn, so that the machine's mood falls on both. */
async function measure(browser: Browser, url: string, name: string, words: Words): Promise<StudioRun> {
  const found: Omit<StudioRun, "name">[] = [];
  for (let round = 0; round < rounds; round++) {
    const page = await open(browser, url, words);
    await page.waitForFunction(() => {
      const text = document.querySelector("[data-number=segment]")?.textContent;
      return text !== undefined && !text.startsWith("0 ");
    });
    const firstFrame = await page.evaluate(() => performance.now());
    await page.locator(".network").scrollIntoViewIfNeeded(); // it is drawn only where it can be seen
    await page.waitForTimeout(1500);
    const seen = await watch(page);
    const orderOf = {
      runs: await settingsOf(page),
      weights: [],
      pace: Number.POSITIVE_INFINITY,
      playing: true,
    };
    await page.context().close();
    found.push({ firstFrame, ...seen, rateAlone: await rateAlone(browser, url, orderOf) });
  }
  const of = (key: keyof Omit<StudioRun, "name">): number => median(found.map((each) => each[key]));
  return {
    name,
    firstFrame: of("firstFrame"),
    framesPerSecond: of("framesPerSecond"),
    longestTask: of("longestTask"),
    rateAlone: of("rateAlone"),
    rate: of("rate"),
  };
}

async function watch(page: Page): Promise<{ framesPerSecond: number; longestTask: number; rate: number }> {
  const before = await segmentsShown(page);
  const { frames, passed, longestTask } = await page.evaluate(async (duration) => {
    let frames = 0;
    let isOver = false;
    const count = (): void => {
      frames += 1;
      if (!isOver) requestAnimationFrame(count);
    };
    const start = performance.now();
    requestAnimationFrame(count);
    await new Promise((resolve) => setTimeout(resolve, duration * 1000));
    isOver = true;
    const tasks: number[] = Reflect.get(globalThis, "tasks");
    return { frames, passed: (performance.now() - start) / 1000, longestTask: Math.max(0, ...tasks) };
  }, seconds);
  return {
    framesPerSecond: frames / passed,
    longestTask,
    rate: ((await segmentsShown(page)) - before) / passed,
  };
}

/** The settings of a page's runs, read from its address. */
async function settingsOf(page: Page): Promise<object[]> {
  const words = new URLSearchParams(new URL(page.url()).hash.slice(1));
  const value = (text: string): unknown =>
    text === "yes"
      ? true
      : text === "no"
        ? false
        : text === "off"
          ? null
          : text !== "" && Number.isFinite(Number(text))
            ? Number(text)
            : text;
  const of = (prefix: string): Record<string, unknown> =>
    Object.fromEntries(
      [...words]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, text]) => [name.slice(prefix.length), value(text)]),
    );
  const first = of("");
  return [
    first,
    ...["b.", "c."]
      .map(of)
      .filter((more) => "cell" in more)
      .map((more) => ({ ...first, ...more })),
  ];
}

/** The page's own worker, in a page with nothing else in it. */
async function rateAlone(browser: Browser, url: string, order: object): Promise<number> {
  const worker = readdirSync(join(root, "dist/studio/assets")).find((name) => /^worker-.*\.js$/.test(name));
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}icon.svg`);
  const rate = await page.evaluate(
    async ([path, order, duration]) => {
      const worker = new Worker(`/assets/${path}`, { type: "module" });
      // As comlink calls it.
      const call = (name: string, ...args: unknown[]): Promise<{ runs: { trained: number }[] }> =>
        new Promise((resolve) => {
          const id = String(Math.random());
          worker.addEventListener("message", ({ data }) => data.id === id && resolve(data.value));
          const argumentList = args.map((value) => ({ type: "RAW", value }));
          worker.postMessage({ id, type: "APPLY", path: [name], argumentList });
        });
      const trained = async (): Promise<number> => (await call("frame")).runs[0]?.trained ?? Number.NaN;
      const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
      await call("start", order);
      await pause(1500);
      const [before, start] = [await trained(), performance.now()];
      await pause(duration * 1000);
      const after = await trained();
      return ((after - before) * 1000) / (performance.now() - start);
    },
    [worker ?? "", order, seconds] as const,
  );
  await context.close();
  return rate;
}

/** Memory of page and worker, at each fifth of a number of segments. */
async function watchMemory(browser: Browser, url: string, segments: number): Promise<StudioMemory[]> {
  const page = await open(browser, url, cases["RNN, T = 10"]);
  const memory: StudioMemory[] = [];
  for (let fifth = 1; fifth <= 5; fifth++) {
    while ((await segmentsShown(page)) < (fifth * segments) / 5) await page.waitForTimeout(200);
    memory.push({ segments: await segmentsShown(page), ...(await page.evaluate(measureMemory)) });
  }
  await page.context().close();
  return memory;
}

/** Runs in the page, after a collection of garbage. */
async function measureMemory(): Promise<{ page: number; worker: number }> {
  interface Part {
    readonly bytes: number;
    readonly attribution: readonly { readonly scope: string }[];
  }
  const ask = Reflect.get(performance, "measureUserAgentSpecificMemory").bind(performance);
  const { breakdown }: { breakdown: readonly Part[] } = await ask();
  const of = (scope: string): number =>
    breakdown
      .filter(({ attribution }) => attribution.some((each) => each.scope === scope))
      .reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  return { page: of("Window"), worker: of("DedicatedWorkerGlobalScope") };
}

await main(Number(process.argv[2] ?? 1_000_000));
