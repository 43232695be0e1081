/** @module Sequences of unequal length: padding and packing. */

import { closed, described } from "../../arguments.ts";
import { ShapeError, ValueError } from "../../errors.ts";
import { PackedSequence } from "../../functional/packedSequence.ts";
import { maxOf } from "../../lists.ts";
import { normalizeDim, numelOf, sameShape, zerosOf } from "../../tensor/shape.ts";
import { gradOf, recordShape } from "../../tensor/tape.ts";
import { checkTensor, checkTensorList, Tensor } from "../../tensor/tensor.ts";
import { gather, select, slice, transpose } from "../../tensor/views.ts";

export { PackedSequence } from "../../functional/packedSequence.ts";

/** Options of the packing functions. */
export interface PackOptions {
  /** Whether the padded tensor is (B, T, …) rather than (T, B, …). */
  readonly batchFirst?: boolean;
  /** Whether sequences must be sorted, longest first; if false, they are sorted here and results are returned in the original order. */
  readonly enforceSorted?: boolean;
}

/** Options of the padding functions. */
export interface PadOptions {
  /** Whether the batch is the first axis; false by default. */
  readonly batchFirst?: boolean;
  /** The value after the end of a sequence; 0 by default. */
  readonly paddingValue?: number;
}

/**
 * Packs padded sequences: input (T, B, …), or (B, T, …) with batchFirst, of which sequence b has lengths[b] steps.
 *
 * Gradients flow back to the packed steps. Throws ValueError for invalid lengths, with PyTorch's messages.
 */
export function packPaddedSequence(
  input: Tensor,
  lengths: readonly number[] | Tensor,
  options: PackOptions = {},
): PackedSequence {
  const { batchFirst = false, enforceSorted = true } = closed("packPaddedSequence", options, {
    batchFirst: 0,
    enforceSorted: 0,
  });
  checkTensor("packPaddedSequence", "input", input);
  const given = Array.from(lengths instanceof Tensor ? lengths.data : lengths, Math.trunc);
  normalizeDim(1, input.shape.length);
  const timeMajor = batchFirst ? transpose(input, 0, 1) : input;
  checkLengths(given, timeMajor, enforceSorted);
  // Longest first; sequences of equal length stay in order.
  const order = enforceSorted ? null : given.map((_, b) => b).sort((a, b) => given[b] - given[a]);
  const sorted = order === null ? given : order.map((b) => given[b]);
  const batchSizes = batchSizesOf(sorted);
  const [, B, ...rest] = timeMajor.shape;
  const width = numelOf(rest);
  const offsets = new Int32Array(batchSizes.reduce((sum, size) => sum + size, 0) * width);
  let at = 0;
  batchSizes.forEach((size, t) => {
    for (let place = 0; place < size; place++) {
      const from = (t * B + (order === null ? place : order[place])) * width;
      for (let i = 0; i < width; i++) offsets[at++] = from + i;
    }
  });
  const data = gather("pack_padded_sequence", timeMajor, [offsets.length / width, ...rest], offsets);
  return new PackedSequence(data, batchSizes, order);
}

/** Options of `padPackedSequence`. */
export interface PadPackedOptions extends PadOptions {
  /** The number of time steps to pad to; by default that of the longest sequence. */
  readonly totalLength?: number | null;
}

/** The inverse of `packPaddedSequence`: padded sequences (T, B, …), or (B, T, …) with batchFirst, and their lengths. */
export function padPackedSequence(
  sequence: PackedSequence,
  options: PadPackedOptions = {},
): [Tensor, number[]] {
  const {
    batchFirst = false,
    paddingValue = 0,
    totalLength = null,
  } = closed("padPackedSequence", options, {
    batchFirst: 0,
    paddingValue: 0,
    totalLength: 0,
  });
  checkPacked("padPackedSequence", sequence);
  const { data, batchSizes, sortedIndices, unsortedIndices } = sequence;
  const T = totalLength ?? batchSizes.length;
  if (T < batchSizes.length) {
    throw new ValueError(
      `Expected total_length to be at least the length of the longest sequence in input, but got total_length=${T} and max sequence length being ${batchSizes.length}`,
    );
  }
  const B = batchSizes[0];
  const rest = data.shape.slice(1);
  const width = numelOf(rest);
  const rows = rowsIn(batchSizes, (t, place) => {
    const b = sortedIndices === null ? place : sortedIndices[place];
    return batchFirst ? b * T + t : t * B + b;
  });
  const y = zerosOf("pad_packed_sequence", [T, B, width]).fill(paddingValue);
  rows.forEach((to, from) => {
    for (let i = 0; i < width; i++) y[to * width + i] = data.data[from * width + i];
  });
  const padded = recordShape(
    "pad_packed_sequence",
    new Tensor(y, [...(batchFirst ? [B, T] : [T, B]), ...rest]),
    [data],
    (dy) => {
      const d = gradOf(data);
      rows.forEach((to, from) => {
        for (let i = 0; i < width; i++) d[from * width + i] += dy[to * width + i];
      });
    },
  );
  const sorted = Array.from({ length: B }, (_, place) => batchSizes.filter((size) => size > place).length);
  return [padded, unsortedIndices === null ? sorted : unsortedIndices.map((place) => sorted[place])];
}

/** Pads sequences (T_b, …) of unequal length to one tensor (T, B, …), or (B, T, …) with batchFirst. */
export function padSequence(sequences: readonly Tensor[], options: PadOptions = {}): Tensor {
  const { batchFirst = false, paddingValue = 0 } = closed("padSequence", options, {
    batchFirst: 0,
    paddingValue: 0,
  });
  checkTensorList("padSequence", sequences);
  const rest = restOf(sequences);
  const [B, T] = [sequences.length, maxOf(sequences.map((sequence) => sequence.shape[0]))];
  const width = numelOf(rest);
  const y = zerosOf("pad_sequence", [T, B, width]).fill(paddingValue);
  const place = (b: number, t: number): number => (batchFirst ? b * T + t : t * B + b) * width;
  sequences.forEach(({ data, shape }, b) => {
    for (let t = 0; t < shape[0]; t++) y.set(data.subarray(t * width, (t + 1) * width), place(b, t));
  });
  return recordShape(
    "pad_sequence",
    new Tensor(y, [...(batchFirst ? [B, T] : [T, B]), ...rest]),
    sequences,
    (dy) => {
      sequences.forEach((sequence, b) => {
        if (!sequence.requiresGrad) return;
        const d = gradOf(sequence);
        for (let t = 0; t < sequence.shape[0]; t++) {
          for (let i = 0; i < width; i++) d[t * width + i] += dy[place(b, t) + i];
        }
      });
    },
  );
}

/** Packs sequences (T_b, …) of unequal length. */
export function packSequence(
  sequences: readonly Tensor[],
  options: { readonly enforceSorted?: boolean } = {},
): PackedSequence {
  const { enforceSorted = true } = closed("packSequence", options, { enforceSorted: 0 });
  checkTensorList("packSequence", sequences);
  const lengths = sequences.map((sequence) => sequence.shape[0]);
  return packPaddedSequence(padSequence(sequences), lengths, { enforceSorted });
}

/** The inverse of `padSequence`: the sequences without padding. */
export function unpadSequence(
  padded: Tensor,
  lengths: readonly number[],
  options: { readonly batchFirst?: boolean } = {},
): Tensor[] {
  const { batchFirst = false } = closed("unpadSequence", options, { batchFirst: 0 });
  checkTensor("unpadSequence", "padded", padded);
  const byBatch = batchFirst ? padded : transpose(padded, 0, 1);
  return lengths.map((length, b) => slice(select(byBatch, 0, b), 0, 0, length));
}

/** The inverse of `packSequence`: the sequences in the order of the batch. */
export function unpackSequence(sequence: PackedSequence): Tensor[] {
  const [padded, lengths] = padPackedSequence(sequence, { batchFirst: true });
  return unpadSequence(padded, lengths, { batchFirst: true });
}

function checkPacked(what: string, sequence: unknown): void {
  if (sequence instanceof PackedSequence) return;
  throw new ValueError(`${what}: sequence must be a PackedSequence (got ${described(sequence)})`);
}

/** The index that `place` returns for each row of a packed sequence. */
function rowsIn(batchSizes: readonly number[], place: (t: number, place: number) => number): number[] {
  return batchSizes.flatMap((size, t) => Array.from({ length: size }, (_, at) => place(t, at)));
}

/** The number of sequences, sorted by length, that still run at each step. */
function batchSizesOf(sorted: readonly number[]): number[] {
  return Array.from({ length: sorted[0] }, (_, t) => sorted.filter((length) => length > t).length);
}

function checkLengths(lengths: readonly number[], input: Tensor, enforceSorted: boolean): void {
  const [T, B] = input.shape;
  if (input.data.length === 0) throw new ValueError("Cannot pack empty tensors.");
  if (lengths.length !== B) {
    throw new ValueError(
      `Expected \`len(lengths)\` to be equal to batch_size, but got ${lengths.length} (batch_size=${B})`,
    );
  }
  if (lengths.some((length) => !(length > 0))) {
    throw new ValueError(
      "Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0",
    );
  }
  if (enforceSorted && lengths.some((length, b) => b > 0 && length > lengths[b - 1])) {
    throw new ValueError(
      "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do not need ONNX exportability.",
    );
  }
  const longest = maxOf(lengths);
  if (longest <= T) return;
  throw new ValueError(
    `Expected every length to be at most ${T}, the number of time steps of input, but got ${longest}`,
  );
}

function restOf(sequences: readonly Tensor[]): readonly number[] {
  if (sequences.length === 0) throw new ShapeError("received an empty list of sequences");
  const [{ shape: first }] = sequences;
  if (first.length === 0) throw new ShapeError("Dimension specified as 0 but tensor has no dimensions");
  const rest = first.slice(1);
  for (const { shape } of sequences) {
    if (shape.length > 0 && sameShape(shape.slice(1), rest)) continue;
    const dim = shape.length === first.length ? shape.findLastIndex((size, d) => size !== first[d]) : -1;
    const text =
      dim === -1
        ? "The sequences must have the same number of axes"
        : `The size of tensor a (${first[dim]}) must match the size of tensor b (${shape[dim]}) at non-singleton dimension ${dim}`;
    throw new ShapeError(
      `${text}\n  sequences may differ only in their first axis: got (${first.join(", ")}) and (${shape.join(", ")})`,
    );
  }
  return rest;
}
