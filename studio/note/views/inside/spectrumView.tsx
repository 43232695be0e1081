/** @module The eigenvalues of W_hh, or of each gate's block of it, beside the unit circle. */
import { maxOf } from "../../../../src/lists.ts";
import type { Settings } from "../../../../src/note/settings.ts";
import { formatValue } from "../../../../src/text/format.ts";
import { MatrixTables } from "../../../shared/charts/matrixTable.tsx";
import { lang } from "../../../shared/preferences.ts";
import type { Spectrum } from "../../lab/hiddenState.ts";
import { words } from "../../words/words.ts";

const half = 80;

interface SpectraProps {
  readonly spectra: readonly Spectrum[];
  readonly settings: Settings;
}

/** A circle for each block, all at one scale, and the numbers. */
export function Spectra({ spectra, settings }: SpectraProps) {
  const most = maxOf(
    spectra.map(({ radius }) => 1.1 * radius || 0),
    1.2,
  );
  return (
    <>
      <div class="spectra">
        {spectra.map((spectrum) => (
          <Circle key={spectrum.gate} spectrum={spectrum} scale={(half - 4) / most} settings={settings} />
        ))}
      </div>
      <MatrixTables
        matrices={spectra.map(({ gate, re, im }) => ({
          name: words[lang.value].hiddenState.eigenvalues(gate),
          values: Float64Array.from({ length: 2 * re.length }, (_, i) => (i % 2 === 0 ? re : im)[i >> 1]),
          rows: re.length,
          cols: 2,
        }))}
      />
    </>
  );
}

interface CircleProps {
  readonly spectrum: Spectrum;
  /** Pixels of the drawing for 1. */
  readonly scale: number;
  readonly settings: Settings;
}

function Circle({ spectrum: { gate, re, im, radius }, scale, settings }: CircleProps) {
  const text = words[lang.value].hiddenState;
  const isOut = (i: number): boolean => Math.hypot(re[i], im[i]) > 1;
  return (
    <figure>
      <figcaption>
        {text.block(gate)} <small>ρ = {formatValue(radius)}</small>
      </figcaption>
      <svg
        viewBox={`${-half} ${-half} ${2 * half} ${2 * half}`}
        role="img"
        aria-label={text.describeSpectrum(gate, re.filter((_, i) => isOut(i)).length, re.length, radius)}
      >
        <g class="axes">
          <line x1={-half} x2={half} y1="0" y2="0" />
          <line x1="0" x2="0" y1={-half} y2={half} />
        </g>
        <circle class="unit" r={scale} />
        {settings.task === "cosine" && gate === "" && <CurveAngle settings={settings} />}
        {Array.from(re, (real, i) =>
          Number.isFinite(real) ? (
            <circle
              key={`${i}`}
              class={isOut(i) ? "out" : "in"}
              cx={scale * real}
              cy={-scale * im[i]}
              r={isOut(i) ? 3.4 : 2.6}
            />
          ) : null,
        )}
      </svg>
    </figure>
  );
}

/** By which angle the curve goes on from step to step. */
function CurveAngle({ settings }: { readonly settings: Settings }) {
  const angle = stepAngle(settings);
  return (
    <g class="curve-angle">
      {[angle, -angle].map((each) => (
        <line key={each} x1="0" y1="0" x2={half * Math.cos(each)} y2={-half * Math.sin(each)} />
      ))}
    </g>
  );
}

/** Radians between two samples of the curve. */
export function stepAngle({ timeStep, endpoint }: Pick<Settings, "timeStep" | "endpoint">): number {
  return Math.PI / (endpoint && timeStep > 1 ? timeStep - 1 : timeStep);
}
