/** @module Arithmetic, maps and comparisons, element by element. */
import { where } from "unrolled";
import { binary, type Family, unary, unaryOfShares } from "./task.ts";

export const arithmetic: Family = {
  add: binary((x, y) => x.add(y)),
  "add scalar": unary((x) => x.add(1.5)),
  "add row": binary((x, y) => x.add(y), "row"),
  "add column": binary((x, y) => x.add(y), "column"),
  sub: binary((x, y) => x.sub(y)),
  "sub scalar": unary((x) => x.sub(1.5)),
  "sub row": binary((x, y) => x.sub(y), "row"),
  "sub column": binary((x, y) => x.sub(y), "column"),
  mul: binary((x, y) => x.mul(y)),
  "mul scalar": unary((x) => x.mul(1.5)),
  "mul row": binary((x, y) => x.mul(y), "row"),
  "mul column": binary((x, y) => x.mul(y), "column"),
  div: binary((x, y) => x.div(y)),
  "div scalar": unary((x) => x.div(1.5)),
  "div row": binary((x, y) => x.div(y), "row"),
  "div column": binary((x, y) => x.div(y), "column"),
  "pow 2": unary((x) => x.pow(2)),
  "pow 3": unary((x) => x.pow(3)),
  "pow 0.5": unaryOfShares((x) => x.pow(0.5)),
  "pow -1.7": unaryOfShares((x) => x.pow(-1.7)),
  "pow tensor": (on) => {
    const [x, y] = [on.share(), on.leaf()];
    return () => x.pow(y);
  },
  maximum: binary((x, y) => x.maximum(y)),
  minimum: binary((x, y) => x.minimum(y)),
};

export const maps: Family = {
  neg: unary((x) => x.neg()),
  exp: unary((x) => x.exp()),
  log: unaryOfShares((x) => x.log()),
  sqrt: unaryOfShares((x) => x.sqrt()),
  abs: unary((x) => x.abs()),
  sin: unary((x) => x.sin()),
  cos: unary((x) => x.cos()),
  tanh: unary((x) => x.tanh()),
  sigmoid: unary((x) => x.sigmoid()),
  relu: unary((x) => x.relu()),
  clone: unary((x) => x.clone()),
};

export const choices: Family = {
  clamp: unary((x) => x.clamp(-0.5, 0.5)),
  where: (on) => {
    const [condition, x, y] = [on.mask(), on.leaf(), on.leaf()];
    return () => where(condition, x, y);
  },
  maskedFill: (on) => {
    const [x, mask] = [on.leaf(), on.mask()];
    return () => x.maskedFill(mask, 0.5);
  },
  "maskedFill row": (on) => {
    const [x, mask] = [on.leaf(), on.mask(on.C)];
    return () => x.maskedFill(mask, 0.5);
  },
  eq: binary((x, y) => x.eq(y)),
  ne: binary((x, y) => x.ne(y)),
  lt: binary((x, y) => x.lt(y)),
  le: binary((x, y) => x.le(y)),
  gt: binary((x, y) => x.gt(y)),
  "gt scalar": unary((x) => x.gt(0)),
  "gt row": binary((x, y) => x.gt(y), "row"),
  ge: binary((x, y) => x.ge(y)),
};
