/** @module The note's training step at steady state, beside the same step elsewhere. */
import { alternate, fastestOfEach } from "./alternate.ts";
import { type Field, type Job, ours, scriptPeersIn, torchIn, tryTorch } from "./field.ts";
import { bestOf } from "./settings.ts";
import { fastest, median } from "./statistics.ts";
import type { Row } from "./table.ts";

/** The note's programs, and their time steps. */
export const programs = { rnn: 10, lstm: 20, gru: 20 } as const;

const ROUNDS = 5;
const program = new URL("./oursNote.js", import.meta.url);

// Compilers go on for some thousand of our steps, and for a few hundred of everyone else's.
const pace = { warm: 0.8, seconds: 0.4, least: 10 };

/** Times every program of the note, with everyone there is. */
export function benchNote(field: Field): Row[] {
  const cells = Object.entries(programs);
  const tasks = cells.map(([cell]) => `note,${cell}`);
  const trial = { pace: { warm: 0.1, seconds: 0.2, least: 10 }, timeOf: fastest };
  const triedFor = tryTorch(field, tasks, trial);
  return cells.map(([cell, timeStep], k) => {
    const tried = triedFor[k] ?? [];
    field.report(`${cell}: ${ROUNDS} rounds`);
    const job: Job = { task: `note,${cell}`, pace, timeOf: median };
    const contenders = [
      ours(field, "Unrolled", program, job),
      ...torchIn(field, bestOf(tried), job),
      ...scriptPeersIn(field, job),
    ];
    const entries = fastestOfEach(alternate(contenders, ROUNDS));
    return { what: `${cell} T=${timeStep}, a training step at steady state`, unit: "µs", entries, tried };
  });
}
