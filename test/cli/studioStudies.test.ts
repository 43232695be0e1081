/** @module What the studio's server says of studies: the list, one while it grows, broken ones, and names that lead elsewhere. */
import { appendFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RunLock } from "../../src/cli/lock/runLock.ts";
import { runsHandler } from "../../src/cli/studio/studioRuns.ts";
import type { StudiesReply, StudyReply } from "../../src/runs/study/studyReply.ts";
import type { RunsReply } from "../../src/runs/summary.ts";
import { inEnglish } from "../../src/sentence.ts";
import { GrowingStudy } from "../runs/madeUpStudy.ts";
import { ask, makePage, serve } from "./studioPage.ts";

const { outside, folder: page } = makePage();
const folder = join(outside, "runs");
const server = serve(page, [runsHandler(folder)]);
const json = async <Body>(path: string): Promise<Body> =>
  JSON.parse(String((await ask(server(), path)).body)) as Body;
const list = (): Promise<StudiesReply> => json("/api/studies.json");
const one = (name: string): Promise<StudyReply> => json(`/api/studies/${name}.json`);

test("none, before there is a folder", async () => {
  expect(await list()).toEqual({ studies: [] });
});

test("a study that grows: while it runs, killed, and done; it is no run", async () => {
  const path = join(folder, "wave-tune");
  const growing = new GrowingStudy(path);
  const lock = await RunLock.take(path);
  growing.run(5);
  growing.study.ask("2026-03-01T10:00:00.000Z");
  expect((await list()).studies).toMatchObject([
    { name: "wave-tune", problem: null, state: "running", study: "sunspots.csv", ended: 5, wanted: 40 },
  ]);
  const begun = await one("wave-tune");
  expect(begun.record.trials.map(({ state }) => state)).toEqual([...Array(5).fill("complete"), "running"]);
  expect(begun.summary.best).toBe(growing.study.best?.value);
  expect(begun.hasReport).toBe(false);
  growing.study.end(5, { state: "complete", value: 0.4 }, "2026-03-01T10:00:01.000Z");
  growing.run(14);
  writeFileSync(join(path, "report.html"), "");
  const later = await one("wave-tune");
  expect(later.record.trials).toHaveLength(20);
  expect(later.record.trials[5]).toMatchObject({ state: "complete", value: 0.4 });
  expect([later.summary.ended, later.summary.best, later.hasReport]).toEqual([20, 0.4, true]);
  expect(later.summary.stamp).not.toBe(begun.summary.stamp);
  await lock.release();
  expect((await one("wave-tune")).summary.state).toBe("killed");
  growing.note("ended", "timeout");
  expect((await one("wave-tune")).summary.state).toBe("timeout");
  const { runs } = await json<RunsReply>("/api/runs.json");
  expect(runs).toEqual([]);
});

test("a journal that is another one now is read anew; one within a line, up to its last whole one", async () => {
  rmSync(join(folder, "wave-tune"), { recursive: true });
  new GrowingStudy(join(folder, "wave-tune"), { name: "other.csv" }).run(2);
  appendFileSync(join(folder, "wave-tune", "journal.log"), '{"op_code":4,"stu');
  const { summary, record } = await one("wave-tune");
  expect([summary.study, record.trials.length]).toEqual(["other.csv", 2]);
});

test("many looks at once take each piece once", async () => {
  const growing = new GrowingStudy(join(folder, "busy"));
  growing.run(200);
  const replies = await Promise.all(Array.from({ length: 8 }, () => one("busy")));
  expect(replies.map(({ record }) => record.trials.length)).toEqual(Array(8).fill(200));
});

test("broken, empty, of another program; links and other names lead nowhere", async () => {
  for (const [name, text] of [
    ["broken", "no journal\n"],
    ["empty", ""],
    ["foreign", '{"op_code":0,"study_name":"s","directions":[1]}\n'],
  ] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "journal.log"), text);
  }
  new GrowingStudy(join(outside, "secret")).run(1);
  mkdirSync(join(folder, "linked"));
  symlinkSync(join(outside, "secret", "journal.log"), join(folder, "linked", "journal.log"));
  symlinkSync(join(outside, "secret"), join(folder, "link"));
  const { studies } = await list();
  const shown = studies.map((study) =>
    study.problem === null ? [study.name, study.state] : [study.name, inEnglish(study.problem)],
  );
  expect(Object.fromEntries(shown)).toMatchObject({
    broken: "journal: line 1 is not an operation of Optuna's journal",
    empty: "there is no study in journal.log yet",
    foreign: "foreign",
    linked: expect.stringContaining("journal.log"),
  });
  expect(JSON.stringify(studies)).not.toContain("secret-");
  for (const name of ["link", "none", "..", "..%2fsecret", "%2e%2e"])
    expect((await ask(server(), `/api/studies/${name}.json`)).status).toBeGreaterThanOrEqual(400);
});
