/** @module After training: the network on other curves, from an empty state, or on its own output. */

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { fixed, formatValue } from "../../../src/text/format.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { probePanel } from "../../shared/charts/panels.ts";
import { reported } from "../../shared/failure.tsx";
import { lang } from "../../shared/preferences.ts";
import { RangeField } from "../../shared/rangeField.tsx";
import type { ProbeOptions, ProbeResult } from "../lab/probe.ts";
import { insight, lab, lookedAt, selected, settings } from "../state/labSession.ts";
import { plainProbe, probeOptions } from "../state/probeState.ts";
import { nameOf } from "../state/runNames.ts";
import { words } from "../words/words.ts";
import { LengthTest } from "./lengthTest.tsx";

const ranges = {
  frequency: { min: 0.25, max: 3, step: 0.05 },
  phase: { min: -3.14, max: 3.14, step: 0.01 },
  amplitude: { min: 0, max: 2, step: 0.05 },
  noise: { min: 0, max: 1, step: 0.02 },
} as const;

type RangeName = keyof typeof ranges;

/** Of a test of memory, other lengths; of the curve, other curves. */
export function After() {
  return settings.value.task === "cosine" ? <CurveTest /> : <LengthTest />;
}

/** The controls of the test, its chart, and what came of it in words. */
function CurveTest() {
  const text = words[lang.value].after;
  const result = useSignal<ProbeResult | null>(null);
  const moment = insight.value; // a new one means that the network has changed
  useEffect(() => {
    void ask(result);
  }, [moment, probeOptions.value, selected.value]);
  const found = result.value;
  const panel = useMemo(() => found && probePanel(words[lang.value].charts, found), [found, lang.value]);
  return (
    <>
      <p class="hint">
        {nameOf(selected.value)}: {text.intro}
      </p>
      <div class="probe-controls">
        {(Object.keys(ranges) as RangeName[]).map((name) => (
          <ProbeRange key={name} name={name} />
        ))}
        {(["cold", "freeRun"] as const).map((name) => (
          <label key={name} class="switch-line">
            <input
              type="checkbox"
              name={name}
              checked={probeOptions.value[name]}
              onChange={({ currentTarget }) => change({ [name]: currentTarget.checked })}
            />
            {text[name]}
          </label>
        ))}
        <button type="button" data-action="probe-reset" onClick={() => change(plainProbe)}>
          {text.reset}
        </button>
      </div>
      {found && panel ? (
        <>
          <Chart
            label={text.describe}
            panel={panel}
            height={230}
            span={found.freeFrom === null ? null : [found.t[found.freeFrom], found.t[found.t.length - 1]]}
          />
          <p class="sentence" data-sentence="probe">
            {text.result(
              formatValue(found.error),
              formatValue(found.lateError),
              formatValue(found.zeroError),
            )}{" "}
            {found.freeFrom !== null && text.freeRunWhy}
          </p>
        </>
      ) : (
        <p class="waiting">{words[lang.value].waiting}</p>
      )}
      <p class="hint">{text.scrub}</p>
    </>
  );
}

let isAsking = false;
let isWanted = false;

/** One question at a time; of those that come up meanwhile, the last. */
async function ask(result: Signal<ProbeResult | null>): Promise<void> {
  isWanted = true;
  if (isAsking) return;
  isAsking = true;
  while (isWanted) {
    isWanted = false;
    const found = await reported(lab.probe(selected.peek(), probeOptions.peek(), lookedAt.peek()));
    if (!isWanted) result.value = found;
  }
  isAsking = false;
}

function change(some: Partial<ProbeOptions>): void {
  probeOptions.value = { ...probeOptions.peek(), ...some };
}

function ProbeRange({ name }: { readonly name: RangeName }) {
  return (
    <RangeField
      label={words[lang.value].after[name]}
      name={`probe-${name}`}
      {...ranges[name]}
      value={probeOptions.value[name]}
      text={fixed(probeOptions.value[name], 2)}
      onChange={(value) => change({ [name]: value })}
    />
  );
}
