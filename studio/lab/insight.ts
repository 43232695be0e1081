/** @module What a network looks like inside at one moment: weights, traces, gates, gradient through time. */
import { type GradientFlow, gradientFlow } from "../../src/note/gradientFlow.ts";
import type { Program, Segment, State } from "../../src/note/program.ts";
import { spectralRadius } from "./spectralRadius.ts";
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
  /** How many segments had been trained. */
  readonly trained: number;
  readonly segment: Segment;
  readonly parameters: readonly ParameterView[];
  readonly layers: readonly LayerInsight[];
  readonly gradient: GradientFlow;
}

/** One recurrent layer. */
export interface LayerInsight extends LayerTraces {
  /** The spectral radius of W_hh, or of each gate's block of it. */
  readonly radii: readonly { readonly gate: string; readonly radius: number }[];
  /** For each gate the share of openings below 0.1 and above 0.9, over all units and steps. */
  readonly saturation: Readonly<Record<string, { readonly closed: number; readonly open: number }>>;
}

/** A program, and where it stood before the segment that it has just been trained on. */
export interface Observed {
  readonly program: Program;
  readonly before: State | null;
  readonly last: Segment;
  readonly start: readonly Float32Array[];
}

/** Looks inside, and changes nothing. */
export function insightOf({ program, before, last, start }: Observed): Insight {
  const { model, settings, trained } = program;
  // Cut from the graph behind it, which the gradient must not walk into.
  const state = before?.map((each) => each.detach()) ?? null;
  const moment = { model, settings, state, trained: last.index };
  const traces = layerTraces(moment);
  return {
    trained,
    segment: last,
    parameters: model.namedParameters().map(([name, { shape, data }], i) => ({
      name,
      shape: [...shape],
      values: data.slice(),
      start: start[i],
    })),
    layers: traces.map((layer, i) => ({
      ...layer,
      radii: radiiOf(program, i),
      saturation: Object.fromEntries(
        Object.entries(layer.gates).map(([gate, openings]) => [gate, saturationOf(openings)]),
      ),
    })),
    gradient: gradientFlow(moment),
  };
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

function saturationOf(openings: Float32Array): { closed: number; open: number } {
  let [closed, open] = [0, 0];
  for (const opening of openings) {
    if (opening < 0.1) closed += 1;
    if (opening > 0.9) open += 1;
  }
  return { closed: closed / openings.length, open: open / openings.length };
}
