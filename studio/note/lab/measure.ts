/** @module One number about a run that a question of the lesson is answered by. */
import type { Run } from "./run.ts";

/** What can be measured of a run. */
export const measureNames = [
  "lastTen",
  "trained",
  "parameters",
  "forgetGate",
  "cellReach",
  "freeRun",
] as const;

/** What can be measured. */
export type Measure = (typeof measureNames)[number];

/** A measurement of a run as it stands; NaN where there is nothing to measure. */
const measures: Readonly<Record<Measure, (run: Run) => number>> = {
  /** The mean of the last ten losses. */
  lastTen: (run) => run.frame().lastTen ?? Number.NaN,
  /** How many segments it was trained on before it ended. */
  trained: (run) => run.program.trained,
  /** How many numbers it has learnt. */
  parameters: (run) => run.program.model.parameters().reduce((sum, { data }) => sum + data.length, 0),
  /** The mean opening of the gate f over all units and steps of the last segment. */
  forgetGate(run) {
    const openings = run.insight(null, 0)?.inside?.layer.gates.f ?? new Float32Array();
    return openings.reduce((sum, opening) => sum + opening, 0) / openings.length;
  },
  /** |∂L/∂c| at the first step of a segment, as a share of that one step before its end. */
  cellReach(run) {
    const cell = run.insight(null, null)?.gradient.cell ?? [];
    return (cell.at(-1) ?? Number.NaN) / (cell.at(1) ?? Number.NaN);
  },
  /** The mean squared error of the last half of a free run. */
  freeRun: (run) =>
    run.probe({ frequency: 1, phase: 0, amplitude: 1, noise: 0, cold: false, freeRun: true }, null).lateError,
};

/** Measures a run. */
export function measureOf(run: Run, measure: Measure): number {
  return measures[measure](run);
}
