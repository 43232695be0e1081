/** @module One step of a GRU from each of many states, with each of a few inputs: its sums are computed once for all pairs. */
import { ShapeError } from "../errors.ts";
import { numelOf } from "../tensor/shape.ts";
import { addGrad, record } from "../tensor/tape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { sigmoidMap, tanhMap } from "../wasm/maps.ts";

/** Sizes of a fan-out: R repetitions of K kinds of states, M inputs to each kind, H units. */
interface Fan {
  readonly R: number;
  readonly K: number;
  readonly M: number;
  readonly H: number;
}

/** The gates of all pairs, kept for the backward pass. */
interface Gates {
  readonly rz: Float32Array; // (R K M, 2H)
  readonly n: Float32Array; // (R K M, H)
}

/**
 * One GRU step from each state h, with each of the M inputs of its kind.
 *
 *     a (K, M, 3H) = x W_ihᵀ + b_ih     u (R, K, 3H) = h W_hhᵀ + b_hh     h (R, K, H)   →   y (R, K, M, H)
 *
 *     r, z = σ(a + u)      n = tanh(a_n + r ⊙ u_n)      y = n + z ⊙ (h − n)
 *
 * It is what a GRU gives for a sequence of one step, with inputs repeated R times and states M times; but its two
 * products run over K·M + R·K rows instead of 2·R·K·M. Gradients are summed in double precision over what was repeated.
 *
 * Given dy:   dn = dy (1 − z)(1 − n²)   dz = dy (h − n) z (1 − z)   dr = dn u_n r (1 − r)   dh = Σ_m dy z
 *
 * Throws ShapeError when the shapes do not fit. Source: torch.nn.GRU; the decoder of SegRNN (Lin et al., 2023).
 */
export function gruFanOut(a: Tensor, u: Tensor, h: Tensor): Tensor {
  const fan = fanOf(a, u, h);
  const gates = gatesOf(fan, a.data, u.data);
  const y = new Tensor(output(fan, gates, h.data), [fan.R, fan.K, fan.M, fan.H]);
  return record("gru_fan_out", y, [a, u, h], (dy) => {
    const da = new Float64Array(a.data.length);
    const du = new Float32Array(u.data.length);
    const dh = new Float32Array(h.data.length);
    const arrays = { dy, u: u.data, h: h.data, da, du, dh };
    for (let state = 0; state < fan.R * fan.K; state++) stateBackward(state, fan, gates, arrays);
    if (a.requiresGrad) addGrad(a, Float32Array.from(da));
    if (u.requiresGrad) addGrad(u, du);
    if (h.requiresGrad) addGrad(h, dh);
  });
}

function fanOf(a: Tensor, u: Tensor, h: Tensor): Fan {
  const [K, M, width] = a.shape;
  const [R, kinds, units] = u.shape;
  const H = h.shape[2];
  const fits = a.shape.length === 3 && width === 3 * H && units === width && kinds === K;
  if (fits && h.shape[0] === R && h.shape[1] === K && numelOf(u.shape) === R * K * width)
    return { R, K, M, H };
  const [aShape, uShape, hShape] = [a, u, h].map(({ shape }) => `(${shape.join(", ")})`);
  throw new ShapeError(
    `gruFanOut: a is ${aShape}, u is ${uShape}, h is ${hShape} but they must be (K, M, 3H), (R, K, 3H), (R, K, H)`,
  );
}

function gatesOf({ R, K, M, H }: Fan, a: Float32Array, u: Float32Array): Gates {
  const sums = new Float32Array(R * K * M * 2 * H);
  for (let row = 0, at = 0; row < R * K * M; row++) {
    const [aAt, uAt] = [(row % (K * M)) * 3 * H, Math.floor(row / M) * 3 * H];
    for (let j = 0; j < 2 * H; j++, at++) sums[at] = a[aAt + j] + u[uAt + j];
  }
  const rz = sigmoidMap(sums);
  const inner = new Float32Array(R * K * M * H);
  for (let row = 0, at = 0; row < R * K * M; row++) {
    const [aAt, uAt] = [((row % (K * M)) * 3 + 2) * H, (Math.floor(row / M) * 3 + 2) * H];
    for (let j = 0, r = row * 2 * H; j < H; j++, at++, r++) inner[at] = a[aAt + j] + rz[r] * u[uAt + j];
  }
  return { rz, n: tanhMap(inner) };
}

function output({ M, H }: Fan, { rz, n }: Gates, h: Float32Array): Float32Array {
  const y = new Float32Array(n.length);
  for (let row = 0, at = 0; at < y.length; row++) {
    const hAt = Math.floor(row / M) * H;
    for (let j = 0, z = (2 * row + 1) * H; j < H; j++, at++, z++)
      y[at] = n[at] + rz[z] * (h[hAt + j] - n[at]);
  }
  return y;
}

/** What the backward pass of one state reads, and writes to; it adds to `da`. */
interface BackwardArrays {
  readonly dy: Float32Array;
  readonly u: Float32Array;
  readonly h: Float32Array;
  readonly da: Float64Array;
  readonly du: Float32Array;
  readonly dh: Float32Array;
}

/** All inputs of one state, unit by unit, so that what they share is read and written once. */
function stateBackward(state: number, { K, M, H }: Fan, { rz, n: ns }: Gates, arrays: BackwardArrays): void {
  const { dy, u, h, da, du, dh } = arrays;
  const uAt = state * 3 * H;
  for (let j = 0; j < H; j++) {
    const hPrev = h[state * H + j];
    const q = u[uAt + 2 * H + j];
    let duR = 0;
    let duZ = 0;
    let duN = 0;
    let dhPrev = 0;
    let at = state * M * H + j; // of the unit in the pair of this state and the first input
    let aAt = (state % K) * M * 3 * H + j;
    for (let m = 0; m < M; m++, at += H, aAt += 3 * H) {
      const d = dy[at];
      const n = ns[at];
      const r = rz[2 * at - j];
      const z = rz[2 * at - j + H];
      const dn = d * (1 - z) * (1 - n * n);
      const dr = dn * q * r * (1 - r);
      const dz = d * (hPrev - n) * z * (1 - z);
      da[aAt] += dr;
      da[aAt + H] += dz;
      da[aAt + 2 * H] += dn;
      duR += dr;
      duZ += dz;
      duN += dn * r;
      dhPrev += d * z;
    }
    du[uAt + j] = duR;
    du[uAt + H + j] = duZ;
    du[uAt + 2 * H + j] = duN;
    dh[state * H + j] = dhPrev;
  }
}
