/** @module The whole scores of a backtest.json, as tables show them; `readBacktest` reads what a list or a page needs. */
import type { Backtest } from "../forecast/scores/backtest.ts";
import type { MethodScores } from "../forecast/scores/methodErrors.ts";
import type { Score } from "../forecast/scores/score.ts";
import { Fields } from "../train/json.ts";
import { readBacktest } from "./readRecord.ts";
import { runFiles } from "./record.ts";

/** The parts of a backtest that tables show. */
export type SavedScores = Pick<Backtest, "windows" | "units" | "model" | "baselines" | "verdict">;

/** Reads backtest.json, step by step. Throws FormatError that names file and field. */
export function readScores(text: string): SavedScores {
  readBacktest(text); // checks what pages read, the verdict's fields among it
  const fields = new Fields(JSON.parse(text), runFiles.backtest);
  const verdict = fields.object("verdict");
  return {
    windows: fields.whole("windows"),
    units: fields.oneOf("units", ["original", "scaled"]),
    model: scoresOf(fields.object("model")),
    baselines: fields
      .list("baselines")
      .map((one, i) => scoresOf(new Fields(one, `${runFiles.backtest}.baselines.${i}`))),
    verdict: {
      ...verdict.all(),
      en: textOf(verdict, "en"),
      zh: textOf(verdict, "zh"),
    } as SavedScores["verdict"],
  };
}

function scoresOf(fields: Fields): MethodScores {
  return {
    name: textOf(fields, "name"),
    mae: scoreOf(fields.object("mae")),
    mse: scoreOf(fields.object("mse")),
    rmse: scoreOf(fields.object("rmse")),
    smape: scoreOf(fields.object("smape")),
    mase: scoreOf(fields.object("mase")),
    pinball: fields.raw("pinball") === null ? null : scoreOf(fields.object("pinball")),
    intervals: fields.list("intervals").map((one) => {
      const interval = new Fields(one, "intervals");
      return {
        level: interval.number("level"),
        coverage: scoreOf(interval.object("coverage")),
        width: scoreOf(interval.object("width")),
      };
    }),
  };
}

/** What JSON has no number for was written as null. */
function scoreOf(fields: Fields): Score {
  const numbers = fields.list("byStep").map((value) => (typeof value === "number" ? value : Number.NaN));
  const overall = fields.raw("overall");
  return { overall: typeof overall === "number" ? overall : Number.NaN, byStep: Float64Array.from(numbers) };
}

function textOf(fields: Fields, name: string): string {
  const value = fields.raw(name);
  return typeof value === "string" ? value : fields.refuse(name, "a text");
}
