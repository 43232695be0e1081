/** @module The program of any settings as a text to copy, run and change: in TypeScript, and in Python for PyTorch. */
import type { Lang, Translated } from "../../text/lang.ts";
import { checkSettings, type Settings } from "../settings.ts";
import { type CodeWords, en } from "./en.ts";
import { pytorchProgram } from "./pytorch.ts";
import { typescriptProgram } from "./typescript.ts";
import { zh } from "./zh.ts";

export const codeLanguages = ["typescript", "pytorch"] as const;

export type CodeLanguage = (typeof codeLanguages)[number];

const templates = {
  typescript: typescriptProgram,
  pytorch: pytorchProgram,
} as const satisfies Record<CodeLanguage, unknown>;

const comments: Translated<CodeWords> = { en, zh };

/**
 * The complete program of these settings, with comments in `lang`. It prints the number and loss of each segment: in
 * TypeScript exactly the losses of `Program`, in Python PyTorch's.
 *
 * The TypeScript imports from "unrolled" and "unrolled/data", the Python from torch and numpy, and nothing else.
 *
 * @throws ValueError that names an invalid setting.
 */
export function programCode(settings: Settings, language: CodeLanguage, lang: Lang): string {
  checkSettings(settings);
  return templates[language](settings, comments[lang]);
}
