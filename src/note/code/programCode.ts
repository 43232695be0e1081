/** @module The program of any settings as a text to copy, run and change: in TypeScript, and in Python for PyTorch. */

import type { Lang } from "../../text/lang.ts";
import { checkSettings, type Settings } from "../settings.ts";
import { pytorchCode } from "./codePytorch.ts";
import { typescriptCode } from "./codeTypescript.ts";
import { codeWords } from "./codeWords.ts";

/** What a program can be written for. */
export const codeLanguages = ["typescript", "pytorch"] as const;

/** A language to write programs in. */
export type CodeLanguage = (typeof codeLanguages)[number];

const writers = {
  typescript: typescriptCode,
  pytorch: pytorchCode,
} as const satisfies Record<CodeLanguage, unknown>;

/**
 * The complete program that these settings stand for, with comments in `lang`. It prints one line a segment, its number
 * and its loss: in TypeScript the very losses of `Program`, in Python PyTorch's own.
 *
 * The TypeScript imports from "unrolled" and "unrolled/data", the Python torch and numpy; neither needs anything else.
 *
 * @throws ValueError that names a setting no run can have.
 */
export function programCode(settings: Settings, language: CodeLanguage, lang: Lang): string {
  checkSettings(settings);
  return `${writers[language](settings, codeWords[lang])}\n`;
}
