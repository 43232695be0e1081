/** @module U, W and V: which parameters they are, and one of them as a heat map. The same at every step. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { hexOf } from "../../../../src/figures/palette.ts";
import { parameters, weights } from "../../../../src/figures/unrolled/unrolledWords.ts";
import { formatValue } from "../../../../src/text/format.ts";
import { cellText, Heatmap } from "../../../shared/charts/heatmap.tsx";
import { MatrixTables } from "../../../shared/charts/matrixTable.tsx";
import { lang, theme } from "../../../shared/preferences.ts";
import type { NetworkPicture } from "../../lab/networkPicture.ts";
import { chosenMatrix, lit } from "../../state/network.ts";
import { words } from "../../words/words.ts";
import { mostOf } from "./values.ts";

/** Three buttons, and the matrix of the one that is pointed at or chosen. */
export function MatrixCard({ picture }: { readonly picture: NetworkPicture }) {
  const text = words[lang.value].network;
  const reading = useSignal("");
  const { matrix, settings } = picture;
  const most = useMemo(() => mostOf(matrix?.values ?? []), [matrix]);
  return (
    <div class="network-matrix">
      <fieldset class="network-letters" aria-label={text.matrices}>
        {weights.map((letter) => (
          <button
            key={letter}
            type="button"
            data-letter={letter}
            aria-pressed={chosenMatrix.value === letter}
            style={{ "--letter": hexOf(parameters[letter].color, theme.value) }}
            onClick={() => {
              chosenMatrix.value = letter;
            }}
            onFocus={() => {
              lit.value = letter;
            }}
            onBlur={() => {
              lit.value = null;
            }}
            onPointerEnter={() => {
              lit.value = letter;
            }}
            onPointerLeave={() => {
              lit.value = null;
            }}
          >
            <b>{letter}</b> {text.roles[letter]}
          </button>
        ))}
      </fieldset>
      {matrix && (
        <figure class="trace">
          <figcaption>
            <b>{matrix.letter}</b> = <code>{matrix.name}</code> <small>({matrix.shape.join(", ")})</small>{" "}
            <small>{reading.value || `±${formatValue(most)}`}</small>
          </figcaption>
          <Heatmap
            label={`${matrix.name} ${matrix.shape.join(" × ")}`}
            values={matrix.values}
            {...lyingOf(matrix.shape)}
            scale={most}
            height={96}
            onHover={(at) => {
              const { cols } = lyingOf(matrix.shape);
              reading.value = at ? cellText(matrix.values, cols, at.row, at.column) : "";
            }}
          />
          <p class="hint">{text.shared(matrix.letter, settings.timeStep)}</p>
          <MatrixTables matrices={[{ name: matrix.name, values: matrix.values, ...lyingOf(matrix.shape) }]} />
        </figure>
      )}
    </div>
  );
}

/** What has one column only lies on its side. */
function lyingOf([rows, cols]: readonly number[]): { rows: number; cols: number } {
  return cols === 1 ? { rows: 1, cols: rows } : { rows, cols };
}
