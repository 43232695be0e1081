/** @module Which commands are loaded: the one that is run, or all of them. */
import { Command } from "commander";
import { expect, test } from "vitest";
import { addCommands } from "../../src/cli/commands.ts";
import { realProcess } from "../../src/cli/process.ts";

const all =
  "note check train forecast backtest compare tune gather worker jobs inspect export import studio".split(
    " ",
  );

test.each([
  [["note", "--only", "rnn"], ["note"]],
  [["train", "a.csv"], ["train"]],
  [["--version"], []],
  [["-V", "--lang", "zh"], []],
  [[], all],
  [["--help"], all],
  [["help", "train"], all],
  [["traim"], all], // of which commander suggests one
  [["constructor"], all],
])("%j loads %j", async (words, names) => {
  const program = new Command();
  await addCommands(
    program,
    realProcess,
    () => undefined,
    words,
    () => Promise.resolve(0),
  );
  expect(program.commands.map((command) => command.name())).toEqual(names);
});
