/** @module The page Runs as a whole. */

import { terms } from "../../../src/runs/terms.ts";
import { LiveRegion, PageFrame } from "../../shared/pageFrame.tsx";
import { lang } from "../../shared/preferences.ts";
import { chosen, compared, connection, listed, readable } from "../state/runs.ts";
import { chosenStudy, chosenSummary, studies } from "../state/studies.ts";
import type { RunsWords } from "../words/en.ts";
import { runsWords } from "../words/zh.ts";
import { Compare } from "./compare.tsx";
import { RunList } from "./list.tsx";
import { RunView } from "./run.tsx";
import { StudyList, StudyView } from "./studies.tsx";

/** The list of runs, the comparison of the selected runs, and the chosen run. */
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
  const isSplit = chosen.value !== null || chosenStudy.value !== null || compared.value.length > 1;
  return (
    <main class={`runs-page${isSplit && reply ? " split" : ""}`}>
      <Notices />
      {reply !== null && reply.runs.length > 0 && <RunList />}
      {studies.value.length > 0 && <StudyList />}
      <div class="runs-stage" id="stage" tabIndex={-1}>
        {reply === null && connection.value === "waiting" && <p class="hint">{text.waiting}</p>}
        {connection.value === "none" && <Help {...text.noServer} />}
        {reply?.runs.length === 0 && studies.value.length === 0 && reply.problem === null && (
          <Help {...text.noRuns(reply.folder)} />
        )}
        {reply !== null && compared.value.length > 1 && <Compare />}
        {reply !== null && chosen.value !== null && <RunView name={chosen.value} />}
        {reply !== null && chosenStudy.value !== null && <StudyView name={chosenStudy.value} />}
      </div>
    </main>
  );
}

/** Problems of the server, or of the folder of runs. */
function Notices() {
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
          {text.folderProblem(reply.folder, text.problem(reply.problem))}
        </p>
      )}
    </div>
  );
}

/** What to do if there are no runs: a heading, some sentences, a command. */
function Help({ title, text, command }: RunsWords["noServer"]) {
  return (
    <section class="card help" data-help>
      <h2>{title}</h2>
      <p>{text}</p>
      <pre>
        <code>{command}</code>
      </pre>
    </section>
  );
}

/** For screen readers: changes of the state of the chosen run, but not every epoch. */
function Spoken() {
  const run = readable.value.find(({ name }) => name === chosen.value);
  const epoch = run?.state === "training" ? null : run?.epoch;
  const text =
    run && runsWords[lang.value].spoken(run.name, terms[lang.value].states[run.state], epoch ?? null);
  return <LiveRegion text={text ?? studyText()} />;
}

/** The state of the chosen search, but not every trial. */
function studyText(): string {
  const words = runsWords[lang.value];
  const summary = chosenSummary.value;
  return summary === null ? "" : words.spoken(summary.name, words.studies.states[summary.state], null);
}
