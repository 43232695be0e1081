/** @module The list of searches of settings, and the head of the chosen one; its charts are loaded when one is chosen. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import type {
  BrokenStudy,
  StudyReply,
  StudyState,
  StudySummary,
} from "../../../src/runs/study/studyReply.ts";
import { formatAgo, formatValue, formatWhole } from "../../../src/text/format.ts";
import { lang } from "../../shared/preferences.ts";
import { addressOf } from "../state/address.ts";
import { fileAddress } from "../state/requests.ts";
import { compared, listed, now } from "../state/runs.ts";
import { chosenStudy, studies, study } from "../state/studies.ts";
import { runsWords } from "../words/zh.ts";

const signs: Readonly<Record<StudyState, string>> = {
  running: "●",
  done: "✓",
  timeout: "‖",
  interrupted: "‖",
  killed: "✕",
  foreign: "?",
};

/** Classes of the badges of runs. */
const looks: Readonly<Record<StudyState, string>> = {
  running: "training",
  done: "done",
  timeout: "interrupted",
  interrupted: "interrupted",
  killed: "killed",
  foreign: "unknown",
};

function StateBadge({ state }: { readonly state: StudyState }) {
  return (
    <span class={`badge ${looks[state]}`} data-state={state}>
      <span aria-hidden="true">{signs[state]}</span> {runsWords[lang.value].studies.states[state]}
    </span>
  );
}

/** All searches, the newest first. */
export function StudyList() {
  const text = runsWords[lang.value].studies;
  return (
    <section class="card studies-list" aria-labelledby="studies-title">
      <h2 id="studies-title">{text.title(studies.value.length)}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll list" tabIndex={0} aria-label={text.table}>
        <table>
          <thead>
            <tr>
              {[text.name, text.state, text.trials, text.best, text.data, text.updated].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {studies.value.map((one) =>
              one.problem === null ? (
                <Row key={one.name} summary={one} />
              ) : (
                <BrokenRow key={one.name} broken={one} />
              ),
            )}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Row({ summary }: { readonly summary: StudySummary }) {
  const { name, state, best, updated } = summary;
  return (
    <tr data-study={name} class={name === chosenStudy.value ? "chosen" : ""}>
      <th scope="row">
        <StudyLink name={name} />
      </th>
      <td>
        <StateBadge state={state} />
      </td>
      <td class="trials">
        <Trials summary={summary} />
      </td>
      <td class="number">{formatValue(best)}</td>
      <td class="target">{summary.study}</td>
      <td class="updated">{formatAgo(updated, now.value, lang.value)}</td>
    </tr>
  );
}

function BrokenRow({ broken: { name, problem } }: { readonly broken: BrokenStudy }) {
  const words = runsWords[lang.value];
  return (
    <tr data-study={name} class="broken">
      <th scope="row">
        <StudyLink name={name} />
      </th>
      <td class="problem" colSpan={5}>
        {words.problem(problem)}
      </td>
    </tr>
  );
}

function StudyLink({ name }: { readonly name: string }) {
  return (
    <a
      href={addressOf(null, compared.value, name)}
      aria-current={name === chosenStudy.value ? "true" : undefined}
    >
      {name}
    </a>
  );
}

/** Ended trials of those that were wanted. */
function Trials({ summary: { ended, wanted, state } }: { readonly summary: StudySummary }) {
  const count = wanted === null ? formatWhole(ended) : `${formatWhole(ended)} / ${formatWhole(wanted)}`;
  return (
    <>
      {state === "running" && wanted !== null && (
        <progress
          value={ended}
          max={wanted}
          aria-label={`${runsWords[lang.value].studies.trials} ${count}`}
        />
      )}{" "}
      <span>{count}</span>
    </>
  );
}

/** The parts of a search that need its charts. */
type Parts = Readonly<Record<"Facts" | "Body", ComponentType<{ readonly reply: StudyReply }>>>;

const parts = signal<Parts | null>(null);

/** The search of a name, or why it cannot be shown. */
export function StudyView({ name }: { readonly name: string }) {
  const words = runsWords[lang.value];
  const text = words.studies;
  useEffect(() => {
    void import("./study.tsx").then(({ StudyFacts, StudyBody }) => {
      parts.value = { Facts: StudyFacts, Body: StudyBody };
    });
  }, []);
  const isListed = studies.value.some((one) => one.name === name);
  const found = study.value;
  const own =
    found !== null && ("summary" in found ? found.summary.name : found.name) === name ? found : null;
  return (
    <article class="run-view study-view" aria-labelledby="study-title" data-shown={name}>
      <section class="card run-head">
        <a class="back" href={addressOf(null, compared.value)}>
          <span aria-hidden="true">←</span> {words.run.all}
        </a>
        <h2 id="study-title">{name}</h2>
        {!isListed && <p>{text.missing(name, listed.value?.folder ?? "")}</p>}
        {own === null && isListed && <p class="hint">{words.waiting}</p>}
        {own !== null && "problem" in own && <p class="wrong">{words.problem(own.problem)}</p>}
        {own !== null && "summary" in own && (
          <>
            <p class="run-facts">
              <StateBadge state={own.summary.state} /> <Trials summary={own.summary} />
              {own.hasReport && (
                <span class="downloads">
                  <a href={fileAddress(name, "report.html")} target="_blank" rel="noopener">
                    {text.report}
                  </a>
                </span>
              )}
            </p>
            {parts.value && <parts.value.Facts reply={own} />}
          </>
        )}
      </section>
      {own !== null && "summary" in own && parts.value && <parts.value.Body reply={own} />}
    </article>
  );
}
