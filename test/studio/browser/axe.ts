/** @module What axe-core has to say of a page. */
import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const everything = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const colors = ["color-contrast", "link-in-text-block"];

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
  }[];
}

/** Rule, element and reason of every violation. */
async function violationsOf(page: Page, runOnly: readonly string[]): Promise<string[]> {
  const options = JSON.stringify({ runOnly, resultTypes: ["violations"] });
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => `${id} ${target.join(" ")}: ${failureSummary}`),
  );
}

/** Everything as it is, in light; then what differs in dark, which is colours only. */
export async function expectNothing(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  expect(await violationsOf(page, everything)).toEqual([]);
  await page.locator("[data-theme-button]").click();
  await page.locator("html[data-theme=dark]").waitFor();
  expect(await violationsOf(page, colors), "dark").toEqual([]);
}
