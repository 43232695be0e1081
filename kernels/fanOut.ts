/** A GRU step from each of many states with each of a few inputs: equations in gru.ts, sizes in call.ts. */
import { FanOutCall } from "./call";
import { gruBackward, gruForward } from "./gru";
import { copyRow, share } from "./lanes";
import { columnSumDouble } from "./outer";

/** Computes y and the gates for a part of the states. `work` has M·H floats, for copies of u_n that are not used. */
export function fanOutForward(at: usize, part: i32, parts: i32): void {
  const call = changetype<FanOutCall>(at);
  const M = call.M;
  const H = call.H;
  const end = call.R * call.K * (part + 1) / parts;
  const work = call.work + ((part * call.workSize) << 2);
  for (let state = call.R * call.K * part / parts; state < end; state++) {
    const gates = call.gates + ((state * M * 3 * H) << 2);
    const y = call.y + ((state * M * H) << 2);
    copyRow(gates, call.a + ((state % call.K * M * 3 * H) << 2), M * 3 * H);
    for (let m = 0; m < M; m++) copyRow(y + ((m * H) << 2), call.h + ((state * H) << 2), H);
    gruForward(gates, call.u + ((state * 3 * H) << 2), 0, work, y, M, H);
  }
}

/** Computes du and dh for a part of the states, and the gradients of their gates. `work` has M·3H floats. */
export function fanOutBackward(at: usize, part: i32, parts: i32): void {
  const call = changetype<FanOutCall>(at);
  const M = call.M;
  const H = call.H;
  const end = call.R * call.K * (part + 1) / parts;
  const du = call.work + ((part * call.workSize) << 2);
  for (let state = call.R * call.K * part / parts; state < end; state++) {
    const h = call.h + ((state * H) << 2);
    const q = call.u + (((state * 3 + 2) * H) << 2);
    const dy = call.y + ((state * M * H) << 2);
    const gates = call.gates + ((state * M * 3 * H) << 2);
    for (let m = 0; m < M; m++) {
      const gate = (m * 3 * H) << 2;
      gruBackward(gates + gate, du + gate, dy + ((m * H) << 2), h, 0, q, 1, H);
    }
    columnSumDouble(call.du + ((state * 3 * H) << 2), du, M, 3 * H, 0, 3 * H);
    columnSumDouble(call.dh + ((state * H) << 2), dy, M, H, 0, H);
  }
}

/** Computes a part of da, over all repetitions. */
export function fanOutGradients(at: usize, part: i32, parts: i32): void {
  const call = changetype<FanOutCall>(at);
  const width = call.K * call.M * 3 * call.H;
  columnSumDouble(call.da, call.gates, call.R, width, share(width, part, parts), share(width, part + 1, parts));
}
