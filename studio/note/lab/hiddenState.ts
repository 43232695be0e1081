/** @module The hidden state as a picture: where h goes in the plane of its two main components, and what W_hh does to it. */
import type { Program, State } from "../../../src/note/program.ts";
import type { Settings } from "../../../src/note/settings.ts";
import { column, drawSamples, segmentData, tasks } from "../../../src/note/tasks.ts";
import type { Tensor } from "../../../src/tensor/tensor.ts";
import "../../../src/tensor/methods.ts";
import { noGrad } from "../../../src/tensor/tape.ts";
import { type Eigenvalues, eigenvalues, greatest } from "./eigenvalues.ts";
import { alignedTo, type Plane, principalPlane, projected } from "./principal.ts";
import { gateNames } from "./traces.ts";

/** How the network is run: as it was trained, on its own output, or from an empty state. */
export type WalkName = "trained" | "free" | "cold";

/** A way through the plane, or many separate points of it. */
export interface Walk {
  /** (N, 2) */
  readonly places: Float32Array;
  /** Radians of the curve; the right answer, where a task tests the memory. */
  readonly marks: Float32Array;
  /** From which point on the input is the network's own output; null where all of it is true. */
  readonly freeFrom: number | null;
}

/** The eigenvalues of W_hh, or of a gate's block of it. */
export interface Spectrum extends Eigenvalues {
  /** "" for an RNN. */
  readonly gate: string;
  readonly radius: number;
}

/** The hidden state of one layer at one moment of a run. */
export interface HiddenState {
  readonly settings: Settings;
  readonly trained: number;
  readonly layer: number;
  /** What the two components have of the variance of h, in the run as trained. */
  readonly shares: Plane["shares"];
  /** As trained, and of the curve those that were asked for. */
  readonly walks: Readonly<Partial<Record<WalkName, Walk>>>;
  /** For a task that tests the memory: the time step at which h is shown. */
  readonly step: number | null;
  /** How many segments of the curve, or sequences, are shown. */
  readonly count: number;
  /** Null if they were not asked for. */
  readonly spectra: readonly Spectrum[] | null;
  /** The share of |h| above 0.9, where tanh hardly changes any more, and lets hardly any gradient through. */
  readonly saturated: number;
}

/** What is looked at: a layer, and for a task that tests the memory a time step. */
export interface HiddenStateView {
  readonly layer: number;
  /** Null is the last. */
  readonly step: number | null;
  /** The ways beside the trained one that are drawn. */
  readonly walks: readonly WalkName[];
  /** Whether the eigenvalues are wanted: those of 256 units take a third of a second a gate. */
  readonly spectra: boolean;
}

const warmUp = 2;
const batches = 8;

/** Segments of the curve that are walked through: sixteen, but fewer of many steps. */
function segmentCount({ timeStep }: Pick<Settings, "timeStep">): number {
  return Math.min(16, Math.max(2 * warmUp, Math.round(640 / timeStep)));
}

/** Looks at h over the segments, or batches, that come next, and changes nothing. */
export function hiddenState(program: Program, view: HiddenStateView): HiddenState {
  const { settings, trained } = program;
  const layer = Math.min(view.layer, settings.layers - 1);
  const seen = noGrad(() =>
    settings.task === "cosine" ? onCurve(program, layer, view.walks) : atStep(program, layer, view.step),
  );
  return { settings, trained, layer, ...seen, spectra: view.spectra ? spectraOf(program, layer) : null };
}

type Seen = Pick<HiddenState, "shares" | "walks" | "step" | "saturated" | "count">;

function onCurve(program: Program, layer: number, others: readonly WalkName[]): Seen {
  const H = program.settings.hidden;
  const trained = walk(program, layer, "trained");
  const like = [trained.t.map(Math.cos), trained.t.map(Math.sin)];
  const plane = alignedTo(principalPlane(trained.states, H), trained.states, like);
  const placed = ({ states, t, freeFrom }: Steps): Walk => ({
    places: projected(states, plane),
    marks: t,
    freeFrom,
  });
  const walks: Partial<Record<WalkName, Walk>> = { trained: placed(trained) };
  for (const name of others) if (name !== "trained") walks[name] = placed(walk(program, layer, name));
  return {
    shares: plane.shares,
    walks,
    step: null,
    count: segmentCount(program.settings),
    saturated: saturatedShare(trained.states),
  };
}

/** The steps of a walk along the curve. */
interface Steps {
  /** (N, H) */
  readonly states: Float32Array;
  readonly t: Float32Array;
  readonly freeFrom: number | null;
}

/** One step at a time, so that an output can become a later input: sin t = cos(t − π/2). */
function walk({ model, settings, trained, state: end }: Program, layer: number, how: WalkName): Steps {
  const data = Array.from({ length: segmentCount(settings) }, (_, i) => segmentData(trained + i, settings));
  const t = Float32Array.from(data.flatMap((segment) => [...segment.t]));
  const input = Float32Array.from(data.flatMap((segment) => [...segment.input]));
  const answers = new Float32Array(t.length);
  const states = new Float32Array(t.length * settings.hidden);
  const freeFrom = how === "free" ? warmUp * settings.timeStep : null;
  const initial = end?.map((each) => each.detach()) ?? null;
  let state: State | null = how === "cold" ? null : initial;
  for (let i = 0; i < t.length; i++) {
    // Where the state is not carried, every segment starts from the initial one.
    if (!settings.carry && how === "trained" && i % settings.timeStep === 0) state = initial;
    const isOwn = freeFrom !== null && i >= freeFrom;
    const x = isOwn ? valueAt(t, answers, t[i] - Math.PI / 2, i) : input[i];
    const [answer, next] = model.forward(column(Float32Array.of(x)), state);
    answers[i] = answer.item();
    states.set(stateOf(next, layer).data, i * settings.hidden);
    state = next;
  }
  return { states, t, freeFrom };
}

/** The value between the samples beside a place, of those before `end`. */
function valueAt(t: Float32Array, values: Float32Array, place: number, end: number): number {
  let high = end - 1;
  while (high > 1 && t[high - 1] >= place) high -= 1;
  const low = Math.max(0, high - 1);
  const width = t[high] - t[low];
  const share = width > 0 ? Math.min(1, Math.max(0, (place - t[low]) / width)) : 1;
  return values[low] + share * (values[high] - values[low]);
}

/** (B, H) of a layer. */
function stateOf([h]: State, layer: number): Tensor {
  return h.select(0, layer);
}

/** h of many sequences at one time step, with what each must answer. */
function atStep(
  { model, settings, trained, state: initial }: Program,
  layer: number,
  chosen: number | null,
): Seen {
  const { timeStep: T, hidden: H } = settings;
  const step = Math.min(chosen ?? T - 1, T - 1);
  const eachAnswers = tasks[settings.task].answers === "each";
  const found = Array.from({ length: batches }, (_, batch) => {
    const { x, y } = drawSamples(trained + batch, settings);
    const start = initial?.map((each) => each.detach()) ?? null;
    const [, state] = model.recur(x.slice(1, 0, step + 1), start);
    const marks = eachAnswers ? y.select(1, step) : y.select(1, -1);
    return { states: stateOf(state, layer).data, marks: marks.data };
  });
  const states = Float32Array.from(found.flatMap(({ states }) => [...states]));
  const marks = Float32Array.from(found.flatMap(({ marks }) => [...marks]));
  const mean = marks.reduce((sum, mark) => sum + mark, 0) / marks.length;
  const plane = alignedTo(principalPlane(states, H), states, [marks.map((mark) => mark - mean)]);
  const walks = { trained: { places: projected(states, plane), marks, freeFrom: null } };
  return { shares: plane.shares, walks, step, count: marks.length, saturated: saturatedShare(states) };
}

function saturatedShare(states: Float32Array): number {
  return states.reduce((count, value) => count + (Math.abs(value) > 0.9 ? 1 : 0), 0) / states.length;
}

function spectraOf({ model, settings }: Program, layer: number): readonly Spectrum[] {
  const { hidden, cell } = settings;
  const { data } = model.rnn[`weight_hh_l${layer}`];
  const gates: readonly string[] = cell === "rnn" ? [""] : gateNames[cell];
  return gates.map((gate, i) => {
    const found = eigenvalues(data.subarray(i * hidden ** 2, (i + 1) * hidden ** 2), hidden);
    return { gate, ...found, radius: greatest(found) };
  });
}
