/** @module The page of the runs as a whole. */

import { LiveRegion, PageFrame } from "../../shared/pageFrame.tsx";
import { lang } from "../../shared/preferences.ts";
import { chosen, compared, connection, listed, readable } from "../state/runs.ts";
import { runsWords } from "../words/words.ts";
import { Compare } from "./compare.tsx";
import { Help } from "./help.tsx";
import { RunList } from "./list.tsx";
import { RunView } from "./run.tsx";

/** The list, beside it the run that is chosen, or runs side by side. */
export function RunsApp() {
  return (
    <PageFrame page="runs" words={runsWords[lang.value]} spoken={<Spoken />}>
      <Main />
    </PageFrame>
  );
}

function Main() {
  const text = runsWords[lang.value];
  const reply = listed.value;
  const isSplit = chosen.value !== null || compared.value.length > 1;
  return (
    <main class={`runs-page${isSplit && reply ? " split" : ""}`}>
      <Told />
      {reply !== null && reply.runs.length > 0 && <RunList />}
      <div class="runs-stage" id="stage" tabIndex={-1}>
        {reply === null && connection.value === "waiting" && <p class="hint">{text.waiting}</p>}
        {connection.value === "none" && <Help {...text.noServer} />}
        {reply?.runs.length === 0 && reply.problem === null && <Help {...text.noRuns(reply.folder)} />}
        {reply !== null && compared.value.length > 1 && <Compare />}
        {reply !== null && chosen.value !== null && <RunView name={chosen.value} />}
      </div>
    </main>
  );
}

/** What is wrong with the server, or with its folder. */
function Told() {
  const text = runsWords[lang.value];
  const reply = listed.value;
  return (
    <div class="notices" role="status">
      {connection.value === "lost" && (
        <p class="notice warn" data-notice="lost">
          {text.lost}
        </p>
      )}
      {reply !== null && reply.problem !== null && (
        <p class="notice bad" data-notice="folder">
          {text.folderProblem(reply.folder, reply.problem)}
        </p>
      )}
    </div>
  );
}

/** A line that is only heard; epochs alone do not change it, or it would never be silent. */
function Spoken() {
  const words = runsWords[lang.value];
  const run = readable.value.find(({ name }) => name === chosen.value);
  const epoch = run?.state === "training" ? null : run?.epoch;
  return <LiveRegion text={run ? words.spoken(run.name, words.states[run.state], epoch ?? null) : ""} />;
}
