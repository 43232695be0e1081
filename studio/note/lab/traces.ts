/** @module What happens inside the recurrent layers over one segment: states and gates, step by step. */
import { type LayerTrace, traceLayer } from "../../../src/functional/recurrentLayer.ts";
import type { RNN, State } from "../../../src/note/program.ts";
import type { Settings } from "../../../src/note/settings.ts";
import { drawSamples } from "../../../src/note/tasks.ts";
import { tensor } from "../../../src/tensor/create.ts";

/** Values over time, (T, H) row-major. */
type Trace = Float32Array;

/** One layer over one segment. */
export interface LayerTraces {
  readonly hidden: Trace;
  /** c of an LSTM; null for others. */
  readonly cell: Trace | null;
  /** Openings between 0 and 1 of the gates proper: i f o of an LSTM, r z of a GRU. */
  readonly gates: Readonly<Record<string, Trace>>;
}

/** Gates in PyTorch's order; `g` and `n` are candidates, not gates: their activation is tanh. */
export const gateNames = { rnn: [], lstm: ["i", "f", "g", "o"], gru: ["r", "z", "n"] } as const;

const modes = { rnn: "RNN_TANH", lstm: "LSTM", gru: "GRU" } as const;

/** The network before a segment. */
export interface Situation {
  readonly model: RNN;
  readonly settings: Settings;
  readonly state: State | null;
  /** The number of the segment. */
  readonly trained: number;
}

/** Every layer over one segment, with the current weights. */
export function layerTraces(situation: Situation): LayerTraces[] {
  const { cell, hidden } = situation.settings;
  return kernelTraces(situation).map((trace) => ({
    hidden: trace.h,
    cell: trace.c,
    gates: gatesOf(trace, cell, hidden),
  }));
}

/** The same as the kernels have it, candidates included. */
export function kernelTraces({ model, settings, state, trained }: Situation): LayerTrace[] {
  const { hidden, layers, cell, timeStep } = settings;
  let x = drawSamples(trained, settings).x.select(0, 0);
  return Array.from({ length: layers }, (_, layer) => {
    const initial = state?.map((each) => each.select(0, layer).slice(0, 0, 1)) ?? null;
    const trace = traceLayer(modes[cell], x, initial, weightsOf(model, layer));
    x = tensor(trace.h, { shape: [timeStep, hidden] });
    return trace;
  });
}

function weightsOf({ rnn }: RNN, layer: number): Parameters<typeof traceLayer>[3] {
  return {
    weightIh: rnn[`weight_ih_l${layer}`],
    weightHh: rnn[`weight_hh_l${layer}`],
    biasIh: rnn[`bias_ih_l${layer}`],
    biasHh: rnn[`bias_hh_l${layer}`],
    weightHr: null,
  };
}

function gatesOf({ gates }: LayerTrace, cell: Settings["cell"], H: number): Record<string, Trace> {
  const names: readonly string[] = gateNames[cell];
  const width = names.length * H;
  const openings = names.map((name, gate): [string, Trace] => [
    name,
    gates.filter((_, at) => Math.floor((at % width) / H) === gate),
  ]);
  return Object.fromEntries(openings.filter(([name]) => name !== "g" && name !== "n"));
}
