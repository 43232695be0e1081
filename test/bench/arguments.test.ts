/** @module The words after `npm run bench --`. */
import { expect, test } from "vitest";
import { type Command, readArguments, takesNone, usage } from "../../bench/arguments.ts";
import { batchFault } from "../../bench/batch.ts";
import { memoryFault } from "../../bench/memory.ts";

const commands: Readonly<Record<string, Command>> = {
  size: { takes: "", does: "weighs", fault: takesNone },
  batch: { takes: "[CELL] [H]", does: "trains", fault: batchFault },
};

test("a name alone: everything else is as usual", () => {
  expect(readArguments(["size"], commands)).toEqual({
    name: "size",
    options: { words: [], json: false, node: process.execPath, deterministic: false, library: false },
  });
});

test("options and the benchmark's own words, in any order", () => {
  const args = ["--json", "batch", "LSTM", "--node", "other/node", "128", "--deterministic"];
  expect(readArguments(args, commands)).toEqual({
    name: "batch",
    options: { words: ["LSTM", "128"], json: true, node: "other/node", deterministic: true, library: false },
  });
});

test.each([
  ["no name", [], "Which benchmark?"],
  ["a name of none", ["speed"], 'There is no benchmark "speed".'],
  ["a name that every object has", ["toString"], 'There is no benchmark "toString".'],
  ["words where none are taken", ["size", "1", "2"], "size: it takes no words, and was given 1 2"],
  ["an unknown word", ["batch", "TCN"], "batch: there is no TCN, but RNN, LSTM, GRU, 32, 128, 256, 512"],
  ["an unknown option", ["size", "--jso"], expect.stringMatching(/^Unknown option '--jso'/)],
  [
    "an option without its value",
    ["size", "--node"],
    expect.stringMatching(/^Option '--node <value>' argument missing/),
  ],
])("%s is a fault", (_, args, fault) => {
  expect(readArguments(args, commands)).toEqual({ fault });
});

test.each([
  [[], null],
  [["1000000"], null],
  [["10"], null],
  [["9"], "it takes a number of steps, 10 or more, and was given 9"],
  [["many"], "it takes a number of steps, 10 or more, and was given many"],
  [["10", "20"], "it takes a number of steps, 10 or more, and was given 10 20"],
])("memory %j", (words, fault) => {
  expect(memoryFault(words)).toBe(fault);
});

test("usage has a line for every benchmark and every option", () => {
  expect(usage(commands)).toBe(
    [
      "npm run bench -- NAME [OPTIONS]",
      "  size                  weighs",
      "  batch [CELL] [H]      trains",
      "  --json                a document instead of a table",
      "  --node PATH           ours and the peers in JavaScript under another Node",
      "  --deterministic       ours computes the same bits on every machine (batch, models, ops, native)",
      "  --library             ours turns on nothing that the engine offers, unlike the command (the same)",
    ].join("\n"),
  );
});
