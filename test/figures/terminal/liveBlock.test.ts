/** @module The block at the bottom of the terminal: where it begins, and what is left of what stood there. */
import { expect, test } from "vitest";
import { LiveBlock } from "../../../src/figures/terminal/liveBlock.ts";

/** A block on a terminal whose width can change; without one it tells no width. */
function terminal(columns?: number) {
  const written: string[] = [];
  const output: { columns?: number; write(text: string): unknown } = {
    write: (text) => written.push(text),
  };
  if (columns !== undefined) output.columns = columns;
  return { output, written, block: new LiveBlock(output) };
}

test("the first drawing starts where the cursor is, the next one over it", () => {
  const { block, written } = terminal(80);
  block.draw(["one", "two"]);
  block.draw(["three"]);
  block.draw(["four", ""]);
  expect(written).toEqual([
    "one\u001b[K\ntwo\u001b[K\n\u001b[0J",
    "\u001b[2A\rthree\u001b[K\n\u001b[0J",
    "\u001b[1A\rfour\u001b[K\n\u001b[K\n\u001b[0J",
  ]);
});

test("after its end the next drawing stands below", () => {
  const { block, written } = terminal(80);
  block.draw(["one"]);
  block.end();
  block.draw(["two"]);
  expect(written[1]).toBe("two\u001b[K\n\u001b[0J");
});

test("erasing takes it away, once", () => {
  const { block, written } = terminal(80);
  block.erase();
  expect(written).toEqual([]);
  block.draw(["one", "two", "three"]);
  block.erase();
  block.erase();
  expect(written.slice(1)).toEqual(["\u001b[3A\r\u001b[0J"]);
});

test("a terminal made narrower has broken the longer lines, and they are counted so", () => {
  const { block, written, output } = terminal(20);
  block.draw(["\u001b[38;2;1;2;3m12345678901\u001b[0m", "误差误差误差", "", "short"]); // 11, 12, 0 and 5 columns
  output.columns = 10;
  block.draw(["x"]);
  expect(written[1].startsWith("\u001b[6A\r")).toBe(true);
});

test("a place that does not tell its width breaks no line", () => {
  const { block, written } = terminal();
  block.draw(["x".repeat(500)]);
  block.draw(["y"]);
  expect(written[1].startsWith("\u001b[1A\r")).toBe(true);
});
