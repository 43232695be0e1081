/** @module What each setting may be: one table for the controls, the address and the checks. */
import { cellNames, optimizerNames, type Settings, taskNames } from "../../../src/note/settings.ts";

/** The kinds of setting. */
export type Field =
  | { readonly kind: "choice"; readonly options: readonly string[] }
  | ({ readonly kind: "whole" } & Range)
  | ({ readonly kind: "number" } & Range)
  /** A number above zero; with `off`, also none at all. */
  | ({ readonly kind: "positive"; readonly off: boolean } & Range)
  | { readonly kind: "switch" };

interface Range {
  readonly min: number;
  readonly max: number;
  /** Where a slider beside the number stops: about evenly on a log scale. */
  readonly stops?: readonly number[];
}

/** A setting's name. */
export type FieldName = keyof Settings;

/** Every setting, in the order of the controls. */
export const fields: Readonly<Record<FieldName, Field>> = {
  task: { kind: "choice", options: taskNames },
  cell: { kind: "choice", options: cellNames },
  timeStep: {
    kind: "whole",
    min: 1,
    max: 200,
    stops: [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200],
  },
  hidden: { kind: "whole", min: 1, max: 256, stops: [1, 2, 4, 8, 16, 32, 64, 128, 256] },
  layers: { kind: "whole", min: 1, max: 4 },
  lr: {
    kind: "positive",
    min: 1e-6,
    max: 100,
    off: false,
    stops: [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1],
  },
  optimizer: { kind: "choice", options: optimizerNames },
  clip: { kind: "positive", min: 1e-4, max: 1000, off: true },
  steps: { kind: "whole", min: 1, max: 100_000_000 },
  endpoint: { kind: "switch" },
  seed: { kind: "whole", min: 0, max: 2 ** 32 - 1 },
  initialState: { kind: "choice", options: ["zeros", "random"] },
  carry: { kind: "switch" },
  detach: { kind: "switch" },
  retainGraph: { kind: "switch" },
  forgetBias: { kind: "number", min: -10, max: 10 },
};

/** What a task whose sequences begin anew and are drawn at random does not depend on. */
const ofTheCurve: readonly FieldName[] = ["endpoint", "carry", "detach", "retainGraph"];

/** Whether a setting means nothing beside the others. */
export function isIdle({ task, cell, carry, detach }: Settings, name: FieldName): boolean {
  if (name === "forgetBias") return cell === "rnn";
  if (task !== "cosine") return ofTheCurve.includes(name);
  if (name === "retainGraph") return detach || !carry;
  return name === "detach" && !carry;
}

/** What a switch may be called. */
const switchWords: ReadonlyMap<string, boolean> = new Map([
  ["yes", true],
  ["true", true],
  ["1", true],
  ["no", false],
  ["false", false],
  ["0", false],
]);

/** All names, in order. */
export const fieldNames = Object.keys(fields) as FieldName[];

/** The settings that are always in view; the others are a click away. */
export const openFields: readonly FieldName[] = ["task", "cell", "timeStep", "lr"];

/** A setting's value as in the address. */
export function formatField(settings: Settings, name: FieldName): string {
  const value = settings[name];
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value === null ? "off" : String(value);
}

/** The settings with one of them changed to what a text says; null when it says nothing that the setting can be. */
export function withField(settings: Settings, name: FieldName, text: string): Settings | null {
  const value = parse(fields[name], text.normalize("NFKC").trim()); // full-width digits, too
  return value === undefined ? null : { ...settings, [name]: value };
}

function parse(field: Field, text: string): string | number | boolean | null | undefined {
  switch (field.kind) {
    case "choice":
      return field.options.find((option) => option === text.toLowerCase());
    case "switch":
      return switchWords.get(text.toLowerCase());
    case "whole":
      return /^\d+$/.test(text) ? within(Number(text), field) : undefined;
    case "number":
      return /^[-+−]?[\d.]+(e[+-]?\d+)?$/i.test(text)
        ? within(Number(text.replace("−", "-")), field)
        : undefined;
    case "positive":
      if (field.off && text.toLowerCase() === "off") return null;
      return /^[\d.]+(e[+-]?\d+)?$/i.test(text) ? within(Number(text), field) : undefined;
  }
}

function within(value: number, { min, max }: { min: number; max: number }): number | undefined {
  return value >= min && value <= max ? value : undefined;
}
