/** @module What stands at each step: what is read, the gates, what is answered and what would have been right. */
import { hexOf } from "../../../../src/figures/palette.ts";
import { lang, theme } from "../../../shared/preferences.ts";
import type { NetworkPicture } from "../../lab/networkPicture.ts";
import { words } from "../../words/words.ts";
import { carries } from "./edges.tsx";
import { barPitch, barsLeft, edge, inputTop, type Layout, rows, type Slot, widths } from "./geometry.ts";
import { answerAt, inputAt, meanOpening } from "./values.ts";

interface StepsProps {
  readonly layout: Layout;
  readonly picture: NetworkPicture;
}

/** All steps that are shown, and the state before the first. */
export function Steps({ layout, picture }: StepsProps) {
  const text = words[lang.value].network;
  const bottom = layout.height - 6;
  return (
    <>
      <text x={edge.x + 8} y={rows.column.top - 6} class="network-small">
        h₀
      </text>
      <text x={4} y={bottom} class="network-small start">
        {carries(picture.settings) ? text.carried : text.empty}
      </text>
      {layout.slots.map((slot, i) =>
        slot.isGap ? (
          <text key={`gap ${i}`} x={slot.x} y={bottom} class="network-small">
            … {slot.to - slot.from} …
          </text>
        ) : (
          <Step key={slot.from} slot={slot} layout={layout} picture={picture} />
        ),
      )}
    </>
  );
}

function Step({ slot, layout, picture }: StepsProps & { readonly slot: Slot }) {
  const { x, from: step } = slot;
  const now = theme.value;
  const answer = answerAt(picture, step);
  const { output } = rows;
  const box = Math.min(widths.box, slot.width - 4);
  return (
    <g>
      {answer && (
        <>
          <text x={x} y={rows.target} class="network-value" style={{ fill: hexOf("target", now) }}>
            {answer.target}
          </text>
          <Box x={x} y={output.top} width={box} stroke={hexOf("prediction", now)} text={answer.answer} />
        </>
      )}
      {layout.gates.map((name, i) => (
        <Gate
          key={name}
          name={name}
          x={barsLeft(slot, layout.gates.length) + i * barPitch}
          {...{ picture, step }}
        />
      ))}
      {picture.below === null ? (
        <Input x={x} y={inputTop(layout.gates)} width={box} {...{ picture, step }} />
      ) : (
        <text x={x + 14} y={inputTop(layout.gates) + 20} class="network-small">
          h′
        </text>
      )}
      <text x={x} y={layout.height - 6} class="network-small">
        {step === 0 || slot.width > 60 ? `t = ${step + 1}` : step + 1}
      </text>
    </g>
  );
}

interface BoxProps {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly stroke: string;
  readonly text: string;
  readonly isThick?: boolean;
}

function Box({ x, y, width, stroke, text, isThick = false }: BoxProps) {
  return (
    <>
      <rect
        x={x - width / 2}
        y={y}
        width={width}
        height={24}
        rx={5}
        fill="var(--paper)"
        stroke={stroke}
        stroke-width={isThick ? 3 : 1.5}
      />
      <text x={x} y={y + 16} class="network-value" style={{ fill: "var(--ink)" }}>
        {text}
      </text>
    </>
  );
}

interface AtStep {
  readonly x: number;
  readonly step: number;
  readonly picture: NetworkPicture;
}

function Input({ x, y, width, step, picture }: AtStep & { readonly y: number; readonly width: number }) {
  const { text, isMarked } = inputAt(picture, step);
  return <Box x={x} y={y} width={width} stroke="var(--muted)" text={text} isThick={isMarked} />;
}

/** A bar as high as the gate is open, on average over its units. */
function Gate({ name, x, step, picture }: AtStep & { readonly name: string }) {
  const { top, height } = rows.gates;
  const open = meanOpening(picture.gates[name], step, picture.settings.hidden);
  const filled = Number.isFinite(open) ? open * height : 0;
  return (
    <>
      <rect x={x + 1} y={top} width={barPitch - 3} height={height} class="network-bar" />
      <rect x={x + 1} y={top + height - filled} width={barPitch - 3} height={filled} class="network-open" />
      <text x={x + barPitch / 2} y={top + height + 11} class="network-small">
        {name}
      </text>
    </>
  );
}
