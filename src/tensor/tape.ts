/**
 * @module The tape: records operations as they run; `backward` walks them in reverse.
 *
 * Recorded operations are numbered, so sorting those that a result depends on by descending number gives a valid order for
 * the walk. The walk is a loop, not a recursion: a sequence of a million steps does not overflow the stack.
 */
import { closed } from "../arguments.ts";
import { GraphError, ShapeError } from "../errors.ts";
import type { GradientTarget } from "../wasm/gradientTarget.ts";
import { acquire, release } from "../wasm/pool.ts";
import { sameShape, torchSize } from "./shape.ts";
import { type Backward, checkTensor, type Node, Tensor } from "./tensor.ts";
import { checkVersions, nextOrder, wasAnyOverwritten } from "./version.ts";

/** The inputs of a freed node. */
const NONE: readonly Tensor[] = [];

const DEFAULTS: BackwardOptions = {};

let recording = true;
let walk = 0;

/** Whether operations are being recorded. */
export function isGradEnabled(): boolean {
  return recording;
}

/** Runs a synchronous function without recording: its results require no gradient and keep no graph alive. */
export function noGrad<Result>(body: () => Result): Result {
  const result = withRecording(false, body);
  if (result instanceof Promise) {
    throw new GraphError(
      "noGrad: the function is asynchronous, and everything after its first await would be recorded\n  call noGrad around the synchronous parts inside it instead",
    );
  }
  return result;
}

/** Runs a synchronous function with recording, even inside `noGrad`. */
export function enableGrad<Result>(body: () => Result): Result {
  return withRecording(true, body);
}

function withRecording<Result>(isOn: boolean, body: () => Result): Result {
  const before = recording;
  recording = isOn;
  try {
    return body();
  } finally {
    recording = before;
  }
}

/**
 * Records y as the result of an operation whose backward needs saved values, so that it can be walked only once. Records
 * nothing under `noGrad`, or if no input requires a gradient.
 *
 * `saved` are the tensors whose values backward reads, by default all inputs: backward throws if one was overwritten since.
 */
export function record(
  op: string,
  y: Tensor,
  inputs: readonly (Tensor | null)[],
  backward: Backward,
  saved: readonly (Tensor | null)[] = inputs,
  free: (() => void) | null = null,
): Tensor {
  return link(op, y, inputs, backward, -1, saved, free);
}

/** As `record`, for an operation whose backward needs only shapes; it can be walked repeatedly, as in PyTorch. */
export function recordShape(
  op: string,
  y: Tensor,
  inputs: readonly (Tensor | null)[],
  backward: Backward,
): Tensor {
  return link(op, y, inputs, backward, -1);
}

/** As `recordShape`, for a view of x at an offset; its gradient is a part of that of x. */
export function recordView(op: string, y: Tensor, x: Tensor, offset: number): Tensor {
  return link(op, y, [x], backwardOfView, offset);
}

/** Runs only for a view with `retainGrad()`, which has its own gradient. */
function backwardOfView(dy: Float32Array, { inputs, offset }: Node): void {
  const x = inputs[0];
  if (x === null) return;
  const dx = gradOf(x);
  for (let i = 0; i < dy.length; i++) dx[offset + i] += dy[i];
}

function link(
  op: string,
  y: Tensor,
  inputs: readonly (Tensor | null)[],
  backward: Backward,
  offset: number,
  saved: readonly (Tensor | null)[] | null = null,
  free: (() => void) | null = null,
): Tensor {
  if (needsGrad(inputs)) {
    y.requiresGrad = true;
    y.order = nextOrder();
    y.node = {
      op,
      inputs,
      backward,
      spent: false,
      saves: saved !== null,
      saved: saved ?? NONE,
      offset,
      visited: 0,
      free,
    };
  }
  return y;
}

/** Whether a result computed now from these inputs will be recorded, so that it must save what backward needs. */
export function needsGrad(inputs: readonly (Tensor | null)[]): boolean {
  if (!recording) return false;
  for (let i = 0; i < inputs.length; i++) if (inputs[i]?.requiresGrad) return true;
  return false;
}

/** The gradient of t to add to, initially zeros; for a view, a part of its source's gradient. */
export function gradOf(t: Tensor): Float32Array {
  if (t.gradient !== null) return t.gradient;
  let source = t;
  let offset = 0;
  while (source.gradient === null && isShared(source)) {
    offset += source.node?.offset ?? 0;
    source = source.node?.inputs[0] ?? source;
  }
  source.gradient ??= acquire(source.data.length).fill(0);
  if (source !== t) t.gradient = source.gradient.subarray(offset, offset + t.data.length);
  return t.gradient ?? source.gradient;
}

/**
 * An uncleared gradient of t that the caller must overwrite completely; null if t already has one, to which the caller must
 * add (`gradOf`). Saves clearing the array and adding to zeros.
 */
export function newGradOf(t: Tensor): Float32Array | null {
  let source = t;
  let offset = 0;
  while (source.gradient === null && isShared(source)) {
    offset += source.node?.offset ?? 0;
    source = source.node?.inputs[0] ?? source;
  }
  if (source.gradient !== null) return null;
  const whole = acquire(source.data.length);
  source.gradient = whole;
  if (source === t) return whole;
  whole.fill(0, 0, offset);
  whole.fill(0, offset + t.data.length);
  t.gradient = whole.subarray(offset, offset + t.data.length);
  return t.gradient;
}

/** Where a gradient of all values of t goes. */
export function targetOf(t: Tensor): GradientTarget {
  const fresh = newGradOf(t);
  return { values: fresh ?? gradOf(t), adds: fresh === null };
}

/** Adds a gradient of t that `write` stores completely. */
export function writeGrad(t: Tensor, write: (d: Float32Array) => void): void {
  const { values, adds } = targetOf(t);
  const d = adds ? acquire(values.length) : values;
  write(d);
  if (!adds) return;
  for (let i = 0; i < d.length; i++) values[i] += d[i];
  release(d);
}

/** Adds a contribution to the gradient of t and takes ownership of the array: it becomes the gradient or returns to the pool. */
export function addGrad(t: Tensor, contribution: Float32Array): void {
  let source = t;
  while (source.gradient === null && isShared(source)) source = source.node?.inputs[0] ?? source;
  if (source.gradient === null && source.data.length === contribution.length) {
    source.gradient = contribution; // also for a view of all values
    return;
  }
  const fresh = newGradOf(t);
  if (fresh !== null) fresh.set(contribution);
  else {
    const gradient = gradOf(t);
    for (let i = 0; i < gradient.length; i++) gradient[i] += contribution[i];
  }
  release(contribution);
}

/** Whether t is a view whose gradient is a part of its source's. */
function isShared(t: Tensor): boolean {
  return t.node !== null && t.node.offset >= 0 && !t.keepsGrad;
}

/** Options of `Tensor.backward`. */
export interface BackwardOptions {
  /** dL/dt; required unless t is a scalar. */
  readonly gradient?: Tensor;
  /** Keeps what the graph has saved, so that it can be walked again. */
  readonly retainGraph?: boolean;
}

/** Adds the gradient of t with respect to every leaf that it depends on to that leaf's `grad`. */
export function backward(t: Tensor, given: BackwardOptions | Tensor = DEFAULTS): void {
  const { gradient, retainGraph = false } = given === DEFAULTS ? DEFAULTS : optionsOf(given);
  if (!t.requiresGrad)
    throw new GraphError("element 0 of tensors does not require grad and does not have a grad_fn");
  const seed = seedOf(t, gradient);
  const results = collect(t);
  addGrad(t, seed);
  for (let i = 0; i < results.length; i++) walkThrough(results[i], retainGraph);
  if (t.node && !retainGraph) t.node.spent = true;
}

/** The options; a tensor is the gradient, which PyTorch takes by position. */
function optionsOf(given: BackwardOptions | Tensor): BackwardOptions {
  if (given instanceof Tensor) return { gradient: given };
  const options = closed("backward", given, { gradient: 0, retainGraph: 0 });
  const { gradient = null } = options;
  if (gradient !== null) checkTensor("backward", "gradient", gradient);
  return options;
}

function walkThrough(result: Tensor, retainGraph: boolean): void {
  const { node, gradient } = result;
  if (node === null) return;
  if (gradient !== null) {
    result.gradient = null;
    if (!isShared(result)) {
      node.backward?.(gradient, node, retainGraph);
      if (result.keepsGrad) retain(result, gradient);
      else release(gradient);
    }
  }
  if (node.saves && !retainGraph) {
    node.free?.();
    node.backward = null;
    node.inputs = NONE;
    node.saved = NONE;
  }
}

/** Adds the gradient of this walk to that of earlier ones. */
function retain(t: Tensor, gradient: Float32Array): void {
  const { retained } = t;
  if (retained === null) t.retained = gradient;
  else for (let i = 0; i < retained.length; i++) retained[i] += gradient[i];
}

/** The gradient to start from: 1 for a scalar, otherwise the given one. */
function seedOf(t: Tensor, gradient: Tensor | undefined): Float32Array {
  if (gradient === undefined) {
    if (t.data.length !== 1) {
      throw new GraphError(
        `grad can be implicitly created only for scalar outputs\n  this one is (${t.shape.join(", ")}): reduce it with sum() or mean(), or pass backward({ gradient })`,
      );
    }
    return Float32Array.of(1);
  }
  if (!sameShape(gradient.shape, t.shape)) {
    throw new ShapeError(
      `Mismatch in shape: grad_output[0] has a shape of ${torchSize(gradient.shape)} and output[0] has a shape of ${torchSize(t.shape)}.`,
    );
  }
  const seed = acquire(gradient.data.length);
  seed.set(gradient.data);
  return seed;
}

/** Every recorded result that t depends on, itself included, latest first. Throws before anything has changed. */
function collect(t: Tensor): Tensor[] {
  const found: Tensor[] = [];
  const waiting: Tensor[] = [t];
  walk += 1;
  if (t.node) t.node.visited = walk;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const node = next.node;
    if (node === null) continue;
    if (node.backward === null) throw freedError(node.op, t.node?.spent === true);
    if (node.saved !== NONE && wasAnyOverwritten(next.order)) checkVersions(node.op, next.order, node.saved);
    found.push(next);
    const { inputs } = node;
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i];
      if (!input?.requiresGrad || input.node === null || input.node.visited === walk) continue;
      input.node.visited = walk;
      waiting.push(input);
    }
  }
  return latestFirst(found);
}

/** Sorts in place. Short lists are nearly sorted already: insertion sort is fast there and allocates nothing. */
function latestFirst(results: Tensor[]): Tensor[] {
  if (results.length > 100) return results.sort((a, b) => b.order - a.order);
  for (let i = 1; i < results.length; i++) {
    const result = results[i];
    let at = i;
    for (; at > 0 && results[at - 1].order < result.order; at--) results[at] = results[at - 1];
    results[at] = result;
  }
  return results;
}

const FREED =
  "Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.";

/** PyTorch's message, then a line with the remedy. */
function freedError(op: string, isSpent: boolean): GraphError {
  const remedy = isSpent
    ? "backward() has already run on this loss: compute it again for each backward(), or pass { retainGraph: true } the first time"
    : `the graph reaches into an earlier step through its ${op}: detach a carried state with h = h.detach() before the next step`;
  return new GraphError(`${FREED}\n  ${remedy}`);
}
