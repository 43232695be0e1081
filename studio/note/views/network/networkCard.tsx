/** @module The network view itself: the drawing with its matrices, values, hands-on controls and table. */

import { useSignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { euclideanNorm } from "../../../../src/lists.ts";
import { formatRatio, formatValue } from "../../../../src/text/format.ts";
import { FoldedTables } from "../../../shared/charts/dataTable.tsx";
import { lang } from "../../../shared/preferences.ts";
import type { NetworkPicture } from "../../lab/networkPicture.ts";
import { opened } from "../../state/network.ts";
import { words } from "../../words/words.ts";
import { useStages } from "../stages.ts";
import { Drawing } from "./drawing.tsx";
import { MatrixCard } from "./matrixCard.tsx";
import { Picker } from "./picker.tsx";
import { answerAt, inputAt, meanOpening, shareAt } from "./values.ts";

interface CardProps {
  readonly picture: NetworkPicture;
}

/** Everything under the title. */
export function NetworkCard({ picture }: CardProps) {
  const text = words[lang.value].network;
  const built = useStages(2);
  return (
    <>
      <p class="hint">
        {text.legend(picture)}
        {picture.whatIf && <b> {text.hands.active}</b>}
      </p>
      <Drawing picture={picture} />
      {built > 1 && (
        <div class="network-below">
          <MatrixCard picture={picture} />
          <Picker picture={picture} />
        </div>
      )}
      {opened.value && <Equation picture={picture} />}
      {built > 1 && <Hands picture={picture} />}
      <FoldedTables label={text.title}>{() => <StepTable picture={picture} />}</FoldedTables>
    </>
  );
}

type EquationView = typeof import("./worked.tsx");

/** The equation; its code comes when the first one is opened. */
function Equation({ picture: { worked } }: CardProps) {
  const [view, setView] = useState<EquationView | null>(null);
  useEffect(() => {
    void import("./worked.tsx").then(setView);
  }, []);
  if (view === null || worked === null) return null;
  return <view.WorkedNumbers worked={worked} />;
}

type View = typeof import("./handsOn.tsx");

/** The hands-on controls, whose code comes when they are opened. */
function Hands({ picture }: CardProps) {
  const [view, setView] = useState<View | null>(null);
  const isOpen = useSignal(false);
  useEffect(() => {
    if (isOpen.value) void import("./handsOn.tsx").then(setView);
  }, [isOpen.value]);
  return (
    <details
      class="network-details"
      data-details="hands"
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>{words[lang.value].network.hands.title}</summary>
      {view && isOpen.value && <view.HandsOn picture={picture} />}
    </details>
  );
}

/** The drawing as a table, a row for each step. */
function StepTable({ picture }: CardProps) {
  const text = words[lang.value].network.table;
  const { settings, hidden, gates, gradient } = picture;
  const H = settings.hidden;
  const open = Object.keys(gates).filter((name) => name !== "g" && name !== "n");
  const normOf = (step: number): number => euclideanNorm(hidden.subarray(step * H, (step + 1) * H));
  const head = [
    text.step,
    text.input,
    text.norm,
    text.answer,
    text.target,
    ...open.map(text.opening),
    text.gradient,
  ];
  return (
    <table>
      <caption>{text.caption}</caption>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: settings.timeStep }, (_, step) => {
          const answer = answerAt(picture, step);
          const { text: input, isMarked } = inputAt(picture, step);
          return (
            <tr key={`${step}`}>
              <th scope="row">{step + 1}</th>
              <td>{isMarked ? text.marked(input) : input}</td>
              <td>{formatValue(normOf(step))}</td>
              <td>{answer?.answer ?? ""}</td>
              <td>{answer?.target ?? ""}</td>
              {open.map((name) => (
                <td key={name}>{formatValue(meanOpening(gates[name], step, H))}</td>
              ))}
              <td>{formatRatio(shareAt(picture, gradient.norms[step]))}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
