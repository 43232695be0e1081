/** @module Errors of the library as the command line prints them: options as flags, without the name of the function. */
import { type AdvisedError, eitherOf, listRemedies, type Remedy, type RemedyValue } from "../errors.ts";
import { shellWord } from "../text/escape.ts";
import { flagOf } from "./forecast/flags.ts";

/** What is wrong, the flags that put it right, and the hint, on lines of their own. */
export function explain({ what, remedies, hint }: AdvisedError): string {
  const flags = listRemedies(remedies, inFlags);
  const verb = remedies.some(({ values }) => values.length > 0) ? "Use" : "Set";
  return [what, flags && `${verb} ${flags}`, hint].filter(Boolean).join("\n  ");
}

/** A remedy as flags: `--missing forward, linear or drop`, `--reach-back`, `--time none`. */
function inFlags({ option, values }: Remedy): string {
  if (option === "future" && values.length === 0) return "--future FILE"; // among settings, it names columns
  const flag = flagOf(option);
  if (values[0] === false) return flag.replace("--", "--no-");
  if (values.length === 0 || values[0] === true) return flag;
  const words = values.map(word);
  return `${flag}${/^'?-/.test(words[0]) ? "=" : " "}${eitherOf(words)}`;
}

/** A value as one argument; a sign alone is quoted, so that it stands out. */
function word(value: RemedyValue): string {
  const text = value === null ? "none" : Array.isArray(value) ? value.join(",") : String(value);
  return /[\p{L}\p{N}]/u.test(text) ? shellWord(text) : `'${text.replaceAll("'", "'\\''")}'`;
}
