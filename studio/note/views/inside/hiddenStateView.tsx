/** @module What is in h, what its shape is, and what W_hh does to it: two pictures and what they mean. */
import type { Settings } from "../../../../src/note/settings.ts";
import { formatPercent } from "../../../../src/text/format.ts";
import { lang, theme } from "../../../shared/preferences.ts";
import type { HiddenState, WalkName } from "../../lab/hiddenState.ts";
import { momentKey, stepShown, useAnswer, walksShown } from "../../state/insideState.ts";
import { experiment, lab, layer, lookedAt, playing, selected } from "../../state/labSession.ts";
import { words } from "../../words/words.ts";
import { hues, markColor } from "./colors.ts";
import { PlaneView } from "./planeView.tsx";
import { Spectra, stepAngle } from "./spectrumView.tsx";

/** Of more units, eigenvalues wait until training does: they take a tenth of a second and more. */
const mostLiveUnits = 96;

/** The hidden state of the selected run, at the moment that the page shows; null until there is one. */
export function useHiddenState(): HiddenState | null {
  const view = () => ({
    layer: layer.value,
    step: stepShown.value,
    walks: walksShown.value,
    spectra: !playing.value || (experiment.value.runs[selected.value]?.hidden ?? 0) <= mostLiveUnits,
  });
  return useAnswer(
    () => `${momentKey()} ${selected.value} ${JSON.stringify(view())}`,
    () => lab.hiddenState(selected.value, view(), lookedAt.value),
  );
}

/** The two pictures, side by side. */
export function HiddenStateView({ seen }: { readonly seen: HiddenState }) {
  const text = words[lang.value].hiddenState;
  return (
    <>
      <h3 id="what-is-in-h">{text.what}</h3>
      <p class="sentence" data-sentence="state">
        {meaning(seen)}
      </p>
      <div class="hidden-state">
        <figure data-figure="plane">
          <figcaption>{text.plane(seen)}</figcaption>
          <PlaneView seen={seen} />
          <ColorKey settings={seen.settings} />
          {seen.settings.task === "cosine" ? <WalkSwitches /> : <StepSlider settings={seen.settings} />}
        </figure>
        <div data-figure="spectra">
          <h4>{text.spectrum(seen.layer)}</h4>
          {seen.spectra ? (
            <>
              <Spectra spectra={seen.spectra} settings={seen.settings} />
              <p data-sentence="radius">
                {text.spectrumMeans({
                  ...seen,
                  spectra: seen.spectra,
                  curveDegrees: degrees(stepAngle(seen.settings)),
                })}
              </p>
            </>
          ) : (
            <p class="hint">{text.spectrumWaits}</p>
          )}
        </div>
      </div>
      <h3>{text.whatShape}</h3>
      <p class="sentence" data-sentence="shape">
        {text.shape(seen.settings)}
      </p>
    </>
  );
}

function meaning({ settings, shares, step, trained }: HiddenState): string {
  const text = words[lang.value].hiddenState;
  const [first, second, both] = [shares[0], shares[1], shares[0] + shares[1]].map((share) =>
    formatPercent(share, 0),
  );
  if (settings.task === "cosine") return text.curve({ first, second, both }, shares, trained);
  return text.memory(settings.task, (step ?? 0) + 1, settings.timeStep, { first, second, both });
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

/** What the colours stand for. */
function ColorKey({ settings: { task } }: { readonly settings: Settings }) {
  const text = words[lang.value].hiddenState;
  const marks = {
    cosine: Array.from({ length: hues }, (_, i) => (i * 2 * Math.PI) / hues),
    echo: Array.from({ length: hues }, (_, i) => i),
    adding: [0, 0.5, 1, 1.5, 2],
    parity: [0, 1],
  }[task];
  return (
    <p class="color-key">
      {text.colors[task].name}{" "}
      {marks.map((mark, i) => (
        <span key={mark}>
          <svg width="12" height="12" aria-hidden="true">
            <circle cx="6" cy="6" r="5" fill={markColor(task, mark, theme.value)} />
          </svg>
          {text.colors[task].marks[i]}
        </span>
      ))}
    </p>
  );
}

const otherWalks = ["free", "cold"] as const satisfies readonly WalkName[];

/** Which ways are drawn beside the trained one. */
function WalkSwitches() {
  const text = words[lang.value].hiddenState;
  const toggle = (name: WalkName): void => {
    const shown = walksShown.peek();
    walksShown.value = shown.includes(name) ? shown.filter((other) => other !== name) : [...shown, name];
  };
  return (
    <div class="walks">
      {otherWalks.map((name) => (
        <label key={name} class="switch-line">
          <input
            type="checkbox"
            name={`walk-${name}`}
            checked={walksShown.value.includes(name)}
            onChange={() => toggle(name)}
          />
          {text.walks[name]}
        </label>
      ))}
      {walksShown.value.map((name) => (
        <p key={name} class="hint">
          {text.walkHints[name]}
        </p>
      ))}
    </div>
  );
}

/** At which step of the sequences h is shown. */
function StepSlider({ settings: { timeStep } }: { readonly settings: Settings }) {
  const text = words[lang.value].hiddenState;
  const step = Math.min(stepShown.value ?? timeStep - 1, timeStep - 1);
  return (
    <label class="step-slider">
      {text.atStep}
      <input
        type="range"
        name="state-step"
        min={1}
        max={timeStep}
        value={step + 1}
        onInput={({ currentTarget }) => {
          stepShown.value = Number(currentTarget.value) - 1;
        }}
      />
      <output>{text.stepOf(step + 1, timeStep)}</output>
    </label>
  );
}
