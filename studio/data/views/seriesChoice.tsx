/** @module Which of the series of a file to use, where it has several: a choice for each column that tells them apart. */
import { lang } from "../../shared/preferences.ts";
import { setSeriesValue } from "../state/actions.ts";
import { seriesKeys, seriesValues } from "../state/session.ts";
import { dataWords } from "../words/words.ts";

/** Nothing for a file with one series; `place` tells the two places on the page apart. */
export function SeriesChoice({ place }: { readonly place: "side" | "stage" }) {
  const text = dataWords[lang.value].choose;
  const keys = seriesKeys.value;
  if (keys.length === 0) return null;
  return (
    <div class="series-choice" data-series-choice={place}>
      {keys.map(({ column, values }, i) => (
        <div key={column} class="field wide">
          <label for={`series-${place}-${i}`}>{keys.length === 1 ? text.oneSeries(column) : column}</label>
          <select
            id={`series-${place}-${i}`}
            value={seriesValues.value[i] ?? ""}
            onChange={({ currentTarget }) => setSeriesValue(i, currentTarget.value)}
          >
            <option value="">{text.noSeries}</option>
            {values.map((value) => (
              <option key={value} value={value}>
                {value}
              </option>
            ))}
          </select>
        </div>
      ))}
    </div>
  );
}
