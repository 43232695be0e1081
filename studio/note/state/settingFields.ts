/** @module What each setting may be: one table for the controls, the address and the checks. */
import { cellNames, optimizerNames, type Settings, taskNames } from "../../../src/note/settings.ts";

/** The kinds of setting. */
export type Field =
  | { readonly kind: "choice"; readonly options: readonly string[] }
  | { readonly kind: "whole"; readonly min: number; readonly max: number }
  | { readonly kind: "number"; readonly min: number; readonly max: number }
  /** A number above zero; with `off`, also none at all. */
  | { readonly kind: "positive"; readonly min: number; readonly max: number; readonly off: boolean }
  | { readonly kind: "switch" };

/** A setting's name. */
export type FieldName = keyof Settings;

/** Every setting, in the order of the controls. */
export const fields: Readonly<Record<FieldName, Field>> = {
  task: { kind: "choice", options: taskNames },
  cell: { kind: "choice", options: cellNames },
  timeStep: { kind: "whole", min: 1, max: 200 },
  hidden: { kind: "whole", min: 1, max: 256 },
  layers: { kind: "whole", min: 1, max: 4 },
  lr: { kind: "positive", min: 1e-6, max: 100, off: false },
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
