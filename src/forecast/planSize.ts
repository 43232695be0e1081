/** @module What a plan takes in memory and in arithmetic, added up before any of it is allocated or computed. */
import { FormatError, type Remedy } from "../errors.ts";
import { say } from "../sentence.ts";
import { formatBytes } from "../text/format.ts";
import { defaultsOf } from "../text/optionTable.ts";
import { builtin } from "../wasm/node.ts";
import {
  forecastOptions,
  isAffine,
  isBaseline,
  LONGEST_SEGMENT,
  type ModelOptions,
  type PlanOptions,
} from "./options.ts";
import { fault } from "./planChecks.ts";

/** What of a plan its size depends on. */
interface Sized extends PlanOptions {
  readonly modelOptions: ModelOptions;
  readonly columns: Readonly<Record<"targets" | "future" | "calendar" | "covariates", readonly string[]>>;
  readonly split: { readonly train: { readonly until: number } };
  readonly members?: readonly unknown[];
}

/** Values of one forecast, the ends of its intervals included: 128 MiB. */
const MOST_VALUES = 2 ** 24;

/** Steps that a network forecasts one after the other, each from the one before. */
const MOST_RECURSIONS = 2 ** 17;

/** Working memory for the weights of one layer and their copies: the limit of the kernels, 2 GiB. */
const MOST_LAYER = 2 ** 28;

/** Multiplications of an epoch: several months. */
const MOST_PRODUCTS = 1e17;

/** A weight, its gradient, two moments, the best so far, and the copy in a checkpoint. */
const COPIES = 6;

/** Floats: the weights of a plan's network, the largest of its layers, and what it saves for the backward pass of a window. */
interface NetworkSize {
  readonly weights: number;
  readonly largest: number;
  readonly window: number;
  /** The sizes that count most. */
  readonly remedies: readonly string[];
}

/** The size of a plan's network; zeros for a model without one. */
export function networkSize(plan: Sized): NetworkSize {
  const { model, lookback: L, horizon: H, columns } = plan;
  const own = { ...defaultsOf(forecastOptions.network, model), ...plan.modelOptions };
  const O = columns.targets.length;
  if (isBaseline(model) || model === "auto" || model === "ensemble")
    return { weights: 0, largest: 0, window: 0, remedies: [] };
  if (model === "nlinear" || model === "dlinear" || model === "ridge") {
    const map = (L + 1) * H;
    const weights = model === "dlinear" ? 2 * map : map;
    const solved = model === "ridge" ? 2 * (L + 1) * (L + 1 + H) : 0; // in double precision
    return {
      weights,
      largest: Math.max(map, solved),
      window: 4 * O * (L + H),
      remedies: ["lookback", "horizon"],
    };
  }
  if (model === "segrnn") {
    const { width, segment = segmentOf(plan) } = own;
    const largest = 3 * width * 2 * width;
    const weights = largest + width * (6 + 1 + 2 * segment + (H / segment + O) / 2) + segment;
    const steps = (L / segment + 4 * (H / segment)) * O;
    return { weights, largest, window: steps * 6 * width, remedies: ["width"] };
  }
  const { hidden, layers, mode } = own;
  const G = { rnn: 1, gru: 3, lstm: 4 }[model];
  const F = columns.future.length + 2 * columns.calendar.length;
  const C = O + F + columns.covariates.length;
  const Q = plan.loss === "quantile" ? 2 * plan.levels.length + 1 : 1;
  const steps = mode === "direct" ? H : 1;
  const head = (hidden + steps * F + 1) * steps * O * Q;
  const first = G * hidden * (C + hidden + 2);
  const above = G * hidden * (2 * hidden + 2);
  const read = mode === "direct" ? L : L + H;
  return {
    weights: first + (layers - 1) * above + head,
    largest: Math.max(first, layers > 1 ? above : 0, head),
    window: read * layers * hidden * (2 * G + 4), // as measured; the gates and their gradients are most of it
    remedies: head > above + first ? ["hidden", "horizon"] : ["hidden", "layers"],
  };
}

/** The longest segment that divides look-back and horizon. */
export function segmentOf({ lookback, horizon }: Pick<Sized, "lookback" | "horizon">): number {
  for (let w = LONGEST_SEGMENT; w > 1; w--) if (lookback % w === 0 && horizon % w === 0) return w;
  return 1;
}

/** Throws ValueError for a plan whose forecasts no machine can hold. */
export function checkForecastSize(plan: Sized): void {
  const { horizon, levels, columns, members } = plan;
  const values = horizon * columns.targets.length * (1 + 2 * levels.length) * (members?.length || 1);
  if (values > MOST_VALUES)
    throw fault(
      say`horizon is ${horizon}, for ${columns.targets.length} targets and ${levels.length} intervals: ${values} values in a forecast, but at most ${MOST_VALUES} can be`,
      { remedies: unset(["horizon"]) },
    );
  if (plan.modelOptions.mode === "recursive" && horizon > MOST_RECURSIONS)
    throw fault(say`horizon is ${horizon} but must be at most ${MOST_RECURSIONS} for recursive forecasts`, {
      remedies: [...unset(["horizon"]), { option: "mode", values: ["direct"] }],
    });
}

/** Throws ValueError for a training that this machine has not the memory for, or that would not end in months. */
export function checkTraining(plan: Sized): void {
  const { batchSize, split, windowsPerEpoch } = plan;
  const { weights, largest, window, remedies } = networkSize(plan);
  if (largest > MOST_LAYER)
    throw fault(
      say`the largest layer of the network needs ${formatBytes(8 * largest)} of working memory, but at most ${formatBytes(8 * MOST_LAYER)} can be had`,
      { remedies: unset(remedies) },
    );
  const windows = Math.min(split.train.until, windowsPerEpoch ?? Number.POSITIVE_INFINITY);
  const batch = Math.min(batchSize, windows);
  const [network, batches] = [4 * COPIES * weights, 4 * batch * window];
  const most = 0.75 * memoryOf();
  if (network + batches > most)
    throw fault(
      say`training needs ${formatBytes(network + batches)} of memory (${formatBytes(network)} for the network, ${formatBytes(batches)} for a batch of ${batch}), but at most ${formatBytes(most)} can be had`,
      { remedies: unset(network > most || batch === 1 ? remedies : ["batchSize"]) },
    );
  const products = 3 * windows * Math.max(weights, window * weights ** 0.5);
  if (products > MOST_PRODUCTS)
    throw fault(
      say`an epoch would take ${products.toExponential(0)} multiplications, for ${windows} windows and ${weights} weights`,
      { remedies: unset(remedies) },
    );
}

/** Weights that a file may lack before a network of its plan is built: the comparison by name then says which they are. */
const FEW = 2 ** 20;

/** Throws FormatError for a plan whose network would take memory for weights that its file does not hold. */
export function checkHeld(plan: Sized, arrays: readonly { readonly data: Float32Array }[]): void {
  const { model, modelOptions, lookback, horizon } = plan;
  if (isBaseline(model) || model === "ensemble") return;
  const held = arrays.reduce((sum, { data }) => sum + data.length, 0);
  const { hidden = 1, width = 1, layers = 1 } = modelOptions;
  const needed = Math.max(hidden ** 2, width ** 2, isAffine(model) ? lookback * horizon : 0); // one matrix of it
  if (needed > held || layers > arrays.length)
    throw new FormatError(
      `forecaster.plan is of ${needed} weights at least, in ${layers} layers, but the file holds ${held}`,
    );
  const { weights } = networkSize(plan);
  if (weights > held + FEW)
    throw new FormatError(`forecaster.plan is of ${weights} weights, but the file holds ${held}`);
}

function unset(names: readonly string[]): Remedy[] {
  return names.map((option) => ({ option, values: [] }));
}

/** Bytes of memory that this process may have: in a container what that may have, in a page 4 GiB. */
function memoryOf(): number {
  const total = builtin("node:os")?.totalmem() ?? 2 ** 32;
  const limit = typeof process === "undefined" ? 0 : (process.constrainedMemory?.() ?? 0);
  return limit > 0 ? Math.min(total, limit) : total;
}
