/** @module A table of several series as a panel, of which the page shows any series before one is chosen. */
import type { Panel as SeriesPanel } from "../../../src/data/panel/panel.ts";
import { toPanel } from "../../../src/data/panel/readPanel.ts";
import type { Table } from "../../../src/data/read/table.ts";
import { phraseOf, timeAfter } from "../../../src/data/series/timeStep.ts";
import type { Panel } from "../../../src/figures/figure.ts";
import { panelFacts } from "../../../src/runs/panel/panelFacts.ts";
import { decimate } from "../../../src/runs/report/forecastFigures.ts";
import { terms } from "../../../src/runs/terms.ts";
import type { Amount, Sentence } from "../../../src/sentence.ts";
import type { Lang } from "../../../src/text/lang.ts";
import { type Choices, panelOptionsOf } from "./choices.ts";

/** What a panel is, as plain data. */
export interface LookFacts {
  readonly series: number;
  readonly rows: number;
  readonly lengths: readonly [fewest: number, most: number];
  /** Times as text; null without times. */
  readonly from: string | null;
  readonly until: string | null;
  readonly step: Amount | Sentence | null;
  readonly target: string;
  /** The ids of the first series, as many as a list can hold. */
  readonly ids: readonly string[];
}

/** Ids in a list, at most. */
const MOST_LISTED = 2000;
const MOST_POINTS = 1200;

/** A panel that is made once for the same choices. */
export class PanelLook {
  readonly #panel: SeriesPanel;

  /** Throws DataError for the first series with a fault. */
  constructor(table: Table, choices: Choices, keys: readonly string[]) {
    this.#panel = toPanel(table, panelOptionsOf(table, choices, keys));
  }

  facts(): LookFacts {
    const { series, rows, lengths, from, until, step, target } = panelFacts(this.#panel, this.#panel.name);
    const ids = this.#panel.ids.slice(0, MOST_LISTED);
    return { series, rows, lengths, from, until, step: step && phraseOf(step), target, ids };
  }

  /** The values of the id columns of a series, in their order. */
  valuesOf(series: number): readonly string[] {
    const { ids, idParts } = this.#panel;
    return idParts?.map((part) => part[series] ?? "") ?? [ids[series] ?? ""];
  }

  /** A series from its beginning to its end; null if there is none of that number. */
  figure(series: number, lang: Lang): Panel | null {
    const { ids, offsets, values, starts, step, timeName, timeKind, timeStyle, targetName } = this.#panel;
    if (series >= ids.length) return null;
    const [from, until] = [offsets[series] ?? 0, offsets[series + 1] ?? 0];
    const hasTimes = starts !== null && step !== null;
    const x = Float64Array.from({ length: until - from }, (_, i) =>
      hasTimes ? timeAfter(starts[series] ?? 0, step, i) : i + 1,
    );
    const y = values.subarray(from, until);
    return {
      x: {
        label: hasTimes ? (timeName ?? terms[lang].time) : terms[lang].row,
        ...(hasTimes && timeKind === "date" ? { tickUnit: "date" } : {}),
      },
      ...(timeStyle && hasTimes && { dates: timeStyle }),
      y: { label: targetName },
      marks: [
        {
          kind: "line",
          name: ids[series] ?? "",
          ...decimate({ x, y }, MOST_POINTS),
          color: "target",
          width: 1.5,
        },
      ],
    };
  }
}
