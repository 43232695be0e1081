/** @module The verdict on a comparison: sentences that its numbers bear out, whatever they are. */

import type { Lang, Translated } from "../../text/lang.ts";
import type { Comparison } from "../comparison.ts";
import { cellFading, flowFindings, type LossFindings, lossFindings, overlap } from "./findings.ts";
import { verdictChinese } from "./verdictChinese.ts";
import { verdictEnglish } from "./verdictEnglish.ts";
import type { VerdictTexts } from "./verdictTexts.ts";

/** What a comparison comes to. */
export interface Verdict {
  /** Sentences on the final losses. */
  readonly losses: readonly string[];
  /** One sentence on gradients that vanish or explode. */
  readonly note: string;
  /** One sentence on the LSTM's memory cell; null when there are too few numbers for one. */
  readonly cell: string | null;
}

const texts: Translated<VerdictTexts> = { en: verdictEnglish, zh: verdictChinese };

/** Says what a comparison shows. */
export function verdict(comparison: Comparison, lang: Lang): Verdict {
  const fading = cellFading(comparison);
  return {
    losses: lossSentences(lossFindings(comparison), texts[lang]),
    note: texts[lang].note(flowFindings(comparison)),
    cell: fading && texts[lang].cell(fading),
  };
}

/** The same, one sentence or group of sentences a line. */
export function verdicts(comparison: Comparison, lang: Lang): string[] {
  const { losses, note, cell } = verdict(comparison, lang);
  return [...losses, note, ...(cell === null ? [] : [cell])];
}

function lossSentences(findings: LossFindings, { medians, lowest, pair, diverged }: VerdictTexts): string[] {
  const { ranked, lost, seeds } = findings;
  const [best, ...others] = ranked;
  const sentences = [...medians(findings)];
  if (others.length > 0 && seeds.length > 1) {
    const near = others.filter((other) => overlap(best, other));
    sentences.push(
      lowest(
        best,
        near,
        others.filter((other) => !near.includes(other)),
      ),
    );
    // Otherwise the note's pair, RNN and LSTM, is already compared above.
    if (best.cell === "gru" && others.length === 2) sentences.push(pair(others[0], others[1]));
  }
  return [...sentences, ...[...ranked, ...lost].filter(({ finite, runs }) => finite < runs).map(diverged)];
}
