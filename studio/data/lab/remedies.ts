/** @module What went wrong, in the words of the error, with what a person may choose to put it right. */
import { defaultMissing } from "../../../src/data/read/columnBuilder.ts";
import type { Policies } from "../../../src/data/series/rows.ts";
import type { TimeFormat } from "../../../src/data/series/timeFormats.ts";
import { DataError } from "../../../src/errors.ts";
import { type Binary, BinaryError, type Reading } from "./readTable.ts";

/** One way to go on. */
export type Remedy =
  | { readonly kind: "policy"; readonly name: keyof Policies; readonly value: string }
  | { readonly kind: "timeFormat"; readonly value: TimeFormat }
  /** Reads the file again; `text` is what then stands for a missing value. */
  | { readonly kind: "read"; readonly reading: Reading; readonly text?: string };

/** When it went wrong. */
export type Stage = "read" | "series" | "plan" | "train" | "model" | "forecast";

/** What the page tells of an error. */
export interface Fault {
  readonly stage: Stage;
  /** The error's own words; the first line says where and what. */
  readonly message: string;
  readonly row: number | null;
  readonly column: string | null;
  readonly binary: Binary | null;
  readonly remedies: readonly Remedy[];
}

/** A fault from whatever was thrown. */
export function faultOf(error: unknown, stage: Stage): Fault {
  const message = error instanceof Error ? error.message : String(error);
  const place = error instanceof DataError ? error : undefined;
  return {
    stage,
    message,
    row: place?.row ?? null,
    column: place?.column ?? null,
    binary: error instanceof BinaryError ? error.kind : null,
    remedies: place === undefined ? [] : remediesOf(message),
  };
}

const policyWords: Readonly<Record<keyof Policies, readonly string[]>> = {
  missing: ["forward", "linear", "drop"],
  duplicates: ["first", "last", "mean"],
  unsorted: ["sort"],
  gaps: ["fill", "ignore"],
};

/** The second line of an error names the option that decides, and its values in quotes: each becomes a choice. */
function remediesOf(message: string): readonly Remedy[] {
  const hint = message.split("\n").slice(1).join("\n");
  if (hint.includes("missing: [")) return textRemedies(hint);
  const quoted = new Set([...hint.matchAll(/"([^"]*)"/g)].map(([, word = ""]) => word));
  const policies = (Object.keys(policyWords) as (keyof Policies)[]).filter((name) =>
    hint.includes(`${name}: "`),
  );
  return [
    ...policies.flatMap((name) =>
      policyWords[name]
        .filter((value) => quoted.has(value))
        .map((value): Remedy => ({ kind: "policy", name, value })),
    ),
    ...(hint.includes("dayFirst: ") ? dayRemedies : []),
    ...([",", "."] as const)
      .filter((decimal) => hint.includes(`decimal: "${decimal}"`))
      .map((decimal): Remedy => ({ kind: "read", reading: { decimal } })),
    ...(hint.includes("encoding")
      ? encodings.filter((one) => quoted.has(one) && !message.includes(`are not ${one}`)).map(encodingRemedy)
      : []),
  ];
}

const dayRemedies: readonly Remedy[] = [
  { kind: "timeFormat", value: "day-first" },
  { kind: "timeFormat", value: "month-first" },
];

const encodings = ["utf-16le", "gb18030", "windows-1252"];

function encodingRemedy(encoding: string): Remedy {
  return { kind: "read", reading: { encoding } };
}

/** A text among numbers may stand for a missing value; one that was cut short in the message cannot be named. */
function textRemedies(hint: string): readonly Remedy[] {
  const shown = /missing: \[("(?:[^"\\]|\\.)*")/.exec(hint)?.[1];
  const text: unknown = shown === undefined ? undefined : JSON.parse(shown);
  if (typeof text !== "string" || text.endsWith("…")) return [];
  return [{ kind: "read", reading: { missing: [...defaultMissing, text] }, text }];
}
