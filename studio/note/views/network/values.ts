/** @module The values of a picture as text: inputs and answers as their task means them. */
import { maxOf } from "../../../../src/lists.ts";
import { formatDecimals, formatPower } from "../../../../src/text/format.ts";
import { answerOf } from "../../lab/networkAnswer.ts";
import type { NetworkPicture } from "../../lab/networkPicture.ts";
import type { Spot } from "../../lab/networkWorked.ts";

const symbols = "ABCDEFGH";

/** What is read at a step: a value; of one-hot symbols the letter; of adding the value, marked or not. */
export function inputAt({ x, settings }: NetworkPicture, step: number): { text: string; isMarked: boolean } {
  const width = x.length / settings.timeStep;
  const read = x.subarray(step * width, (step + 1) * width);
  if (settings.task === "echo") return { text: symbols[read.indexOf(1)], isMarked: false };
  if (settings.task === "parity") return { text: read[0] === 1 ? "1" : "0", isMarked: false };
  return { text: short(read[0]), isMarked: settings.task === "adding" && read[1] === 1 };
}

/** Two decimals, and no minus before 0.00. */
function short(value: number): string {
  return formatDecimals(Math.abs(value) < 0.005 ? 0 : value, 2);
}

/** The answer at a step and the right one; null where none is wanted. */
export function answerAt(picture: NetworkPicture, step: number): { answer: string; target: string } | null {
  const { settings, firstAnswered, output, target } = picture;
  if (step < firstAnswered) return null;
  const width = output.length / target.length;
  const at = step - firstAnswered;
  const answer = answerOf(output.subarray(at * width, (at + 1) * width));
  if (settings.task === "echo") return { answer: symbols[answer] ?? "?", target: symbols[target[at]] };
  const right = settings.task === "parity" ? String(target[at]) : short(target[at]);
  return { answer: short(answer), target: right };
}

/** The value at a spot; null if there is none. */
export function valueAt(picture: NetworkPicture, { kind, gate, step, unit }: Spot): number | null {
  const { settings, hidden, cell, gates, output, target, firstAnswered, gradient } = picture;
  const at = step * settings.hidden + unit;
  if (step >= settings.timeStep) return null;
  if (kind === "norm") return gradient.norms[step];
  if (kind === "output") {
    const width = output.length / target.length;
    return unit < width ? (output[(step - firstAnswered) * width + unit] ?? null) : null;
  }
  if (unit >= settings.hidden) return null;
  const values = { hidden, cell, gate: gates[gate ?? ""], gradient: gradient.components }[kind];
  return values?.[at] ?? null;
}

/** |∂L/∂h| of a step as a share of that of the last. */
export function shareAt({ gradient: { norms } }: NetworkPicture, norm: number): number {
  const last = norms[norms.length - 1];
  return last === 0 ? 0 : norm / last;
}

/** The mean opening of a gate at a step. */
export function meanOpening(openings: Float32Array, step: number, hidden: number): number {
  let sum = 0;
  for (let at = step * hidden; at < (step + 1) * hidden; at++) sum += openings[at];
  return sum / hidden;
}

/** The largest size of a value; never 0. */
export function mostOf(values: ArrayLike<number>): number {
  let most = 1e-9;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

/** How numbers that belong together are printed: with seven decimals, as multiples of a power of ten where they are small. */
export function scaleOf(values: readonly number[]): { unit: string; print: (value: number) => string } {
  const most = maxOf(values.map(Math.abs));
  const isPlain = most === 0 || most >= 0.01 || !Number.isFinite(most);
  const exponent = isPlain ? 0 : Math.floor(Math.log10(most));
  const unit = exponent === 0 ? "" : `× ${formatPower(exponent)}`;
  return { unit, print: (value) => formatDecimals(value / 10 ** exponent, 7) };
}
