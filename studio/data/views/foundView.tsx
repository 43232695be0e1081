/** @module What was detected in the file: its format, numbers, times, calendar, gaps and bounds. */
import { terms } from "../../../src/runs/terms.ts";
import { lang } from "../../shared/preferences.ts";
import type { Planned } from "../lab/sessionFacts.ts";
import { dataWords } from "../words/words.ts";

/** A short list; what was not found has no line. */
export function FoundView({ planned }: { readonly planned: Planned }) {
  const text = dataWords[lang.value].found;
  return (
    <dl class="found" data-found>
      {linesOf(planned).map(({ key, lines }) => (
        <div key={key} data-found-line={key}>
          <dt>{text.names[key]}</dt>
          {lines.map((line) => (
            <dd key={line}>{line}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

type LineName = keyof (typeof dataWords)["en"]["found"]["names"];

interface FoundLine {
  readonly key: LineName;
  readonly lines: readonly string[];
}

function linesOf({ plan, found }: Planned): FoundLine[] {
  const text = dataWords[lang.value].found;
  const { format, styles, encodings, times, skipped, resampled, completed } = found;
  const bounds = terms[lang.value].bounds(plan);
  const lines: readonly FoundLine[] = [
    {
      key: "leftOut",
      lines: format?.leftOut === undefined ? [] : [terms[lang.value].leftOut(format.leftOut)],
    },
    { key: "numbers", lines: styles.map(({ name, style }) => terms[lang.value].numberStyle(name, style)) },
    { key: "texts", lines: encodings.map(text.encoding) },
    { key: "times", lines: times === null ? [text.noTimes] : [text.times(times)] },
    {
      key: "step",
      lines: [
        ...(times?.isNumbered ? [text.numbered] : []),
        ...(skipped > 0 ? [text.skipped(skipped)] : []),
        ...(resampled === null ? [] : [text.resampled(resampled)]),
      ],
    },
    { key: "missing", lines: completed === null ? [] : [terms[lang.value].completed(completed)] },
    { key: "bounds", lines: bounds === "" ? [] : [bounds] },
  ];
  return lines.filter((line) => line.lines.length > 0);
}
