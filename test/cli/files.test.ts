/** @module Files that are there whole or not at all, whatever goes wrong while they are written. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { makeFolder, OutputError, writeWhole } from "../../src/cli/files.ts";
import { say, temporaryFolder, without } from "./fakeProcess.ts";

const folder = temporaryFolder();
afterEach(() => vi.restoreAllMocks());

/** Makes every open file fail at this call as a disk does that is full. */
async function fillDisk(call: "writeFile" | "sync"): Promise<void> {
  const file = await open(join(folder, "probe"), "w");
  await file.close();
  const error = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  vi.spyOn(Object.getPrototypeOf(file), call).mockRejectedValue(error);
}

async function messageOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OutputError);
  return without(folder, error instanceof Error ? error.message : "");
}

describe("writeWhole", () => {
  test("writes texts and bytes, over what stood there before", async () => {
    const path = join(folder, "over");
    await writeWhole(path, "first, and longer");
    await writeWhole(path, "zweite π");
    expect(readFileSync(path, "utf8")).toBe("zweite π");
    await writeWhole(path, Uint8Array.of(0, 255));
    expect([...readFileSync(path)]).toEqual([0, 255]);
  });

  test.each(["writeFile", "sync"] as const)(
    "a disk that is full at %s leaves what was there",
    async (call) => {
      const place = join(folder, `full-${call}`);
      mkdirSync(place);
      writeFileSync(join(place, "kept"), "as before");
      await fillDisk(call);
      expect(await messageOf(writeWhole(join(place, "kept"), "half"))).toBe(
        `cannot write OUT/full-${call}/kept: the disk is full\n  the file was left as it was before`,
      );
      expect(readdirSync(place)).toEqual(["kept"]);
      expect(readFileSync(join(place, "kept"), "utf8")).toBe("as before");
    },
  );

  test("a folder in the place of the file leaves no half-written file beside it", async () => {
    const place = join(folder, "occupied");
    mkdirSync(join(place, "report.html", "inside"), { recursive: true });
    expect(await messageOf(writeWhole(join(place, "report.html"), "text"))).toMatch(
      /^cannot write OUT\/occupied\/report\.html: .+\n {2}the file was left as it was before$/,
    );
    expect(readdirSync(place)).toEqual(["report.html"]);
  });

  test("a folder that is not there", async () => {
    expect(await messageOf(writeWhole(join(folder, "nowhere", "x"), ""))).toBe(
      "cannot write OUT/nowhere/x: nothing can be made at that place\n  the file was left as it was before",
    );
  });

  test("watches for the end of the process only while it writes", async () => {
    const before = process.listenerCount("exit");
    const writing = writeWhole(join(folder, "watched"), "x");
    expect(process.listenerCount("exit")).toBe(before + 1);
    await writing;
    expect(process.listenerCount("exit")).toBe(before);
  });
});

describe("makeFolder", () => {
  test("makes the folders above it too, and leaves what is there", async () => {
    const path = join(folder, "a", "b", "c");
    await makeFolder(path);
    writeFileSync(join(path, "kept"), "");
    await makeFolder(path);
    expect(readdirSync(path)).toEqual(["kept"]);
  });

  // These fail for everybody, also for root, whom permissions do not hold.
  const file = join(folder, "file");
  writeFileSync(file, "");
  test.each([
    ["a file", file, "there is a file of that name already"],
    ["below a file", join(file, "below", "that"), "a part of the path is a file, not a folder"],
    ["a name too long", join(folder, "x".repeat(300)), "the path is too long"],
  ])("%s: the reason and the remedy", async (_, path, why) => {
    expect(await messageOf(makeFolder(path))).toBe(
      `cannot write to the folder ${without(folder, path)}: ${why}\n  give another one with --out`,
    );
  });

  test.runIf(process.platform === "linux")("a place where nothing can be made", async () => {
    expect(await messageOf(makeFolder("/proc/unrolled/note"))).toBe(
      "cannot write to the folder /proc/unrolled/note: nothing can be made at that place\n  give another one with --out",
    );
  });
});

describe("unrolled note", () => {
  test("an output folder that cannot be made is told before anything is run", async () => {
    const out = join(folder, "file", "below");
    const { code, stdout, stderr } = await say(["note", "--out", out]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(without(folder, stderr)).toBe(
      "error: cannot write to the folder OUT/file/below: a part of the path is a file, not a folder\n  give another one with --out\n",
    );
  });

  test("a full disk is a failure that names the file, and leaves nothing half-written", async () => {
    const out = join(folder, "full");
    await fillDisk("sync");
    const { code, stderr } = await say(["note", "--only", "rnn", "--steps", "1", "--out", out]);
    expect(code).toBe(1);
    expect(without(folder, stderr)).toBe(
      "Writing the report and its figures…\n" +
        "error: cannot write OUT/full/report.html: the disk is full\n  the file was left as it was before\n",
    );
    expect(readdirSync(out)).toEqual([]);
  });
});
