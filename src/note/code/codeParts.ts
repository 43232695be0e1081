/** @module What both writers of programs share: names of classes, and putting lines together. */

import type { Cell, OptimizerName, Settings } from "../settings.ts";
import type { CodeWords, Passing } from "./codeWords.ts";

/** The recurrent layers, named in `nn` as PyTorch names them. */
export const layerClasses: Readonly<Record<Cell, string>> = { rnn: "RNN", lstm: "LSTM", gru: "GRU" };

/** The optimisers, named in `optim` as PyTorch names them. */
export const optimizerClasses: Readonly<Record<OptimizerName, string>> = {
  adam: "Adam",
  adamw: "AdamW",
  sgd: "SGD",
  rmsprop: "RMSprop",
  adagrad: "Adagrad",
  nadam: "NAdam",
  radam: "RAdam",
};

/** How these settings pass the state on: cut from its graph, with a graph that was freed or kept, or not at all. */
export function passingOf({ carry, detach, retainGraph }: Settings): Passing {
  if (!carry) return "dropped";
  if (detach) return "cut";
  return retainGraph ? "kept" : "freed";
}

/** Of the two names, those of the states that the cell has. */
export function statesOf({ cell }: Settings, h: string, c: string): readonly string[] {
  return cell === "lstm" ? [h, c] : [h];
}

/** The comment on `backward`, which may keep the graph for the next segment, or for nobody. */
export function backwardComment(settings: Settings, words: CodeWords): string {
  if (!settings.retainGraph) return words.backward;
  return passingOf(settings) === "kept" ? words.backwardKept : words.backwardKeptInVain;
}

/** Lines, and lists of lines, in one text; null stands for a line that these settings do not need. */
export function linesOf(...lines: readonly (string | null | readonly string[])[]): string {
  return lines
    .flat()
    .filter((line) => line !== null)
    .join("\n");
}

/** The same, further in; empty lines stay empty. */
export function indent(text: string, by: string): string {
  return text.replace(/^(?=.)/gm, by);
}
