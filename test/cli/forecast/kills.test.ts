/** @module A training that is killed, whenever that may be, goes on to the same bits. `node scripts/kills.js` kills more. */
import { expect, test } from "vitest";
import { killAndResume } from "../../../scripts/kills.js";

test("killed three times and resumed: every file readable, the model the same bits", async () => {
  expect(await killAndResume(3, 7)).toMatchObject({ kills: 3 });
}, 180_000);
