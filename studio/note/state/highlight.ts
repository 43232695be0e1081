/** @module The words of a program by kind, for colours: enough for the programs that the page writes itself. */

/** What a piece of a program is. */
type TokenKind = "comment" | "string" | "keyword" | "number" | "plain";

/** A piece of a program. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const keywords = {
  pytorch:
    "as class def for from if import in return super with None True False self max min range print getattr",
  typescript:
    "class const continue export extends false for function if import from let new null of return this true type",
} as const;

/** A language that a program is written in. */
export type ProgramLanguage = keyof typeof keywords;

const comments = { pytorch: "#[^\\n]*", typescript: "//[^\\n]*" } as const;

/** The pieces of a program: together, they are its text. */
export function tokensOf(program: string, language: ProgramLanguage): readonly Token[] {
  const words = keywords[language].split(" ").join("|");
  const pattern = new RegExp(
    `(?<comment>${comments[language]})|(?<string>"[^"\\n]*"|'[^'\\n]*')|(?<keyword>\\b(?:${words})\\b)|(?<number>\\b\\d[\\d_]*(?:\\.\\d+)?(?:e[+-]?\\d+)?\\b)`,
    "g",
  );
  const tokens: Token[] = [];
  let end = 0;
  for (const match of program.matchAll(pattern)) {
    if (match.index > end) tokens.push({ kind: "plain", text: program.slice(end, match.index) });
    tokens.push({ kind: kindOf(match.groups), text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < program.length) tokens.push({ kind: "plain", text: program.slice(end) });
  return tokens;
}

function kindOf(groups: Record<string, string | undefined> = {}): TokenKind {
  const kinds = ["comment", "string", "keyword", "number"] as const;
  return kinds.find((kind) => groups[kind] !== undefined) ?? "plain";
}
