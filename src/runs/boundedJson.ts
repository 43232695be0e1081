/** @module The amount of JSON in a file that somebody else may have made: megabytes of it take a minute and gigabytes to parse. */
import { FormatError } from "../errors.ts";
import { type Sentence, say } from "../sentence.ts";

/** Shorter texts cannot hold enough to matter. */
const SMALL = 2 ** 18;
/** Objects, lists and named fields: V8 takes about a microsecond and up to 100 bytes for each. */
const MOST_PARTS = 200_000;
const MOST_VALUES = 2_000_000;

const [COLON, COMMA, BRACKET, BRACE] = [":", ",", "[", "{"].map((sign) => sign.charCodeAt(0));

/** Throws FormatError for a text, which messages call `name`, with more parts than any file of a run. */
export function checkAmount(text: string, name: string): void {
  const fault = text.length > SMALL ? excessOf(text, name) : null;
  if (fault !== null) throw new FormatError(fault);
}

/** Counts signs inside texts, too: those of a run are names and sentences. */
function excessOf(text: string, name: string): Sentence | null {
  let [parts, values] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === COMMA) values += 1;
    else if (code === COLON || code === BRACKET || code === BRACE) parts += 1;
  }
  if (parts > MOST_PARTS) return say`${name} has more than ${MOST_PARTS} objects, lists and fields`;
  return values > MOST_VALUES ? say`${name} has more than ${MOST_VALUES} values` : null;
}
