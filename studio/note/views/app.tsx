/** @module The page as a whole. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { renderUnrolledSvg } from "../../../src/figures/unrolled/unrolledDiagram.ts";
import { LiveRegion, PageFrame, useAnnouncements } from "../../shared/pageFrame.tsx";
import { isEmbedded, lang, theme } from "../../shared/preferences.ts";
import { lessonIds } from "../lesson/steps.ts";
import { studioAddress } from "../state/embed.ts";
import { experiment, frame, playing } from "../state/labSession.ts";
import { firstStep, isShown, lessonStep, openLesson } from "../state/lessonState.ts";
import { nameOf } from "../state/runNames.ts";
import { words } from "../words/words.ts";
import { Controls } from "./controls.tsx";
import { GradientView } from "./gradientView.tsx";
import { SeedsView } from "./inside/seedsView.tsx";
import { Lesson } from "./lesson.tsx";
import { LessonNow } from "./lessonNow.tsx";
import { LossView } from "./lossView.tsx";
import { NetworkView } from "./network/networkView.tsx";
import { Notices } from "./notices.tsx";
import { Outcome, Questions } from "./outcome.tsx";
import { Panels } from "./panels.tsx";
import { Stage } from "./stage.tsx";
import { Strip } from "./strip.tsx";
import { Transport } from "./transport.tsx";

/** Controls, the stage with its charts, and the panels; in a frame of another page, the stage alone. */
export function App() {
  return isEmbedded ? <Embedded /> : <Studio />;
}

function Studio() {
  const text = words[lang.value];
  const step = lessonStep.value;
  return (
    <PageFrame page="index" words={text} switches={<LessonButton />} spoken={<Spoken />}>
      <main class={step ? "with-lesson" : ""} data-spotlight={step?.parts[0]}>
        <div class="side">{step ? <Lesson id={step.id} /> : <Controls />}</div>
        <div class="stage" id="stage" tabIndex={-1}>
          {step && <LessonNow step={step} />}
          <Notices />
          {step?.parts.includes("diagram") && <Diagram />}
          {isShown("stage") && <Stage />}
          <div class="deck">
            {isShown("stage") && <Strip />}
            <Transport />
            {!step && <Outcome />}
            {!step && <Questions />}
          </div>
          {isShown("network") && <NetworkView />}
          {(isShown("loss") || isShown("gradient")) && (
            <div class="pair">
              {isShown("loss") && <LossView />}
              {isShown("gradient") && <GradientView />}
            </div>
          )}
          {isShown("seeds") && <SeedsView />}
        </div>
        {(isShown("inside") || isShown("after")) && <Panels />}
      </main>
    </PageFrame>
  );
}

/** The stage, its strip and its buttons, with a way to the whole studio. */
function Embedded() {
  const text = words[lang.value];
  return (
    <main class="embedded">
      <div class="stage" id="stage">
        <Notices />
        <Stage />
        <div class="deck">
          <Strip />
          <Transport />
        </div>
      </div>
      <Spoken />
      <p class="hint">
        <a href={studioAddress()} target="_blank" rel="noopener">
          {text.embed.open}
        </a>
      </p>
    </main>
  );
}

function LessonButton() {
  const isClosed = experiment.value.lesson === null;
  return (
    <button
      type="button"
      class={isClosed ? "lesson-button primary" : "lesson-button"}
      aria-pressed={!isClosed}
      onClick={() => openLesson(isClosed ? firstStep : null)}
    >
      {isClosed ? words[lang.value].lesson.button(lessonIds.length) : words[lang.value].lesson.close}
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
    const named = seen.map((run, i) => ({ name: nameOf(i), run }));
    if (named.length > 0) text.value = words[lang.peek()].summary(named, playing.peek());
  };
  useAnnouncements(announce, playing.value);
  useEffect(() => {
    const soon = setTimeout(announce, 300); // the last frame comes after the button
    return () => clearTimeout(soon);
  }, [playing.value, lang.value]);
  return <LiveRegion text={text.value} />;
}
