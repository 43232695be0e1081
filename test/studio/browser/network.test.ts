/** @module The unrolled network on the page: printed equations add up, edges, scissors and hands work, by keyboard too. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { addressOf, ended, hashOf, runInNode, textOf } from "./actions.ts";
import { expectNothing } from "./axe.ts";
import { open, test } from "./browser.ts";

/** A number as the page prints it: "−0.1234567", "1.2345678 × 10⁻⁹". */
function numberOf(text: string): number {
  const [digits, power = ""] = text.replaceAll("−", "-").split(" × 10");
  const exponent = [...power]
    .map((each) => (each === "⁻" ? "-" : String("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(each))))
    .join("");
  return Number(digits) * 10 ** Number(exponent || "0");
}

/** The printed terms of every sum, and what is printed below them; and the value that they lead to. */
async function printed(page: Page) {
  const sums = await page.locator("table[data-line]").evaluateAll((tables) =>
    tables.map((table) => ({
      terms: [...table.querySelectorAll("[data-term]")].map((cell) => cell.textContent ?? ""),
      total: table.querySelector("[data-total]")?.textContent ?? "",
    })),
  );
  const shown = numberOf(await textOf(page.locator("[data-shown]")));
  const last = numberOf(await textOf(page.locator("[data-total]").last()));
  return { sums, shown, last };
}

test("the printed numbers add up to the printed value, which is the kernels'", async () => {
  const settings = { cell: "lstm", timeStep: 12, hidden: 16, steps: 30 } as const;
  const page = await open(addressOf(settings), { exact: true });
  await ended(page, 30);
  const frame = page.locator(".network-frame");
  await frame.scrollIntoViewIfNeeded();
  await frame.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const picture = runInNode(settings).network(null, {
    layer: 0,
    spot: null,
    matrix: null,
    intervention: null,
  });
  const at = 4 * 16 + 3;
  const values = {
    hidden: picture?.hidden[at],
    cell: picture?.cell?.[at],
    "gate f": picture?.gates.f[at],
    gradient: picture?.gradient.components[at],
    norm: picture?.gradient.norms[4],
  };
  for (const [kind, value] of Object.entries(values)) {
    await page.locator("[name=network-kind]").selectOption(kind);
    await page.locator(`[data-worked="${kind.split(" ")[0]}"]`).waitFor();
    const { sums, shown, last } = await printed(page);
    expect(sums.length, kind).toBeGreaterThan(0);
    for (const { terms, total } of sums) {
      const sum = terms.map(numberOf).reduce((a, b) => a + b, 0);
      // Both in the unit that stands behind the total.
      expect(Math.abs(sum - numberOf(total.split(" ")[0])), `${kind}: ${terms}`).toBeLessThan(1e-6);
    }
    expect(Math.abs(shown - last), kind).toBeLessThan(1e-6);
    expect(Math.abs(shown - (value ?? Number.NaN)), kind).toBeLessThan(1e-6);
  }
  await expectNothing(page);
});

test("edges light up together, hands change the answers and nothing else, scissors bring PyTorch's error", async () => {
  const page = await open(addressOf({ steps: 40 }), { exact: true });
  await ended(page, 40);
  await page.locator(".network-frame").scrollIntoViewIfNeeded();
  await page.locator(".network-letters [data-letter=U]").focus();
  await page.locator(".network-matrix figcaption:has-text('rnn.weight_ih_l0')").waitFor();
  const dim = page.locator(".network-edge[opacity='0.25']");
  await expect.poll(() => dim.count()).toBe(10 + 10); // W and V of ten steps
  await page.locator("[data-details=hands] summary").click();
  await page.locator("[name=hands-scale]").fill("0");
  const sentence = page.locator("[data-sentence=what-if]");
  await sentence.waitFor();
  await expect.poll(() => textOf(sentence)).toMatch(/^Loss \S+ as trained, \S+ with your change/);
  await page.locator("[data-action=hands-off]").click();
  await expect.poll(() => sentence.count()).toBe(0);
  await page.locator("[data-action=detach]").press("Enter");
  await page.locator("[data-notice=graphFreed]").waitFor();
  expect(hashOf(page).get("detach")).toBe("no");
  await page.locator("[data-action=detach][aria-pressed=false]").waitFor();
});
