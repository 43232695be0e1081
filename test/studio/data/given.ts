/** @module What tests of the data page's worker share: a session with a file, decisions, a training to its end. */
import { readFileSync } from "node:fs";
import type { ForecasterOptions } from "unrolled/forecast";
import { expect } from "vitest";
import { type Choices, type ColumnUse, strict } from "../../../studio/data/lab/choices.ts";
import { DataSession } from "../../../studio/data/lab/dataSession.ts";
import type { Fault } from "../../../studio/data/lab/fault.ts";
import type { Outcome } from "../../../studio/data/lab/sessionFacts.ts";
import type { Reading, TableFacts } from "../../../studio/data/lab/tableFacts.ts";

/** A file's content as a browser hands it over. */
export const blobOf = (content: string | Uint8Array<ArrayBuffer>): Blob => new Blob([content]);

/** Sunspots of each year, 1700 to 2008. */
export const sunspotsFile = (): Blob => blobOf(new Uint8Array(readFileSync("datasets/sunspots.csv")));

/** CO₂ at Mauna Loa, week by week, with 59 values missing. */
export const co2File = (): Blob => blobOf(new Uint8Array(readFileSync("datasets/co2.csv")));

/** A session that has read a file, and what it found. */
export async function sessionWith(
  content: string | Blob,
  name = "some.csv",
  reading: Reading = {},
): Promise<{ readonly session: DataSession; readonly facts: TableFacts }> {
  const session = new DataSession("9.9.9");
  const file = typeof content === "string" ? blobOf(content) : content;
  const facts = found(await session.read(file, name, reading));
  return { session, facts };
}

/** Why a file could not be read. */
export async function readFault(content: string | Blob, name = "some.csv"): Promise<Fault> {
  return faultIn(
    await new DataSession().read(typeof content === "string" ? blobOf(content) : content, name, {}),
  );
}

/** Decisions about columns, by their order. */
export function choose(
  uses: readonly ColumnUse[],
  forecaster: ForecasterOptions = {},
  more: Partial<Choices> = {},
): Choices {
  return { uses, policies: strict, timeFormat: null, lastRows: null, forecaster, ...more };
}

/** What was found; a fault fails the test. */
export function found<Thing>(outcome: Outcome<Thing> | null): Thing {
  if (outcome !== null && "found" in outcome) return outcome.found;
  expect.fail(`a fault: ${outcome?.fault.message}`);
}

/** The fault; anything else fails the test. */
export function faultIn<Thing>(outcome: Outcome<Thing> | null): Fault {
  if (outcome !== null && "fault" in outcome) return outcome.fault;
  expect.fail("there is no fault");
}

/** Trains to the end in slices. */
export function finish(session: DataSession, slice = 5): void {
  while (session.work(slice) !== null);
}
