/** @module The page as a whole. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { renderUnrolledSvg } from "../../../src/figures/unrolled/unrolledDiagram.ts";
import { LiveRegion, PageFrame, useAnnouncements } from "../../shared/pageFrame.tsx";
import { lang, theme } from "../../shared/preferences.ts";
import { lessonSteps } from "../lesson/steps.ts";
import { type PresetName, presets } from "../state/experiment.ts";
import { experiment, frame, playing, setRuns } from "../state/labSession.ts";
import { runName, words } from "../words/words.ts";
import { Controls } from "./controls.tsx";
import { GradientView } from "./gradientView.tsx";
import { SeedsView } from "./inside/seedsView.tsx";
import { Lesson, openLesson } from "./lesson.tsx";
import { LossView } from "./lossView.tsx";
import { NetworkView } from "./network/networkView.tsx";
import { Notices } from "./notices.tsx";
import { Panels } from "./panels.tsx";
import { Stage } from "./stage.tsx";
import { Transport } from "./transport.tsx";

/** Controls, the stage with its charts, and the panels. */
export function App() {
  const text = words[lang.value];
  const step = lessonSteps.find(({ id }) => id === experiment.value.lesson);
  return (
    <PageFrame page="index" words={text} menu={<Presets />} switches={<LessonButton />} spoken={<Spoken />}>
      <main class={step ? "with-lesson" : ""} data-spotlight={step?.spotlight}>
        <div class="side">
          {step && <Lesson id={step.id} />}
          <Controls />
        </div>
        <Transport />
        <div class="stage" id="stage" tabIndex={-1}>
          <Notices />
          {step?.figure === "unrolled" && <Diagram />}
          <Stage />
          <NetworkView />
          <div class="pair">
            <LossView />
            <GradientView />
          </div>
          <SeedsView />
        </div>
        <Panels />
      </main>
    </PageFrame>
  );
}

function Presets() {
  const text = words[lang.value];
  return (
    <nav class="presets" aria-label={text.presetsLabel}>
      {(Object.keys(presets) as PresetName[]).map((name) => (
        <button key={name} type="button" data-preset={name} onClick={() => setRuns(presets[name])}>
          {text.presets[name]}
        </button>
      ))}
    </nav>
  );
}

function LessonButton() {
  const isClosed = experiment.value.lesson === null;
  return (
    <button
      type="button"
      class="lesson-button"
      aria-pressed={!isClosed}
      onClick={() => openLesson(isClosed ? "data" : null)}
    >
      {words[lang.value].lesson.button}
    </button>
  );
}

/** The network folded and unrolled. It is our own drawing, without scripts or styles. */
function Diagram() {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (place.current)
      place.current.innerHTML = renderUnrolledSvg({ theme: theme.value, lang: lang.value, width: 800 });
  }, [theme.value, lang.value]);
  return <div class="diagram" ref={place} />;
}

/** Announces how the runs are doing: now and then while they train, and when they stop. */
function Spoken() {
  const text = useSignal("");
  const announce = (): void => {
    const { runs } = experiment.peek();
    const seen = (frame.peek()?.runs ?? []).slice(0, runs.length);
    const named = seen.map((run, i) => ({ name: runName(i, runs[i]), run }));
    if (named.length > 0) text.value = words[lang.peek()].summary(named, playing.peek());
  };
  useAnnouncements(announce, playing.value);
  useEffect(() => {
    const soon = setTimeout(announce, 300); // the last frame comes after the button
    return () => clearTimeout(soon);
  }, [playing.value, lang.value]);
  return <LiveRegion text={text.value} />;
}
