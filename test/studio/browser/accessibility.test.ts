/** @module axe-core finds nothing: every panel, notices, the lesson, a phone; in light, and the colours in dark too. */
import { lessonIds } from "../../../studio/note/lesson/steps.ts";
import { addressOf, ended, foldTables, setField } from "./actions.ts";
import { expectNothing } from "./axe.ts";
import { open, test } from "./browser.ts";

test.for(["inside", "after", "code"])("panel %s, with the tables below the charts", async (panel) => {
  const page = await open(
    addressOf({ steps: 12, timeStep: 5, hidden: 6 }, { panel, "b.cell": "lstm", "b.hidden": "6" }),
  );
  await ended(page, 12);
  await page.locator("#panel :is(h3, .sentence)").first().waitFor();
  if (panel === "inside") await page.locator("[data-run='1']").click(); // an LSTM has gates
  await foldTables(page, "open");
  await expectNothing(page);
});

test("notices and a wrong field, on a phone", async () => {
  const hash = addressOf({ detach: false }, { nonsense: "1" });
  const page = await open(hash, { viewport: { width: 390, height: 844 } });
  await page.locator("[data-notice=graphFreed]").waitFor();
  if (!(await page.locator("#field-hidden").isVisible()))
    await page.locator(".controls summary").first().click();
  await setField(page, "hidden", "0");
  await page.locator(".field [role=alert]").waitFor();
  await expectNothing(page);
});

test.for(["en", "zh"])("the lesson, %s", async (lang) => {
  const page = await open(addressOf({ steps: 10 }, { lang, lesson: lessonIds[0] }));
  await page.locator("[data-lesson]").waitFor();
  await expectNothing(page);
});
