/** @module Joining, cutting, reordering and looking up; PyTorch's views are made contiguous where ours is a copy. */
import { cat, stack } from "unrolled";
import { type Family, unary } from "./task.ts";

export const movement: Family = {
  cat: (on) => {
    const both = [on.leaf(), on.leaf()];
    return () => cat(both, 0);
  },
  "cat columns": (on) => {
    const both = [on.leaf(), on.leaf()];
    return () => cat(both, 1);
  },
  stack: (on) => {
    const both = [on.leaf(), on.leaf()];
    return () => stack(both);
  },
  "stack columns": (on) => {
    const both = [on.leaf(), on.leaf()];
    return () => stack(both, 1);
  },
  slice: unary((x) => x.slice(0, 0, Math.ceil(x.size(0) / 2))),
  "slice columns": unary((x) => x.slice(1, 64, 192)),
  select: unary((x) => x.select(0, 0)),
  "select column": unary((x) => x.select(1, 3)),
  chunk: unary((x) => x.chunk(2, 1)[0]),
  split: unary((x) => x.split(64, 1)[0]),
  transpose: unary((x) => x.transpose(0, 1)),
  permute: unary((x) => x.view(x.size(0), -1, 16).permute(2, 0, 1)),
  expand: (on) => {
    const x = on.leaf(1, on.C);
    return () => x.expand(on.R, on.C);
  },
  "expand column": (on) => {
    const x = on.leaf(on.R, 1);
    return () => x.expand(on.R, on.C);
  },
  repeat: unary((x) => x.repeat(2, 1)),
  "repeat columns": unary((x) => x.repeat(1, 2)),
  flip: unary((x) => x.flip(1)),
  "flip rows": unary((x) => x.flip(0)),
  gather: (on) => {
    const [x, index] = [on.leaf(), on.classes(on.C, on.R, on.C)];
    return () => x.gather(1, index);
  },
  "gather rows": (on) => {
    const [x, index] = [on.leaf(), on.classes(on.R, on.R, on.C)];
    return () => x.gather(0, index);
  },
  view: unary((x) => x.view(-1, 16)),
  reshape: unary((x) => x.reshape(-1, 16)),
  flatten: unary((x) => x.flatten()),
  unsqueeze: unary((x) => x.unsqueeze(1)),
  squeeze: (on) => {
    const x = on.leaf(on.R, 1, on.C);
    return () => x.squeeze(1);
  },
};
