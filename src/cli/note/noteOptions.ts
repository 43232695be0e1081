/** @module The options of `unrolled note`, parsed and validated. */

import { type Command, InvalidArgumentError } from "commander";
import { didYouMean, UsageError } from "../../errors.ts";
import { type Cell, cellNames, lstmProgram, rnnProgram, type Settings } from "../../note/settings.ts";
import { say } from "../../sentence.ts";
import { type Lang, langs } from "../../text/lang.ts";

const LAST_SEED = Number.MAX_SAFE_INTEGER - 100; // the comparison uses the seeds that follow
const parts = ["rnn", "lstm", "compare"] as const;

export interface NoteOptions {
  readonly seed: number;
  readonly cell?: Cell;
  readonly timeStep?: number;
  readonly hidden: number;
  readonly layers: number;
  readonly steps: number;
  readonly lr: number;
  readonly forgetBias: number;
  readonly endpoint?: boolean;
  readonly out: string;
  readonly force?: boolean;
  readonly lang: Lang;
  readonly pace: number;
  readonly json?: boolean;
  readonly only?: (typeof parts)[number];
}

export function addNoteOptions(command: Command, lang: Lang): Command {
  const cell = "train one program with this cell instead of the note's two: rnn, lstm or gru";
  const timeStep = "time steps per segment (in the note, 10 for the RNN and 20 for the LSTM)";
  return command
    .option("--seed <n>", "random seed, as in torch.manual_seed", integer(-LAST_SEED, LAST_SEED), 1)
    .option("--cell <cell>", cell, choice(cellNames))
    .option("--time-step <n>", timeStep, integer(1))
    .option("--hidden <n>", "hidden units", integer(1), 32)
    .option("--layers <n>", "recurrent layers", integer(1), 1)
    .option("--steps <n>", "segments to train on, each π long", integer(1), 100)
    .option("--lr <x>", "learning rate of Adam", positive, 0.02)
    .option(
      "--forget-bias <x>",
      "added to the bias of the gate that keeps the state: f of an LSTM, z of a GRU",
      number,
      0,
    )
    .option("--endpoint", "include the end point of each segment, as the note's LSTM does")
    .option("--no-endpoint", "exclude the end point, as the note's RNN does")
    .option("--only <part>", "run only one part: rnn, lstm or compare", choice(parts))
    .option("--out <folder>", "output folder for the report, figures, metrics and weights", "out/note")
    .option("--force", "replace files of those names that are not a note's")
    .option("--lang <lang>", "language: en or zh", choice(langs), lang)
    .option("--pace <ms>", "milliseconds per segment on the screen; 0 for no delay", milliseconds, 50)
    .option("--json", "print the results as one JSON document instead of text");
}

function choice(names: readonly string[]): (word: string) => string {
  return (word) => {
    if (names.includes(word)) return word;
    const near = didYouMean(word, names);
    throw new InvalidArgumentError(
      `It must be one of ${names.join(", ")}.${near ? ` Did you mean ${near}?` : ""}`,
    );
  };
}

function integer(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^[+-]?\d+$/.test(text) && value >= least && value <= most) return value;
    const range = most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of at least ${least}`;
    throw new InvalidArgumentError(`It must be a whole number ${range}.`);
  };
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It must be a number.");
}

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new InvalidArgumentError("It must be a number above zero.");
}

function milliseconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 60_000) return value;
  throw new InvalidArgumentError("It must be a number of milliseconds from 0 to 60000.");
}

/** The programs to train: the note's two, or the one selected. */
export function programsOf(options: NoteOptions): Settings[] {
  const { only, cell } = options;
  if (only !== undefined && cell !== undefined && only !== cell) {
    throw new UsageError(say`--only ${only} and --cell ${cell} contradict each other`, {
      hint: say`leave out one of them`,
    });
  }
  if (only === "compare") return [];
  const chosen = cell ?? only;
  const bases = [rnnProgram, lstmProgram].filter(
    (base) => chosen === undefined || (base.cell === "rnn") === (chosen === "rnn"),
  );
  return bases.map((base) => ({
    ...base,
    cell: chosen ?? base.cell,
    timeStep: options.timeStep ?? base.timeStep,
    endpoint: options.endpoint ?? base.endpoint,
    ...commonOf(options),
  }));
}

function commonOf({ seed, hidden, layers, steps, lr, forgetBias }: NoteOptions): Partial<Settings> {
  return { seed, hidden, layers, steps, lr, forgetBias };
}

/** The programs of the note's last figure: RNN and LSTM under the same conditions. */
export function pairOf(options: NoteOptions): Settings[] {
  const { timeStep = 20, endpoint = true } = options;
  return (["rnn", "lstm"] as const).map((cell) => ({
    ...rnnProgram,
    ...commonOf(options),
    cell,
    timeStep,
    endpoint,
  }));
}

export function comparesCells({ only }: NoteOptions): boolean {
  return only === undefined || only === "compare";
}
