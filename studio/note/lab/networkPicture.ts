/** @module The picture of the unrolled network over one segment: what it reads, holds, answers, and what flows back. */
import { euclideanNorm } from "../../../src/lists.ts";
import type { Settings } from "../../../src/note/settings.ts";
import { drawSamples } from "../../../src/note/tasks.ts";
import type { Observed } from "./insight.ts";
import { firstAnswered, lossGradient } from "./networkAnswer.ts";
import { sumNames } from "./networkCell.ts";
import {
  backwardPass,
  forwardPass,
  type Intervention,
  type LayerGradients,
  type LayerPass,
  type Network,
  networkOf,
  outputAt,
  startOf,
  tracedPasses,
} from "./networkPass.ts";
import { type WhatIf, whatIf } from "./networkWhatIf.ts";
import { type Spot, type Worked, workedAt } from "./networkWorked.ts";
import { kernelTraces } from "./traces.ts";

/** The matrices, by the letters of the diagram. */
export type Letter = "U" | "W" | "V";

/** What of the network is wanted. */
export interface PictureRequest {
  readonly layer: number;
  /** The value whose equation is open. */
  readonly spot: Spot | null;
  /** The matrix that is looked at. */
  readonly matrix: Letter | null;
  readonly intervention: Intervention | null;
}

/** One layer of the network over the segment last trained, with the weights of now. */
export interface NetworkPicture {
  readonly settings: Settings;
  /** How many segments had been trained, and the number of this one. */
  readonly trained: number;
  readonly segment: number;
  readonly layer: number;
  /** (T, inputs) */
  readonly x: Float32Array;
  /** h of the layer below (T, H), which a layer above the first reads. */
  readonly below: Float32Array | null;
  /** States and gates (T, H); those before the first step (H). */
  readonly hidden: Float32Array;
  readonly cell: Float32Array | null;
  readonly gates: Readonly<Record<string, Float32Array>>;
  readonly hidden0: Float32Array;
  readonly cell0: Float32Array | null;
  /** The first step that is answered; outputs (T, O), and right answers, from that step on. */
  readonly firstAnswered: number;
  readonly output: Float32Array;
  readonly target: Float32Array;
  readonly gradient: PictureGradient;
  readonly matrix: PictureMatrix | null;
  readonly worked: Worked | null;
  readonly whatIf: WhatIf | null;
}

/** The gradient of the last step's loss. */
interface PictureGradient {
  /** |∂L/∂h_t| by step, and of the state before the first. */
  readonly norms: Float64Array;
  readonly start: number;
  /** ∂L/∂h_t (T, H). */
  readonly components: Float64Array;
  /** |∂L/∂c_t| by way of c_{t+1}, of an LSTM. */
  readonly cell: Float64Array | null;
}

/** A matrix, with PyTorch's name. */
interface PictureMatrix {
  readonly letter: Letter;
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Draws the network at a moment, and changes nothing. */
export function pictureOf({ program, before, last }: Observed, request: PictureRequest): NetworkPicture {
  const { model, settings, trained } = program;
  const state = before?.map((each) => each.detach()) ?? null;
  const layer = Math.min(request.layer, settings.layers - 1);
  const network = networkOf(model, settings);
  const intervention = effective(request.intervention, layer, settings);
  const { x: samples, y } = drawSamples(last.index, settings);
  const x = samples.data.slice(0, samples.size(1) * samples.size(2));
  const run = intervention && whatIf({ model, settings }, last.index, state, intervention);
  const passes = run
    ? forwardPass(network, x, run.start, intervention)
    : tracedPasses(
        kernelTraces({ model, settings, state, trained: last.index }),
        x,
        startOf(state, settings),
      );
  const first = firstAnswered(settings.task, settings.timeStep);
  const target = y.data.slice(0, settings.timeStep - first);
  const right = target[target.length - 1];
  const top = passes[passes.length - 1];
  const dOut = lossGradient(outputAt(network, top, settings.timeStep - 1), right);
  const gradients = backwardPass(network, passes, dOut, intervention);
  const sheet = { network, layer, passes, gradients, intervention, target: right };
  return {
    settings,
    trained,
    segment: last.index,
    layer,
    x,
    below: layer === 0 ? null : Float32Array.from(passes[layer - 1].h),
    ...statesOf(network, passes[layer]),
    firstAnswered: first,
    output: outputsOf(network, top, first, settings.timeStep),
    target,
    gradient: normsOf(network, gradients[layer]),
    matrix: request.matrix && matrixOf(network, layer, request.matrix),
    worked: request.spot && workedAt(sheet, request.spot),
    whatIf: run?.whatIf ?? null,
  };
}

/** The intervention on the layer shown; null if it changes nothing or no longer fits. */
function effective(
  intervention: Intervention | null,
  layer: number,
  { cell, hidden }: Settings,
): Intervention | null {
  if (intervention === null) return null;
  const names: readonly string[] = sumNames[cell];
  const gate = intervention.gate && names.includes(intervention.gate.name) ? intervention.gate : null;
  const unit = intervention.unit !== null && intervention.unit < hidden ? intervention.unit : null;
  const { scale } = intervention;
  return gate === null && unit === null && scale === 1 ? null : { layer, gate, unit, scale };
}

function statesOf({ cell, hidden: H }: Network, { h, c, gates, start }: LayerPass) {
  const names: readonly string[] = sumNames[cell];
  const width = names.length * H;
  const gateOf = (k: number): Float32Array =>
    Float32Array.from({ length: h.length }, (_, at) => gates[Math.floor(at / H) * width + k * H + (at % H)]);
  const own = cell === "rnn" ? [] : names;
  return {
    hidden: Float32Array.from(h),
    cell: c && Float32Array.from(c),
    gates: Object.fromEntries(own.map((name, k) => [name, gateOf(k)])),
    hidden0: Float32Array.from(start.h),
    cell0: c && Float32Array.from(start.c),
  };
}

function outputsOf(network: Network, top: LayerPass, first: number, T: number): Float32Array {
  const steps = Array.from({ length: T - first }, (_, i) => first + i);
  return Float32Array.from(steps.flatMap((step) => [...outputAt(network, top, step)]));
}

function normsOf({ cell, hidden: H }: Network, { dh, dc, dh0 }: LayerGradients): PictureGradient {
  const byStep = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: values.length / H }, (_, t) =>
      euclideanNorm(values.subarray(t * H, (t + 1) * H)),
    );
  return {
    norms: byStep(dh),
    start: euclideanNorm(dh0),
    components: dh,
    cell: cell === "lstm" ? byStep(dc) : null,
  };
}

function matrixOf({ layers, V, bias, hidden: H }: Network, layer: number, letter: Letter): PictureMatrix {
  if (letter === "V") return { letter, name: "out.weight", shape: [bias.length, H], values: V.slice() };
  const values = layers[layer][letter];
  const rows = layers[layer].biasIh.length;
  const name = `rnn.weight_${letter === "U" ? "ih" : "hh"}_l${layer}`;
  return { letter, name, shape: [rows, values.length / rows], values: values.slice() };
}
