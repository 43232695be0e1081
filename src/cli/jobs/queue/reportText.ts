/** @module What a job has reported last, for people. */
import type { Json } from "../../../jobs/job.ts";
import { formatLoss } from "../../../text/format.ts";
import type { Lang } from "../../../text/lang.ts";
import { progressLine } from "../../../train/progressLine.ts";
import { jobWords } from "../jobWords.ts";
import type { KindName } from "../run/kinds.ts";
import { readCourse } from "../run/panelTrainingJob.ts";

/** A report of a job of that kind; as it is, if it is of another one, as messages may come from anywhere. */
export function reportText(kind: string, report: Json, lang: Lang): string {
  const text = Object.hasOwn(texts, kind) ? texts[kind as KindName](report, lang) : null;
  return text ?? JSON.stringify(report);
}

type ReportText = (report: Json, lang: Lang) => string | null;

const texts: { readonly [K in KindName]: ReportText } = {
  trial: (report, lang) => ofPair(report, (epoch, loss) => jobWords[lang].epoch(epoch, formatLoss(loss))),
  "panel-series": (report, lang) => ofPair(report, (done, all) => jobWords[lang].seriesDone(done, all)),
  "panel-training": (report, lang) => {
    const { batch, epoch } = readCourse(report) ?? {};
    const last = batch && (epoch == null || batch.epoch > epoch.epoch) ? batch : epoch;
    return last ? progressLine(last, lang) : null;
  },
  "backtest-window": () => null,
};

function ofPair(report: Json, text: (a: number, b: number) => string): string | null {
  const [a, b] = Array.isArray(report) ? report : [];
  return typeof a === "number" && typeof b === "number" ? text(a, b) : null;
}
