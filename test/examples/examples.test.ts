/** @module The built examples: each runs, prints its results and exits with 0. */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const pathOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The lines that a built example prints; rejects unless it exits with 0. */
async function outputOf(name: string): Promise<string[]> {
  const env = { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "" };
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [pathOf(`build/examples/${name}.js`)],
    { env },
  );
  expect(stderr).toBe("");
  expect(stdout).not.toContain("\u001b");
  return stdout.split("\n");
}

test("note-rnn: the data, the model, the fit, the names of the parameters", async () => {
  const lines = await outputOf("note-rnn");
  expect(lines.slice(0, 2)).toEqual(["The data", "⠂⠐ ⠂ target (cos)   ⠒⠒⠒⠒ input (sin)"]);
  const model = lines.indexOf("RNN(");
  expect(lines.slice(model, model + 4)).toEqual([
    "RNN(",
    "  (rnn): RNN(1, 32, batch_first=True)",
    "  (out): Linear(in_features=32, out_features=1, bias=True)",
    ")",
  ]);
  expect(lines.slice(model + 4)).toContainEqual(expect.stringMatching(/^⠂⠐ ⠂ target {3}⠒⠒⠒⠒ prediction/));
  expect(lines.at(-2)).toBe("[ 'weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0' ]");
});

test("note-lstm: the layer, the model, the fit", async () => {
  const lines = await outputOf("note-lstm");
  expect(lines.slice(0, 5)).toEqual([
    "LSTM(1, 32, batch_first=True)",
    "RNN(",
    "  (rnn): LSTM(1, 32, batch_first=True)",
    "  (out): Linear(in_features=32, out_features=1, bias=True)",
    ")",
  ]);
  expect(lines.slice(5)).toContainEqual(expect.stringMatching(/^⠂⠐ ⠂ target {3}⠒⠒⠒⠒ prediction/));
});

test("sunspots: detected sizes, a verdict, eleven years with intervals", async () => {
  const lines = await outputOf("sunspots");
  expect(lines).toContain("season 11: look-back 22 years, horizon 11");
  expect(lines).toContain("seasonal naive  29.3"); // not trained: the same on every machine
  expect(lines).toContainEqual(
    expect.stringMatching(/^GRU (beats every baseline|cannot be told apart from seasonal naive) /),
  );
  const years = lines.filter((line) => /^20\d\d +-?\d+ \(-?\d+ to \d+\)$/.test(line));
  expect(years.map((line) => Number(line.slice(0, 4)))).toEqual(
    Array.from({ length: 11 }, (_, i) => 2009 + i),
  );
});

test("co2: both models beat every baseline, with a coverage close to nominal", async () => {
  const lines = await outputOf("co2");
  const verdicts = lines.filter((line) => line.includes("beats every baseline"));
  expect(verdicts.map((line) => line.split(" ")[0])).toEqual(["GRU", "NLinear"]);
  const intervals = lines.flatMap((line) => {
    const found = /^ {2}(\d+)% interval: coverage ([\d.]+)%$/.exec(line);
    return found === null ? [] : [[Number(found[1]), Number(found[2])]];
  });
  expect(intervals).toHaveLength(4);
  for (const [level, coverage] of intervals) expect(Math.abs(coverage - level)).toBeLessThan(3);
});

test("mackey-glass: direct and recursive forecasts beat every baseline", async () => {
  const lines = await outputOf("mackey-glass");
  for (const mode of ["direct", "recursive"])
    expect(lines).toContainEqual(expect.stringMatching(`^${mode}: GRU beats every baseline`));
});

test("shops: one model of 200 series beats every baseline", async () => {
  const lines = await outputOf("shops");
  expect(lines[0]).toBe("200 series, 69908 rows");
  expect(lines).toContainEqual(expect.stringContaining("seasonal naive   MASE 1.011  CRPS 0.0990  wins ")); // not trained
  const mase = (line: string | undefined): number => Number(/MASE ([\d.]+)/.exec(line ?? "")?.[1]);
  expect(mase(lines[1])).toBeLessThan(0.8);
  expect(lines.filter((line) => /^shop-001: (\d+, ){6}\d+ …$/.test(line))).toHaveLength(1);
});

test("the tests cover every example", () => {
  const names = readdirSync(pathOf("examples")).filter((file) => file.endsWith(".ts"));
  expect(names).toEqual([
    "co2.ts",
    "mackey-glass.ts",
    "note-lstm.ts",
    "note-rnn.ts",
    "shops.ts",
    "sunspots.ts",
  ]);
});
