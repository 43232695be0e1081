/** @module Padding and packing of sequences of unequal length. */
import { nn, type Tensor } from "unrolled";
import type { Family, Inputs } from "./task.ts";

const { packPaddedSequence, packSequence, padPackedSequence, padSequence, unpackSequence, unpadSequence } =
  nn.utils.rnn;

/** A padded batch (B, T, F), longest sequence first; the shortest is half as long. */
function batch(on: Inputs): { readonly padded: Tensor; readonly lengths: number[] } {
  const [B, T, F] = on.pick([4, 8, 8], [32, 16, 32], [64, 128, 64]);
  const lengths = Array.from({ length: B }, (_, b) => T - Math.floor((b * T) / (2 * B)));
  return { padded: on.leaf(B, T, F), lengths };
}

/** Sequences of those lengths, each a leaf. */
function separate(on: Inputs): Tensor[] {
  const [B, T, F] = on.pick([4, 8, 8], [32, 16, 32], [64, 128, 64]);
  return Array.from({ length: B }, (_, b) => on.leaf(T - Math.floor((b * T) / (2 * B)), F));
}

export const sequences: Family = {
  packPaddedSequence: (on) => {
    const { padded, lengths } = batch(on);
    return () => packPaddedSequence(padded, lengths, { batchFirst: true }).data;
  },
  padPackedSequence: (on) => {
    const { padded, lengths } = batch(on);
    return () =>
      padPackedSequence(packPaddedSequence(padded, lengths, { batchFirst: true }), { batchFirst: true })[0];
  },
  packSequence: (on) => {
    const all = separate(on);
    return () => packSequence(all).data;
  },
  padSequence: (on) => {
    const all = separate(on);
    return () => padSequence(all, { batchFirst: true });
  },
  unpadSequence: (on) => {
    const { padded, lengths } = batch(on);
    return () => unpadSequence(padded, lengths, { batchFirst: true })[0];
  },
  unpackSequence: (on) => {
    const all = separate(on);
    return () => unpackSequence(packSequence(all))[0];
  },
};
