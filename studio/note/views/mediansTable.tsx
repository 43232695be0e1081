/** @module Median final losses by learning rate, number of steps and cell. */
import { cellLabels, cellNames } from "../../../src/note/settings.ts";
import { lang } from "../../shared/preferences.ts";
import { finalMedians } from "../lesson/claims.ts";
import { words } from "../words/words.ts";

/** What decides at which length. */
export function MediansTable() {
  const text = words[lang.value].lesson.medians;
  return (
    <table class="small">
      <caption>{text.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{text.rate}</th>
          <th scope="col">{text.steps}</th>
          {cellNames.map((cell) => (
            <th key={cell} scope="col">
              {cellLabels[cell]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {finalMedians.map(({ lr, timeStep, says }) => (
          <tr key={`${lr} ${timeStep}`}>
            <th scope="row">{lr}</th>
            <td>{timeStep}</td>
            {cellNames.map((cell) => (
              <td key={cell}>{says[cell]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
