/** @module The verdict in English. */

import { formatList, formatRatio, plural } from "../../text/format.ts";
import {
  exploded,
  type FlowFindings,
  type LossFindings,
  type Reach,
  safeSteps,
  vanished,
} from "./findings.ts";
import { alike, type Claims, nameOf, shortLoss, sortReaches, type VerdictTexts } from "./verdictTexts.ts";

const list = (items: readonly string[]): string => formatList(items, "en");
const seeds = (count: number): string => plural(count, "seed");
const segments = (count: number): string => plural(count, "segment");
const timeSteps = (count: number): string => plural(count, "time step");
const limit = `${100 * vanished}%`;
const cannotTell = "there is no finite gradient to tell by";

const claims: Claims = {
  all: {
    all: "holds before training and after it",
    some: "holds before training, and only in part after it",
    none: "holds before training, and no longer after it",
    unknown: `holds before training; after it ${cannotTell}`,
  },
  some: {
    all: "holds in part before training, and fully after it",
    some: "holds in part, before training as after it",
    none: "holds in part before training, and no longer after it",
    unknown: `holds in part before training; after it ${cannotTell}`,
  },
  none: {
    all: "does not hold before training, but does after it",
    some: "does not hold before training, but does in part after it",
    none: "does not show in these runs",
    unknown: `does not hold before training; after it ${cannotTell}`,
  },
  unknown: {
    all: `holds after training; before it ${cannotTell}`,
    some: `holds in part after training; before it ${cannotTell}`,
    none: `does not hold after training; before it ${cannotTell}`,
    unknown: "cannot be judged, since no gradient is a finite number",
  },
};

/** The verdict's sentences in English. */
export const verdictEnglish: VerdictTexts = {
  medians,
  lowest: (best, near, far) => {
    const apart = far.length > 0 ? `lies wholly below ${list(far.map(owner))}` : "";
    const mixed =
      near.length > 0
        ? `overlaps ${list(near.map(owner))}, so that the seed decides as much as the cell`
        : "";
    return `The ${nameOf(best)} ends lowest: its range between the quartiles ${[apart, mixed].filter(Boolean).join(", but ")}.`;
  },
  pair: (low, high) =>
    low.q3 < high.q1
      ? `Of the two that the note compares, the ${nameOf(low)} ends below the ${nameOf(high)}.`
      : "The RNN and the LSTM, which the note compares, cannot be told apart by these runs: their ranges overlap.",
  diverged: (loss) =>
    `${loss.runs - loss.finite} of ${loss.runs} ${nameOf(loss)} runs diverged: their last loss is not a finite number.`,
  note,
  cell: ({ timeStep, hidden, cell }) => {
    const fading = `from one step back to the first of ${timeSteps(timeStep)}, the gradient with respect to c falls to ${formatRatio(cell)}, that with respect to h to ${formatRatio(hidden)}`;
    if (cell > alike * hidden)
      return `In the trained LSTM the memory cell c carries further than h: ${fading}.`;
    if (hidden > alike * cell)
      return `In the trained LSTM the memory cell c carries less far than h: ${fading}.`;
    return `In the trained LSTM the memory cell c carries about as far as h: ${fading}.`;
  },
};

function owner(of: Parameters<typeof nameOf>[0]): string {
  return `the ${nameOf(of)}'s`;
}

function medians({ timeStep, segments: count, seeds: all, ranked }: LossFindings): string[] {
  const start = `After ${segments(count)} of ${timeSteps(timeStep)}`;
  if (ranked.length === 0) return [`${start}, no cell has a finite median loss.`];
  if (all.length === 1) {
    const each = ranked.map((loss) => `${shortLoss(loss.median)} for the ${nameOf(loss)}`);
    return [
      `${start}, with seed ${all[0]} alone, the final loss is ${list(each)}.`,
      "One seed says little: another may turn the order round.",
    ];
  }
  const each = ranked.map(
    (loss) =>
      `${shortLoss(loss.median)} for the ${nameOf(loss)} (quartiles ${shortLoss(loss.q1)} to ${shortLoss(loss.q3)})`,
  );
  return [`${start}, over ${seeds(all.length)}, the median of the final loss is ${list(each)}.`];
}

function note(findings: FlowFindings): string {
  const { isTested, before, after, lengths } = findings;
  const claim = isTested
    ? `Put to the test, what the note says of more than ${steps(safeSteps)} ${claims[before][after]}`
    : `What the note says of more than ${steps(safeSteps)} is not put to the test, since no sequence here is longer`;
  const tell = sharesTold();
  const trained = lengths.map(
    ({ timeStep, after: reaches }) => `at ${steps(timeStep)} it ${reach(reaches, tell)}`,
  );
  return `${claim}: followed back through the hidden states, the gradient of the last step's loss ${untrained(findings)}; after training, ${trained.join("; ")}; and ${explosion(findings)}.`;
}

/** Before training: by lag alone where the length makes no difference, else at the greatest length. */
function untrained({ lengths, isLengthless }: FlowFindings): string {
  const longest = lengths[lengths.length - 1];
  const where = isLengthless ? ", whatever the length" : ` at ${steps(longest.timeStep)}`;
  return `${reach(longest.before, () => "")} before training${where}`;
}

function reach(reaches: readonly Reach[], tell: (share: number) => string): string {
  const { falling, staying, lost } = sortReaches(reaches);
  const inside = (...parts: string[]): string => {
    const text = parts.filter(Boolean).join("; ");
    return text ? ` (${text})` : "";
  };
  const falls = falling.map(
    (one) => `the ${nameOf(one)}${inside(`after ${steps(one.lag)}`, tell(one.first))}`,
  );
  const stays = staying.map((one) => `the ${nameOf(one)}${inside(tell(one.first))}`);
  const parts: string[] = [];
  if (falls.length > 0) parts.push(`falls below ${limit} in ${list(falls)}`);
  if (stays.length > 0)
    parts.push(
      falls.length > 0 ? `but not in ${stays.join(" or ")}` : `stays above ${limit} in ${list(stays)}`,
    );
  if (lost.length > 0) {
    const names = list(lost.map((one) => `the ${nameOf(one)}`));
    parts.push(`${parts.length > 0 ? "and " : ""}is not a finite number in ${names}`);
  }
  return parts.join(" ");
}

/** Shares, of which only the first says what it is a share of. */
function sharesTold(): (share: number) => string {
  let told = false;
  return (share) => {
    const text = told ? formatRatio(share) : `${formatRatio(share)} reaches the first state`;
    told = true;
    return text;
  };
}

function explosion({ explosions }: FlowFindings): string {
  if (explosions.length === 0) return `nothing explodes (nowhere above ${exploded}× the last step's)`;
  const each = explosions.map(
    ({ timeStep, when, reach: one }) =>
      `${formatRatio(one.greatest)} in the ${nameOf(one)} at ${steps(timeStep)} ${when} training`,
  );
  return `it explodes to ${list(each)}`;
}

function steps(count: number): string {
  return `${count} step${count === 1 ? "" : "s"}`;
}
