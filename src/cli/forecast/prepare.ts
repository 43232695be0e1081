/** @module From an order to a training that is about to begin. */
import type { Series } from "../../data/series/series.ts";
import { ForecasterRun } from "../../forecast/forecasterRun.ts";
import type { Lang } from "../../text/lang.ts";
import type { Order } from "./commonOptions.ts";
import { readSeries } from "./dataFile.ts";
import { forecasterOptionsOf } from "./givenOptions.ts";
import { inFlags } from "./inFlags.ts";
import { introduce, readingLine } from "./story.ts";
import type { TrainScreen } from "./trainScreen.ts";

/** A series, and the run that is to learn it. */
export interface Prepared {
  readonly series: Series;
  readonly run: ForecasterRun;
}

/** Reads the file, settles what was left open, and says so. */
export async function prepare({ data, asked }: Order, screen: TrainScreen, lang: Lang): Promise<Prepared> {
  const { series, unused, format } = await readSeries(data, asked, (progress) =>
    screen.status(readingLine(data, progress, lang)),
  );
  screen.status(null);
  const run = await inFlags(() => new ForecasterRun(series, forecasterOptionsOf(asked)));
  screen.say(introduce({ series, unused, format }, run.plan, lang).join("\n"));
  return { series, run };
}
