/** @module The loss of windows whose targets were partly filled in: only what happened counts. */

import type { Window, Windows } from "../../data/prepare/windows.ts";
import { ValueError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { gradOf, record } from "../../tensor/tape.ts";
import { Tensor } from "../../tensor/tensor.ts";
import type { Plan } from "../plan.ts";
import { type Frame, filledRows, readWindows, targetWindows } from "../scaledSeries.ts";
import type { ForecastModel } from "./forecastModel.ts";
import { planLoss } from "./network.ts";

/** A mean loss, and how many windows it is worth: one with a third of its targets filled in is worth two thirds. */
export interface ActualLoss {
  readonly loss: Tensor;
  readonly weight: number;
}

/** The loss of a network on some windows, without the values that were filled in. */
export function actualLoss(
  network: ForecastModel,
  frame: Frame,
  some: readonly Window[],
  plan: Plan,
): ActualLoss {
  const [x, future] = readWindows(frame, some);
  const target = targetWindows(frame, some);
  const prediction = network.forward(x, future);
  const filled = filledIn(frame, some, target.data.length);
  if (filled === null) return { loss: planLoss(plan)(prediction, target), weight: some.length };
  const losses = planLoss(plan, "none")(prediction, target);
  const left = filled.reduce((count, one) => count - one, filled.length);
  return { loss: meanWithout(losses, filled), weight: (some.length * left) / filled.length };
}

/**
 * The windows with a target that was not filled in; the same list where none was.
 * Throws ValueError if there is none.
 */
export function actualWindows(list: Windows, frame: Frame): Windows {
  if (frame.filled.every((mask) => mask === null)) return list;
  const kept = [...list].filter(({ from, until }) => {
    const filled = filledRows(frame, from, until);
    return filled === null || filled.includes(0);
  });
  if (kept.length === 0)
    throw new ValueError(say`all targets were filled in, so there is nothing to learn`, {
      caller: "forecaster",
    });
  return {
    length: kept.length,
    at: (i) => kept[i < 0 ? i + kept.length : i],
    [Symbol.iterator]: () => kept[Symbol.iterator](),
  };
}

/** 1 where a target of the windows was filled in, (B, H, O); null where none was. */
function filledIn(frame: Frame, some: readonly Window[], size: number): Uint8Array | null {
  let all: Uint8Array | null = null;
  some.forEach(({ from, until }, i) => {
    const rows = filledRows(frame, from, until);
    if (rows === null) return;
    all ??= new Uint8Array(size);
    all.set(rows, i * rows.length);
  });
  return all;
}

/**
 * The mean of the losses (…, Q) of those values (…) that are not marked.
 *
 *     L = Σ l / n        Given dL:   dl = dL / n, 0 where marked
 */
function meanWithout(losses: Tensor, marked: Uint8Array): Tensor {
  const Q = losses.data.length / marked.length;
  const isLeft = (i: number): boolean => marked[Math.floor(i / Q)] === 0;
  let [sum, count] = [0, 0];
  losses.data.forEach((loss, i) => {
    if (!isLeft(i)) return;
    sum += loss;
    count += 1;
  });
  const backward = (dL: Float32Array): void => {
    const d = gradOf(losses);
    for (let i = 0; i < d.length; i++) if (isLeft(i)) d[i] += dL[0] / count;
  };
  return record("mean_without", new Tensor(Float32Array.of(sum / count), []), [losses], backward, []);
}
