/** @module Threads of the library in a web page: workers that share memory, and the same bits with one and with three. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { type StudioServer, startStudioServer } from "../../../src/cli/studio/studioServer.ts";
import { newPage, test } from "./browser.ts";

/** Trains an LSTM large enough to be done in parts; returns losses and the final weights' bits as a sum. */
const program = `
import { getNumThreads, manualSeed, nn, optim, randn, setNumThreads } from ${JSON.stringify(`${process.cwd()}/src/index.ts`)};

export function train(threads) {
  setNumThreads(threads);
  manualSeed(1);
  const lstm = new nn.LSTM(8, 96, { batchFirst: true });
  const optimizer = new optim.Adam(lstm.parameters(), { lr: 0.01 });
  const [x, y] = [randn([48, 12, 8]), randn([48, 12, 96])];
  const loss = new nn.MSELoss();
  const losses = [];
  for (let step = 0; step < 4; step++) {
    const error = loss.forward(lstm.forward(x)[0], y);
    optimizer.zeroGrad();
    error.backward();
    optimizer.step();
    losses.push(error.item());
  }
  const bits = lstm.parameters().map(({ data }) => {
    const words = new Uint32Array(data.slice().buffer);
    return words.reduce((sum, word, i) => (Math.imul(sum, 31) + word + i) | 0, 0);
  });
  return { threads: getNumThreads(), losses, bits };
}
`;

const main = `
import { train } from "./program.js";
globalThis.train = train;
const worker = new Worker(new URL("./lab.js", import.meta.url), { type: "module" });
globalThis.trainInWorker = (threads) => new Promise((resolve) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.postMessage(threads);
});
`;

const lab = `
import { train } from "./program.js";
onmessage = ({ data }) => postMessage(train(data));
`;

interface Trained {
  readonly threads: number;
  readonly losses: readonly number[];
  readonly bits: readonly number[];
}

let folder = "";
let server: StudioServer | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "unrolled-threads-"));
  for (const [name, text] of Object.entries({ program, main, lab }))
    writeFileSync(join(folder, `${name}.js`), text);
  const html = `<!doctype html><html lang="en"><title>t</title><link rel="icon" href="data:,"><script type="module" src="./out/main.js"></script>`;
  writeFileSync(join(folder, "index.html"), html);
  const input = {
    main: join(folder, "main.js"),
    lab: join(folder, "lab.js"),
    webWorker: "src/wasm/webWorker.ts", // found by its name, beside whatever starts it
  };
  const bundle = await rolldown({ input, platform: "browser", logLevel: "warn" });
  await bundle.write({ dir: join(folder, "out"), entryFileNames: "[name].js", chunkFileNames: "[name].js" });
  await bundle.close();
  server = await startStudioServer({ folder, port: 0 });
});

afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(): Promise<Page> {
  const page = await newPage();
  await page.goto(server?.url ?? "");
  await page.waitForFunction("'train' in globalThis");
  return page;
}

const threadsOf = (page: Page): string[] =>
  page
    .workers()
    .map((worker) => worker.url())
    .filter((url) => url.endsWith("/webWorker.js"));

describe.for(["train", "trainInWorker"])("%s", (name) => {
  test("the same bits on one thread, two and three, and as many workers as that takes", async () => {
    const page = await open();
    const train = (threads: number): Promise<Trained> => page.evaluate<Trained>(`${name}(${threads})`);
    const one = await train(1);
    expect(one.threads).toBe(1);
    expect(one.losses[3]).toBeLessThan(one.losses[0] ?? 0);
    expect(threadsOf(page)).toHaveLength(0);
    const two = await train(2); // alone: the pool of workers is loaded now
    await expect.poll(() => train(2).then(() => threadsOf(page).length)).toBe(1);
    const twoAgain = await train(2); // by now the worker is awake
    const three = await train(3);
    await expect.poll(() => threadsOf(page).length).toBeGreaterThanOrEqual(2);
    for (const [threads, result] of [
      [2, two],
      [2, twoAgain],
      [3, three],
    ] as const)
      expect(result).toEqual({ ...one, threads });
  });
});
