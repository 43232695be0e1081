/** @module The whole run as a strip, with a brush around what the stage shows: dragged, it looks back in time. */

import { useEffect, useRef } from "preact/hooks";
import { hexOf, surfaceOf, type Theme } from "../../../src/figures/palette.ts";
import { maxOf } from "../../../src/lists.ts";
import { tasks } from "../../../src/note/tasks.ts";
import { theme } from "../../shared/preferences.ts";
import type { RunFrame } from "../lab/run.ts";
import { canLookBack, experiment, lookBack, lookedAt, selected, slowFrame } from "../state/labSession.ts";
import { answerLookOf, lookOf, taskWords } from "../state/runNames.ts";
import { moment, mostTrained } from "../state/viewed.ts";
import { atCentre, lengthOf, windowOf } from "../state/window.ts";

/** The strip, and a line that says at which moment the page stands. */
export function Strip() {
  const text = taskWords.value.transport;
  const trained = mostTrained.value;
  const steps = maxOf(experiment.value.runs.map((run) => run.steps));
  const length = lengthOf(steps, trained);
  const [from, to] = windowOf(steps, trained, lookedAt.value);
  const isOff = trained < 2 || !canLookBack.value;
  const place = useRef<HTMLDivElement>(null);
  const go = ({ clientX }: PointerEvent): void => {
    const box = place.current?.getBoundingClientRect();
    if (box && !isOff) lookBack(atCentre(((clientX - box.left) / box.width) * length));
  };
  return (
    <div class="scrubber">
      <div
        class={`strip${isOff ? " off" : ""}`}
        ref={place}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          go(event);
        }}
        onPointerMove={(event) => event.buttons === 1 && go(event)}
      >
        <StripPicture length={length} />
        <div
          class="brush"
          style={{ left: `${(100 * from) / length}%`, width: `${(100 * (to - from)) / length}%` }}
        />
        <input
          type="range"
          name="scrubber"
          aria-label={text.strip}
          min={1}
          max={Math.max(1, trained)}
          value={moment.value}
          disabled={isOff}
          aria-valuetext={text.back(moment.value)}
          onInput={({ currentTarget }) => lookBack(Number(currentTarget.value))}
        />
      </div>
      <p class="moment">
        <span>{lookedAt.value === null ? text.now : text.back(moment.value)}</span>
        {lookedAt.value !== null && (
          <button
            type="button"
            data-action="now"
            onClick={() => {
              lookBack(trained);
              document.querySelector<HTMLElement>("input[name=scrubber]")?.focus();
            }}
          >
            {text.toNow}
          </button>
        )}
      </p>
    </div>
  );
}

/** Pixels. */
const height = 40;

function StripPicture({ length }: { readonly length: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const run = slowFrame.value?.runs[selected.value] ?? slowFrame.value?.runs[0] ?? null;
  const at = lookedAt.value;
  useEffect(() => {
    if (canvas.current && run) paint(canvas.current, run, length, at, theme.value);
  }, [run, length, at, theme.value]);
  return <canvas ref={canvas} />;
}

function paint(
  canvas: HTMLCanvasElement,
  run: RunFrame,
  length: number,
  at: number | null,
  now: Theme,
): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const width = canvas.clientWidth;
  const scale = devicePixelRatio;
  if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
  if (canvas.height !== height * scale) canvas.height = height * scale;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  if (run.settings.task === "cosine") paintCurves(context, run, width / length, now);
  else paintLosses(context, run, width / length, now);
  if (at === null) return;
  context.globalAlpha = 0.72;
  context.fillStyle = surfaceOf(now).paper;
  context.fillRect((at * width) / length, 0, width, height);
  context.globalAlpha = 1;
}

/** Below this many pixels a segment, waves would be a hatch: then their envelope is drawn. */
const narrow = 4;

function paintCurves(
  context: CanvasRenderingContext2D,
  { curves }: RunFrame,
  perSegment: number,
  now: Theme,
): void {
  const draw = perSegment < narrow ? paintEnvelope : paintLine;
  const x = (radians: number): number => (radians / Math.PI) * perSegment;
  const y = (value: number): number => height / 2 - (Math.max(-1.3, Math.min(1.3, value)) * height) / 2.8;
  const colors = [hexOf("target", now), hexOf(answerLookOf(selected.peek()).color, now)];
  [curves.target, curves.prediction].forEach((values, i) => {
    context.globalAlpha = i === 0 ? 0.45 : 1;
    context.strokeStyle = colors[i];
    draw(context, curves.t, values, x, y);
  });
  context.globalAlpha = 1;
}

type Draw = (
  context: CanvasRenderingContext2D,
  t: Float64Array,
  values: Float64Array,
  x: (radians: number) => number,
  y: (value: number) => number,
) => void;

const paintLine: Draw = (context, t, values, x, y) => {
  context.lineWidth = 1.2;
  context.beginPath();
  for (let i = 0; i < t.length; i++) if (!Number.isNaN(values[i])) context.lineTo(x(t[i]), y(values[i]));
  context.stroke();
};

/** In each column of pixels a bar from the least to the greatest value; of segments that are not stored, those before. */
const paintEnvelope: Draw = (context, t, values, x, y) => {
  context.lineWidth = 1;
  context.beginPath();
  let [low, high, column] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = 0; i < t.length; i++) {
    const here = Math.floor(x(t[i]));
    if (here > column && low <= high) {
      for (let filled = column; filled < here; filled++) {
        context.moveTo(filled + 0.5, y(low));
        context.lineTo(filled + 0.5, y(high) - 1);
      }
      [low, high] = [values[i], values[i]];
    }
    column = here;
    low = Math.min(low, Number.isNaN(values[i]) ? low : values[i]);
    high = Math.max(high, Number.isNaN(values[i]) ? high : values[i]);
  }
  context.stroke();
};

/** The losses on a log scale, from the floor down to a hundredth of it. */
function paintLosses(context: CanvasRenderingContext2D, run: RunFrame, perSegment: number, now: Theme): void {
  const { floor } = tasks[run.settings.task];
  const y = (loss: number): number =>
    8 + (height - 12) * Math.max(-0.2, Math.min(1, -Math.log10(loss / floor) / 2));
  context.strokeStyle = hexOf(lookOf(selected.peek()).color, now);
  context.lineWidth = 1.2;
  context.beginPath();
  for (const [i, loss] of run.losses.mean.entries())
    context.lineTo((run.losses.at[i] + 1) * perSegment, y(loss));
  context.stroke();
}
