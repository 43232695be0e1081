/** @module The verdict on a comparison: one fixed sentence per finding. */
import type { Lang } from "../../text/lang.ts";
import type { ComparisonResult } from "../results.ts";
import { type Finding, type FindingKind, type FindingNumbers, lossFindings } from "./findings.ts";
import { gradientFindings, memoryFindings } from "./gradientFindings.ts";
import { lengthFindings } from "./lengthFindings.ts";
import { reportWords } from "./zh.ts";

type Sentences = { readonly [Kind in FindingKind]: (numbers: FindingNumbers[Kind]) => string };

export interface Verdict {
  /** At most five sentences. */
  readonly brief: readonly string[];
  /** The ranking of the cells, and their final losses. */
  readonly losses: readonly string[];
  /** Where gradients vanish or explode. */
  readonly gradients: readonly string[];
  /** Whether long sequences fail because of their length. */
  readonly length: readonly string[];
  /** What an LSTM's c carries. */
  readonly memory: readonly string[];
}

const briefKinds: ReadonlySet<FindingKind> = new Set([
  ...(["lowestApart", "lowestOverlaps", "lowestMixed", "oneSeed", "noMedian"] as const),
  ...(["vanishingBefore", "vanishingAfter"] as const),
  ...(["rateTooLarge", "nothingLearnt", "allLearn", "memory"] as const),
]);

export function verdict(comparison: ComparisonResult, lang: Lang): Verdict {
  const findings = {
    losses: lossFindings(comparison),
    gradients: gradientFindings(comparison),
    length: lengthFindings(comparison, comparison.settings.endpoint),
    memory: memoryFindings(comparison.reach),
  };
  const write = (of: readonly Finding[]): string[] =>
    of.map((finding) => sentence(finding, reportWords[lang].verdict));
  return {
    brief: write(
      Object.values(findings)
        .flat()
        .filter(({ kind }) => briefKinds.has(kind)),
    ),
    losses: write(findings.losses),
    gradients: write(findings.gradients),
    length: write(findings.length),
    memory: write(findings.memory),
  };
}

function sentence<Kind extends FindingKind>({ kind, numbers }: Finding<Kind>, write: Sentences): string {
  return write[kind](numbers);
}
