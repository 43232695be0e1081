/** @module The scan of a minimal GRU, whose gate and candidate do not depend on the state. */
import { ShapeError } from "../errors.ts";
import { sigmoidMap } from "../tensor/maps.ts";
import { needsGrad, record, writeGrad } from "../tensor/tape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { floatsOf } from "../wasm/pool.ts";

/** Which rows are the steps of which sequence. */
export interface ScanRows {
  /** The number of sequences that have a step t, for each t; never grows. */
  readonly batchSizes: readonly number[];
  /** The row of the first sequence at step t, for each t. */
  readonly starts: readonly number[];
  /** Rows from a sequence to the next. */
  readonly stride: number;
  /** Whether the sequences are read from their ends. */
  readonly reverse: boolean;
}

/** What the loops read. */
interface Scan {
  readonly H: number;
  readonly rows: ScanRows;
  /** The gates a_z and candidates a_h of all rows (N, 2H). */
  readonly gates: Float32Array;
  /** z = σ(a_z) of all rows (N, H). */
  readonly z: Float32Array;
}

/**
 * Mixes the candidates of a sequence into its state, step by step.
 *
 *     z_t = σ(a_z)      h_t = h_{t−1} + z_t ⊙ (a_h − h_{t−1})
 *
 *     gates (N, 2H), of each row first a_z, then a_h      h0 (B, H), null for zeros   →   h (N, H)
 *
 * Given dh_t, the sum of dy_t and what h_{t+1} passes back:
 *
 *     da_h = dh_t z_t      da_z = dh_t (a_h − h_{t−1}) z_t (1 − z_t)      dh_{t−1} = dh_t (1 − z_t)
 *
 * Throws ShapeError for mismatched shapes.
 * Source: Feng et al., "Were RNNs all we needed?", 2024.
 */
export function minGruScan(gates: Tensor, h0: Tensor | null, rows: ScanRows): Tensor {
  const [N, width] = gates.shape;
  const H = width / 2;
  const B = rows.batchSizes[0] ?? 0;
  if (gates.shape.length !== 2 || !Number.isInteger(H)) throw mismatch(gates, h0);
  if (h0 !== null && (h0.shape.length !== 2 || h0.shape[0] !== B || h0.shape[1] !== H))
    throw mismatch(gates, h0);
  const scan = { H, rows, gates: gates.data, z: opened(gates.data, N, H) };
  const y = new Tensor(floatsOf(N * H), [N, H]);
  const first = h0?.data ?? new Float32Array(B * H);
  scanForward(scan, y.data, first);
  if (!needsGrad([gates, h0])) return y;
  return record(
    "min_gru_scan",
    y,
    [gates, h0],
    (dy) => {
      const carried = new Float32Array(B * H);
      const compute = (dGates: Float32Array): void =>
        scanBackward(scan, { dy, y: y.data, first, dGates, carried });
      if (gates.requiresGrad) writeGrad(gates, compute);
      else compute(new Float32Array(N * width));
      if (h0?.requiresGrad) writeGrad(h0, (dh) => dh.set(carried));
    },
    [gates, h0, y],
  );
}

function mismatch(gates: Tensor, h0: Tensor | null): ShapeError {
  const state = h0 === null ? "" : `, h0 is (${h0.shape.join(", ")})`;
  return new ShapeError(
    `minGruScan: gates is (${gates.shape.join(", ")})${state} but they must be (N, 2H) and (B, H)`,
  );
}

/** σ of the first half of each row. */
function opened(gates: Float32Array, N: number, H: number): Float32Array {
  const a = floatsOf(N * H);
  for (let n = 0; n < N; n++) a.set(gates.subarray(2 * n * H, (2 * n + 1) * H), n * H);
  return sigmoidMap(a);
}

/** The steps in the order in which they are read. */
function* stepsOf({ batchSizes, reverse }: ScanRows): Generator<number> {
  const T = batchSizes.length;
  for (let i = 0; i < T; i++) yield reverse ? T - 1 - i : i;
}

function scanForward({ H, rows, gates, z }: Scan, y: Float32Array, first: Float32Array): void {
  const { batchSizes, starts, stride } = rows;
  const state = first.slice();
  for (const t of stepsOf(rows)) {
    for (let b = 0; b < batchSizes[t]; b++) {
      const row = (starts[t] + b * stride) * H;
      const own = b * H;
      for (let k = 0; k < H; k++) {
        const h = state[own + k];
        const next = Math.fround(h + z[row + k] * Math.fround(gates[2 * row + H + k] - h));
        state[own + k] = next;
        y[row + k] = next;
      }
    }
  }
}

interface Gradients {
  readonly dy: Float32Array;
  readonly y: Float32Array;
  readonly first: Float32Array;
  /** Is overwritten. */
  readonly dGates: Float32Array;
  /** Zeros at first; then the gradient of the initial state. */
  readonly carried: Float32Array;
}

function scanBackward({ H, rows, gates, z }: Scan, { dy, y, first, dGates, carried }: Gradients): void {
  const { batchSizes, starts, stride, reverse } = rows;
  const before = reverse ? 1 : -1;
  for (const t of stepsOf({ ...rows, reverse: !reverse })) {
    const previous = t + before;
    for (let b = 0; b < batchSizes[t]; b++) {
      const row = (starts[t] + b * stride) * H;
      const isFirst = !(b < (batchSizes[previous] ?? 0));
      const [states, from] = isFirst ? [first, b * H] : [y, (starts[previous] + b * stride) * H];
      for (let k = 0; k < H; k++) {
        const d = dy[row + k] + carried[b * H + k];
        const gate = z[row + k];
        const passed = d * gate;
        dGates[2 * row + k] = passed * (1 - gate) * (gates[2 * row + H + k] - states[from + k]);
        dGates[2 * row + H + k] = passed;
        carried[b * H + k] = d - passed;
      }
    }
  }
}
