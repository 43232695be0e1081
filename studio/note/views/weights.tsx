/** @module Every parameter as a heat map, a block for each gate; as it is, or what training made different. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Cell } from "../../../src/note/settings.ts";
import { formatValue } from "../../../src/text/format.ts";
import { cellText, Heatmap } from "../../shared/charts/heatmap.tsx";
import { MatrixTables } from "../../shared/charts/matrixTable.tsx";
import { lang } from "../../shared/preferences.ts";
import type { ParameterView } from "../lab/insight.ts";
import { gateNames } from "../lab/traces.ts";
import { words } from "../words/words.ts";
import { ColorScale } from "./inside/colorScale.tsx";

interface WeightsProps {
  readonly parameters: readonly ParameterView[];
  readonly cell: Cell;
}

/** The switch, and all parameters. */
export function Weights({ parameters, cell }: WeightsProps) {
  const text = words[lang.value].inside;
  const difference = useSignal(false);
  const matrices = parameters.flatMap((parameter) =>
    blocksOf(parameter, shownOf(parameter, difference.value), cell).map((block) => ({
      ...block,
      name: `${parameter.name} ${block.gate}`.trim(),
    })),
  );
  return (
    <>
      <label class="switch-line">
        <input
          type="checkbox"
          name="difference"
          checked={difference.value}
          onChange={({ currentTarget }) => {
            difference.value = currentTarget.checked;
          }}
        />
        {text.difference}
      </label>
      <div class="weights">
        {parameters.map((parameter) => (
          <Parameter key={parameter.name} {...{ parameter, cell }} difference={difference.value} />
        ))}
      </div>
      <MatrixTables matrices={matrices} />
    </>
  );
}

interface ParameterProps {
  readonly parameter: ParameterView;
  readonly cell: Cell;
  readonly difference: boolean;
}

function Parameter({ parameter, cell, difference }: ParameterProps) {
  const { name, shape } = parameter;
  const reading = useSignal("");
  const shown = useMemo(() => shownOf(parameter, difference), [parameter, difference]);
  const most = useMemo(() => shown.reduce((sum, value) => Math.max(sum, Math.abs(value)), 1e-9), [shown]);
  const blocks = useMemo(() => blocksOf(parameter, shown, cell), [parameter, shown, cell]);
  // A bar of one colour at the end of its scale says nothing.
  const isOne = shown.length === 1;
  return (
    <figure class={`parameter${blocks[0].rows === 1 ? " flat" : ""}`}>
      <figcaption>
        <code>{name}</code> <small>({shape.join(", ")})</small>{" "}
        <small class="value">{isOne ? formatValue(shown[0]) : reading.value}</small>
      </figcaption>
      {isOne ? null : (
        <>
          <div class="blocks">
            {blocks.map((block) => (
              <div key={block.gate} class="block">
                {block.gate !== "" && <span class="gate">{block.gate}</span>}
                <Heatmap
                  label={`${name} ${block.gate} ${shape.join(" × ")}`}
                  {...block}
                  scale={most}
                  height={block.rows === 1 ? 16 : 110}
                  onHover={(at) => {
                    reading.value = at ? cellText(block.values, block.cols, at.row, at.column) : "";
                  }}
                />
              </div>
            ))}
          </div>
          <ColorScale low={`−${formatValue(most)}`} middle="0" high={formatValue(most)} />
        </>
      )}
    </figure>
  );
}

/** As it is, or what training made different. */
function shownOf({ values, start }: ParameterView, difference: boolean): Float32Array {
  return difference ? values.map((value, i) => value - start[i]) : values;
}

interface Block {
  readonly gate: string;
  readonly values: Float32Array;
  readonly rows: number;
  readonly cols: number;
}

/** A block for each gate; what has one column only lies on its side. */
function blocksOf({ name, shape }: ParameterView, values: Float32Array, cell: Cell): readonly Block[] {
  const gates: readonly string[] = name.startsWith("rnn.") && cell !== "rnn" ? gateNames[cell] : [""];
  const size = values.length / gates.length;
  const width = shape.length === 2 && shape[1] > 1 ? shape[1] : size;
  return gates.map((gate, i) => ({
    gate,
    values: values.subarray(i * size, (i + 1) * size),
    rows: size / width,
    cols: width,
  }));
}
