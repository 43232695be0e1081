/** @module The view of the network: what of it is pointed at, the hand on it, and its latest picture. */
import { computed, effect, signal } from "@preact/signals";
import { reported } from "../../shared/failure.tsx";
import { sleep } from "../../shared/remote.ts";
import type { Intervention } from "../lab/networkPass.ts";
import type { Letter, NetworkPicture, PictureRequest } from "../lab/networkPicture.ts";
import type { Spot } from "../lab/networkWorked.ts";
import { frame, hovered, isCurrent, lab, layer, lookedAt, selected } from "./labSession.ts";

/** The value that pointer, keys and fields are on. */
export const spot = signal<Spot>({ kind: "hidden", gate: null, step: 0, unit: 0 });
/** Whether its equation is open. */
export const opened = signal(false);
/** The matrix that is shown, and the one whose edges light up. */
export const chosenMatrix = signal<Letter>("W");
export const lit = signal<Letter | null>(null);
/** The hand on the network; null is none. */
export const intervention = signal<Intervention | null>(null);
/** The first step of the window, where not all steps fit; null is the last ones. */
export const windowFrom = signal<number | null>(null);

const drawn = signal<{ readonly run: number; readonly picture: NetworkPicture | null } | null>(null);

/** The selected run's network; null until it has been drawn. */
export const picture = computed<NetworkPicture | null>(() =>
  drawn.value?.run === selected.value ? drawn.value.picture : null,
);

/** Moves to a value, which all panels then point at. */
export function pointAt(next: Spot): void {
  spot.value = next;
  hovered.value = next.step;
}

const request = computed<PictureRequest>(() => ({
  layer: layer.value,
  spot: opened.value ? spot.value : null,
  matrix: lit.value ?? chosenMatrix.value,
  intervention: intervention.value,
}));

/** Milliseconds between two pictures of a network that trains; what a person changes is answered sooner. */
const pause = 200;
const soon = 40;

/** Asks for pictures while `isSeen`; returns what ends it. */
export function watchNetwork(isSeen: () => boolean): () => void {
  let isOver = false;
  void (async () => {
    let [shown, asked, due] = ["", "", 0];
    while (!isOver) {
      await sleep(soon);
      const seen = frame.peek();
      if (seen === null || !isCurrent(seen) || document.hidden || !isSeen()) continue;
      const run = selected.peek();
      const trained = lookedAt.peek();
      const now = JSON.stringify([seen.request, run, trained, request.peek()]);
      const key = `${now} ${trained ?? seen.runs[run]?.trained}`;
      if (key === shown || (now === asked && performance.now() < due)) continue;
      const started = performance.now();
      const found = await reported(lab.network(run, trained, request.peek()));
      // Training comes first: pictures may take a fifth of the time at most.
      due = performance.now() + Math.max(pause, 4 * (performance.now() - started));
      if (!isCurrent(seen)) continue;
      drawn.value = { run, picture: found };
      if (found) fit(found);
      [shown, asked] = [key, now];
    }
  })();
  return () => {
    isOver = true;
  };
}

/** Moves what points at values that this network does not have. */
function fit({ settings, gates, output, target }: NetworkPicture): void {
  const { kind, gate, step, unit } = spot.peek();
  const has = { cell: settings.cell === "lstm", gate: gate !== null && gate in gates };
  const isKind = kind === "cell" || kind === "gate" ? has[kind] : true;
  const rows = kind === "output" ? output.length / target.length : settings.hidden;
  const [lastStep, lastUnit] = [settings.timeStep - 1, rows - 1];
  if (!isKind || step > lastStep || unit > lastUnit) {
    const kept = isKind ? { kind, gate } : { kind: "hidden" as const, gate: null };
    spot.value = { ...kept, step: Math.min(step, lastStep), unit: Math.min(unit, lastUnit) };
  }
  const hand = intervention.peek();
  const isForeign = (hand?.gate && !(hand.gate.name in gates)) || (hand?.unit ?? 0) >= settings.hidden;
  if (isForeign) intervention.value = null;
}

/** A hand on one network means nothing to another, whose gates and units are others. */
effect(() => {
  void selected.value;
  intervention.value = null;
});
