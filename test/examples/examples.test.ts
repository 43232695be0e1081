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

test("these are all the examples there are", () => {
  const names = readdirSync(pathOf("examples")).filter((file) => file.endsWith(".ts"));
  expect(names).toEqual(["note-lstm.ts", "note-rnn.ts"]);
});
