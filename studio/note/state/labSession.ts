/** @module What the page knows: the experiment, the newest frame of the lab, and what is looked at. */

import { computed, effect, signal } from "@preact/signals";
import { maxOf } from "../../../src/lists.ts";
import type { Settings } from "../../../src/note/settings.ts";
import { failure, reported } from "../../shared/failure.tsx";
import { isEmbedded, looksAsked } from "../../shared/preferences.ts";
import { remoteOf } from "../../shared/remote.ts";
import type { Weights } from "../lab/checkpoints.ts";
import type { Series } from "../lab/history.ts";
import type { Insight } from "../lab/insight.ts";
import type { LabFrame } from "../lab/lab.ts";
import type { Remote } from "../lab/worker.ts";
import { type AddressProblem, formatAddress, parseAddress } from "./address.ts";
import { type Experiment, firstExperiment, mostRuns } from "./experiment.ts";
import { type FieldName, withField } from "./settingFields.ts";

/** The lab, in its worker. */
export const lab = remoteOf<Remote>(
  new Worker(new URL("../lab/worker.ts", import.meta.url), { type: "module", name: "lab" }),
  () => {
    playing.value = false;
  },
);

/** The experiment, as in the address. */
export const experiment = signal<Experiment>(firstExperiment);
/** What of the address could not be used. */
export const problems = signal<readonly AddressProblem[]>([]);
/** Whether it trains. */
export const playing = signal(true);
/** The newest picture of the lab. */
export const frame = signal<LabFrame | null>(null);
/** The same, a dozen times a second, for what people read. */
export const slowFrame = signal<LabFrame | null>(null);
/** The run whose inside is shown. */
export const selected = signal(0);
/** How many segments back in time the panels look at; null is now. */
export const lookedAt = signal<number | null>(null);
/** The latest look inside, with the run that it is of. */
export const looked = signal<{ readonly run: number; readonly insight: Insight | null } | null>(null);
/** The selected run's inside; null until it has been looked at. */
export const insight = computed<Insight | null>(() =>
  looked.value?.run === selected.value ? looked.value.insight : null,
);
/** The layer that the panel of that name shows. */
export const layer = signal(0);
/** The time step that the pointer is on, in every panel. */
export const hovered = signal<number | null>(null);
/** Where the pointer is on the time axis, in radians; and on which segment, from 1: in every chart. */
export const pointedTime = signal<number | null>(null);
export const pointedSegment = signal<number | null>(null);
/** The losses of the runs before these, to compare with. */
export const ghost = signal<readonly Series[]>([]);
/** Whether those are drawn. */
export const ghostShown = signal(true);
/** Loaded weights, by run. */
export const weights = signal<readonly (Weights | null)[]>([]);

/** The settings of the selected run. */
export const settings = computed<Settings>(() => {
  const { runs } = experiment.value;
  return runs[Math.min(selected.value, runs.length - 1)];
});

/** The number of the latest request. */
let request = 0;
/** Whether the next start is to be slow enough to be followed: the first of a visit. */
let slowStart = true;

/** Whether a frame belongs to the latest request. */
export function isCurrent(candidate: LabFrame): boolean {
  return candidate.request === request;
}

/** Starts the runs anew; the losses so far stay as ghosts. */
export async function restart({ play = true }: { play?: boolean } = {}): Promise<void> {
  const old = frame.peek();
  if (old?.runs.some((run) => run.trained > 0)) ghost.value = old.runs.map(({ losses }) => losses);
  const { runs, pace } = experiment.peek();
  lookedAt.value = null;
  looked.value = null;
  playing.value = play;
  failure.value = null;
  request += 1; // frames still under way belong to the runs before
  const isSlow = slowStart;
  slowStart = false;
  await reported(
    lab.start({ number: request, runs, weights: weights.peek(), pace, playing: play, slowStart: isSlow }),
  );
}

/** Replaces the runs, and what else of the experiment is given, and starts them. */
export function setRuns(
  runs: readonly Settings[],
  { play = true, ...others }: { play?: boolean } & Partial<Experiment> = {},
): void {
  experiment.value = { ...experiment.peek(), ...others, runs };
  weights.value = [];
  selected.value = Math.min(selected.peek(), runs.length - 1);
  void restart({ play });
}

/** Changes one setting of the selected run; false when the text is nothing that it can be. */
export function setField(name: FieldName, text: string): boolean {
  const changed = withField(settings.peek(), name, text);
  if (changed === null) return false;
  if (changed[name] === settings.peek()[name]) return true;
  const { runs } = experiment.peek();
  const next = runs.map((run, i) => (i === selected.peek() ? changed : run));
  const keepsShape = (["cell", "hidden", "layers"] as const).every(
    (key) => changed[key] === settings.peek()[key],
  );
  experiment.value = { ...experiment.peek(), runs: next };
  // Loaded weights fit networks of their own size only.
  if (!keepsShape) weights.value = weights.peek().map((each, i) => (i === selected.peek() ? null : each));
  void restart();
  return true;
}

/** Adds a run beside the others, a copy of the selected one with another cell, and selects it. */
export function addRun(): void {
  const { runs } = experiment.peek();
  if (runs.length >= mostRuns) return;
  const others = { rnn: "lstm", lstm: "gru", gru: "rnn" } as const;
  const added = { ...settings.peek(), cell: others[settings.peek().cell] };
  selected.value = runs.length;
  experiment.value = { ...experiment.peek(), runs: [...runs, added] };
  void restart();
}

/** Takes a run away, unless it is the only one. */
export function removeRun(index: number): void {
  const { runs } = experiment.peek();
  if (runs.length === 1) return;
  selected.value = Math.max(0, Math.min(selected.peek(), runs.length - 2));
  weights.value = weights.peek().filter((_, i) => i !== index);
  experiment.value = { ...experiment.peek(), runs: runs.filter((_, i) => i !== index) };
  void restart();
}

/** Sets how fast it goes. */
export function setPace(pace: number): void {
  experiment.value = { ...experiment.peek(), pace };
  void reported(lab.setPace(pace));
}

/** Plays or pauses; what has ended starts again. */
export function togglePlaying(): void {
  const seen = frame.peek();
  if (!playing.peek() && seen !== null && isCurrent(seen) && seen.ended) {
    void restart();
    return;
  }
  playing.value = !playing.peek();
  if (playing.peek()) lookedAt.value = null;
  void reported(lab.setPlaying(playing.peek()));
}

/** Trains one segment, and pauses. */
export function stepOnce(): void {
  playing.value = false;
  lookedAt.value = null;
  void reported(lab.step());
}

/** Shows the network as it was after that many segments, and pauses; the last one is the present. */
export function lookBack(segment: number): void {
  const trained = maxOf(
    (frame.peek()?.runs ?? []).map((run) => run.trained),
    0,
  );
  const chosen = Math.max(1, Math.round(segment));
  lookedAt.value = chosen >= trained ? null : chosen;
  if (playing.peek()) togglePlaying();
}

/** Whether a way back exists: with a graph that grows, going back would mean to run everything again. */
export const canLookBack = computed(
  () => !experiment.value.runs.some(({ carry, detach }) => carry && !detach),
);

/** Browsers limit how often the address may change: `times` within `milliseconds`. */
const addressLimit = { times: 90, milliseconds: 30_000 };

/** Reads the address, now and whenever it changes, and keeps it up to date. */
export function followAddress(): void {
  // What shows the stage alone goes on to do so.
  const kept = isEmbedded ? "embed" : "";
  let own: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const written: number[] = [];
  const write = (): void => {
    written.push(performance.now());
    if (written.length > addressLimit.times) written.shift();
    if (`#${own}` !== location.hash) history.replaceState(null, "", `${location.pathname}#${own}`);
  };
  const read = (): void => {
    const text = [location.search.slice(1), location.hash.slice(1)].filter(Boolean).join("&");
    if (text === own) return;
    const found = parseAddress(text);
    experiment.value = found.experiment;
    problems.value = found.problems;
    selected.value = 0;
    weights.value = [];
    void restart();
  };
  read();
  addEventListener("hashchange", read);
  effect(() => {
    // Language and theme are a person's own; an address that had them keeps them.
    own = [formatAddress(experiment.value), looksAsked().slice(1), kept].filter(Boolean).join("&");
    clearTimeout(timer);
    const oldest = written.length < addressLimit.times ? Number.NEGATIVE_INFINITY : written[0];
    const due = oldest + addressLimit.milliseconds - performance.now();
    if (due <= 0) write();
    else timer = setTimeout(write, due);
  });
}
