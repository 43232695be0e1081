/** @module What runs between the steps: U, W and V forward in their colours, the gradient back, as wide as it is large. */
import type { ComponentChildren } from "preact";
import { hexOf } from "../../../../src/figures/palette.ts";
import { parameters } from "../../../../src/figures/unrolled/unrolledWords.ts";
import { formatRatio } from "../../../../src/text/format.ts";
import { theme } from "../../../shared/preferences.ts";
import type { Letter, NetworkPicture } from "../../lab/networkPicture.ts";
import { lit } from "../../state/network.ts";
import { edge, inputTop, type Layout, rows, type Slot, sidesOf, wayY } from "./geometry.ts";
import { shareAt } from "./values.ts";

interface EdgesProps {
  readonly layout: Layout;
  readonly picture: NetworkPicture;
}

/** Whether the state goes on from segment to segment. */
export function carries({ task, carry }: NetworkPicture["settings"]): boolean {
  return task === "cosine" && carry;
}

/** All edges and arrows. */
export function Edges({ layout, picture }: EdgesProps) {
  const { slots } = layout;
  return (
    <>
      {slots.map((slot, i) => (
        <g key={slot.isGap ? `gap ${i}` : slot.from}>
          <Between layout={layout} picture={picture} slot={slot} before={slots[i - 1] ?? null} />
          {!slot.isGap && <Vertical layout={layout} picture={picture} slot={slot} />}
        </g>
      ))}
      <Cut layout={layout} picture={picture} />
    </>
  );
}

interface StepProps extends EdgesProps {
  readonly slot: Slot;
}

/** U from below and V to the output. */
function Vertical({ layout, picture, slot }: StepProps) {
  const { column, output, gates } = rows;
  const { x } = slot;
  const bottom = layout.gates.length > 0 ? gates.top + gates.height + 14 : column.top + column.height + 2;
  const isAnswered = slot.from >= picture.firstAnswered;
  const isTop = picture.layer === picture.settings.layers - 1;
  return (
    <>
      <Arrow
        letter="U"
        from={[x, inputTop(layout.gates)]}
        to={[x, bottom + 1]}
        label={[x + 9, bottom + 20]}
      />
      {isAnswered && (
        <Arrow
          letter="V"
          from={[x, column.top - 2]}
          to={[x, output.top + output.height + 1]}
          label={[x + 9, (column.top + output.top + output.height) / 2 + 6]}
          isFaint={!isTop}
        />
      )}
    </>
  );
}

/** W, the way of c and the gradient between a slot and the one before it, or the edge. */
function Between({ layout, picture, slot, before }: StepProps & { readonly before: Slot | null }) {
  const { cell } = layout;
  const [right] = sidesOf(slot, cell);
  const left = before ? sidesOf(before, cell)[1] : edge.x + (cell === "lstm" ? 22 : 12);
  const middle = (left + right) / 2;
  const y = wayY("h");
  const isShown = before !== null || carries(picture.settings);
  const step = slot.from - 1;
  const { gradient } = picture;
  const norm = before ? gradient.norms[step] : gradient.start;
  return (
    <>
      {isShown && (
        <Arrow
          letter="W"
          from={[left + 1, y]}
          to={[right - 2, y]}
          label={[before ? middle - 2 : left + 9, y - 6]}
        />
      )}
      {isShown && cell === "lstm" && (
        <path d={`M${left + 1} ${wayY("c")}H${right - 2}`} class="network-cell" stroke-width="1.5" />
      )}
      {before ? (
        <Gradient share={shareAt(picture, norm)} from={right - 2} to={left + 2} />
      ) : (
        isShown && <Leaving picture={picture} share={shareAt(picture, norm)} from={right - 2} />
      )}
    </>
  );
}

/** The gradient at the segment's left edge: cut by detach, or out of the frame. */
function Leaving({ picture, share, from }: { picture: NetworkPicture; share: number; from: number }) {
  const isCut = picture.settings.detach;
  return <Gradient share={share} from={from} to={isCut ? edge.cut + 3 : 1} isCut={isCut} />;
}

interface ArrowProps {
  readonly letter: Letter;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly label: readonly [number, number];
  readonly isFaint?: boolean;
}

/** An edge with its letter. The same letter lights up everywhere; the frame listens for all of them. */
function Arrow({ letter, from: [x0, y0], to: [x1, y1], label, isFaint = false }: ArrowProps) {
  const color = hexOf(parameters[letter].color, theme.value);
  const isLit = lit.value === letter;
  const isDim = lit.value !== null && !isLit;
  const head = y0 === y1 ? `M${x1} ${y1}l-7 -4v8Z` : `M${x1} ${y1}l-4 7h8Z`;
  const end = y0 === y1 ? `H${x1 - 6}` : `V${y1 + 6}`;
  return (
    <g class="network-edge" data-letter={letter} opacity={isDim ? 0.25 : 1}>
      <path d={`M${x0} ${y0}${end}`} stroke="transparent" stroke-width="16" fill="none" />
      <path
        d={`M${x0} ${y0}${end}`}
        stroke={color}
        stroke-width={isLit ? 4 : 2}
        stroke-dasharray={isFaint ? "3 3" : undefined}
        fill="none"
      />
      <path d={head} fill={color} />
      <text x={label[0]} y={label[1]} style={{ fill: color }} class="network-letter">
        {letter}
      </text>
    </g>
  );
}

interface GradientProps {
  readonly share: number;
  readonly from: number;
  readonly to: number;
  readonly isCut?: boolean;
}

/** An arrow from right to left, its width proportional to the share, which is printed below. */
function Gradient({ share, from, to, isCut = false }: GradientProps): ComponentChildren {
  if (!Number.isFinite(share)) return null;
  const y = wayY("gradient");
  const color = hexOf("gradient", theme.value);
  const half = Math.min(7, Math.max(0.4, 5 * share));
  const head = Math.min(from - to - 2, 4 + half);
  const tip = half + 3;
  const faded = 0.3 + 0.7 * Math.min(1, share);
  const start = to + (isCut ? 0 : head);
  const body = `M${from} ${y - half}H${start}V${y + half}H${from}Z`;
  return (
    <>
      <path d={body} fill={color} opacity={faded} />
      {!isCut && <path d={`M${to} ${y}l${head} ${-tip}v${2 * tip}Z`} fill={color} opacity={faded} />}
      <text x={(Math.max(from, to) + Math.max(to, 0)) / 2} y={y + 20} class="network-share">
        {formatRatio(share)}
      </text>
    </>
  );
}

/** The line at which the segment begins. */
function Cut({ layout, picture }: EdgesProps): ComponentChildren {
  const { settings } = picture;
  if (!carries(settings)) return null;
  const color = settings.detach ? hexOf("target", theme.value) : "var(--line)";
  return (
    <path
      d={`M${edge.cut} ${rows.column.top - 14}V${layout.height - 20}`}
      stroke={color}
      stroke-width="1.5"
      stroke-dasharray="5 4"
    />
  );
}
