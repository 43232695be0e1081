/** @module h in the plane of its two main components: one dot a step, coloured by what it stands for. */

import { minOf } from "../../../../src/lists.ts";
import type { TaskName } from "../../../../src/note/settings.ts";
import { formatPercent } from "../../../../src/text/format.ts";
import { lang, theme } from "../../../shared/preferences.ts";
import type { HiddenState, Walk, WalkName } from "../../lab/hiddenState.ts";
import { words } from "../../words/words.ts";
import { markColor } from "./colors.ts";

const width = 360;
const height = 300;
const margin = 26;

/** Where a place of the plane is drawn; both axes have one scale, so that a ring is round. */
type Place = (x: number, y: number) => readonly [number, number];

/** The picture. */
export function PlaneView({ seen }: { readonly seen: HiddenState }) {
  const text = words[lang.value].hiddenState;
  const { task } = seen.settings;
  const walks = Object.entries(seen.walks) as [WalkName, Walk][];
  const place = placing(walks.map(([, walk]) => walk));
  const isSound = walks.every(([, { places }]) => places.every(Number.isFinite)); // not of a network that has diverged
  const [first, second] = seen.shares.map((share) => formatPercent(share, 0));
  return (
    <svg
      class="plane"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={text.describe(seen.settings, first, second)}
    >
      <Axes place={place} labels={[text.component(1, first), text.component(2, second)]} />
      {isSound && walks.map(([name, walk]) => <Way key={name} {...{ name, walk, task, place }} />)}
      {isSound && task === "cosine" && seen.walks.trained && (
        <PhaseLabels walk={seen.walks.trained} place={place} />
      )}
    </svg>
  );
}

function placing(walks: readonly Walk[]): Place {
  let most = 1e-6;
  for (const { places } of walks) for (const value of places) most = Math.max(most, Math.abs(value) || 0);
  const scale = (Math.min(width, height) / 2 - margin) / most;
  return (x, y) => [width / 2 + scale * x, height / 2 - scale * y];
}

function Axes({ place, labels }: { readonly place: Place; readonly labels: readonly string[] }) {
  const [x, y] = place(0, 0);
  return (
    <g class="axes">
      <line x1="0" x2={width} y1={y} y2={y} />
      <line x1={x} x2={x} y1="0" y2={height} />
      <text x={width - 6} y={height - 7} text-anchor="end">
        {labels[0]} →
      </text>
      <text x="6" y="14">
        ↑ {labels[1]}
      </text>
    </g>
  );
}

interface WayProps {
  readonly name: WalkName;
  readonly walk: Walk;
  readonly task: TaskName;
  readonly place: Place;
}

/** A line through the steps of the curve, with a dot for each; separate points for another task. */
function Way({ name, walk: { places, marks, freeFrom }, task, place }: WayProps) {
  const now = theme.value;
  const points = Array.from(marks, (mark, i) => ({ mark, at: place(places[2 * i], places[2 * i + 1]) }));
  // In free run the first two segments are the trained way itself.
  const shown = points.slice(freeFrom ?? 0);
  return (
    <g class={`way ${name}`} data-way={name}>
      {task === "cosine" && <polyline points={shown.map(({ at }) => at.map(rounded).join()).join(" ")} />}
      {shown.map(({ mark, at: [x, y] }, i) => (
        <Point key={`${i}`} {...{ x, y, mark, task, name }} color={markColor(task, mark, now)} />
      ))}
      {name === "cold" && <Start at={shown[0].at} />}
    </g>
  );
}

interface PointProps {
  readonly x: number;
  readonly y: number;
  readonly mark: number;
  readonly task: TaskName;
  readonly name: WalkName;
  readonly color: string;
}

/** A symbol is written out, so that colour is not all there is to it; an even count is a hollow dot. */
function Point({ x, y, mark, task, name, color }: PointProps) {
  if (task === "echo")
    return (
      <text class="symbol" x={rounded(x)} y={rounded(y + 3)} fill={color}>
        {mark}
      </text>
    );
  const isHollow = name === "cold" || (task === "parity" && mark === 0);
  return (
    <circle
      cx={rounded(x)}
      cy={rounded(y)}
      r={name === "trained" ? 3.4 : 2.6}
      fill={isHollow ? "none" : color}
      stroke={color}
    />
  );
}

function Start({ at: [x, y] }: { readonly at: readonly [number, number] }) {
  return (
    <text class="start" x={rounded(x) + 6} y={rounded(y) - 4}>
      {words[lang.value].hiddenState.start}
    </text>
  );
}

const quarters = ["0", "π/2", "π", "3π/2"] as const;

/** The phase, written outside the ring at the mean of the states that are nearest to it. */
function PhaseLabels({ walk: { places, marks }, place }: Pick<WayProps, "walk" | "place">) {
  const period = 2 * Math.PI;
  return (
    <g class="phases">
      {quarters.map((label, k) => {
        const apart = Array.from(marks, (t) =>
          Math.abs(((t - (k * Math.PI) / 2 + 9.5 * period) % period) - period / 2),
        );
        const least = minOf(apart) + 0.05;
        const near = apart.flatMap((value, i) => (value <= least ? [i] : []));
        const mean = (axis: number): number =>
          near.reduce((sum, i) => sum + places[2 * i + axis], 0) / near.length;
        const [x, y] = place(mean(0), mean(1));
        const out = Math.hypot(x - width / 2, y - height / 2) || 1;
        return (
          <text
            key={label}
            x={rounded(x + (16 * (x - width / 2)) / out)}
            y={rounded(y + (16 * (y - height / 2)) / out + 4)}
          >
            {label}
          </text>
        );
      })}
    </g>
  );
}

/** To a tenth of a pixel, which is less to lay out. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
