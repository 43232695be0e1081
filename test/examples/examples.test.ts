/** @module The examples as they are built: each runs, prints what the note prints, and ends well. */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const pathOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** What a built example prints; rejects when it does not end with 0. */
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

test("sunspots: sizes out of the data, a verdict, eleven years with their intervals", async () => {
  const lines = await outputOf("sunspots");
  expect(lines).toContain("season 11: looks back on 22 years, forecasts 11");
  expect(lines).toContain("seasonal naive  29.3"); // trained on nothing: the same on every machine
  expect(lines).toContainEqual(expect.stringMatching(/^gru (beats|does not beat) /));
  const years = lines.filter((line) => /^20\d\d +-?\d+ \(-?\d+ to \d+\)$/.test(line));
  expect(years.map((line) => Number(line.slice(0, 4)))).toEqual(
    Array.from({ length: 11 }, (_, i) => 2009 + i),
  );
});

test("co2: both models beat every baseline by far, and their intervals hold what they promise", async () => {
  const lines = await outputOf("co2");
  const verdicts = lines.filter((line) => line.includes("beats every baseline"));
  expect(verdicts.map((line) => line.split(" ")[0])).toEqual(["gru", "nlinear"]);
  const held = lines.flatMap((line) => {
    const found = /asked (\d+) %, held ([\d.]+) %/.exec(line);
    return found === null ? [] : [[Number(found[1]), Number(found[2])]];
  });
  expect(held).toHaveLength(4);
  for (const [asked, share] of held) expect(Math.abs(share - asked)).toBeLessThan(3);
});

test("mackey-glass: chaos is forecast, directly and recursively", async () => {
  const lines = await outputOf("mackey-glass");
  for (const mode of ["direct", "recursive"])
    expect(lines).toContainEqual(expect.stringMatching(`^${mode}: gru beats every baseline`));
});

test("these are all the examples there are", () => {
  const names = readdirSync(pathOf("examples")).filter((file) => file.endsWith(".ts"));
  expect(names).toEqual(["co2.ts", "mackey-glass.ts", "note-lstm.ts", "note-rnn.ts", "sunspots.ts"]);
});
