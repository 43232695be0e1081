/** @module What the panel that puts a network to the test asks of it. */
import { signal } from "@preact/signals";
import type { ProbeOptions } from "../lab/probe.ts";

/** The note's own curve, read on from where training ended. */
export const plainProbe: ProbeOptions = {
  frequency: 1,
  phase: 0,
  amplitude: 1,
  noise: 0,
  cold: false,
  freeRun: false,
};

/** What is asked. */
export const probeOptions = signal<ProbeOptions>(plainProbe);
