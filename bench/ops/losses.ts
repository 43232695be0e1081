/** @module Losses, of values, of probabilities and of classes. */
import { functional as F, type Tensor } from "unrolled";
import type { Family, Inputs, Task } from "./task.ts";

type Loss = (x: Tensor, y: Tensor) => Tensor;

/** Predictions (R, C) and targets of that shape. */
function ofValues(loss: Loss): Task {
  return (on) => {
    const [x, y] = [on.leaf(), on.constant()];
    return () => loss(x, y);
  };
}

/** Predicted probabilities, and targets from 0 to 1. */
function ofShares(loss: Loss): Task {
  return (on) => {
    const [x, y] = [on.share(), on.mask()];
    return () => loss(x, y);
  };
}

/** Logits of some classes, by default C, for each row. */
function ofClasses(loss: (x: Tensor, y: Tensor, weight: Tensor) => Tensor, classes?: number): Task {
  return (on: Inputs) => {
    const C = classes ?? on.C;
    const rows = (on.R * on.C) / C;
    const [x, y, weight] = [on.leaf(rows, C), on.classes(C, rows), on.share(C).detach()];
    return () => loss(x, y, weight);
  };
}

export const losses: Family = {
  mseLoss: ofValues((x, y) => F.mseLoss(x, y)),
  "mseLoss none": ofValues((x, y) => F.mseLoss(x, y, { reduction: "none" })),
  l1Loss: ofValues((x, y) => F.l1Loss(x, y)),
  smoothL1Loss: ofValues((x, y) => F.smoothL1Loss(x, y)),
  huberLoss: ofValues((x, y) => F.huberLoss(x, y, { delta: 0.5 })),
  gaussianNllLoss: (on) => {
    const [x, y, variance] = [on.leaf(), on.constant(), on.share()];
    return () => F.gaussianNllLoss(x, y, variance);
  },
  binaryCrossEntropy: ofShares((x, y) => F.binaryCrossEntropy(x, y)),
  binaryCrossEntropyWithLogits: ofShares((x, y) => F.binaryCrossEntropyWithLogits(x, y)),
  "binaryCrossEntropyWithLogits posWeight": (on) => {
    const [x, y, posWeight] = [on.leaf(), on.mask(), on.share(on.C).detach()];
    return () => F.binaryCrossEntropyWithLogits(x, y, { posWeight });
  },
  klDiv: ofShares((x, y) => F.klDiv(x, y)),
  "klDiv logTarget": ofValues((x, y) => F.klDiv(x, y, { logTarget: true, reduction: "batchmean" })),
  crossEntropy: ofClasses((x, y) => F.crossEntropy(x, y)),
  "crossEntropy 8 classes": ofClasses((x, y) => F.crossEntropy(x, y), 8),
  "crossEntropy weights": ofClasses((x, y, weight) => F.crossEntropy(x, y, { weight })),
  "crossEntropy smoothing": ofClasses((x, y) => F.crossEntropy(x, y, { labelSmoothing: 0.1 })),
  "crossEntropy probabilities": (on) => {
    const [x, y] = [on.leaf(), on.share().detach()];
    return () => F.crossEntropy(x, y);
  },
  nllLoss: ofClasses((x, y) => F.nllLoss(x, y)),
  ctcLoss: (on) => {
    const [T, N, C, S] = on.pick([8, 1, 32, 3], [32, 16, 32, 8], [128, 64, 64, 20]);
    const x = on.leaf(T, N, C);
    const labels = on.classes(C - 1, N, S).add(1);
    const inputs = Array<number>(N).fill(T);
    const counts = Array<number>(N).fill(S);
    return () => F.ctcLoss(F.logSoftmax(x, 2), labels, inputs, counts);
  },
};
