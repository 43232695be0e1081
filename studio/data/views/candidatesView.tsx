/** @module The models that `auto` tries, with their scores: while they are tried, and after the choice. */
import { membersName } from "../../../src/forecast/scores/methodNames.ts";
import type { Candidate } from "../../../src/forecast/plan.ts";
import { formatError } from "../../../src/text/format.ts";
import { lang } from "../../shared/preferences.ts";
import { dataWords } from "../words/words.ts";

interface CandidatesProps {
  readonly candidates: readonly Candidate[];
  readonly caption: string;
}

const scored = ({ score }: Candidate): number => score ?? Number.POSITIVE_INFINITY;

/** The best first. */
export function Candidates({ candidates, caption }: CandidatesProps) {
  const text = dataWords[lang.value].choice;
  const sorted = [...candidates].sort((a, b) => scored(a) - scored(b));
  const isOver = candidates.some(({ isChosen }) => isChosen);
  return (
    <table class="candidates" data-candidates={candidates.length}>
      <caption class="hint">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{text.model}</th>
          <th scope="col" class="number">
            MASE
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((one, i) => {
          const isLead = isOver ? one.isChosen : i === 0 && one.score !== null;
          return (
            <tr key={JSON.stringify(one.members)} class={isLead ? "lead" : ""}>
              <th scope="row">
                {membersName(one.members, lang.value)}
                {isLead && <small> {isOver ? text.chosen : text.leads}</small>}
              </th>
              <td class="number">{one.score === null ? text.unfinished : formatError(one.score)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
