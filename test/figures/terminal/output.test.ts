/** @module What a place to write to can show, by its variables and its kind. */
import { expect, test } from "vitest";
import { canRedraw, colorDepth, type Output, styled } from "../../../src/figures/terminal/output.ts";

const file: Output = { write: () => undefined };
const terminal = (bits: number): Output => ({ ...file, isTTY: true, getColorDepth: () => bits });

test.each([
  ["a file", file, {}, "none"],
  ["a terminal that tells nothing", { ...file, isTTY: true }, {}, "none"],
  ["a terminal of 1 bit", terminal(1), {}, "none"],
  ["a terminal of 4 bits", terminal(4), {}, "16"],
  ["a terminal of 8 bits", terminal(8), {}, "256"],
  ["a terminal of 24 bits", terminal(24), {}, "truecolor"],
  ["NO_COLOR", terminal(24), { NO_COLOR: "1" }, "none"],
  ["NO_COLOR that is empty counts as not set", terminal(24), { NO_COLOR: "" }, "truecolor"],
  ["TERM=dumb", terminal(24), { TERM: "dumb" }, "none"],
  ["CI takes no colours away", terminal(8), { CI: "true" }, "256"],
  ["FORCE_COLOR in a file", file, { FORCE_COLOR: "" }, "16"],
  ["FORCE_COLOR=1", file, { FORCE_COLOR: "1" }, "16"],
  ["FORCE_COLOR=true", file, { FORCE_COLOR: "true" }, "16"],
  ["FORCE_COLOR=2", file, { FORCE_COLOR: "2" }, "256"],
  [
    "FORCE_COLOR=3 over NO_COLOR and dumb",
    file,
    { FORCE_COLOR: "3", NO_COLOR: "1", TERM: "dumb" },
    "truecolor",
  ],
  ["FORCE_COLOR=0", terminal(24), { FORCE_COLOR: "0" }, "none"],
  ["FORCE_COLOR=false", terminal(24), { FORCE_COLOR: "false" }, "none"],
])("colours: %s", (_, output, env, depth) => {
  expect(colorDepth(output, env)).toBe(depth);
});

test.each([
  ["a file", file, {}, false],
  ["a file with FORCE_COLOR", file, { FORCE_COLOR: "3" }, false],
  ["a terminal", terminal(1), {}, true],
  ["TERM=dumb", terminal(24), { TERM: "dumb" }, false],
  ["CI=true", terminal(24), { CI: "true" }, false],
  ["CI=1", terminal(24), { CI: "1" }, false],
  ["CI=", terminal(24), { CI: "" }, true],
  ["CI=0", terminal(24), { CI: "0" }, true],
  ["CI=false", terminal(24), { CI: "false" }, true],
  ["NO_COLOR", terminal(24), { NO_COLOR: "1" }, true],
])("drawing over: %s", (_, output, env, can) => {
  expect(canRedraw(output, env)).toBe(can);
});

test("styled text ends its own style, and is plain without colours", () => {
  expect(styled("bold", "x", "16")).toBe("\u001b[1mx\u001b[22m");
  expect(styled("faint", "x", "truecolor")).toBe("\u001b[2mx\u001b[22m");
  expect(styled("bold", "x", "none")).toBe("x");
});
