/** @module Downloads of weights, figure and metrics, and the loading of weights. */

import { transfer } from "comlink";
import { ShapeError } from "../../../src/errors.ts";
import { type Figure, type Panel, renderSvg } from "../../../src/figures/index.ts";
import { maxOf } from "../../../src/lists.ts";
import { rnnProgram, type Settings } from "../../../src/note/settings.ts";
import { gradientPanel, lossPanel, stagePanel } from "../../shared/charts/panels.ts";
import { lang, theme } from "../../shared/preferences.ts";
import { saveFile } from "../../shared/saveFile.ts";
import type { FileKind, LoadedModel } from "../lab/modelFile.ts";
import type { RunFrame } from "../lab/run.ts";
import { words } from "../words/words.ts";
import { accuracyOf } from "./accuracy.ts";
import {
  experiment,
  frame,
  insight,
  lab,
  lookedAt,
  restart,
  selected,
  settings,
  weights,
} from "./labSession.ts";
import { answerLookOf, lookOf, nameOf } from "./runNames.ts";
import { fieldNames, fields, formatField } from "./settingFields.ts";

const width = 1000;

/** The selected run's weights, now or at the scrubber's position. */
export async function saveModel(kind: FileKind): Promise<void> {
  const bytes = await lab.modelFile(selected.peek(), kind, lookedAt.peek());
  if (bytes) saveFile(new Blob([bytes]), `${settings.peek().cell}.${kind}`);
}

/** The stage, the losses and the gradient as one drawing. */
export async function saveFigure(kind: "svg" | "png"): Promise<void> {
  const figure = currentFigure();
  const height = 130 + 280 * figure.panels.length;
  const svg = await renderSvg(figure, { width, height, theme: theme.peek(), lang: lang.peek() });
  const image = new Blob([svg], { type: "image/svg+xml" });
  saveFile(kind === "svg" ? image : await rasterized(image, height), `unrolled.${kind}`);
}

function currentFigure(): Figure {
  const text = words[lang.peek()];
  const seen = frame.peek()?.runs ?? [];
  const named = seen.map(({ losses }, i) => ({ name: nameOf(i), losses, look: lookOf(i) }));
  const end = maxOf(
    seen.map(({ trained }) => trained),
    1,
  );
  const inside = insight.peek();
  const { smoothing, runs } = experiment.peek();
  const [{ task }] = runs;
  const accuracies = accuracyOf(seen);
  return {
    title: text.files.figureTitle(
      task,
      named.map(({ name }) => name),
    ),
    subtitle: seen.map(({ settings }, i) => `${"ABC"[i]}: ${differences(settings)}`).join("; "),
    panels: [
      ...(task === "cosine" ? seen.map(curveOf) : []),
      ...(accuracies ? [{ ...accuracies, title: text.task.accuracyTitle }] : []),
      {
        ...lossPanel(text.charts, named, [], { smoothing, end, task }),
        title: text.loss.title,
      },
      ...(inside
        ? [
            {
              ...gradientPanel(text.charts, inside.gradient, lookOf(selected.peek()).color),
              title: `${text.gradient.title}, ${nameOf(selected.peek())}`,
            },
          ]
        : []),
    ],
  };
}

function curveOf({ curves, trained }: RunFrame, i: number): Panel & { title: string } {
  const { charts } = words[lang.peek()];
  const end = Math.max(trained, 1) * Math.PI;
  return { ...stagePanel(charts, curves, [0, end], answerLookOf(i)), title: nameOf(i) };
}

/** The seed, and whatever else is not as in the note's first program. */
function differences(settings: Settings): string {
  const told = fieldNames.filter(
    (name) => name === "seed" || formatField(settings, name) !== formatField(rnnProgram, name),
  );
  return told.map((name) => `${name} ${formatField(settings, name)}`).join(", ");
}

/** At twice the size, so that it is sharp on any screen. */
async function rasterized(svg: Blob, height: number): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image(width * 2, height * 2);
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (png === null) throw new Error("the browser could not write the picture");
    return png;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** A row for each segment and run; of long runs, for each stretch of segments. */
export function saveMetrics(): void {
  const rows = (frame.peek()?.runs ?? []).flatMap(({ losses, trained }, i) =>
    Array.from(losses.at, (at, k) => {
      const segments = Math.min(losses.stride, trained - at);
      return ["ABC"[i], at, segments, losses.mean[k], losses.min[k], losses.max[k]].join(",");
    }),
  );
  const text = ["run,segment,segments,loss_mean,loss_min,loss_max", ...rows, ""].join("\n");
  saveFile(new Blob([text], { type: "text/csv" }), "metrics.csv");
}

/** Starts the selected run from the weights of a file. @throws FormatError, ShapeError that say what is wrong with it. */
export async function loadModel(file: File): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { weights: found, sizes } = await lab.readModel(transfer(bytes, [bytes.buffer]));
  checkSizes(sizes);
  const at = selected.peek();
  const { runs } = experiment.peek();
  experiment.value = {
    ...experiment.peek(),
    runs: runs.map((run, i) => (i === at ? { ...run, ...sizes } : run)),
  };
  weights.value = runs.map((_, i) => (i === at ? found : (weights.peek()[i] ?? null)));
  await restart();
}

/** @throws ShapeError for a network larger than the controls go. */
function checkSizes(sizes: LoadedModel["sizes"]): void {
  for (const name of ["hidden", "layers"] as const) {
    const field = fields[name];
    if (field.kind !== "whole" || sizes[name] <= field.max) continue;
    throw new ShapeError(
      `these weights are of a network with ${name} = ${sizes[name]}, but the studio goes up to ${field.max}`,
    );
  }
}
