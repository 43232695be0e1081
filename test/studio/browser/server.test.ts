/** @module The page is static files: it works from any folder of any server, which need not know any headers. */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { extname } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { setDeterministic } from "../../../src/index.ts";
import { addressOf, ended, lossesOf, runInNode, textOf, trained } from "./actions.ts";
import { open, takeNoise, test } from "./browser.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** As little as a server can do. */
const server: Server = createServer((request, response) => {
  const path = (request.url ?? "").split("?")[0]?.replace(/^\/some\/folder\//, "") || "index.html";
  readFile(`dist/studio/${path}`).then(
    (body) => response.writeHead(200, { "Content-Type": types[extname(path)] ?? "" }).end(body),
    () => response.writeHead(404).end(),
  );
});
let at = "";

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  at = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/some/folder/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => setDeterministic(true));
afterEach(() => setDeterministic(false));

test("it trains without shared memory, on one thread, with the same numbers", async () => {
  const page = await open(addressOf({ steps: 10 }), { at });
  await ended(page, 10);
  await expect.poll(() => page.evaluate(() => crossOriginIsolated)).toBe(false);
  const expected = runInNode({ steps: 10 }).frame().losses.mean;
  const errors = (await lossesOf(page)).map((loss, i) => Math.abs(loss - expected[i]) / expected[i]);
  expect(errors).toHaveLength(10);
  expect(Math.max(...errors)).toBeLessThan(1e-4); // fused or not, as in numbers.test.ts
});

test("everything that it needs, it has with it", async () => {
  const page = await open("panel=code", { at });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.reload();
  await trained(page, 2);
  await page.locator("#tab-code").click();
  const saved = page.waitForEvent("download");
  await page.locator("[data-download=svg]").click();
  await saved; // the charts of the figure come only now
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.filter((url) => !url.startsWith(at) && !url.startsWith("blob:"))).toEqual([]);
});

test("without the network, once it is loaded", async () => {
  const page = await open(addressOf({ steps: 20 }), { at });
  await ended(page, 20);
  await page.context().setOffline(true);
  await page.locator("[data-preset=threeCells]").click();
  await ended(page, 100);
  const noise = takeNoise().filter((text) => !/icon\.svg$/.test(text)); // asked for anew with each new address
  expect(noise).toEqual([]);
});

test("where JavaScript is off, it says what it needs", async () => {
  const page = await open("", { at, javaScriptEnabled: false });
  await expect.poll(() => textOf(page.locator("noscript"))).toMatch(/needs JavaScript and WebAssembly/);
});
