/** @module The plot that grows: drawn over on a terminal, told once at its end elsewhere. */
import { stripVTControlCharacters } from "node:util";
import { expect, test, vi } from "vitest";
import { type LivePlotOptions, livePlot } from "../../../src/figures/terminal/livePlot.ts";
import { columnsOf } from "../../../src/figures/terminal/span.ts";

const red = { name: "target", color: "target", dash: "dotted" } as const;
const blue = { name: "prediction", color: "prediction" } as const;

/** A live plot with its terminal, or with a file for output. */
function plotOn(size: readonly [number, number] | null, options: LivePlotOptions = {}) {
  const written: string[] = [];
  const terminal = size && { isTTY: true, columns: size[0], rows: size[1], getColorDepth: () => 8 };
  const output = { ...terminal, write: (text: string) => written.push(text) };
  return { plt: livePlot({ output, env: {}, ...options }), written };
}

test("in a file: nothing while it grows and no waiting, the whole at its end, no escape codes", async () => {
  const { plt, written } = plotOn(null, { title: "Losses" });
  const before = performance.now();
  plt.plot([0, 1, 2], [0, 1, 0], red);
  await plt.pause(60);
  expect(performance.now() - before).toBeLessThan(1000);
  expect(written).toEqual([]);
  plt.end();
  expect(written).toHaveLength(1);
  expect(written[0]).not.toContain("\u001b");
  expect(written[0].split("\n")[0]).toBe("Losses");
  expect(written[0]).toContain("target");
});

test("on a terminal: each pause draws in the same place, and the end draws once more", async () => {
  const { plt, written } = plotOn([60, 24], { rows: 12 });
  plt.plot([0, 1], [0, 1], red);
  await plt.pause(0);
  plt.plot([1, 2], Float32Array.of(1, 0), red);
  await plt.pause(0);
  plt.end();
  expect(written).toHaveLength(3);
  const height = written[0].split("\n").length - 1;
  expect(height).toBe(12);
  expect(written[0]).not.toContain("A\r");
  for (const frame of written.slice(1)) expect(frame.startsWith(`\u001b[${height}A\r`)).toBe(true);
  expect(written[1]).not.toBe(written[0]);
  expect(stripVTControlCharacters(written[2])).toBe(stripVTControlCharacters(written[1]));
});

test("pause waits for so many seconds on a terminal", async () => {
  vi.useFakeTimers();
  try {
    const { plt } = plotOn([60, 24]);
    plt.plot([0, 1], [0, 1], red);
    let done = false;
    const waiting = plt.pause(0.05).then(() => {
      done = true;
    });
    await vi.advanceTimersByTimeAsync(49);
    expect(done).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    expect(done).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test("lines of one name continue one another, others begin anew", () => {
  const { plt, written } = plotOn(null);
  const whole = plotOn(null);
  plt.plot([0, 1], [0, 1], red);
  plt.plot([0, 1], [1, 0], blue);
  plt.plot([2, 3], [0, 1], red);
  plt.end();
  whole.plt.plot([0, 1, 2, 3], [0, 1, 0, 1], red);
  whole.plt.plot([0, 1], [1, 0], blue);
  whole.plt.end();
  expect(written).toEqual(whole.written);
});

test("a span shows the end of the x axis alone", () => {
  const { plt, written } = plotOn(null, { span: 10, x: { label: "x" } });
  const x = Array.from({ length: 101 }, (_, i) => i);
  plt.plot(x, x.map(Math.sin), red);
  plt.end();
  const ticks = written[0].split("\n").find((line) => line.includes("92"));
  expect(ticks?.trim().split(/\s+/)).toEqual(["90", "92", "94", "96", "98", "100"]);
});

test("a span that is not yet filled starts at zero", () => {
  const { plt, written } = plotOn(null, { span: 10 });
  plt.plot([0, 1], [0, 1], red);
  plt.end();
  expect(written[0]).toMatch(/\n +0 .* 10\n/);
});

test("a line that has not reached the span is not drawn in it", () => {
  const { plt, written } = plotOn(null, { span: 2 });
  plt.plot([0, 1], [0, 1], red);
  plt.plot([50, 51, 52], [0, 1, 0], blue);
  plt.end();
  const alone = plotOn(null, { span: 2 });
  alone.plt.plot([50, 51, 52], [0, 1, 0], blue);
  alone.plt.end();
  const plotted = (text: string): string[] => text.split("\n").filter((line) => /[┤│]/.test(line));
  expect(plotted(written[0])).toEqual(plotted(alone.written[0]));
});

test.each([10, 20, 40, 80, 200])("no line is wider than a terminal of %i columns", async (columns) => {
  const { plt, written } = plotOn([columns, 24], { title: "误差 and a title that is long" });
  plt.plot([0, 1], [0, 1], red);
  await plt.pause(0);
  plt.end();
  const widths = written.flatMap((text) => stripVTControlCharacters(text).split("\n").map(columnsOf));
  expect(Math.max(...widths)).toBeLessThan(columns);
  expect(Math.max(...widths)).toBeGreaterThan(columns / 3);
});

test("without anything plotted it still ends", () => {
  const { plt, written } = plotOn(null);
  plt.end();
  expect(written).toHaveLength(1);
});
