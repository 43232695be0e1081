/** @module What a command prints about an error, and its exit code. Loaded when there is one. */
import { CommanderError } from "commander";
import {
  AdvisedError,
  DataError,
  listRemedies,
  MemoryError,
  type Remedy,
  type RemedyValue,
  ShapeError,
  UsageError,
  ValueError,
} from "../errors.ts";
import { shellWord } from "../text/escape.ts";
import { formatList } from "../text/format.ts";
import type { Lang } from "../text/lang.ts";
import { chineseError } from "./chineseHelp.ts";
import { InputError, OutputError } from "./files.ts";
import { FileFaults, faultLines } from "./forecast/fileFaults.ts";
import { flagOf } from "./forecast/flags.ts";
import { Interrupted, type Process } from "./process.ts";
import { messageInChinese } from "./sentencesInChinese.ts";
import { linesText, messageLines } from "./terminalGate.ts";

/** Prints an error that ended a command; returns the exit code. */
export function report(error: unknown, { stderr }: Process, lang: Lang, words: readonly string[]): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has printed it already
  if (error instanceof Interrupted) {
    stderr.write(lang === "zh" ? "已中断，没有写入任何文件。\n" : "Interrupted: nothing was written.\n");
    return 130;
  }
  stderr.write(
    linesText(messageLines(`${lang === "zh" ? "错误：" : "error: "}${textOf(error, lang, words)}`)),
  );
  return error instanceof UsageError || error instanceof ValueError ? 2 : 1;
}

function textOf(error: unknown, lang: Lang, words: readonly string[]): string {
  if (error instanceof FileFaults)
    return [explain(error, lang), ...faultLines(error.faults, error.areMended, words, lang)].join("\n  ");
  if (error instanceof AdvisedError) return explain(error, lang);
  if (error instanceof InputError || error instanceof OutputError)
    return lang === "zh" ? chineseError(error.message) : error.message;
  if (error instanceof ShapeError) return error.message;
  if (error instanceof MemoryError) return `${error.what}\n  try smaller sizes, such as --hidden`;
  if (error instanceof RangeError)
    // of the engine: an array that is too large
    return `not enough memory for these settings (${error.message})\n  try smaller sizes, such as --hidden`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What is wrong, the flags that put it right, and the hint, on lines of their own. */
export function explain(error: AdvisedError, lang: Lang = "en"): string {
  const { what, sentence, remedies, hint, hintSentence } = error;
  const isChinese = lang === "zh";
  const either = (texts: readonly string[]): string => formatList(texts, lang, "or");
  const or = isChinese ? "；或 " : "; or ";
  const flags = listRemedies(remedies, (remedy) => inFlags(remedy, either), { either, or });
  const { use, set } = isChinese ? { use: "可用", set: "请设置" } : { use: "Use", set: "Set" };
  const advice = flags && `${remedies.some(({ values }) => values.length > 0) ? use : set} ${flags}`;
  if (!isChinese) return [what, advice, hint].filter(Boolean).join("\n  ");
  const place = error instanceof DataError ? error : {};
  const help = hintSentence && (messageInChinese(hintSentence) ?? hint);
  return [messageInChinese(sentence, place) ?? what, advice, help].filter(Boolean).join("\n  ");
}

/** A remedy as flags: `--missing forward, linear or drop`, `--reach-back`, `--time none`. */
function inFlags({ option, values }: Remedy, either: (texts: readonly string[]) => string): string {
  if (option === "future" && values.length === 0) return "--future FILE"; // among settings, it names columns
  const flag = flagOf(option);
  if (values[0] === false) return flag.replace("--", "--no-");
  if (values.length === 0 || values[0] === true) return flag;
  if (option === "where")
    return either(
      values.map((value) =>
        conditions(value)
          .map((one) => `${flag} ${word(one)}`)
          .join(" "),
      ),
    );
  const words = values.map(word);
  return `${flag}${/^'?-/.test(words[0]) ? "=" : " "}${either(words)}`;
}

function conditions(value: RemedyValue): readonly string[] {
  return Array.isArray(value) ? value : [String(value)];
}

/** A value as one argument; a sign alone is quoted, so that it stands out. */
function word(value: RemedyValue): string {
  const text = value === null ? "none" : Array.isArray(value) ? value.join(",") : String(value);
  return /[\p{L}\p{N}]/u.test(text) ? shellWord(text) : `'${text.replaceAll("'", "'\\''")}'`;
}
