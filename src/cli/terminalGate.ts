/**
 * @module The one way of texts to the outputs of the command. Names, values and messages may come from a file of somebody else:
 * control characters are shown, not sent. Our own, which draw and style, are marked with a secret of this process.
 */
import type { Output } from "../figures/terminal/output.ts";
import { oneLine, visible } from "../text/escape.ts";
import { randomHex } from "./randomHex.ts";

const secret = randomHex(16);
/** The control characters that the command sends, and what stands for each until it passes the gate. */
const marks = [
  ["\u001b", `<${secret}>`],
  ["\r", `<${secret}/>`],
] as const;

/** An output that shows the control characters of every text, except for those marked by `own`. */
export function gated(output: Output): Output {
  const write = (text: string): unknown =>
    output.write(marks.reduce((all, [sign, mark]) => all.replaceAll(mark, sign), visible(text)));
  return Object.create(output, { write: { value: write } }) as Output; // sizes change: they are read through
}

/** Text whose control characters are our own: all that is not must have been made visible. */
export function own(text: string): string {
  return marks.reduce((all, [sign, mark]) => all.replaceAll(sign, mark), text);
}

/** A gated output for drawings, whose control characters are our own. */
export function drawing(output: Output): Output {
  return Object.create(output, { write: { value: (text: string) => output.write(own(text)) } }) as Output;
}

/** Lines as text: no text among them makes another line. */
export function linesText(lines: readonly string[]): string {
  return `${lines.map(oneLine).join("\n")}\n`;
}

/** The lines of a message of ours: what is wrong, and below it, indented, what to do. */
export function messageLines(message: string): string[] {
  return message.split(/\n(?= {2})/);
}
