/** @module Runs, options and weights from somebody else: links, pipes, sockets and folders in place of files. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readRegular } from "../../src/cli/regularFile.ts";
import { type RunFile, runFiles } from "../../src/runs/files.ts";
import { writeRun } from "../runs/folder.ts";
import { say, temporaryFolder } from "./fakeProcess.ts";

const folder = temporaryFolder();
const pipe = join(folder, "pipe");
const link = "it is a link, and links inside a run are not followed";

describe.runIf(process.platform !== "win32")("what is no file", () => {
  beforeAll(() => {
    execFileSync("sh", ["-c", 'mkfifo "$0"', pipe]);
    writeRun(folder, "whole");
  });

  /** A copy of the run, with a file that is something else. */
  function odd(file: RunFile, make: (path: string) => void): string {
    const place = join(folder, "odd");
    rmSync(place, { recursive: true, force: true });
    cpSync(join(folder, "whole"), place, { recursive: true });
    rmSync(join(place, runFiles[file]), { force: true });
    make(join(place, runFiles[file]));
    return place;
  }

  test.each(["config", "metrics", "status", "backtest", "best"] as const)(
    "inspect does not follow a link to %s, wherever it leads",
    async (file) => {
      for (const target of [
        join(folder, "whole", runFiles[file]),
        pipe,
        join(folder, "nothing"),
        "/dev/null",
      ]) {
        const place = odd(file, (path) => symlinkSync(target, path));
        const { code, stderr } = await say(["inspect", place]);
        const isNoRun = file === "config" && !target.includes("whole");
        expect([code, stderr]).toEqual([
          1,
          isNoRun
            ? `error: ${place} is not a run: it has no config.json\n  \`unrolled train\` makes runs\n`
            : `error: cannot read ${join(place, runFiles[file])}: ${link}\n`,
        ]);
      }
    },
  );

  test.each(["inspect", "compare", "forecast", "backtest"])(
    "%s: a pipe keeps nobody waiting",
    async (command) => {
      const file = command === "compare" || command === "inspect" ? "metrics" : "best";
      const place = odd(file, (path) => execFileSync("sh", ["-c", 'mkfifo "$0"', path]));
      const { code, stderr } = await say([command, place]);
      expect([code, stderr]).toEqual([
        1,
        `error: cannot read ${join(place, runFiles[file])}: it is a pipe, not a file\n`,
      ]);
    },
  );

  test("train --resume does not wait for a checkpoint that is a pipe, or a link", async () => {
    for (const [make, why] of [
      [(path: string) => execFileSync("sh", ["-c", 'mkfifo "$0"', path]), "it is a pipe, not a file"],
      [(path: string) => symlinkSync(join(folder, "whole", runFiles.best), path), link],
    ] as const) {
      const place = odd("checkpoint", make);
      const { code, stderr } = await say(["train", "--resume", place]);
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining(`error: cannot read ${join(place, runFiles.checkpoint)}: ${why}\n`),
      ]);
    }
  });

  test("the data that a run names may be no pipe and no device: whoever made the run chose the path", async () => {
    const data = join(folder, "days.csv");
    const days = Array.from({ length: 40 }, (_, i) => `${1990 + i},${Math.sin(i)},${i}`);
    writeFileSync(data, `t,x,f\n${days.join("\n")}\n`);
    const place = join(folder, "named");
    const words = ["--target", "x", "--future", "f", "--horizon", "1", "--hidden", "1", "--epochs", "1"];
    expect((await say(["train", data, ...words, "--out", folder, "--name", "named"])).code).toBe(0);
    const config = JSON.parse(readFileSync(join(place, runFiles.config), "utf8"));
    for (const [file, what] of [
      ["../pipe", "pipe"],
      ["../../../../../../../../dev/null", "device"],
    ]) {
      const changed = { ...config, data: { ...config.data, file } };
      writeFileSync(join(place, runFiles.config), JSON.stringify(changed));
      for (const command of ["backtest", "forecast"]) {
        const { code, stderr } = await say([command, place]);
        const why = `error: cannot read ${join(place, file)}: it is a ${what}, not a file\n`;
        expect([command, code, stderr]).toEqual([command, 1, why]);
      }
    }
    expect((await say(["inspect", place])).code).toBe(0); // reads no data
  });

  test("--config and import: a pipe, a device, a socket and a folder are named", async () => {
    const socket = createServer().listen(join(folder, "socket"));
    await once(socket, "listening");
    symlinkSync(pipe, join(folder, "to pipe"));
    for (const [path, why] of [
      [pipe, "it is a pipe, not a file"],
      [join(folder, "to pipe"), "it is a pipe, not a file"],
      ["/dev/null", "it is a device, not a file"],
      [join(folder, "socket"), "it is a socket, not a file"],
      [folder, "that is a folder"],
      [join(folder, "nothing"), "there is no such file"],
    ] as const)
      for (const words of [
        ["train", "data.csv", "--config", path],
        ["import", path, "--out", join(folder, "out.pt")],
        ["export", path, "--to", "pt"],
      ]) {
        const { code, stderr } = await say(words);
        expect([words, code, stderr]).toEqual([words, 1, `error: cannot read ${path}: ${why}\n`]);
      }
    socket.close();
    const { stderr } = await say(["import", pipe, "--out", join(folder, "out.pt"), "--lang", "zh"]);
    expect(stderr).toBe(`错误：无法读取 ${pipe}：这是管道，不是文件\n`);
  });

  test("a link that a person has given is followed", async () => {
    const path = join(folder, "options.json");
    writeFileSync(path, '{ "hiden": 3 }');
    symlinkSync(path, join(folder, "linked.json"));
    mkdirSync(join(folder, "links"));
    symlinkSync(join(folder, "whole"), join(folder, "links", "run"));
    expect((await say(["train", "data.csv", "--config", join(folder, "linked.json")])).stderr).toMatch(
      /hiden/,
    );
    expect((await say(["compare", join(folder, "links", "run")])).code).toBe(0);
  });
});

test("a file that is too large is not read", async () => {
  const path = join(folder, "large");
  writeFileSync(path, "");
  truncateSync(path, 4e9);
  await expect(readRegular(path, "refused", 100)).rejects.toThrow(
    `${path} has 4000000000 bytes but must have at most 100`,
  );
});
