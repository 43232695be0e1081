/** @module The panels below the stage, as tabs. */

import { lang } from "../../shared/preferences.ts";
import { type PanelName, panelNames } from "../state/experiment.ts";
import { experiment } from "../state/labSession.ts";
import { isShown } from "../state/lessonState.ts";
import { words } from "../words/words.ts";
import { lazy } from "./lazy.tsx";

/** Loaded when they are opened first. */
const contents = {
  inside: lazy(async () => (await import("./inside.tsx")).Inside),
  after: lazy(async () => (await import("./after.tsx")).After),
  code: lazy(async () => (await import("./code.tsx")).Code),
} as const satisfies Record<PanelName, unknown>;

/** The tabs and the panel that is open. */
export function Panels() {
  const text = words[lang.value].panels;
  const { panel } = experiment.value;
  const Content = contents[panel];
  const names = panelNames.filter(isShown);
  const open = (name: PanelName): void => {
    experiment.value = { ...experiment.peek(), panel: name };
    document.getElementById(`tab-${name}`)?.focus();
  };
  const turn = ({ key }: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (by === undefined) return;
    open(names[(names.indexOf(panel) + by + names.length) % names.length]);
  };
  return (
    <section class="panels" aria-label={text.label}>
      <div role="tablist" aria-label={text.label} onKeyDown={turn}>
        {names.map((name) => (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            aria-selected={name === panel}
            aria-controls="panel"
            tabIndex={name === panel ? 0 : -1}
            onClick={() => open(name)}
          >
            {text[name]}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby={`tab-${panel}`}>
        <Content />
      </div>
    </section>
  );
}
