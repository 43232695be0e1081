/** @module A stack of recurrent layers put together from single steps: cell by cell, layer by layer. */
import { cat, functional, nn, stack, type Tensor, zeros } from "unrolled";
import { type RecurrentCell, type RecurrentLayer, step } from "./recurrentRun.ts";

const CELLS = { RNN: nn.RNNCell, LSTM: nn.LSTMCell, GRU: nn.GRUCell } as const;

export type Kind = keyof typeof CELLS;

/** What a composition gives, and what it is made of. */
export interface Composition {
  readonly output: Tensor; // (T, B, D·P)
  readonly states: readonly Tensor[]; // (L·D, B, …)
  /** By layer and direction, by state, by time step. */
  readonly steps: readonly (readonly (readonly Tensor[])[])[];
  /** Gradients of the parameters, by the names that the layer gives them. */
  readonly gradients: () => Record<string, Tensor | null>;
}

/** The layer `kind` with its own weights, run on x (T, B, I) one step at a time. */
export function compose(
  kind: Kind,
  layer: RecurrentLayer,
  x: Tensor,
  hx: readonly Tensor[] | null,
): Composition {
  const [T, B] = x.shape;
  let rows = Array.from({ length: T }, (_, t) => x.select(0, t));
  const passes: Pass[] = [];
  const suffixes = layer.bidirectional ? ["", "_reverse"] : [""];
  for (let l = 0; l < layer.numLayers; l++) {
    const directions = suffixes.map((suffix, d) => {
      const index = passes.length;
      const initial = hx?.map((state) => state.select(0, index)) ?? startOf(kind, layer, B);
      const pass = passOf(kind, layer, `_l${l}${suffix}`, rows, initial, d === 1);
      passes.push(pass);
      return pass.steps[0];
    });
    const outputAt = (t: number): Tensor[] => directions.map((hidden) => hidden[t]);
    rows = rows.map((_, t) => cat(outputAt(t), 1));
  }
  return {
    output: stack(rows),
    states: startOf(kind, layer, B).map((_, s) => stack(passes.map(({ finals }) => finals[s]))),
    steps: passes.map(({ steps }) => steps),
    gradients: () => Object.assign({}, ...passes.map(({ gradients }) => gradients())),
  };
}

function startOf(kind: Kind, { hiddenSize: H, projSize }: RecurrentLayer, B: number): Tensor[] {
  const h = zeros([B, projSize || H]);
  return kind === "LSTM" ? [h, zeros([B, H])] : [h];
}

interface Pass {
  readonly steps: readonly (readonly Tensor[])[];
  readonly finals: readonly Tensor[];
  readonly gradients: () => Record<string, Tensor | null>;
}

/** One layer in one direction. */
function passOf(
  kind: Kind,
  layer: RecurrentLayer,
  suffix: string,
  rows: readonly Tensor[],
  initial: readonly Tensor[],
  reverse: boolean,
): Pass {
  const part = layer.projSize > 0 ? projectedPart(layer, suffix) : plainPart(kind, layer, suffix);
  const steps: Tensor[][] = initial.map(() => []);
  let states = initial;
  for (let i = 0; i < rows.length; i++) {
    const t = reverse ? rows.length - 1 - i : i;
    states = part.next(rows[t], states);
    states.forEach((state, s) => {
      steps[s][t] = state;
    });
  }
  return { steps, finals: states, gradients: part.gradients };
}

interface Part {
  readonly next: (x: Tensor, states: readonly Tensor[]) => readonly Tensor[];
  readonly gradients: () => Record<string, Tensor | null>;
}

function plainPart(kind: Kind, layer: RecurrentLayer, suffix: string): Part {
  const { hiddenSize: H, bias } = layer;
  const I = layer[`weight_ih${suffix}`].shape[1];
  const nonlinearity = layer instanceof nn.RNN ? layer.nonlinearity : "tanh";
  const cell: RecurrentCell =
    kind === "RNN" ? new nn.RNNCell(I, H, { bias, nonlinearity }) : new CELLS[kind](I, H, { bias });
  for (const [name, parameter] of cell.namedParameters())
    parameter.data.set(weight(layer, name + suffix).data);
  return {
    next: (x, states) => step(cell, x, states),
    gradients: () =>
      Object.fromEntries(cell.namedParameters().map(([name, { grad }]) => [name + suffix, grad])),
  };
}

/**
 * An LSTMCell knows no projection. Given the projected state beside x, and nothing for its own, it computes what the
 * projected layer does; its output is then projected.
 */
function projectedPart(layer: RecurrentLayer, suffix: string): Part {
  const { hiddenSize: H, projSize: P, bias } = layer;
  const [weightIh, weightHh] = [weight(layer, `weight_ih${suffix}`), weight(layer, `weight_hh${suffix}`)];
  const I = weightIh.shape[1];
  const cell = new nn.LSTMCell(I + P, H, { bias });
  cell.weight_ih.data.set(cat([weightIh, weightHh], 1).data);
  cell.weight_hh.data.fill(0);
  for (const name of ["bias_ih", "bias_hh"] as const) {
    if (bias) cell[name]?.data.set(weight(layer, name + suffix).data);
  }
  const weightHr = new nn.Parameter([P, H], weight(layer, `weight_hr${suffix}`).data.slice());
  return {
    next: (x, [h, c]) => {
      const [m, cNext] = cell.forward(cat([x, h], 1), [zeros([x.shape[0], H]), c]);
      return [functional.linear(m, weightHr, null), cNext];
    },
    gradients: () => ({
      [`weight_ih${suffix}`]: cell.weight_ih.grad?.slice(1, 0, I) ?? null,
      [`weight_hh${suffix}`]: cell.weight_ih.grad?.slice(1, I, I + P) ?? null,
      [`weight_hr${suffix}`]: weightHr.grad,
      ...(bias && {
        [`bias_ih${suffix}`]: cell.bias_ih?.grad ?? null,
        [`bias_hh${suffix}`]: cell.bias_hh?.grad ?? null,
      }),
    }),
  };
}

function weight(layer: RecurrentLayer, name: string): Tensor {
  const found = layer.namedParameters().find(([own]) => own === name);
  if (found === undefined) throw new Error(`the layer has no ${name}`);
  return found[1];
}
