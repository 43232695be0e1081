/** @module Random programs: drawn from the operations, run by ours, by their twins in float64, and by PyTorch. */
import { type Tensor, tensor } from "unrolled";
import { runPython } from "../../interop/oracle.ts";
import { centralDifferences, dot, values } from "../../reference/values.ts";
import { type Array64, countOf } from "./arrays.ts";
import { type Below, losses, type Shape, type Step, steps, Tie } from "./steps.ts";

/** An operation of a program, and which of its leaves it takes. */
interface Call {
  readonly name: string;
  readonly step: Step;
  readonly p: readonly number[];
  readonly leaves: readonly number[];
}

/** Operations one after the other; each leaf is a float32 exactly. The first leaf is what they begin with. */
export interface Program {
  readonly calls: readonly Call[];
  readonly shapes: readonly Shape[];
  readonly leaves: readonly number[][];
  /** The shape of the result, and the weights of its values in the sum that is differentiated. */
  readonly result: Shape;
  readonly dy: readonly number[];
  readonly text: string;
}

/** A result, and the gradient of each leaf of its weighted sum. */
export interface Outcome {
  readonly values: readonly number[];
  readonly gradients: readonly (readonly number[])[];
}

const MOST_VALUES = 60; // of any intermediate result
const LEAVES = 90; // values of all leaves: each costs four runs of the twin

/** The program of a seed: of one to twelve operations, every third of which ends with a loss. */
export function programOf(seed: number): Program {
  let drawn = 0;
  const below: Below = (n) => Math.floor(((values(1, seed * 1009 + drawn++)[0] + 1) / 2) * n) % n;
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)];
  const shapes: Shape[] = [Array.from({ length: 1 + below(3) }, () => 1 + below(4))];
  const calls: Call[] = [];
  let shape = shapes[0];
  const add = (name: string, step: Step): boolean => {
    const made = step.make(shape, below);
    const size = made === null ? 0 : [...shapes, ...made.leaves].reduce((sum, one) => sum + countOf(one), 0);
    if (made === null || size > LEAVES) return false;
    const leaves = made.leaves.map((one) => shapes.push(one) - 1);
    const call = { name, step, p: made.p, leaves };
    const next = step.twin(countedOf(shape), made.leaves.map(countedOf), made.p).shape;
    if (countOf(next) > MOST_VALUES || countOf(next) === 0) {
      shapes.length -= leaves.length;
      return false;
    }
    calls.push(call);
    shape = next;
    return true;
  };
  const names = Object.keys(steps);
  const own = names[seed % names.length]; // so that each occurs
  const length = 1 + below(12);
  for (let tries = 0; calls.length < length && tries < 100; tries++) {
    const name = tries % 2 === 0 && !calls.some((call) => call.name === own) ? own : pick(names);
    add(name, steps[name]);
  }
  const losing = Object.keys(losses);
  if (below(3) === 0)
    for (let tries = 0, before = calls.length; calls.length === before && tries < 20; tries++) {
      const name = tries === 0 ? losing[seed % losing.length] : pick(losing);
      add(name, losses[name]);
    }
  return {
    calls,
    shapes,
    leaves: shapes.map((one, i) => values(countOf(one), seed * 31 + i, i === 0 ? 1.5 : 1)),
    result: shape,
    dy: values(countOf(shape), seed * 31 + 30),
    text: `${seed}: (${shapes[0].join(", ")}) ${calls.map(({ name }) => name).join(" → ")}`,
  };
}

/** Values of which none are equal. */
const countedOf = (shape: Shape): Array64 => ({
  shape,
  data: Array.from({ length: countOf(shape) }, (_, i) => i),
});

export function ours({ calls, shapes, leaves, dy }: Program): Outcome {
  const tensors = leaves.map((data, i) => tensor(data).view(shapes[i]).detach());
  for (const one of tensors) one.requiresGrad = true;
  const result = calls.reduce<Tensor>(
    (t, { step, p, leaves: taken }) =>
      step.ours(
        t,
        taken.map((i) => tensors[i]),
        p,
      ),
    tensors[0],
  );
  result.mul(tensor(dy).view(result.shape)).sum().backward();
  const gradients = tensors.map(({ grad, data }) => [...(grad?.data ?? new Float32Array(data.length))]);
  return { values: [...result.data], gradients };
}

/** Null beside a kink or a jump, where differences with two step lengths differ, and for a maximum that is not unique. */
export function twin(program: Program): Outcome | null {
  try {
    return differentiated(program);
  } catch (error) {
    if (error instanceof Tie) return null;
    throw error;
  }
}

function differentiated({ calls, shapes, leaves, dy }: Program): Outcome | null {
  const arrays = leaves.map((data) => [...data]);
  const run = (): Array64 =>
    calls.reduce<Array64>(
      (t, { step, p, leaves: taken }) =>
        step.twin(
          t,
          taken.map((i) => ({ shape: shapes[i], data: arrays[i] })),
          p,
        ),
      { shape: shapes[0], data: arrays[0] },
    );
  const total = (): number => dot(dy, run().data);
  const gradients = centralDifferences(total, arrays, 1e-5);
  const coarse = centralDifferences(total, arrays, 5e-5).flat();
  if (gradients.flat().some((d, i) => !(Math.abs(d - coarse[i]) < 1e-6 * (1 + Math.abs(d))))) return null;
  return { values: run().data, gradients };
}

/** What PyTorch computes in float32 and in float64, program by program. */
export function torchOf(programs: readonly Program[]): { single: Outcome; double: Outcome }[] {
  const texts = programs.map(({ calls, shapes, leaves, dy }) => ({
    ...{ shapes, leaves, dy },
    calls: calls.map(({ step, p, leaves: taken }) => ({ python: step.python, p, leaves: taken })),
  }));
  return JSON.parse(runPython(`programs = ${JSON.stringify(JSON.stringify(texts))}\n${ORACLE}`));
}

const ORACLE = `
import json, torch, torch.nn.functional as F
torch.set_num_threads(1)
def outcome(program, dtype):
    leaves = [torch.tensor(v, dtype=dtype).reshape(s).requires_grad_() for v, s in zip(program["leaves"], program["shapes"])]
    t = leaves[0]
    for call in program["calls"]:
        t = eval(call["python"], {"torch": torch, "F": F, "t": t, "u": [leaves[i] for i in call["leaves"]], "p": call["p"]})
    (t * torch.tensor(program["dy"], dtype=dtype).reshape(t.shape)).sum().backward()
    gradients = [(torch.zeros_like(l) if l.grad is None else l.grad).flatten().tolist() for l in leaves]
    return {"values": t.flatten().tolist(), "gradients": gradients}
print(json.dumps([{"single": outcome(p, torch.float32), "double": outcome(p, torch.float64)} for p in json.loads(programs)]))
`;

/** The greatest error of values and gradients, in units of 1e-5 + 1e-5 |right|: at most 1 is within the tolerance. */
export function errorOf(got: Outcome, right: Outcome): number {
  const flat = ({ values: results, gradients }: Outcome): number[] => [...results, ...gradients.flat()];
  const wanted = flat(right);
  return flat(got).reduce((worst, value, i) => {
    const error = Math.abs(value - wanted[i]) / (1e-5 + 1e-5 * Math.abs(wanted[i]));
    return error >= worst || Number.isNaN(error) ? error : worst;
  }, 0);
}
