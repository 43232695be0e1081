/** @module The state of a run, as a word with a sign. */
import type { RunState } from "../../../src/runs/replies.ts";
import { lang } from "../../shared/preferences.ts";
import { runsWords } from "../words/words.ts";

const signs: Readonly<Record<RunState, string>> = {
  training: "●",
  done: "✓",
  interrupted: "‖",
  diverged: "✕",
  killed: "✕",
  unknown: "?",
};

/** The word says it; sign and colour only help. */
export function Badge({ state }: { readonly state: RunState }) {
  return (
    <span class={`badge ${state}`} data-state={state}>
      <span aria-hidden="true">{signs[state]}</span> {runsWords[lang.value].states[state]}
    </span>
  );
}
