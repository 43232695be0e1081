/** @module Your data: several faults at once and what mends them, a file of several series, what is found unasked. */
import { expect, test } from "vitest";
import type { Choices } from "../../../studio/data/lab/choices.ts";
import type { Diagnosis } from "../../../studio/data/lab/diagnosis.ts";
import { fixesOf } from "../../../studio/data/lab/fault.ts";
import { choose, faultIn, found, sessionWith } from "./given.ts";

const day = (i: number): string => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);

/** Newest first, one day twice, one day absent, one value missing. */
function messy(): string {
  const rows = Array.from({ length: 80 }, (_, i) => `${day(i)},${i === 20 ? "" : 10 + (i % 7) + i / 10}`);
  rows.splice(40, 1);
  rows.splice(50, 0, rows[50]);
  return ["date,y", ...rows.reverse()].join("\n");
}

const mend = (choices: Choices, { fixes }: Diagnosis): Choices => ({
  ...choices,
  policies: {
    ...choices.policies,
    ...Object.fromEntries(fixes.map(({ option, value }) => [option, value])),
  },
});

test("all faults of a file are found at once, each with the option that mends it", async () => {
  const { session } = await sessionWith(messy());
  const choices = choose(["time", "target"]);
  expect(faultIn(session.plan(choices)).stage).toBe("series");
  const diagnosis = await session.diagnose(choices);
  expect(diagnosis?.fixes.map(({ option, value }) => `${option} ${value}`)).toEqual([
    "unsorted sort",
    "duplicates mean",
    "gaps fill",
    "missing linear",
  ]);
  expect(diagnosis).toMatchObject({ isMended: true });
  expect(diagnosis?.faults.length).toBe(4);
  if (diagnosis == null) expect.fail("no diagnosis");
  const { series } = found(session.plan(mend(choices, diagnosis)));
  expect(series).toMatchObject({ rows: 80, from: "2024-01-01", until: "2024-03-20" });
});

test("options of reading mend, too: the file is read again", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `${day(i)},${i === 9 ? "n.v." : i === 30 ? "" : i % 7}`);
  const { session } = await sessionWith(["date,y", ...rows].join("\n"));
  const diagnosis = await session.diagnose(choose(["time", "target"]));
  expect(diagnosis?.fixes.map(({ option, value }) => `${option} ${value}`)).toEqual([
    "missingValues n.v.",
    "missing linear",
  ]);
  expect(diagnosis?.isMended).toBe(true);
});

test("a fault that depends on what the data mean is left for a person", async () => {
  const rows = Array.from({ length: 12 }, (_, i) => `0${1 + (i % 9)}/0${1 + ((i * 5) % 9)}/2024,${i}`);
  const { session } = await sessionWith(["date,y", ...rows].join("\n"));
  const diagnosis = await session.diagnose(choose(["time", "target"]));
  expect(diagnosis).toMatchObject({ isMended: false, fixes: [] });
  expect(fixesOf(diagnosis?.faults.at(-1)?.remedies ?? []).map(({ value }) => value)).toEqual([
    "day-first",
    "month-first",
  ]);
});

test("of a file of several series one is chosen", async () => {
  const shops = ["North", "South", "East"];
  const rows = Array.from({ length: 60 }, (_, i) =>
    shops.map((shop, k) => `${day(i)},${shop},${(k + 1) * 100 + (i % 7)}`),
  ).flat();
  const { session } = await sessionWith(["date,shop,sales", ...rows].join("\n"));
  const choices = choose(["time", "none", "target"]);
  expect(faultIn(session.plan(choices)).keys).toEqual([{ column: "shop", values: shops }]);
  const chosen = { ...choices, where: ["shop=South"] };
  expect(found(session.plan(chosen)).series).toMatchObject({ rows: 60, from: "2024-01-01" });
  const values = session.seriesPanel("sales", { validation: "v", test: "t", filled: "f" }, "en")?.marks[0];
  expect(values?.kind === "line" && Array.from(values.y).slice(0, 3)).toEqual([200, 201, 202]);
});

test("what was found is told: lines above the header, signs of thousands, times, resampling", async () => {
  const rows = Array.from({ length: 120 }, (_, i) => `${day(i)};$1,${200 + (i % 7)}.50`);
  const { session } = await sessionWith(["Report of sales", "in dollars", "date;sales", ...rows].join("\n"));
  const choices = choose(["time", "target"]);
  const { found: facts } = found(session.plan(choices));
  expect(facts.format?.leftOut?.above).toBe(2);
  expect(facts.styles).toEqual([{ name: "sales", style: { thousands: ",", currency: "$" } }]);
  expect(facts.times).toEqual({
    name: "date",
    example: "2024-04-29",
    zone: null,
    others: [],
    isNumbered: false,
  });
  const weekly = found(session.plan({ ...choices, resample: "week", aggregate: "sum" }));
  expect(weekly.series).toMatchObject({ rows: 17, from: "2024-01-01" });
  expect(weekly.found.resampled).toEqual({ every: "week", aggregate: "sum", leftOut: 1 });
});

test("auto: candidates come with their scores one by one, then the choice, then all rows", async () => {
  const rows = Array.from(
    { length: 96 },
    (_, i) => `${day(i)},${i / 2 + 5 * Math.sin((2 * Math.PI * i) / 7)}`,
  );
  const { session } = await sessionWith(["date,y", ...rows].join("\n"));
  found(session.start(choose(["time", "target"], { model: "auto", budget: 2, epochs: 2 })));
  const counts: number[] = [];
  const phases = new Set<string>();
  while (session.work(0.01) !== null) {
    const { phase = "", candidates = [], budget } = session.frame().training ?? {};
    phases.add(phase);
    counts.push(candidates.length);
    expect(budget).toBe(2);
  }
  expect([...phases].slice(0, 2)).toEqual(["choosing", "refitting"]);
  expect(counts.every((count, i) => i === 0 || count >= counts[i - 1])).toBe(true);
  const { results } = session.report() ?? {};
  const chosen = results?.plan.choice?.candidates.filter(({ isChosen }) => isChosen);
  expect(chosen?.length).toBe(1);
  expect(results?.plan.model).not.toBe("auto");
  expect(results?.refitRows).toBe(96);
});
