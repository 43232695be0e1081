/** @module A GRU step from many states on threads; test/functional compares its values with a twin. */
import { availableParallelism } from "node:os";
import { afterEach, expect, test } from "vitest";
import { setNumThreads } from "../../src/index.ts";
import { arenaFor } from "../../src/wasm/engine.ts";
import { type Fan, fanOutBackward, fanOutForward, freeFan } from "../../src/wasm/fanOut.ts";
import { layoutOf } from "../../src/wasm/recurrent.ts";
import { recurrentForward } from "../../src/wasm/recurrentForward.ts";
import { values } from "../reference/values.ts";
import { bitsOf } from "./bits.ts";

afterEach(() => setNumThreads(availableParallelism()));

const draw = (count: number, seed: number): Float32Array => Float32Array.from(values(count, seed));

/** y, then the gradients of a, u and h, the second time from the same graph. */
function onThreads(count: number, fan: Fan): Float32Array[] {
  setNumThreads(Math.max(2, count));
  arenaFor(1e9); // the shared memory
  setNumThreads(count);
  const { R, K, M, H } = fan;
  const [a, u, h] = [draw(K * M * 3 * H, 1), draw(R * K * 3 * H, 2), draw(R * K * H, 3)];
  const dy = draw(R * K * M * H, 4);
  const { y, saved } = fanOutForward(fan, { a, u, h }, true);
  if (saved === null) throw new Error("nothing was saved for the backward pass");
  const first = fanOutBackward(saved, dy, { a, u, h }, true);
  const { da, du, dh } = fanOutBackward(saved, dy, { a, u, h }, false);
  freeFan(saved);
  expect(bitsOf([da, du, dh])).toEqual(bitsOf([first.da, first.du, first.dh]));
  return [y, da, du, dh];
}

test.each([
  { R: 300, K: 3, M: 4, H: 17 },
  { R: 70, K: 1, M: 5, H: 64 },
  { R: 1, K: 40, M: 30, H: 33 },
])("the same bits on 1, 2 and 3 threads: R $R, K $K, M $M, H $H", (fan) => {
  const two = bitsOf(onThreads(2, fan));
  expect(bitsOf(onThreads(1, fan))).toEqual(two);
  expect(bitsOf(onThreads(3, fan))).toEqual(two);
});

// Without weights a layer's pre-activations are its biases.
test.each([1, 3, 4, 5, 17])("the bits of a GRU's own step, H %d", (H) => {
  const fan = { R: 4, K: 1, M: 1, H };
  const [a, b, h] = [draw(3 * H, 1), draw(3 * H, 2), draw(4 * H, 3)];
  const u = Float32Array.from({ length: 12 * H }, (_, i) => b[i % (3 * H)]);
  const { y } = fanOutForward(fan, { a, u, h }, false);
  const weights = {
    weightIh: new Float32Array(3 * H),
    weightHh: new Float32Array(3 * H * H),
    biasIh: a,
    biasHh: b,
    weightHr: null,
  };
  const layout = layoutOf("GRU", { I: 1, H, P: H }, { batchSizes: [4], reverse: false }, false);
  const inputs = { x: new Float32Array(4), weights, initial: [h] };
  const { states } = recurrentForward(layout, inputs, false);
  expect(y).toEqual(states.slice(0, 4 * H));
});
