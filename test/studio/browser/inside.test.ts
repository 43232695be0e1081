/** @module What is inside a network, and twenty seeds of it: the page shows the lab's own numbers. */
import { afterEach, beforeEach, expect } from "vitest";
import { setDeterministic } from "../../../src/index.ts";
import { rnnProgram } from "../../../src/note/settings.ts";
import { formatLoss, formatPercent } from "../../../src/text/format.ts";
import { Seeds } from "../../../studio/note/lab/seeds.ts";
import { en } from "../../../studio/note/words/en.ts";
import { addressOf, ended, runInNode, textOf } from "./actions.ts";
import { open, test } from "./browser.ts";

beforeEach(() => setDeterministic(true));
afterEach(() => setDeterministic(false));

test("h lies in the plane of its components, also in free run, and its shape is told", async () => {
  const page = await open(addressOf({ steps: 20 }), { exact: true });
  await ended(page, 20);
  const view = { layer: 0, step: null, walks: [], spectra: false } as const;
  const { shares, settings } = runInNode({ steps: 20 }).hiddenState(view, null);
  const [first, second] = shares.map((share) => formatPercent(share, 0));
  const plane = page.locator("[data-figure=plane] svg.plane");
  await expect
    .poll(() => plane.getAttribute("aria-label"))
    .toBe(en.hiddenState.describe(settings, first, second));
  await expect.poll(() => page.locator("[data-way=trained] circle").count()).toBe(160);
  await page.locator("input[name=walk-free]").check();
  await page.locator("[data-way=free]").waitFor();
  await expect.poll(() => page.locator("[data-way=free] circle").count()).toBe(140);
  await expect.poll(() => page.locator("[data-figure=spectra] circle.in, circle.out").count()).toBe(32);
  await expect.poll(() => textOf(page.locator("[data-sentence=shape]"))).toContain("h is (1, 1, 32)");
});

test("twenty seeds of each run, also at a quarter of the learning rate", async () => {
  const small = { steps: 6, hidden: 3 };
  const page = await open(addressOf(small, { "b.cell": "gru" }), { exact: true });
  await page.locator("[data-seeds=slower]").click();
  await expect.poll(() => page.locator("[data-seeds=stop]").count()).toBe(0);
  const seeds = new Seeds();
  const run = { ...rnnProgram, ...small };
  seeds.start({ runs: [run, { ...run, cell: "gru" }], rates: [1, 0.25] });
  while (seeds.work(50) !== null);
  const expected = seeds
    .frame()
    .groups.map(({ final, learnt }) => [formatLoss(final?.median ?? 0, 2), en.seeds.of(learnt, 20)]);
  const rows = page.locator("[data-table=seeds] tbody tr");
  await expect.poll(() => rows.count()).toBe(4);
  for (const [i, [median, learnt]] of expected.entries())
    await expect
      .poll(async () => {
        const cells = await rows.nth(i).locator("td").allTextContents();
        return [cells[1], cells[3]];
      })
      .toEqual([median, learnt]);
  await expect.poll(() => page.locator("[data-fan]").count()).toBe(2);
});
