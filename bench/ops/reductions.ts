/** @module Sums, means, extremes and running sums. */
import { type Family, unary } from "./task.ts";

export const reductions: Family = {
  sum: unary((x) => x.sum()),
  "sum rows": unary((x) => x.sum(1)),
  "sum columns": unary((x) => x.sum(0)),
  mean: unary((x) => x.mean()),
  "mean rows": unary((x) => x.mean(1)),
  "mean columns": unary((x) => x.mean(0)),
  max: unary((x) => x.max()),
  "max rows": unary((x) => x.max(1).values),
  "max columns": unary((x) => x.max(0).values),
  min: unary((x) => x.min()),
  "min rows": unary((x) => x.min(1).values),
  amax: unary((x) => x.amax(1)),
  amin: unary((x) => x.amin(1)),
  argmax: unary((x) => x.argmax()),
  "argmax rows": unary((x) => x.argmax(1)),
  argmin: unary((x) => x.argmin()),
  "argmin rows": unary((x) => x.argmin(1)),
  topk: unary((x) => x.topk(10).values),
  cumsum: unary((x) => x.cumsum(1)),
  "cumsum columns": unary((x) => x.cumsum(0)),
};
