/** @module The verdict on a comparison: one fixed sentence per finding. */
import type { Lang } from "../../text/lang.ts";
import type { Comparison } from "../comparison.ts";
import {
  cellStateFindings,
  type Finding,
  type FindingKind,
  type FindingNumbers,
  gradientFindings,
  lossFindings,
} from "./findings.ts";
import { reportWords } from "./zh.ts";

type Sentences = { readonly [Kind in FindingKind]: (numbers: FindingNumbers[Kind]) => string };

export interface Verdict {
  /** The ranking of the cells, and their final losses. */
  readonly losses: readonly string[];
  /** The note's claim about more than 10 steps, as a question and its answers. */
  readonly gradients: readonly string[];
  /** Whether an LSTM's c carries the gradient further than its h; empty if nothing is left of either. */
  readonly cellState: readonly string[];
}

export function verdict(comparison: Comparison, lang: Lang): Verdict {
  const write = (findings: readonly Finding[]): string[] =>
    findings.map((finding) => sentence(finding, reportWords[lang].verdict));
  return {
    losses: write(lossFindings(comparison)),
    gradients: write(gradientFindings(comparison)),
    cellState: write(cellStateFindings(comparison)),
  };
}

function sentence<Kind extends FindingKind>({ kind, numbers }: Finding<Kind>, write: Sentences): string {
  return write[kind](numbers);
}
