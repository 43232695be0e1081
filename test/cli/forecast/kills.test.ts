/** @module A training that is killed, whenever that may be, goes on to the same bits. `node scripts/kills.js` kills more. */
import { expect, test } from "vitest";
import { killAndResume, killAtEach, tearCheckpoints } from "../../../scripts/kills.js";

test("killed twice at random and resumed: every file readable, then that of an uninterrupted run", async () => {
  expect(await killAndResume(2, 7)).toMatchObject({ kills: 2 });
}, 180_000);

test("killed at its first flush, in the middle and after its last unlink", async () => {
  const { kills, names } = await killAtEach(3);
  expect([kills, names[0], names[2]]).toEqual([3, "before sync", expect.stringContaining("after unlink")]);
}, 180_000);

test("100 of 100 torn checkpoints are refused", async () => {
  expect(await tearCheckpoints(100, 1)).toBe(100);
}, 60_000);
