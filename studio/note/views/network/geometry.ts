/** @module Where the parts of the unrolled network stand, in pixels, and what stands at a place. */
import type { Cell } from "../../../../src/note/settings.ts";
import type { Spot } from "../../lab/networkWorked.ts";

/** One time step, or a gap that stands for those between two. */
export interface Slot {
  /** The first of its steps, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly isGap: boolean;
  /** The middle, and the width. */
  readonly x: number;
  readonly width: number;
}

/** The places of a drawing. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly slots: readonly Slot[];
  /** How many steps the window can be moved by; 0 where all are shown. */
  readonly travel: number;
  /** The first step of the window, and the one after its last. */
  readonly window: readonly [number, number];
  readonly cell: Cell;
  readonly gates: readonly string[];
}

/** Heights, from the top. */
export const rows = {
  target: 13,
  output: { top: 22, height: 24 },
  column: { top: 80, height: 128 },
  gates: { top: 218, height: 26 },
} as const;

/** Widths of the columns of h and c, and of a box. */
export const widths = { h: 18, c: 12, between: 3, box: 44 } as const;
/** Where the state before the first step stands, and where its segment ends. */
export const edge = { x: 22, cut: 62, start: 76 } as const;

const narrowest = { rnn: 58, lstm: 66, gru: 58 } as const;
const widest = 110;
const gapShare = 0.8;

/** The place of the x boxes. */
export function inputTop(gates: readonly string[]): number {
  return gates.length > 0 ? 282 : 246;
}

/** Fits T steps into a width: all of them, or the first, a window and the last, with gaps for those between. */
export function layoutOf(
  width: number,
  T: number,
  cell: Cell,
  gates: readonly string[],
  from: number | null,
): Layout {
  const room = Math.max(120, width - edge.start - 10);
  const fits = Math.max(1, Math.floor(room / narrowest[cell]));
  const common = { width, height: inputTop(gates) + 52, cell, gates };
  if (T <= fits) {
    const pitch = Math.min(widest, room / T);
    return { ...common, slots: placed(range(0, T), pitch), travel: 0, window: [0, T] };
  }
  const inner = Math.min(T - 2, Math.max(1, Math.floor(fits - 2 - 2 * gapShare)));
  const travel = T - 2 - inner;
  const first = 1 + Math.min(from ?? travel, travel);
  const steps = [0, ...range(first, first + inner), T - 1];
  const gaps = steps.filter((step, i) => i > 0 && step > steps[i - 1] + 1).length;
  const pitch = room / (steps.length + gaps * gapShare);
  return { ...common, slots: placed(steps, pitch), travel, window: [first, first + inner] };
}

function placed(steps: readonly number[], pitch: number): Slot[] {
  const slots: Slot[] = [];
  let left: number = edge.start;
  const add = (from: number, to: number, isGap: boolean, width: number): void => {
    slots.push({ from, to, isGap, x: left + width / 2, width });
    left += width;
  };
  steps.forEach((step, i) => {
    if (i > 0 && step > steps[i - 1] + 1) add(steps[i - 1] + 1, step, true, gapShare * pitch);
    add(step, step + 1, false, pitch);
  });
  return slots;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** Left edges of the columns of h and c in a slot. */
export function columnsOf({ x }: Pick<Slot, "x">, cell: Cell): { readonly h: number; readonly c: number } {
  const whole = cell === "lstm" ? widths.h + widths.between + widths.c : widths.h;
  return { h: x - whole / 2, c: x - whole / 2 + widths.h + widths.between };
}

/** The left and the right end of the columns of a slot. */
export function sidesOf(slot: Slot, cell: Cell): readonly [number, number] {
  if (slot.isGap) return [slot.x - slot.width / 2 + 6, slot.x + slot.width / 2 - 6];
  const { h, c } = columnsOf(slot, cell);
  return [h, cell === "lstm" ? c + widths.c : h + widths.h];
}

/** The heights of the ways between columns, as shares of them: of c, of h forward, and of the gradient back. */
export const ways = { c: 0.08, h: 0.34, gradient: 0.74 } as const;

export function wayY(way: keyof typeof ways): number {
  return rows.column.top + ways[way] * rows.column.height;
}

/** The value at a place of the drawing; null where there is none. `unit` is the one that gates are shown for. */
export function spotAt(layout: Layout, H: number, unit: number, x: number, y: number): Spot | null {
  const slot = layout.slots.find((each) => Math.abs(x - each.x) <= each.width / 2);
  if (slot === undefined || slot.isGap) return null;
  const { output, column, gates } = rows;
  const at = { gate: null, step: slot.from, unit };
  if (y >= output.top && y <= output.top + output.height) return { ...at, kind: "output", unit: 0 };
  if (y >= gates.top && y <= gates.top + gates.height + 14 && layout.gates.length > 0) {
    const bar = Math.floor((x - barsLeft(slot, layout.gates.length)) / barPitch);
    const gate = layout.gates[bar];
    return gate === undefined ? null : { ...at, kind: "gate", gate };
  }
  if (y < column.top || y >= column.top + column.height) return null;
  const row = Math.min(H - 1, Math.floor(((y - column.top) / column.height) * H));
  const { h, c } = columnsOf(slot, layout.cell);
  if (x >= h - 3 && x <= h + widths.h + 1) return { ...at, kind: "hidden", unit: row };
  if (layout.cell === "lstm" && x > h + widths.h + 1 && x <= c + widths.c + 3)
    return { ...at, kind: "cell", unit: row };
  return Math.abs(y - wayY("gradient")) < 16 && x > slot.x ? { ...at, kind: "norm", unit: 0 } : null;
}

/** Pixels from one bar of a gate to the next. */
export const barPitch = 13;

export function barsLeft({ x }: Slot, count: number): number {
  return x - (count * barPitch) / 2;
}
