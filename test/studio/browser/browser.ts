/**
 * @module Pages of the studio in a real browser, for tests: one browser for all test files, one server for each file, a
 * fresh context for each page. Whatever a page complains about in its console fails the test, and so does a failed
 * request.
 */
import { readFile } from "node:fs/promises";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { test as anyTest, expect, inject } from "vitest";
import { type Handler, type StudioServer, startStudioServer } from "../../../src/cli/studio/studioServer.ts";
import { hasChromium } from "./chromium.ts";

const folder = "dist/studio";

/** vitest's `test`, left out where no browser can be had. */
export const test = anyTest.skipIf(!hasChromium);

/** How to open a page. */
export interface OpenOptions extends BrowserContextOptions {
  /** Whether the page computes with the strict kernels, whose bits are the same everywhere. */
  readonly exact?: boolean;
  /** The file of another page than the first: `data.html`. */
  readonly file?: string;
  /** What stands behind `?`. */
  readonly query?: string;
  /** The address of another server. */
  readonly at?: string;
}

let browser: Promise<Browser> | null = null;
const servers = new Map<boolean, Promise<StudioServer>>();
const noise = new Set<string>();
const closers: (() => Promise<void>)[] = [];

/** Closes what a test has opened; fails when one of its pages has complained. */
export async function closePages(): Promise<void> {
  await Promise.all(closers.splice(0).map((close) => close()));
  expect(takeNoise()).toEqual([]);
}

/** Stops the servers of a test file. */
export async function stopServers(): Promise<void> {
  await Promise.all([...servers.values()].map(async (server) => (await server).close()));
  servers.clear();
}

/** Opens the studio at an experiment, which is what stands behind `#`; `before` runs in the page ahead of its own scripts. */
export async function open(hash = "", options: OpenOptions = {}, before?: () => void): Promise<Page> {
  const { exact = false, file = "", query = "", at, ...more } = options;
  const page = await newPage(more);
  if (before) await page.addInitScript(before);
  const address = at ?? (await serverOf(exact)).url;
  await page.goto(`${address}${file}${query && `?${query}`}${hash && `#${hash}`}`);
  return page;
}

/** An empty page in a context of its own, which is closed after the test. */
export async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  browser ??= connect();
  const viewport = { width: 1280, height: 900 };
  const context = await (await browser).newContext({ locale: "en-US", viewport, ...options });
  closers.push(() => context.close());
  context.setDefaultTimeout(30_000);
  await context.addInitScript(drawTenTimesASecond);
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()))
      noise.add(`${message.type()}: ${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => noise.add(`page error: ${error.stack ?? error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400) noise.add(`${response.status()}: ${response.url()}`);
  });
  return page;
}

/** Software draws these pages, on the cores that also train: sixty pictures a second would take half of the time of the tests. */
function drawTenTimesASecond(): void {
  const next = requestAnimationFrame;
  window.requestAnimationFrame = (callback) => setTimeout(() => next(callback), 100) as unknown as number;
  window.cancelAnimationFrame = (timer) => clearTimeout(timer);
}

async function connect(): Promise<Browser> {
  const answer = await fetch(inject("browserBroker"));
  const endpoint = await answer.text();
  if (!answer.ok) throw new Error(endpoint);
  return chromium.connect(endpoint);
}

/** What the pages of this test have complained about so far; a test that expects it takes it away. */
export function takeNoise(): string[] {
  const found = [...noise];
  noise.clear();
  return found;
}

/** The server of the built page as it is, or of the one that is made exact. */
export function serverOf(exact: boolean): Promise<StudioServer> {
  const server =
    servers.get(exact) ?? startStudioServer({ folder, port: 0, handlers: exact ? [withStrictWorker] : [] });
  servers.set(exact, server);
  return server;
}

/**
 * The worker of a page after a line of ours. Chromium knows relaxed SIMD and Node 20 does not, so their last bits differ
 * and a run wanders off. The library asks WebAssembly.validate whether it is there, and nothing else: with `false`
 * for an answer it takes the strict kernels, as setDeterministic(true) does in Node, and every bit must be equal.
 */
const withStrictWorker: Handler = async (_, response, path) => {
  if (!/^\/assets\/(?:worker|dataWorker)-[^/]*\.js$/.test(path)) return false;
  const code = await readFile(`${folder}${path}`, "utf8");
  response.writeHead(200, { "Content-Type": "text/javascript; charset=utf-8" });
  response.end(`WebAssembly.validate = () => false;\n${code}`);
  return true;
};
