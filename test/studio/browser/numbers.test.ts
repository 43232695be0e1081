/** @module The page computes Node's numbers: to the last bit with the strict kernels, closely with the fast ones. */
import { afterEach, beforeEach, describe, expect } from "vitest";
import { setDeterministic } from "../../../src/index.ts";
import { Program, trainLosses } from "../../../src/note/program.ts";
import { lstmProgram, rnnProgram, type Settings } from "../../../src/note/settings.ts";
import { addressOf, ended, lossesOf, metricsOf, runInNode, trained } from "./actions.ts";
import { open, test } from "./browser.ts";

beforeEach(() => setDeterministic(true));
afterEach(() => setDeterministic(false));

const configurations: readonly [string, Partial<Settings>][] = [
  ["the note's RNN", {}],
  ["the note's LSTM", lstmProgram],
  ["a GRU from a random state", { cell: "gru", initialState: "random", seed: 4_294_967_295 }],
  ["RAdam, clipped, three layers", { cell: "lstm", optimizer: "radam", clip: 0.5, layers: 3, hidden: 7 }],
  ["RMSprop, no state carried, one time step", { optimizer: "rmsprop", carry: false, timeStep: 1 }],
];

describe("with the strict kernels, to the last digit", () => {
  test.for(configurations)("%s", async ([, some]) => {
    const page = await open(addressOf(some), { exact: true });
    await ended(page, 100);
    await expect.poll(() => lossesOf(page)).toEqual(trainLosses(new Program({ ...rnnProgram, ...some })));
  });

  test("two runs side by side", async () => {
    const settings = { ...rnnProgram, timeStep: 20, steps: 60 };
    const page = await open(addressOf(settings, { "b.cell": "lstm", "b.seed": "7" }), { exact: true });
    await ended(page, 60);
    const rows = await metricsOf(page);
    const of = (name: string): number[] => rows.filter(({ run }) => run === name).map(({ loss }) => loss);
    expect(of("A")).toEqual(trainLosses(new Program(settings)));
    expect(of("B")).toEqual(trainLosses(new Program({ ...settings, cell: "lstm", seed: 7 })));
  });

  test("the table below the chart has them too, as many digits as it shows", async () => {
    const page = await open(addressOf({ steps: 20 }, { smoothing: "0" }), { exact: true });
    await ended(page, 20);
    const chart = page.locator("section[aria-labelledby=loss-title]");
    await chart.locator("details.data-table summary").first().click();
    const cells = await chart.locator("tbody td").allInnerTexts();
    const losses = trainLosses(new Program({ ...rnnProgram, steps: 20 }));
    expect(cells).toHaveLength(20);
    cells.forEach((text, i) => {
      const [digits = "", exponent = "0"] = text.replace("−", "-").split(/ × 10|e/);
      const shown = Number(`${digits}e${exponent}`);
      expect(Math.abs(shown / losses[i] - 1), `${text} for ${losses[i]}`).toBeLessThan(6e-3); // three digits
    });
  });

  test("segments far out, where the curves are thinned and the losses go into buckets", async () => {
    const settings = { ...rnnProgram, hidden: 4, timeStep: 3, steps: 3000 };
    const page = await open(addressOf(settings), { exact: true });
    await ended(page, 3000);
    const rows = await metricsOf(page);
    expect(rows.map(({ loss }) => loss)).toEqual([...runInNode(settings).frame().losses.mean]);
    const losses = trainLosses(new Program(settings));
    rows.forEach(({ segment, loss }, i) => {
      const bucket = losses.slice(segment, rows[i + 1]?.segment);
      const mean = bucket.reduce((sum, each) => sum + each, 0) / bucket.length;
      expect(Math.abs(loss / mean - 1)).toBeLessThan(1e-12); // sums of float64 in another order
    });
  });
});

/** Fused and unfused sums part as float32 and float64 do: test/note/program.test.ts has the same tolerances. */
test("with the kernels that the browser takes by itself, as closely as PyTorch", async () => {
  const page = await open(addressOf());
  await trained(page, 100);
  const expected = trainLosses(new Program(rnnProgram));
  const errors = (await lossesOf(page)).map(
    (loss, i) => Math.abs(loss - expected[i]) / Math.max(expected[i], 1e-3),
  );
  expect(errors).toHaveLength(100);
  expect(Math.max(...errors.slice(0, 10))).toBeLessThan(1e-4);
  expect(Math.max(...errors)).toBeLessThan(5e-3);
});
