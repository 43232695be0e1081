/**
 * @module An estimate of where settings are dense: a mixture of one kernel for each observation and a flat one (the prior). A kernel is a
 * product over the settings: a normal distribution cut to the range, or one of choices.
 */
import { erfInverse, normalCdf } from "../../functional/erf.ts";
import {
  type Choices,
  type Domain,
  type FloatRange,
  type IntRange,
  type Position,
  type Scale,
  scaleOf,
} from "./space.ts";

/** Observations that count in full; older ones count the less the older they are. */
const LATEST = 25;
/** A kernel is never narrower than a part of the range: one of the number of kernels and 1, but at most this many. */
const NARROWEST = 100;
/** Smaller masses are rounding errors. */
const LEAST_MASS = 1e-15;

/** The kernels of one setting. */
interface Axis {
  draw(kernel: number, uniform: number): Position;
  logDensity(kernel: number, position: Position): number;
}

export class Parzen {
  readonly #axes: readonly Axis[];
  readonly #weights: readonly number[];

  /** Rows are observations, in the order of time; a position for each domain. */
  constructor(domains: readonly Domain[], rows: readonly (readonly Position[])[]) {
    this.#axes = domains.map((domain, k) =>
      axisOf(
        domain,
        rows.map((row) => row[k]),
      ),
    );
    const weights = rows.length === 0 ? [1] : [...weightsOf(rows.length), 1];
    const sum = weights.reduce((total, weight) => total + weight, 0);
    this.#weights = weights.map((weight) => weight / sum);
  }

  /** A row of the mixture: the numbers in [0, 1) choose a kernel, then a position for each domain. */
  draw(uniform: () => number): Position[] {
    const kernel = placeOf(this.#weights, uniform());
    return this.#axes.map((axis) => axis.draw(kernel, uniform()));
  }

  /** The logarithm of the density at a row. */
  logDensity(row: readonly Position[]): number {
    const logs = this.#weights.map((weight, kernel) =>
      this.#axes.reduce((sum, axis, k) => sum + axis.logDensity(kernel, row[k]), Math.log(weight)),
    );
    const most = logs.reduce((a, b) => Math.max(a, b));
    return most === Number.NEGATIVE_INFINITY
      ? most
      : most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
  }
}

/** Of n observations: 1 for the latest, and evenly less for older ones, down to 1/n. */
export function weightsOf(n: number): number[] {
  const older = n - LATEST;
  return Array.from({ length: n }, (_, i) =>
    i >= older ? 1 : older === 1 ? 1 / n : 1 / n + (i / (older - 1)) * (1 - 1 / n),
  );
}

function axisOf(domain: Domain, positions: readonly Position[]): Axis {
  return domain.kind === "choice" ? choiceAxis(domain, positions) : rangeAxis(domain, positions);
}

/** A kernel prefers its own choice: (w + 1, w, …, w) / (1 + C w) with w = 1 / kernels; the prior is even. */
function choiceAxis({ choices }: Choices, positions: readonly Position[]): Axis {
  const [C, w] = [choices.length, 1 / (positions.length + 1)];
  const kernels = [...positions, -1].map((own) =>
    choices.map((_, place) => (own < 0 ? 1 / C : (w + Number(place === own)) / (1 + C * w))),
  );
  return {
    draw: (kernel, uniform) => placeOf(kernels[kernel], uniform),
    logDensity: (kernel, place) => Math.log(kernels[kernel][place]),
  };
}

/** Normal distributions around the observations, as wide as the larger distance to a neighbour; the prior is as wide as the range. */
function rangeAxis(domain: FloatRange | IntRange, positions: readonly Position[]): Axis {
  const scale = scaleOf(domain);
  const { low, high } = scale;
  const centers = positions.map(scale.of);
  const means = [...centers, (low + high) / 2];
  const widths = [...widthsOf(centers, low, high), high - low];
  const bounds = means.map((mean, i) => [cdf(low, mean, widths[i]), cdf(high, mean, widths[i])] as const);
  return {
    draw(kernel, uniform) {
      const [from, until] = bounds[kernel];
      const x = means[kernel] + widths[kernel] * inverseCdf(from + uniform * (until - from));
      return scale.back(Math.min(Math.max(x, low), high));
    },
    logDensity(kernel, position) {
      const [mean, width] = [means[kernel], widths[kernel]];
      const [from, until] = bounds[kernel];
      const total = Math.log(until - from);
      if (domain.step !== null) return Math.log(massOf(domain, scale, position, mean, width)) - total;
      const z = (scale.of(position) - mean) / width;
      return -(z * z) / 2 - Math.log(Math.sqrt(2 * Math.PI) * width) - total;
    },
  };
}

/** The mass of the cell of a value: half a step to both sides. */
function massOf(
  domain: FloatRange | IntRange,
  scale: Scale,
  position: Position,
  mean: number,
  width: number,
): number {
  const half = (domain.step ?? 0) / 2;
  const [from, until] = [scale.of(position - half), scale.of(position + half)];
  return Math.max(cdf(until, mean, width) - cdf(from, mean, width), LEAST_MASS);
}

/** The larger distance to a neighbour, but not more than the range and not too little; the ends have one neighbour. */
export function widthsOf(centers: readonly number[], low: number, high: number): number[] {
  const n = centers.length;
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => centers[a] - centers[b]);
  const sorted = [low, ...order.map((i) => centers[i]), high];
  const least = (high - low) / Math.min(NARROWEST, n + 2);
  const widths = new Array<number>(n).fill(0);
  for (const [rank, i] of order.entries()) {
    const [below, above] = [sorted[rank + 1] - sorted[rank], sorted[rank + 2] - sorted[rank + 1]];
    const isFirst = rank === 0 && n > 1;
    const isLast = rank === n - 1 && n > 1;
    const width = isFirst ? above : isLast ? below : Math.max(below, above);
    widths[i] = Math.min(Math.max(width, least), high - low);
  }
  return widths;
}

function cdf(x: number, mean: number, width: number): number {
  return width > 0 ? normalCdf((x - mean) / width) : Number(x >= mean);
}

function inverseCdf(share: number): number {
  return Math.SQRT2 * erfInverse(2 * share - 1);
}

/** The place where the sum of the weights, which is 1, exceeds a number in [0, 1). */
function placeOf(weights: readonly number[], uniform: number): number {
  let sum = 0;
  for (const [place, weight] of weights.entries()) {
    sum += weight;
    if (uniform < sum) return place;
  }
  return weights.length - 1;
}
