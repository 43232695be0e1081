/** @module `unrolled studio`: what it says, where it listens, whom it wakes, and how it ends. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { type Process, realProcess } from "../../src/cli/process.ts";
import { openerOf } from "../../src/cli/studio/studio.ts";
import { type Said, type Surroundings, say, temporaryFolder } from "./fakeProcess.ts";

const folder = temporaryFolder();
writeFileSync(join(folder, "index.html"), "<!doctype html><title>studio</title>");

/** Runs the studio on the page made up here, and presses Ctrl-C once it says that this would end it. */
const studio = (words: readonly string[], surroundings: Surroundings = {}): Promise<Said> =>
  say(["studio", "--folder", folder, ...words], { stopAt: /Ctrl-C/, ...surroundings });

describe("what it says", () => {
  test("the address, and how to end it", async () => {
    const { code, stdout, stderr } = await studio(["--port", "0"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Unrolled studio: http:\/\/127\.0\.0\.1:\d+\/\nPress Ctrl-C to stop\n$/);
  });

  test("a language that is asked for is a part of the address", async () => {
    const { stdout } = await studio(["--port", "0", "--lang", "zh"]);
    expect(stdout).toMatch(/^Unrolled studio: http:\/\/127\.0\.0\.1:\d+\/#lang=zh\n按 Ctrl-C 结束\n$/);
    const english = await studio(["--port", "0", "--lang", "en"], { env: { LANG: "zh_CN.UTF-8" } });
    expect(english.stdout).toMatch(/\/#lang=en\nPress Ctrl-C to stop\n$/);
  });

  test("that of the environment is not: the page has a choice of its own", async () => {
    const { stdout } = await studio(["--port", "0"], { env: { LANG: "zh_CN.UTF-8" } });
    expect(stdout).toMatch(/:\d+\/\n按 Ctrl-C 结束\n$/);
  });

  test.each([
    ["en", (port: number, found: string) => `port ${port} is in use: using ${found}\n`],
    ["zh", (port: number, found: string) => `端口 ${port} 已被占用：改用 ${found}\n`],
  ])("a port that is taken, in %s", async (lang, message) => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, "127.0.0.1", () => resolve(Number(Object(taken.address()).port)));
    });
    const { code, stdout, stderr } = await studio(["--port", String(port), "--lang", lang]);
    taken.close();
    const found = /127\.0\.0\.1:(\d+)/.exec(stdout)?.[1] ?? "";
    expect(Number(found)).toBeGreaterThan(port);
    expect([code, stderr]).toEqual([0, message(port, found)]);
  });
});

describe("Ctrl-C", () => {
  test("before it is there at all", async () => {
    expect((await studio(["--port", "0"], { stopAt: "start" })).code).toBe(0);
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "%s ends it at once: 0, though a browser holds on",
    async (signal) => {
      let said = "";
      const before = process.listeners(signal);
      const stands: Process = {
        stdout: { write: (text) => (said += text) },
        stderr: { write: (text) => (said += text) },
        env: {},
        interruptible: realProcess.interruptible,
      };
      const ended = main(["studio", "--folder", folder, "--port", "0"], stands);
      await vi.waitFor(() => expect(said).toContain("Ctrl-C"));
      const url = /http:\S+/.exec(said)?.[0] ?? "";
      const page = await fetch(url); // keeps its connection
      expect(await page.text()).toContain("<title>studio</title>");
      const start = performance.now();
      const [press] = process.listeners(signal).filter((listener) => !before.includes(listener));
      press(signal);
      expect(await ended).toBe(0);
      expect(performance.now() - start).toBeLessThan(3000);
      expect(said.split("\n")).toHaveLength(3); // nothing more was said
      await expect(fetch(url)).rejects.toThrow();
      expect(process.listeners(signal)).toEqual(before);
    },
  );
});

describe("what is refused", () => {
  test.each([
    [
      ["--port", "65536"],
      "option '--port <n>' argument '65536' is invalid. It must be a whole number from 0 to 65535.",
    ],
    [
      ["--port", "-1"],
      "option '--port <n>' argument '-1' is invalid. It must be a whole number from 0 to 65535.",
    ],
    [
      ["--port", "8e3"],
      "option '--port <n>' argument '8e3' is invalid. It must be a whole number from 0 to 65535.",
    ],
    [
      ["--port", ""],
      "option '--port <n>' argument '' is invalid. It must be a whole number from 0 to 65535.",
    ],
    [["--lang", "fr"], "option '--lang <lang>' argument 'fr' is invalid. Allowed choices are en, zh."],
    [["page"], "too many arguments for 'studio'. Expected 0 arguments but got 1."],
  ])("%j", async (words, message) => {
    expect(await studio(words)).toMatchObject({ code: 2, stdout: "", stderr: `error: ${message}\n` });
  });

  test("a page that has not been built", async () => {
    const missing = join(folder, "missing");
    expect(await studio(["--folder", missing])).toMatchObject({
      code: 1,
      stdout: "",
      stderr: `error: the studio's page has not been built: there is no index.html in ${missing}\n  build it with npm run build\n`,
    });
  });

  test("--help tells of every option but the one that is for tests", async () => {
    const { stdout } = await say(["studio", "--help"]);
    const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, name]) => name);
    expect(options).toEqual(["--port", "--no-open", "--lang", "--runs", "--help"]);
  });
});

test("the program that opens an address", () => {
  expect(openerOf("linux")).toEqual(["xdg-open"]);
  expect(openerOf("freebsd")).toEqual(["xdg-open"]);
  expect(openerOf("darwin")).toEqual(["open"]);
  expect(openerOf("win32")).toEqual(["cmd", "/c", "start", '""']);
});

describe.runIf(process.platform !== "win32")("the browser", () => {
  /** A PATH on which the program that opens addresses is one that writes them down. */
  function withBrowser(name: string): { readonly PATH: string; readonly opened: string } {
    const bin = join(folder, name);
    const opened = join(bin, "opened");
    mkdirSync(bin);
    const [program] = openerOf(process.platform);
    writeFileSync(
      join(bin, program),
      `#!/bin/sh\necho "$*" > '${opened}.part'\nmv '${opened}.part' '${opened}'\n`,
    );
    chmodSync(join(bin, program), 0o755);
    return { PATH: `${bin}${delimiter}/usr/bin${delimiter}/bin`, opened };
  }

  test("is opened on a terminal", async () => {
    const { PATH, opened } = withBrowser("terminal");
    const { code, stdout, stderr } = await studio(["--port", "0", "--lang", "zh"], {
      size: [80, 24],
      env: { PATH },
    });
    expect([code, stderr]).toEqual([0, ""]);
    await vi.waitFor(() => expect(existsSync(opened)).toBe(true), 5000);
    expect(stdout).toContain(` ${readFileSync(opened, "utf8")}`);
  });

  test("that is not there is no failure", async () => {
    const { code, stderr } = await studio(["--port", "0"], { size: [80, 24], env: { PATH: folder } });
    await new Promise((resolve) => setTimeout(resolve, 50)); // spawning fails later
    expect([code, stderr]).toEqual([0, ""]);
  });

  test.each([
    ["no", ["--no-open"], { size: [80, 24] as const, env: {} }],
    ["ci", [], { size: [80, 24] as const, env: { CI: "true" } }],
    ["file", [], { env: {} }],
  ])("is left alone: %s", async (name, words, { env, ...surroundings }) => {
    const { PATH, opened } = withBrowser(name);
    await studio(["--port", "0", ...words], { ...surroundings, env: { ...env, PATH } });
    await new Promise((resolve) => setTimeout(resolve, 100)); // long enough to have been opened
    expect(existsSync(opened)).toBe(false);
  });
});
