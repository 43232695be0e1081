/** @module What a network looks like inside at one moment: weights, traces, gates, gradient through time. */
import { type GradientFlow, gradientFlow } from "../../../src/note/gradientFlow.ts";
import type { Program, Segment, State } from "../../../src/note/program.ts";
import type { Settings } from "../../../src/note/settings.ts";
import { spectralRadius } from "../../../src/note/spectralRadius.ts";
import { gateNames, type LayerTraces, layerTraces } from "./traces.ts";

/** One array of parameters, now and at the start of the run. */
export interface ParameterView {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly start: Float32Array;
}

/** A network at one moment; traces and gradient are those of the segment last trained, as the network sees it now. */
export interface Insight {
  /** The run's own settings, by which everything here is to be read. */
  readonly settings: Settings;
  /** How many segments had been trained. */
  readonly trained: number;
  readonly segment: Segment;
  readonly gradient: GradientFlow;
  /** What only the panel of that name shows; null when it was not requested. */
  readonly inside: Inside | null;
}

/** One layer, and all parameters. */
interface Inside {
  readonly index: number;
  readonly layer: LayerInsight;
  readonly parameters: readonly ParameterView[];
}

/** One recurrent layer. */
export interface LayerInsight extends LayerTraces {
  /** The spectral radius of W_hh, or of each gate's block of it. */
  readonly radii: readonly { readonly gate: string; readonly radius: number }[];
  /** How far each gate is open, over all units and steps. */
  readonly openings: Readonly<Record<string, Openings>>;
}

/** The mean opening of a gate, and the shares of those below 0.1 and above 0.9. */
interface Openings {
  readonly mean: number;
  readonly closed: number;
  readonly open: number;
}

/** A program, and where it stood before the segment that it has just been trained on. */
export interface Observed {
  readonly program: Program;
  readonly before: State | null;
  readonly last: Segment;
  readonly start: readonly Float32Array[];
}

/** Looks inside, at one layer if at any, and changes nothing. */
export function insightOf({ program, before, last, start }: Observed, layer: number | null): Insight {
  const { model, settings, trained } = program;
  // Cut from the graph behind it, which the gradient must not walk into.
  const state = before?.map((each) => each.detach()) ?? null;
  const moment = { model, settings, state, trained: last.index };
  const index = layer === null ? null : Math.min(layer, settings.layers - 1);
  return {
    settings,
    trained,
    segment: last,
    gradient: gradientFlow(moment),
    inside:
      index === null
        ? null
        : {
            index,
            layer: layerInsight(layerTraces(moment)[index], radiiOf(program, index)),
            parameters: model.namedParameters().map(([name, { shape, data }], i) => ({
              name,
              shape: [...shape],
              values: data.slice(),
              start: start[i],
            })),
          },
  };
}

function layerInsight(traces: LayerTraces, radii: LayerInsight["radii"]): LayerInsight {
  const gates = Object.entries(traces.gates);
  const openings = Object.fromEntries(gates.map(([gate, values]) => [gate, openingsOf(values)]));
  return { ...traces, radii, openings };
}

function radiiOf({ model, settings }: Program, layer: number): LayerInsight["radii"] {
  const weight = new Map(model.namedParameters()).get(`rnn.weight_hh_l${layer}`);
  const block = settings.hidden ** 2;
  const gates: readonly string[] = settings.cell === "rnn" ? [""] : gateNames[settings.cell];
  return gates.map((gate, i) => ({
    gate,
    radius: spectralRadius(weight?.data.subarray(i * block, (i + 1) * block) ?? [], settings.hidden),
  }));
}

function openingsOf(values: Float32Array): Openings {
  const share = (count: (value: number) => number): number =>
    values.reduce((sum, value) => sum + count(value), 0) / values.length;
  return {
    mean: share((value) => value),
    closed: share((value) => (value < 0.1 ? 1 : 0)),
    open: share((value) => (value > 0.9 ? 1 : 0)),
  };
}
