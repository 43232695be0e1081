/** @module The unrolled network as a drawing: columns of units on a canvas, and everything between them as SVG. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { hexOf } from "../../../../src/figures/palette.ts";
import { weights } from "../../../../src/figures/unrolled/unrolledWords.ts";
import { lang, theme } from "../../../shared/preferences.ts";
import type { Letter, NetworkPicture } from "../../lab/networkPicture.ts";
import { hovered } from "../../state/labSession.ts";
import { chosenMatrix, intervention, lit, opened, pointAt, spot, windowFrom } from "../../state/network.ts";
import { words } from "../../words/words.ts";
import { drawColumns } from "./columns.ts";
import { DetachButton } from "./detachButton.tsx";
import { Edges } from "./edges.tsx";
import { columnsOf, type Layout, layoutOf, rows, spotAt, widths } from "./geometry.ts";
import { Steps } from "./steps.tsx";

interface DrawingProps {
  readonly picture: NetworkPicture;
}

/** The drawing, at the width of its frame; keys move over the values, Enter opens the equation. */
export function Drawing({ picture }: DrawingProps) {
  const text = words[lang.value].network;
  const frame = useRef<HTMLElement>(null);
  const width = useSignal(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      width.value = element.clientWidth;
    });
    observer.observe(element);
    width.value = element.clientWidth;
    return () => observer.disconnect();
  }, []);
  const { settings, layer } = picture;
  const gates = useMemo(() => openGates(picture), [settings, layer]);
  const layout = useMemo(
    () => layoutOf(width.value || 320, settings.timeStep, settings.cell, gates, windowFrom.value),
    [width.value, settings, gates, windowFrom.value],
  );
  const placeOf = (event: PointerEvent | MouseEvent) => {
    const box = frame.current?.getBoundingClientRect();
    if (box === undefined) return null;
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    return spotAt(layout, settings.hidden, Math.min(spot.peek().unit, settings.hidden - 1), x, y);
  };
  return (
    <>
      <section
        ref={frame}
        class="network-frame"
        aria-roledescription={text.drawing}
        aria-label={text.describe(picture)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its values are reached with the arrow keys
        tabIndex={0}
        style={{ height: `${layout.height}px` }}
        onPointerMove={(event) => {
          lit.value = letterOf(event);
          const at = placeOf(event);
          if (at && !opened.peek()) pointAt(at);
          else if (at) hovered.value = at.step;
        }}
        onPointerLeave={() => {
          lit.value = null;
          hovered.value = null;
        }}
        onClick={(event) => {
          chosenMatrix.value = letterOf(event) ?? chosenMatrix.peek();
          const at = placeOf(event);
          if (at === null) return;
          pointAt(at);
          opened.value = true;
        }}
        onKeyDown={(event) => {
          if (event.target === event.currentTarget && turned(event.key, picture, layout))
            event.preventDefault();
        }}
      >
        <Columns picture={picture} layout={layout} />
        <svg width={layout.width} height={layout.height} aria-hidden="true">
          <Marked layout={layout} picture={picture} />
          <Edges layout={layout} picture={picture} />
          <Steps layout={layout} picture={picture} />
        </svg>
        <DetachButton picture={picture} />
      </section>
      {layout.travel > 0 && <WindowSlider layout={layout} picture={picture} />}
    </>
  );
}

/** The letter of the edge that an event is on. */
function letterOf({ target }: Event): Letter | null {
  const edge = target instanceof Element ? target.closest("[data-letter]") : null;
  return weights.find((letter) => letter === edge?.getAttribute("data-letter")) ?? null;
}

/** The gates that open and close: not the candidates. */
function openGates({ gates }: NetworkPicture): readonly string[] {
  return Object.keys(gates).filter((name) => name !== "g" && name !== "n");
}

/** Moves the spot by a key, and the window with it; whether the key means anything. */
function turned(key: string, { settings }: NetworkPicture, { window: [from, to], travel }: Layout): boolean {
  const at = spot.peek();
  const [T, H] = [settings.timeStep, settings.hidden];
  if (key === "Enter" || key === " ") opened.value = true;
  else if (key === "Escape") opened.value = false;
  const moves: Record<string, readonly [number, number]> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
    Home: [-T, 0],
    End: [T, 0],
  };
  const move = moves[key];
  if (move === undefined) return ["Enter", " ", "Escape"].includes(key);
  const within = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value));
  const step = within(at.step + move[0], T);
  pointAt({ ...at, step, unit: within(at.unit + move[1], H) });
  if (travel > 0 && step > 0 && step < T - 1 && (step < from || step >= to))
    windowFrom.value = Math.min(travel, Math.max(0, (step < from ? step : step - (to - from) + 1) - 1));
  return true;
}

function Columns({ picture, layout }: DrawingProps & { readonly layout: Layout }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const now = theme.value;
  const density = globalThis.devicePixelRatio || 1;
  useEffect(() => {
    if (canvas.current) drawColumns(canvas.current, layout, picture, now, density);
  }, [picture, layout, now, density]);
  const [width, height] = [layout.width, layout.height];
  return (
    <canvas
      ref={canvas}
      width={Math.round(width * density)}
      height={Math.round(height * density)}
      style={{ width: `${width}px`, height: `${height}px` }}
    />
  );
}

/** The step that the pointer is on in any panel, and the unit whose equation is open. */
function Marked({ layout, picture }: DrawingProps & { readonly layout: Layout }): ComponentChildren {
  const at = spot.value;
  const { slots, cell, height } = layout;
  const step = slots.find(
    ({ from, to }) => hovered.value !== null && from <= hovered.value && hovered.value < to,
  );
  const slot = slots.find(({ from, isGap }) => !isGap && from === at.step);
  const { hidden: H } = picture.settings;
  const isUnit =
    slot && at.unit < H && (at.kind === "hidden" || at.kind === "cell" || at.kind === "gradient");
  const size = rows.column.height / H;
  const out = intervention.value?.unit ?? null;
  const mark = (unit: number, left: number, across: number, color: string, key: string) => (
    <rect
      key={key}
      x={left - 2}
      y={rows.column.top + unit * size - 1}
      width={across + 4}
      height={Math.max(4, size + 2)}
      fill="none"
      stroke={color}
      stroke-width="1.5"
    />
  );
  return (
    <>
      {step && (
        <rect x={step.x - step.width / 2} y={0} width={step.width} height={height} class="network-step" />
      )}
      {out !== null &&
        slots
          .filter(({ isGap }) => !isGap)
          .map((each) =>
            mark(out, columnsOf(each, cell).h, widths.h, hexOf("target", theme.value), `${each.from}`),
          )}
      {isUnit &&
        mark(
          at.unit,
          at.kind === "cell" ? columnsOf(slot, cell).c : columnsOf(slot, cell).h,
          at.kind === "cell" ? widths.c : widths.h,
          "var(--ink)",
          "spot",
        )}
    </>
  );
}

function WindowSlider({ layout, picture }: DrawingProps & { readonly layout: Layout }) {
  const text = words[lang.value].network;
  const { travel, window: shown } = layout;
  return (
    <label class="network-window">
      {text.window(shown[0] + 1, shown[1], picture.settings.timeStep)}
      <input
        type="range"
        name="network-window"
        min={0}
        max={travel}
        value={shown[0] - 1}
        onInput={({ currentTarget }) => {
          windowFrom.value = Number(currentTarget.value);
        }}
      />
    </label>
  );
}
