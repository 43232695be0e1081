import { expect, test, vi } from "vitest";
import { renderSvg, renderTerminal } from "../../src/figures/index.ts";
import { fit } from "./examples.ts";

const loads = vi.hoisted(() => ({ count: 0 }));

vi.mock("../../src/figures/svg/echarts.ts", () => {
  loads.count++;
  return { drawChart: () => "<svg><g/></svg>" };
});

test("figures: ECharts is loaded by the first SVG, never by the terminal", async () => {
  expect(renderTerminal(fit).length).toBeGreaterThan(1);
  expect(loads.count).toBe(0);
  expect(await renderSvg(fit)).toContain("<g/>");
  await renderSvg(fit);
  expect(loads.count).toBe(1);
});
