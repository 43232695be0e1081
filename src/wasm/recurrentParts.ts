/**
 * @module A recurrent layer on a batch that is too large for one call: in parts, each some of its sequences.
 *
 * Sequences are independent, so parts compute the same bits. What backward needs is on the heap. Gradients of weights are
 * summed over all rows in the order of time, as one call sums them.
 */
import { LARGEST_MEMORY, ROOM, SavedBlock } from "./arena.ts";
import { arenaFor } from "./engine.ts";
import { layerCall as slot } from "./kernels.generated.ts";
import {
  bytesNeeded,
  checkNeed,
  isSmall,
  type LayerLayout,
  type LayerWeights,
  layoutOf,
  mapWeights,
  savedSize,
} from "./recurrent.ts";
import { type LayerGradients, type LayerNeeds, recurrentBackward } from "./recurrentBackward.ts";
import {
  forward,
  freeLayer,
  type LayerInputs,
  recurrentForward,
  type SavedLayer,
} from "./recurrentForward.ts";
import { WeightSum } from "./weightSum.ts";

/** Parts of fewer sequences would be slow, and products of a single one take another way. */
const FEWEST = 8;

/** Some sequences of a batch, from `first` on. */
interface Part {
  readonly first: number;
  readonly layout: LayerLayout;
  /** What its forward saved; empty if nothing was to be saved. */
  readonly values: Float32Array;
}

/** Where a part is in the whole. */
interface Place {
  readonly layout: LayerLayout;
  readonly own: LayerLayout;
  readonly first: number;
}

/** What the forward passes of all parts save, or that of the only one. */
export type SavedParts =
  | { readonly layer: SavedLayer; readonly parts: null }
  | {
      readonly layer: null;
      readonly parts: readonly Part[];
      readonly layout: LayerLayout;
      readonly fromZeros: boolean;
    };

/** As `recurrentForward`, in parts of as many sequences as memory allows. Throws MemoryError if no part would fit. */
export function forwardInParts(
  layout: LayerLayout,
  inputs: LayerInputs,
  save: boolean,
  rows: number = rowsPerPart(layout, save),
): { readonly states: Float32Array; readonly saved: SavedParts | null } {
  if (rows >= layout.B) {
    const { states, saved } = recurrentForward(layout, inputs, save);
    return { states, saved: saved && { layer: saved, parts: null } };
  }
  const states = new Float32Array(layout.states);
  const parts: Part[] = [];
  for (let first = 0; first < layout.B; first = endOf(first, rows, layout.B)) {
    const own = partLayout(layout, first, endOf(first, rows, layout.B) - first);
    const arena = arenaFor(own.work);
    arena.reserve(bytesNeeded(own, save));
    const pointer = arena.allocate(savedSize(own));
    const place = { layout, own, first };
    const x = new Float32Array(own.N * layout.I);
    copyRows(false, inputs.x, x, place, layout.I, layout.sequence.xBatchFirst);
    const initial = inputs.initial?.map((state, s) => ofBatch(state, layout.widths[s], first, own.B)) ?? null;
    const result = forward(arena, own, { ...inputs, x, initial }, pointer);
    const values = save ? arena.copyOut(pointer, savedSize(own)) : new Float32Array(0);
    parts.push({ first, layout: own, values });
    copyStates(true, states, result, place);
  }
  return { states, saved: save ? { layer: null, parts, layout, fromZeros: inputs.initial === null } : null };
}

/** As `recurrentBackward`; gradients of weights are summed over `chunk` time steps at once. */
export function backwardInParts(
  saved: SavedParts,
  dstates: Float32Array,
  weights: LayerWeights<Float32Array>,
  needs: LayerNeeds,
  again: boolean,
  chunk?: number,
): LayerGradients {
  if (saved.parts === null) return recurrentBackward(saved.layer, dstates, weights, needs, again);
  const { parts, layout, fromZeros } = saved;
  const { I, H, P, B, N, G } = layout;
  const dx = needs.x ? new Float32Array(N * I) : null;
  const initial = needs.initial ? layout.widths.map((width) => new Float32Array(B * width)) : [];
  const steps = needs.steps ? layout.widths.map((width) => new Float32Array(N * width)) : [];
  const rows: PartGradients[] = [];
  for (const { first, layout: own, values } of parts) {
    const arena = arenaFor(own.work);
    const block = new SavedBlock(0, values.length);
    block.values = values;
    const layer: SavedLayer = { arena, block, layout: own, fromZeros };
    const place = { layout, own, first };
    const dpart = new Float32Array(own.states);
    copyStates(false, dstates, dpart, place);
    const d = recurrentBackward(
      layer,
      dpart,
      weights,
      { ...needs, weights: false },
      false, // the arena has a copy of what was saved
      (_, call) => {
        if (!needs.weights) return;
        const read = (name: "du" | "dht", width: number): Float32Array =>
          call[slot[name]] === 0 ? new Float32Array(0) : arena.copyOut(call[slot[name]], own.N * width);
        const size = own.N * G * H;
        const gates = again ? new Float32Array(size) : values.subarray(0, size); // in place, as the kernel does
        arena.read(gates, call[slot.gates]);
        rows.push({ gates, du: read("du", G * H), dht: weights.weightHr === null ? gates : read("dht", P) });
      },
    );
    if (dx !== null && d.x !== null) copyRows(true, dx, d.x, place, I, layout.sequence.xBatchFirst);
    d.initial.forEach((state, s) => {
      initial[s].set(state, first * layout.widths[s]);
    });
    d.steps.forEach((step, s) => {
      copyRows(true, steps[s], step, place, steps[s].length / N);
    });
  }
  return {
    x: dx,
    initial,
    steps,
    weights: needs.weights
      ? weightGradients(parts, rows, layout, weights, chunk ?? chunkSteps(layout))
      : null,
  };
}

export function freeParts(saved: SavedParts): void {
  if (saved.layer !== null) freeLayer(saved.layer);
}

/** Of the rows of a part: gradients of the pre-activations, for a GRU also those of u, with a projection those of h. */
interface PartGradients {
  readonly gates: Float32Array; // (N, G·H)
  readonly du: Float32Array; // (N, G·H)
  readonly dht: Float32Array; // (N, P)
}

/** Sequences of each part; all of them if one call will do. */
function rowsPerPart(layout: LayerLayout, save: boolean): number {
  const { B } = layout;
  if (isSmall(layout)) return B;
  const whole = bytesNeeded(layout, save);
  if (whole <= ROOM || B < 2 * FEWEST) return B;
  const least = bytesNeeded(partLayout(layout, 0, FEWEST), save);
  const each = (bytesNeeded(partLayout(layout, 0, 2 * FEWEST), save) - least) / FEWEST;
  checkNeed(least);
  const limit = Math.max(ROOM, Math.min(2 * least, LARGEST_MEMORY - ROOM));
  return FEWEST * Math.max(1, Math.floor(1 + (limit - least) / each / FEWEST));
}

/** The end of a part; the last one takes what would be too few for one of its own. */
function endOf(first: number, rows: number, B: number): number {
  return first + rows + FEWEST > B ? B : first + rows;
}

function partLayout({ mode, I, H, P, sequence, m }: LayerLayout, first: number, rows: number): LayerLayout {
  const batchSizes = sequence.batchSizes
    .map((size) => Math.min(rows, size - first))
    .filter((size) => size > 0);
  return layoutOf(mode, { I, H, P }, { ...sequence, batchSizes }, m > 0);
}

/** Copies the rows of a part, of some width, from the whole, or to it; of batch-first rows they are one block. */
function copyRows(
  toWhole: boolean,
  all: Float32Array,
  own: Float32Array,
  { layout: whole, own: part, first }: Place,
  width: number,
  isBatchFirst = false,
): void {
  const copy = (from: number, to: number, count: number): void => {
    const there = all.subarray(from * width, (from + count) * width);
    const here = own.subarray(to * width, (to + count) * width);
    if (toWhole) there.set(here);
    else here.set(there);
  };
  const { batchSizes } = whole.sequence;
  const T = batchSizes.length;
  if (isBatchFirst) {
    copy(first * T, 0, part.B * T);
    return;
  }
  let [offset, at] = [first, 0];
  part.sequence.batchSizes.forEach((count, t) => {
    copy(offset, at, count);
    offset += batchSizes[t];
    at += count;
  });
}

/** Copies outputs and final states, as `LayerLayout.states` has them. */
function copyStates(toWhole: boolean, all: Float32Array, own: Float32Array, place: Place): void {
  const { layout: whole, own: part, first } = place;
  const { P, N, B, widths, sequence } = whole;
  copyRows(toWhole, all, own, place, P, sequence.yBatchFirst);
  let [there, here] = [N * P, part.N * P];
  for (const width of widths) {
    const state = ofBatch(all.subarray(there), width, first, part.B);
    const mine = own.subarray(here, here + part.B * width);
    if (toWhole) state.set(mine);
    else mine.set(state);
    there += B * width;
    here += part.B * width;
  }
}

function ofBatch(state: Float32Array, width: number, first: number, rows: number): Float32Array {
  return state.subarray(first * width, (first + rows) * width);
}

/** Sums over chunks of time steps, in each of which the rows of all parts follow each other as in one call. */
function weightGradients(
  parts: readonly Part[],
  gradients: readonly PartGradients[],
  whole: LayerLayout,
  weights: LayerWeights<Float32Array>,
  steps: number,
): LayerWeights<Float32Array> {
  const { mode, I, H, P, G } = whole;
  const GH = G * H;
  const [ih, hh, hr] = [new WeightSum(GH, I), new WeightSum(GH, P), new WeightSum(P, H)];
  const T = whole.sequence.batchSizes.length;
  for (let t = 0; t < T; t += steps) {
    const until = Math.min(T, t + steps);
    const gather = (width: number, stride: number, from: (part: number) => Float32Array, shift = 0) =>
      gathered(parts, t, until, width, stride, shift, from);
    const xh = (k: number): Float32Array => parts[k].values.subarray(parts[k].layout.gates);
    const d = gather(GH, GH, (k) => gradients[k].gates);
    ih.add(d, gather(I, P + I, xh, P));
    hh.add(mode === "GRU" ? gather(GH, GH, (k) => gradients[k].du) : d, gather(P, P + I, xh));
    if (weights.weightHr === null) continue;
    const m = (k: number): Float32Array => {
      const { gates, xh: width, extra, tanhC } = parts[k].layout;
      return parts[k].values.subarray(gates + width + extra + tanhC);
    };
    hr.add(
      gather(P, P, (k) => gradients[k].dht),
      gather(H, H, m),
    );
  }
  return mapWeights(weights, (_, i) => [ih.weight, hh.weight, ih.bias, hh.bias, hr.weight][i]);
}

/** Time steps whose rows are summed at once: many more rows than weights, which each chunk carries along. */
function chunkSteps({ sequence, G, H, P, I }: LayerLayout): number {
  const rows = Math.max(4 * G * H, ROOM / 16 / (G * H + Math.max(I, P, H)));
  return Math.max(1, Math.ceil(rows / sequence.batchSizes[0]));
}

/** Columns shift … shift + width of the rows of some time steps, of all parts. */
function gathered(
  parts: readonly Part[],
  from: number,
  until: number,
  width: number,
  stride: number,
  shift: number,
  valuesOf: (part: number) => Float32Array,
): Float32Array {
  const sizes = parts.map(({ layout }) => layout.sequence.batchSizes);
  const starts = sizes.map((own) => own.slice(0, from).reduce((sum, size) => sum + size, 0));
  const counts = sizes.map((own) => own.slice(from, until).reduce((sum, size) => sum + size, 0));
  const result = new Float32Array(width * counts.reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (let t = from; t < until; t++)
    for (let k = 0; k < parts.length; k++) {
      const values = valuesOf(k);
      const count = sizes[k][t] ?? 0;
      const block = width === stride ? count : 1; // rows that follow each other
      for (let row = 0; row < count; row += block) {
        const start = (starts[k] + row) * stride + shift;
        result.set(values.subarray(start, start + block * width), at);
        at += block * width;
      }
      starts[k] += count;
    }
  return result;
}
