/** @module Operations here, on one thread, timed: `SECONDS CASES [MODE…]`, cases as JSON; a line of JSON for each. */
import { manualSeed, noGrad, ones, setDeterministic, setNumThreads, type Tensor } from "unrolled";
import { timeOfCall } from "./ops/pace.ts";
import { type Case, operationOf } from "./ops/table.ts";
import { Inputs, type Step } from "./ops/task.ts";
import type { Timed } from "./ops/timed.ts";

const [seconds = "0", cases = "[]", ...modes] = process.argv.slice(2);
if (modes.includes("deterministic")) setDeterministic(true);
setNumThreads(1);
for (const one of JSON.parse(cases)) console.log(JSON.stringify(timed(one, Number(seconds))));

function timed({ name, size }: Case, duration: number): Timed {
  manualSeed(0);
  const on = new Inputs(size);
  const step = operationOf(name).task(on);
  const y = step();
  const check = [magnitude(y === null ? on.leaves : [y])];
  let both: number | null = null;
  if (y?.requiresGrad) {
    const backward = throughBackward(step, y.dim() === 0 ? ones([]) : on.constant(...y.shape), on.leaves);
    backward();
    check.push(magnitude(on.leaves.flatMap(({ grad }) => grad ?? [])));
    both = timeOfCall(backward, duration);
  }
  return { name, size, check, both, forward: noGrad(() => timeOfCall(step, duration)) };
}

/** Forward and backward, with gradients that do not accumulate from call to call. */
function throughBackward(step: Step, dy: Tensor, leaves: readonly Tensor[]): () => void {
  return () => {
    for (const leaf of leaves) leaf.grad = null;
    step()?.backward(dy);
  };
}

/** The sum of all magnitudes. */
function magnitude(tensors: readonly Tensor[]): number {
  return tensors.reduce((sum, { data }) => data.reduce((total, value) => total + Math.abs(value), sum), 0);
}
