/** @module The parameter table and the demonstration of parameter sharing. */
import { expect, test } from "vitest";
import { parameterRows, parameterSharing } from "../../src/note/parameters.ts";
import { Program } from "../../src/note/program.ts";
import { lstmProgram, rnnProgram } from "../../src/note/settings.ts";

test("the RNN's table", () => {
  const program = new Program(rnnProgram);
  const rows = parameterRows(program);
  expect(
    rows.map(({ name, shape, meaning, letter, count }) => [name, shape, meaning, letter, count]),
  ).toEqual([
    ["rnn.weight_ih_l0", [32, 1], "(hidden_size, input_size)", "U", 32],
    ["rnn.weight_hh_l0", [32, 32], "(hidden_size, hidden_size)", "W", 1024],
    ["rnn.bias_ih_l0", [32], "(hidden_size)", null, 32],
    ["rnn.bias_hh_l0", [32], "(hidden_size)", null, 32],
    ["out.weight", [1, 32], "(out_features, in_features)", "V", 32],
    ["out.bias", [1], "(out_features)", null, 1],
  ]);
  const [, first] = program.model.namedParameters()[0];
  expect(rows[0].first).toEqual(Array.from(first.data.slice(0, 4)));
  expect(rows[5].first).toHaveLength(1);
});

test("gates stack up, and a second layer reads hidden states", () => {
  const meanings = (cell: "lstm" | "gru"): string[] =>
    parameterRows(new Program({ ...lstmProgram, cell, layers: 2 })).map(({ meaning }) => meaning);
  expect(meanings("lstm").slice(0, 5)).toEqual([
    "(4*hidden_size, input_size)",
    "(4*hidden_size, hidden_size)",
    "(4*hidden_size)",
    "(4*hidden_size)",
    "(4*hidden_size, hidden_size)",
  ]);
  expect(meanings("gru")[0]).toBe("(3*hidden_size, input_size)");
});

test.each(["rnn", "lstm", "gru"] as const)("%s: the same arrays serve 10, 20 and 100 steps", (cell) => {
  const { keys, rows, difference } = parameterSharing(new Program({ ...rnnProgram, cell }));
  const numbers = { rnn: 1120, lstm: 4480, gru: 3360 }[cell];
  expect(keys).toEqual(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"]);
  expect(rows).toEqual([
    { timeStep: 10, arrays: 4, numbers, outputShape: [1, 10, 1] },
    { timeStep: 20, arrays: 4, numbers, outputShape: [1, 20, 1] },
    { timeStep: 100, arrays: 4, numbers, outputShape: [1, 100, 1] },
  ]);
  // The input product of ten rows may be summed in another order than that of one: an ulp or two of float32.
  expect(difference).toBeLessThan(1e-6);
});
