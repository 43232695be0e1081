/** @module The models that `auto` tries, with their scores: while they are tried, and after the choice. */
import type { Candidate } from "../../src/forecast/plan.ts";
import { choiceTable } from "../../src/runs/report/scoreTables.ts";
import { terms } from "../../src/runs/terms.ts";
import { lang } from "./preferences.ts";

interface CandidatesProps {
  readonly candidates: readonly Candidate[];
  readonly caption: string;
}

/** The best first. */
export function Candidates({ candidates, caption }: CandidatesProps) {
  const { chosen, bestSoFar } = terms[lang.value];
  const { head, rows, best } = choiceTable({ windows: 0, candidates }, lang.value);
  const isOver = candidates.some(({ isChosen }) => isChosen);
  const lead = isOver ? best.findIndex((columns) => columns.length > 0) : 0;
  return (
    <table class="candidates" data-candidates={candidates.length}>
      <caption class="hint">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{head[0]}</th>
          <th scope="col" class="number">
            {head[1]}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, score], i) => (
          <tr key={name} class={i === lead ? "lead" : ""}>
            <th scope="row">
              {name}
              {i === lead && <small> – {isOver ? chosen : bestSoFar}</small>}
            </th>
            <td class="number">{score}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
