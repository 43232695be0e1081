/** @module A test of memory on shorter and longer sequences than the network was trained on. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Panel } from "../../../src/figures/figure.ts";
import { formatPercent } from "../../../src/text/format.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { reported } from "../../shared/failure.tsx";
import { lang } from "../../shared/preferences.ts";
import { sleep } from "../../shared/remote.ts";
import { chanceOf, type TaskProbe } from "../lab/taskProbe.ts";
import { lab, lookedAt, selected, settings, slowFrame } from "../state/labSession.ts";
import { lookOf, nameOf } from "../state/runNames.ts";
import { words } from "../words/words.ts";

/** Milliseconds between two tests, each of which costs about as much as fifty batches of training. */
const pause = 1500;

/** The share of right answers by length. */
export function LengthTest() {
  const text = words[lang.value];
  const { task, timeStep } = settings.value;
  const found = useProbe();
  const panel = useMemo(() => found && lengthPanel(found), [found, lang.value, task]);
  const percent = (share: number | undefined): string => formatPercent(share ?? Number.NaN, 0);
  return (
    <>
      <p class="hint">{text.task.lengthTest(nameOf(selected.value), timeStep)}</p>
      {found && panel ? (
        <>
          <Chart label={text.task.lengthAxis(task)} panel={panel} height={230} />
          <p class="sentence" data-sentence="lengths">
            {text.task.lengthResult(
              percent(found.right[found.lengths.indexOf(found.trained)]),
              percent(found.right.at(-1)),
            )}
          </p>
        </>
      ) : (
        <p class="waiting">{text.waiting}</p>
      )}
    </>
  );
}

/** The newest test of the selected run, a new one whenever the network has changed. */
function useProbe(): TaskProbe | null {
  const result = useSignal<TaskProbe | null>(null);
  useEffect(() => {
    let isOver = false;
    let seen = "";
    const watch = async (): Promise<void> => {
      while (!isOver) {
        const frame = slowFrame.peek();
        const run = selected.peek();
        const key = `${frame?.request} ${run} ${lookedAt.peek() ?? frame?.runs[run]?.trained}`;
        const isTask = frame?.runs[run] && frame.runs[run].settings.task !== "cosine";
        if (isTask && key !== seen) {
          seen = key;
          result.value = await reported(lab.probeLengths(run, lookedAt.peek()));
          await sleep(pause);
        } else await sleep(100);
      }
    };
    void watch();
    return () => {
      isOver = true;
    };
  }, []);
  return result.value;
}

function lengthPanel({ lengths, right, trained }: TaskProbe): Panel {
  const text = words[lang.value];
  const { color } = lookOf(selected.value);
  return {
    x: { label: text.task.lengthAxis(settings.value.task), min: 0, tickUnit: "whole" },
    y: { label: text.charts.accuracy, min: 0, max: 1.05 },
    marks: [
      { kind: "line", name: text.charts.accuracy, x: lengths, y: right, color },
      { kind: "rule", axis: "y", at: chanceOf(settings.value), label: text.charts.chance },
      { kind: "rule", axis: "x", at: trained, label: text.task.trainedOn },
    ],
  };
}
