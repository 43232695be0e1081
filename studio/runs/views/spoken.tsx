/** @module What readers of screens hear: that the run which is shown has come to another state. */
import { LiveRegion } from "../../shared/pageFrame.tsx";
import { lang } from "../../shared/preferences.ts";
import { chosen, readable } from "../state/runs.ts";
import { runsWords } from "../words/words.ts";

/** A line that is only heard; epochs alone do not change it, or it would never be silent. */
export function RunSpoken() {
  const words = runsWords[lang.value];
  const run = readable.value.find(({ name }) => name === chosen.value);
  const epoch = run?.state === "training" ? null : run?.epoch;
  return <LiveRegion text={run ? words.spoken(run.name, words.states[run.state], epoch ?? null) : ""} />;
}
