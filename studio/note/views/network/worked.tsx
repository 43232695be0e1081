/** @module The equation of a value with its numbers, which add up to it. */
import { formatDecimals } from "../../../../src/text/format.ts";
import { CloseButton } from "../../../shared/failure.tsx";
import { lang } from "../../../shared/preferences.ts";
import { siteWords } from "../../../shared/siteWords.ts";
import type { Worked, WorkedLine } from "../../lab/networkWorked.ts";
import { playing, togglePlaying } from "../../state/labSession.ts";
import { opened } from "../../state/network.ts";
import { words } from "../../words/words.ts";
import { scaleOf } from "./values.ts";

/** Line by line: sums with their largest terms, and functions; the last is the value that was clicked. */
export function WorkedNumbers({ worked }: { readonly worked: Worked }) {
  const text = words[lang.value].network;
  const { spot, lines, shown } = worked;
  const { unit, print } = scaleOf([shown]);
  return (
    <section class="network-worked" aria-label={text.worked.title} data-worked={spot.kind}>
      <CloseButton
        label={siteWords[lang.value].close}
        onClose={() => {
          opened.value = false;
        }}
      />
      <h3>
        {text.worked.of(spot)} = <output data-shown>{`${print(shown)} ${unit}`.trim()}</output>
      </h3>
      {playing.value && (
        <button type="button" onClick={togglePlaying}>
          {text.worked.hold}
        </button>
      )}
      <div class="network-lines">
        {blocksOf(lines).map((block) => (
          <div key={block[0].symbol} class="network-block">
            {block.map((line) => (
              <Line key={line.symbol} line={line} />
            ))}
          </div>
        ))}
      </div>
      <p class="hint">{text.worked.note}</p>
    </section>
  );
}

/** A function stands below the sum that it is applied to. */
function blocksOf(lines: readonly WorkedLine[]): readonly WorkedLine[][] {
  const blocks: WorkedLine[][] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    if (last && last.at(-1)?.symbol === line.apply?.of) last.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

function Line({ line }: { readonly line: WorkedLine }) {
  const text = words[lang.value].network.worked;
  const { symbol, value, terms, rest, apply, held } = line;
  const { unit, print } = scaleOf([value, ...terms.map((term) => term.value), rest?.value ?? 0]);
  if (held !== null)
    return (
      <p data-line={symbol}>
        <b>{symbol}</b> = {formatDecimals(value, 7)} <small>({text[held]})</small>
      </p>
    );
  if (apply) {
    const inner = scaleOf([apply.argument]);
    return (
      <p data-line={symbol}>
        <b>{symbol}</b> = {apply.name}({apply.of}) = {apply.name}(
        {`${inner.print(apply.argument)} ${inner.unit}`.trim()}) ={" "}
        <b data-total>{`${print(value)} ${unit}`.trim()}</b>
      </p>
    );
  }
  return (
    <table class="small" data-line={symbol}>
      <caption>
        <b>{symbol}</b> = {unit && text.scaled(unit)}
      </caption>
      <tbody>
        {terms.map(({ label, factors, value: part }) => (
          <tr key={label}>
            <th scope="row">
              {label}
              {factors.length > 1 && <small> = {factors.map(factorText).join(" × ")}</small>}
            </th>
            <td data-term>{print(part)}</td>
          </tr>
        ))}
        {rest && (
          <tr>
            <th scope="row">{text.rest(rest.count)}</th>
            <td data-term>{print(rest.value)}</td>
          </tr>
        )}
        <tr class="network-total">
          <th scope="row">{symbol}</th>
          <td data-total>{`${print(value)} ${unit}`.trim()}</td>
        </tr>
      </tbody>
    </table>
  );
}

function factorText(value: number): string {
  const { unit, print } = scaleOf([value]);
  const text = `${print(value)} ${unit}`.trim();
  return value < 0 ? `(${text})` : text;
}
