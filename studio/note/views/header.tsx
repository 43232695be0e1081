/** @module The head of the page: the other pages, presets, the lesson, language and theme. */

import { lang } from "../../shared/preferences.ts";
import { PageLinks, PreferenceButtons } from "../../shared/site.tsx";
import { type PresetName, presets } from "../state/experiment.ts";
import { experiment, setRuns } from "../state/labSession.ts";
import { words } from "../words/words.ts";
import { openLesson } from "./openLesson.ts";

/** Name, presets and preferences. */
export function Header() {
  const text = words[lang.value];
  return (
    <header>
      <h1>
        Unrolled <span>{text.title}</span>
      </h1>
      <PageLinks current="index" />
      <nav class="presets" aria-label={text.presetsLabel}>
        {(Object.keys(presets) as PresetName[]).map((name) => (
          <button key={name} type="button" data-preset={name} onClick={() => setRuns(presets[name])}>
            {text.presets[name]}
          </button>
        ))}
      </nav>
      <div class="preferences">
        <button
          type="button"
          class="lesson-button"
          aria-pressed={experiment.value.lesson !== null}
          onClick={() => openLesson(experiment.value.lesson === null ? "data" : null)}
        >
          {text.lesson.button}
        </button>
        <PreferenceButtons />
      </div>
    </header>
  );
}
