/** @module The twin of a whole recurrent network: layers and directions of twins, in float64, sharing their arrays. */
import type { nn, Tensor } from "unrolled";
import type { Mode } from "../../src/wasm/recurrent.ts";
import { twins } from "./cells.ts";
import { dot } from "./values.ts";

type Network = nn.RNN | nn.LSTM | nn.GRU;

/** The arrays that a twin reads: change them, and `loss` changes. */
export interface TwinStack {
  readonly x: number[];
  readonly states: readonly number[][];
  readonly weights: Readonly<Record<string, number[]>>;
  /** Σ cotangents · (outputs, final states). */
  loss(cotangents: readonly (readonly number[])[]): number;
}

/** A twin of a network with its weights, on packed rows and initial states (zeros for null). */
export function twinStack(
  kind: "RNN" | "LSTM" | "GRU",
  network: Network,
  { data, batchSizes }: nn.utils.rnn.PackedSequence,
  hx: readonly Tensor[] | null,
): TwinStack {
  const { numLayers, bidirectional, hiddenSize: H, projSize } = network;
  const mode: Mode = kind === "RNN" ? "RNN_TANH" : kind;
  const P = projSize || H;
  const [B, N] = [batchSizes[0], data.shape[0]];
  const directions = bidirectional ? ["", "_reverse"] : [""];
  const widths = [P, H].slice(0, twins[mode].states);
  const zeros = (width: number): number[] =>
    new Array<number>(numLayers * directions.length * B * width).fill(0);
  const x = [...data.data];
  const states = widths.map((width, s) => (hx ? [...hx[s].data] : zeros(width)));
  const weights = Object.fromEntries(network.namedParameters().map(([name, t]) => [name, [...t.data]]));

  const loss: TwinStack["loss"] = ([dy, ...dstates]) => {
    const finals: number[][] = widths.map(() => []);
    let rows = x;
    for (let l = 0; l < numLayers; l++) {
      const outputs = directions.map((direction, d) => {
        const index = l * directions.length + d;
        const suffix = `_l${l}${direction}`;
        const result = twins[mode].forward({
          ...{ I: rows.length / N, H, P, batchSizes, reverse: d === 1, x: rows },
          weightIh: weights[`weight_ih${suffix}`],
          weightHh: weights[`weight_hh${suffix}`],
          biasIh: weights[`bias_ih${suffix}`] ?? null,
          biasHh: weights[`bias_hh${suffix}`] ?? null,
          weightHr: weights[`weight_hr${suffix}`] ?? null,
          initial: states.map((state, s) => state.slice(index * B * widths[s], (index + 1) * B * widths[s])),
        });
        result.finals.forEach((state, s) => {
          finals[s].push(...state);
        });
        return result.y;
      });
      rows = sideBySide(outputs, N, P);
    }
    return dot(dy, rows) + finals.reduce((sum, state, s) => sum + dot(dstates[s], state), 0);
  };
  return { x, states, weights, loss };
}

/** Rows (N, P) of each matrix, one behind the other. */
function sideBySide(matrices: readonly number[][], N: number, P: number): number[] {
  return Array.from({ length: N }, (_, n) =>
    matrices.flatMap((matrix) => matrix.slice(n * P, (n + 1) * P)),
  ).flat();
}
