/** @module Messages for screen readers: a file was read, progress of the training every 15 s, the verdict. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { lang } from "../../shared/preferences.ts";
import { busy, report, table, training } from "../state/session.ts";
import { dataWords } from "../words/words.ts";

/** Milliseconds between two messages about a training. */
const pause = 15_000;

/** A region for screen readers only. */
export function Spoken() {
  const text = dataWords[lang.value].summary;
  const said = useSignal("");
  const facts = table.value;
  const verdict = report.value?.results.backtest?.verdict[lang.value];
  const isBusy = busy.value;
  useEffect(() => {
    if (facts) said.value = text.read(facts);
  }, [facts]);
  useEffect(() => {
    if (verdict) said.value = verdict;
  }, [verdict]);
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(() => {
      const frame = training.peek();
      if (frame) said.value = frame.phase === "testing" ? text.testing : text.training(frame);
    }, pause);
    return () => clearInterval(timer);
  }, [isBusy, text]);
  return (
    <p class="heard" role="status">
      {said.value}
    </p>
  );
}
