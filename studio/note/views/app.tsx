/** @module The page as a whole. */

import { lang } from "../../shared/preferences.ts";
import { lessonSteps } from "../lesson/steps.ts";
import { experiment } from "../state/labSession.ts";
import { words } from "../words/words.ts";
import { Controls } from "./controls.tsx";
import { Diagram } from "./diagram.tsx";
import { GradientView } from "./gradientView.tsx";
import { Header } from "./header.tsx";
import { Lesson } from "./lesson.tsx";
import { LossView } from "./lossView.tsx";
import { Notices } from "./notices.tsx";
import { Panels } from "./panels.tsx";
import { Spoken } from "./spoken.tsx";
import { Stage } from "./stage.tsx";
import { Transport } from "./transport.tsx";

/** Controls, the stage with its charts, and the panels. */
export function App() {
  const text = words[lang.value];
  const step = lessonSteps.find(({ id }) => id === experiment.value.lesson);
  return (
    <>
      {/* A button, since what stands behind # in a link is the experiment. */}
      <button type="button" class="skip" onClick={() => document.getElementById("stage")?.focus()}>
        {text.skip}
      </button>
      <Header />
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
          <div class="pair">
            <LossView />
            <GradientView />
          </div>
        </div>
        <Panels />
      </main>
      <Spoken />
      <footer>{text.footer}</footer>
    </>
  );
}
