/** @module Worked numbers: the equation behind one value of the network, with the numbers that went into it. */
import { append, euclideanNorm } from "../../../src/lists.ts";
import { lossGradient, softmaxOf } from "./networkAnswer.ts";
import { sumNames, unitStep } from "./networkCell.ts";
import {
  handsOn,
  type Intervention,
  type LayerGradients,
  type LayerPass,
  type Network,
  outputAt,
  product,
  stateBefore,
} from "./networkPass.ts";

/** What can be pointed at. */
export type SpotKind = "hidden" | "cell" | "gate" | "output" | "gradient" | "norm";

/** One value. */
export interface Spot {
  readonly kind: SpotKind;
  /** Which gate or candidate, of that kind. */
  readonly gate: string | null;
  readonly step: number;
  /** A row of h, or of the output. */
  readonly unit: number;
}

/** One summand: a product of numbers, or a number. */
interface Term {
  readonly label: string;
  readonly factors: readonly number[];
  readonly value: number;
}

/** symbol = Σ terms + rest, or symbol = function(of). */
export interface WorkedLine {
  readonly symbol: string;
  readonly value: number;
  /** The largest first; none where the line is a function. */
  readonly terms: readonly Term[];
  /** How many terms are not listed, and their sum. */
  readonly rest: { readonly count: number; readonly value: number } | null;
  readonly apply: { readonly name: string; readonly of: string; readonly argument: number } | null;
  /** Why the equation does not hold: a hand is on it. */
  readonly held: "clamped" | "knockedOut" | null;
}

/** The equation of a value, line by line; the last line is the value. */
export interface Worked {
  readonly spot: Spot;
  /** The value as the picture has it, of which the last line is at most 1e-6 off. */
  readonly shown: number;
  readonly lines: readonly WorkedLine[];
}

/** All that the numbers come from. */
export interface Worksheet {
  readonly network: Network;
  readonly layer: number;
  readonly passes: readonly LayerPass[];
  readonly gradients: readonly LayerGradients[];
  readonly intervention: Intervention | null;
  /** The right answer of the last step. */
  readonly target: number;
}

/** Terms of a sum that are listed. */
const listed = 6;

/** The equation of the value at `spot`; null if there is none. */
export function workedAt(sheet: Worksheet, spot: Spot): Worked | null {
  const { network, passes, layer } = sheet;
  const T = passes[0].h.length / network.hidden;
  const rows = spot.kind === "output" ? network.bias.length : network.hidden;
  if (spot.step >= T || spot.unit >= rows) return null;
  const lines = linesOf(sheet, spot);
  return lines.length === 0 ? null : { spot, lines, shown: shownAt(sheet, passes[layer], spot) };
}

function linesOf(sheet: Worksheet, spot: Spot): readonly WorkedLine[] {
  const { step, unit } = spot;
  if (spot.kind === "output") return [outputLine(sheet, step, unit)];
  if (spot.kind === "gradient") return gradientLines(sheet, step, unit);
  if (spot.kind === "norm") return normLines(sheet, step);
  const { lines, state } = stateLines(sheet, step, unit);
  if (spot.kind === "hidden") return [...lines, ...state];
  if (spot.kind === "cell") return sheet.network.cell === "lstm" ? [...lines, state[0]] : [];
  const end = lines.findIndex(({ symbol }) => symbol === spot.gate);
  return lines.slice(0, end + 1).filter(({ symbol }) => isOf(spot.gate, symbol));
}

/** A gate's own lines; the n of a GRU needs r and the state's side as well. */
function isOf(gate: string | null, symbol: string): boolean {
  return (
    symbol === gate || symbol.endsWith(`_${gate}`) || (gate === "n" && (symbol === "r" || symbol === "a_r"))
  );
}

function shownAt({ network, gradients, layer, passes }: Worksheet, pass: LayerPass, spot: Spot): number {
  const H = network.hidden;
  const at = spot.step * H + spot.unit;
  if (spot.kind === "hidden") return pass.h[at];
  if (spot.kind === "cell") return pass.c?.[at] ?? 0;
  if (spot.kind === "output") return outputAt(network, passes[passes.length - 1], spot.step)[spot.unit];
  if (spot.kind === "gradient") return gradients[layer].dh[at];
  if (spot.kind === "norm")
    return euclideanNorm(gradients[layer].dh.subarray(spot.step * H, (spot.step + 1) * H));
  const names: readonly string[] = sumNames[network.cell];
  return pass.gates[(spot.step * names.length + names.indexOf(spot.gate ?? "")) * H + spot.unit];
}

/** The sums and activations of one unit at one step, and the lines of its state. */
function stateLines(
  { network, layer, passes, intervention }: Worksheet,
  t: number,
  unit: number,
): { lines: WorkedLine[]; state: WorkedLine[] } {
  const { cell, hidden: H } = network;
  const weights = network.layers[layer];
  const pass = passes[layer];
  const { clamps, scale, unit: out } = handsOn(cell, layer, intervention);
  const names: readonly string[] = sumNames[cell];
  const I = weights.U.length / (names.length * H);
  const before = stateBefore(pass, t, H);
  const x = layer === 0 ? "x" : "h′";
  const inputTerms = (k: number): Term[] =>
    range(I).map((j) =>
      term(`U${of(k)}[${unit},${j}]·${x}[${j}]`, weights.U[(k * H + unit) * I + j], pass.x[t * I + j]),
    );
  const stateTerms = (k: number): Term[] =>
    range(H).map((j) => {
      const factors = [weights.W[(k * H + unit) * H + j], before.h[j]];
      return term(`W${of(k)}[${unit},${j}]·h₋₁[${j}]`, ...(scale === 1 ? factors : [scale, ...factors]));
    });
  function of(k: number): string {
    return cell === "rnn" ? "" : `_${names[k]}`;
  }
  const bias = (which: "biasIh" | "biasHh", k: number): Term =>
    term(`${which === "biasIh" ? "b_ih" : "b_hh"}${of(k)}[${unit}]`, weights[which][k * H + unit]);
  const whole = (k: number): WorkedLine =>
    sumLine(`a${of(k)}`, [bias("biasIh", k), bias("biasHh", k)], [...inputTerms(k), ...stateTerms(k)]);

  const sides = {
    x: names.map((_, k) => weights.biasIh[k * H + unit] + product(weights.U, k * H + unit, pass.x, t, I)),
    u: names.map(
      (_, k) => weights.biasHh[k * H + unit] + scale * product(weights.W, k * H + unit, before.h, 0, H),
    ),
  };
  const state = { h: before.h[unit], c: before.c[unit] };
  const { gates, c, h } = unitStep(cell, sides.x, sides.u, state, clamps);
  const activation = (k: number, name: string): WorkedLine[] => {
    if (clamps[k] !== null) return [{ ...sumLine(names[k], [], []), value: clamps[k], held: "clamped" }];
    return [whole(k), applied(names[k], name, `a${of(k)}`, sides.x[k] + sides.u[k], gates[k])];
  };
  const last = (line: WorkedLine): WorkedLine =>
    unit === out ? { ...line, value: 0, held: "knockedOut" } : line;

  if (cell === "rnn") {
    const a = sides.x[0] + sides.u[0];
    return { lines: [whole(0)], state: [last(applied("h", "tanh", "a", a, h))] };
  }
  if (cell === "lstm") {
    const [i, f, g, o] = gates;
    const sum = sumLine("c", [], [term("f·c₋₁", f, state.c), term("i·g", i, g)]);
    const product = sumLine("h", [], [term("o·tanh(c)", o, Math.tanh(c))]);
    const lines = [
      ...activation(0, "σ"),
      ...activation(1, "σ"),
      ...activation(2, "tanh"),
      ...activation(3, "σ"),
    ];
    return { lines, state: [sum, last(product)] };
  }
  const [r, z, n] = gates;
  const candidate = [
    sumLine("u_n", [bias("biasHh", 2)], stateTerms(2)),
    sumLine("a_n", [bias("biasIh", 2), term("r·u_n", r, sides.u[2])], inputTerms(2)),
    applied("n", "tanh", "a_n", sides.x[2] + r * sides.u[2], n),
  ];
  const mixed = sumLine("h", [], [term("(1 − z)·n", 1 - z, n), term("z·h₋₁", z, state.h)]);
  return { lines: [...activation(0, "σ"), ...activation(1, "σ"), ...candidate], state: [last(mixed)] };
}

function outputLine({ network, passes }: Worksheet, t: number, k: number): WorkedLine {
  const { V, bias, hidden: H } = network;
  const { h } = passes[passes.length - 1];
  const terms = range(H).map((j) => term(`V[${k},${j}]·h[${j}]`, V[k * H + j], h[t * H + j]));
  return sumLine("o", [term(`b[${k}]`, bias[k])], terms);
}

/** ∂L/∂h_t: by way of the output, of the layer above, and of the next step. */
function gradientLines(
  { network, layer, passes, gradients, intervention, target }: Worksheet,
  t: number,
  unit: number,
): readonly WorkedLine[] {
  const { cell, hidden: H, V, layers } = network;
  const T = passes[layer].h.length / H;
  const G = sumNames[cell].length;
  const isTop = layer === layers.length - 1;
  const { scale, unit: out } = handsOn(cell, layer, intervention);
  if (unit === out) return [{ ...sumLine("∂L/∂h", [], []), held: "knockedOut" }];
  const lines: WorkedLine[] = [];
  const terms: Term[] = [];
  if (isTop && t === T - 1) {
    const output = outputAt(network, passes[layer], t);
    const dOut = lossGradient(output, target);
    append(
      lines,
      range(dOut.length).map((k) => lossLine(output, target, k)),
    );
    append(
      terms,
      range(dOut.length).map((k) => term(`V[${k},${unit}]·∂L/∂o[${k}]`, V[k * H + unit], dOut[k])),
    );
  }
  const name = (k: number): string => (cell === "rnn" ? "" : `_${sumNames[cell][k]}`);
  if (!isTop) {
    const { U } = layers[layer + 1];
    for (const row of range(G * H)) {
      const label = `U′${name(Math.floor(row / H))}[${row % H},${unit}]·δ′${name(Math.floor(row / H))}[${row % H}]`;
      terms.push(term(label, U[row * H + unit], gradients[layer + 1].da[t * G * H + row]));
    }
  }
  if (t + 1 < T) {
    const { W } = layers[layer];
    const { du, dh } = gradients[layer];
    for (const row of range(G * H)) {
      const label = `W${name(Math.floor(row / H))}[${row % H},${unit}]·δ₊₁${name(Math.floor(row / H))}[${row % H}]`;
      const factors = [W[row * H + unit], du[(t + 1) * G * H + row]];
      terms.push(term(label, ...(scale === 1 ? factors : [scale, ...factors])));
    }
    if (cell === "gru") {
      const z = passes[layer].gates[((t + 1) * G + 1) * H + unit];
      terms.push(term(`z₊₁[${unit}]·∂L/∂h₊₁[${unit}]`, z, dh[(t + 1) * H + unit]));
    }
  }
  return [...lines, sumLine("∂L/∂h", [], terms)];
}

function lossLine(output: Float64Array, target: number, k: number): WorkedLine {
  const symbol = `∂L/∂o[${k}]`;
  if (output.length === 1) return sumLine(symbol, [], [term("2·o", 2, output[0]), term("−2·y", -2, target)]);
  const share = term(`softmax(o)[${k}]`, softmaxOf(output)[k]);
  return sumLine(symbol, [], k === target ? [share, term("−1", -1)] : [share]);
}

function normLines({ network, gradients, layer }: Worksheet, t: number): readonly WorkedLine[] {
  const H = network.hidden;
  const components = gradients[layer].dh.subarray(t * H, (t + 1) * H);
  const terms = range(H).map((j) => term(`(∂L/∂h[${j}])²`, components[j], components[j]));
  const squares = sumLine("Σ", [], terms);
  return [squares, applied("|∂L/∂h|", "√", "Σ", squares.value, Math.sqrt(squares.value))];
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

function term(label: string, ...factors: number[]): Term {
  return { label, factors, value: factors.reduce((product, factor) => product * factor, 1) };
}

function applied(symbol: string, name: string, of: string, argument: number, value: number): WorkedLine {
  return { symbol, value, terms: [], rest: null, apply: { name, of, argument }, held: null };
}

/** A sum of `first`, which are always listed, and of others, of which only the largest are. */
function sumLine(symbol: string, first: readonly Term[], others: readonly Term[]): WorkedLine {
  const sorted = others.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const cut = sorted.length > listed + 1 ? listed : sorted.length;
  const hidden = sorted.slice(cut);
  const total = (terms: readonly Term[]): number => terms.reduce((sum, { value }) => sum + value, 0);
  return {
    symbol,
    value: total(first) + total(others),
    terms: [...first, ...sorted.slice(0, cut)],
    rest: hidden.length === 0 ? null : { count: hidden.length, value: total(hidden) },
    apply: null,
    held: null,
  };
}
