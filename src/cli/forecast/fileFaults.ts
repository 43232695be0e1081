/** @module All faults of a file as one error, and the command line that mends them. */
import type { Fault, Settled } from "../../data/series/checkSeries.ts";
import { DataError, type RemedyValue, UsageError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { shellWord } from "../../text/escape.ts";
import { formatList } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { messageInChinese } from "../sentencesInChinese.ts";
import { flagOf, type GivenOptions } from "./flags.ts";
import { seriesWords } from "./words.ts";

/** Several columns may be the target. */
export class TargetChoice extends UsageError {
  readonly file: string;
  readonly names: readonly string[];
  /** The same names, likely ones first. */
  readonly likely: readonly string[];

  constructor(file: string, names: readonly string[], likely: readonly string[]) {
    super(`${file}: choose the column to forecast: ${names.join(", ")}\n  Use --target NAME`);
    this.file = file;
    this.names = names;
    this.likely = likely;
  }
}

/** A file with several faults. */
export class FileFaults extends DataError {
  readonly faults: readonly Fault[];
  /** Whether the options of the faults mend all of them. */
  readonly areMended: boolean;

  constructor(file: string, { faults, result }: Settled<GivenOptions, unknown>) {
    super({ file }, say`there are ${faults.length} faults`);
    this.faults = faults;
    this.areMended = result !== null;
  }
}

/** The faults one by one, the command that mends them, and what else could be chosen. */
export function faultLines(
  faults: readonly Fault[],
  areMended: boolean,
  words: readonly string[],
  lang: Lang,
): string[] {
  const text = seriesWords[lang];
  const command = commandOf(words, faults);
  return [
    ...faults.map((fault) => faultText(fault, lang)),
    ...(faults.every(({ option }) => option === null)
      ? []
      : [areMended ? text.mend(command) : text.mendPart(command)]),
    ...(faults.some(({ option }) => option === "resample") ? [text.aggregates] : []),
    ...faults.flatMap(({ option, choices }) =>
      option === null || choices.length === 0 ? [] : [text.instead(otherFlags(option, choices, lang))],
    ),
  ];
}

/** A fault without the name of the file, with the number of its places. */
export function faultText({ error, option }: Fault, lang: Lang): string {
  const { file = "", what, count = 1, hint, hintSentence } = error;
  const chinese = lang === "zh" ? messageInChinese(error.sentence, error) : null;
  const places = count > 1 ? seriesWords[lang].places(count) : "";
  const isUnsure = option === "missingValues" && hint !== undefined && hintSentence !== undefined;
  if (chinese !== null) {
    const own = chinese.slice(file.length).replace(/^[ ：，]+/, "");
    return `${own}${places}${isUnsure ? `。${messageInChinese(hintSentence) ?? hint}` : ""}`;
  }
  return `${what.slice(file.length).replace(/^[:,] /, "")}${places}${isUnsure ? `. ${hint}` : ""}`;
}

function otherFlags(option: string, choices: readonly RemedyValue[], lang: Lang): string {
  const shown = choices.slice(0, 8).map((value) => flagWords(option, value).join(" "));
  return formatList(shown, lang, "or");
}

/** A command line with the options that mend the faults behind its own words. */
export function commandOf(words: readonly string[], faults: readonly Fault[]): string {
  const last = new Map<string, RemedyValue[]>();
  for (const { option, value } of faults) {
    if (option === null || value === undefined) continue;
    const isList = option === "missingValues" || option === "where";
    last.set(option, [...(isList ? (last.get(option) ?? []) : []), value]);
  }
  const flags = [...last].flatMap(([option, values]) => values.flatMap((value) => flagWords(option, value)));
  return ["unrolled", ...words.map(shellWord), ...flags].join(" ");
}

/** An option as the words of a shell: `--missing linear`, `--header`, `--where a=1 --where b=2`. */
function flagWords(option: string, value: RemedyValue): string[] {
  const flag = flagOf(option);
  if (value === true) return [flag];
  if (value === false) return [flag.replace("--", "--no-")];
  const texts = Array.isArray(value) ? value : [String(value)];
  return texts.flatMap((text) =>
    text.startsWith("-") ? [`${flag}=${shellWord(text)}`] : [flag, shellWord(text)],
  );
}
