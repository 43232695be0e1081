/** @module What commands write over, and what they do not: devices, pipes, links, and files that are somebody's own. */
import { spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { appendTo, isUnfinished, OutputError, writeTo, writeWhole } from "../../src/cli/files.ts";
import { encodeSafetensors } from "../../src/interop/safetensors.ts";
import { say, temporaryFolder, without } from "./fakeProcess.ts";
import { sunspots } from "./forecast/given.ts";

const folder = temporaryFolder();
const isPosix = process.platform !== "win32";

/** An empty folder, and the path of a name in it. */
function place(name: string): (file: string) => string {
  const path = join(folder, name);
  mkdirSync(path);
  return (file) => join(path, file);
}

const message = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "",
    (error: unknown) => without(folder, error instanceof OutputError ? error.message : String(error)),
  );

const text = (path: string): string => readFileSync(path, "utf8");

describe.runIf(isPosix)("a path that a person has named", () => {
  test("a link is followed, also over several links, and stays a link", async () => {
    const at = place("links");
    writeFileSync(at("target"), "before");
    symlinkSync("target", at("link"));
    symlinkSync("link", at("second"));
    await writeTo(at("second"), "after");
    expect([text(at("target")), readlinkSync(at("second")), readlinkSync(at("link"))]).toEqual([
      "after",
      "link",
      "target",
    ]);
    symlinkSync("nowhere", at("dangling"));
    expect(await message(writeTo(at("dangling"), "x"))).toMatch(/^cannot write OUT\/links\/dangling: /);
    symlinkSync("round", at("round"));
    expect(await message(writeTo(at("round"), "x"))).toMatch(/^cannot write OUT\/links\/round: /);
    expect(readdirSync(at(".")).sort()).toEqual(["dangling", "link", "round", "second", "target"]);
  });

  test("a device and a pipe are written into and stay what they are", async () => {
    const at = place("pipes");
    spawnSync("mkfifo", [at("pipe")]);
    const reader = spawn("cat", [at("pipe")], { stdio: ["ignore", "pipe", "ignore"] });
    let got = "";
    reader.stdout.on("data", (part) => {
      got += part;
    });
    const ended = new Promise((resolve) => reader.on("close", resolve));
    const long = "0123456789".repeat(20_000); // more than a pipe holds
    await writeTo(at("pipe"), long);
    await ended;
    expect([got === long, lstatSync(at("pipe")).isFIFO()]).toEqual([true, true]);
    symlinkSync("/dev/null", at("null"));
    await writeTo(at("null"), "gone");
    expect([readlinkSync(at("null")), readdirSync(at(".")).sort()]).toEqual(["/dev/null", ["null", "pipe"]]);
    if (existsSync("/dev/full"))
      expect(await message(writeTo("/dev/full", "x"))).toMatch(
        /^cannot write \/dev\/full: the disk is full\n/,
      );
  });

  test.runIf(existsSync("/proc/self/fd"))("a descriptor of its own goes on where it stands", async () => {
    const at = place("descriptors");
    writeFileSync(at("file"), "head\n");
    const fd = openSync(at("file"), "a");
    await writeTo(`/proc/self/fd/${fd}`, "rest\n");
    await writeTo(`/dev/fd/${fd}`, Buffer.from("end\n"));
    expect([text(at("file")), readdirSync(at("."))]).toEqual(["head\nrest\nend\n", ["file"]]);
  });

  test.each([0o600, 0o640, 0o755])("a file of mode %o keeps it", async (mode) => {
    const at = place(`mode-${mode}`);
    writeFileSync(at("file"), "old");
    chmodSync(at("file"), mode);
    await writeTo(at("file"), "new");
    expect([text(at("file")), statSync(at("file")).mode & 0o777]).toEqual(["new", mode]);
  });

  test.each(["", "made/", "."])("%j is the name of a folder", async (name) => {
    expect(await message(writeTo(name === "." ? "." : name && join(folder, name), "x"))).toContain(
      ": that is a folder; add the name of a file\n",
    );
    expect(existsSync(join(folder, "made"))).toBe(false);
  });

  test("a name that another process takes in the meantime is left to it", async () => {
    const at = place("taken");
    writeFileSync(at("file"), "theirs");
    expect(await message(writeTo(at("file"), "ours", { isNew: true }))).toBe(
      "cannot write OUT/taken/file: there is a file of that name already\n  the file was left as it was before",
    );
    expect([text(at("file")), readdirSync(at("."))]).toEqual(["theirs", ["file"]]);
  });
});

describe.runIf(isPosix)("a file of ours", () => {
  test.each(["link", "pipe"])("is never written through a %s", async (kind) => {
    const at = place(`ours-${kind}`);
    writeFileSync(at("home"), "original");
    if (kind === "link") symlinkSync("home", at("metrics.jsonl"));
    else spawnSync("mkfifo", [at("metrics.jsonl")]);
    for (const write of [writeWhole, appendTo])
      expect(await message(write(at("metrics.jsonl"), "ours"))).toMatch(
        /^cannot write OUT\/ours-\w+\/metrics.jsonl: /,
      );
    expect(text(at("home"))).toBe("original");
  });

  test("is not added to under a second name of another file", async () => {
    const at = place("hard");
    writeFileSync(at("home"), "original");
    linkSync(at("home"), at("metrics.jsonl"));
    expect(await message(appendTo(at("metrics.jsonl"), "ours"))).toContain("there is a link of that name");
    await writeWhole(at("metrics.jsonl"), "ours");
    expect([text(at("home")), text(at("metrics.jsonl"))]).toEqual(["original", "ours"]);
  });

  test("unfinished ones are told by their whole names", () => {
    const files = ["metrics.jsonl"];
    const names = [
      ".unrolled-0123456789abcdef01234567.part",
      ".metrics.jsonl.4711.part",
      ".download.part",
      ".metrics.jsonl.part",
      ".metrics.jsonl.x.part",
      "unrolled-0123456789abcdef01234567.part",
    ];
    expect(names.map((name) => isUnfinished(name, files))).toEqual([true, true, false, false, false, false]);
  });
});

describe("names that nobody has given", () => {
  const weights = encodeSafetensors({ "out.weight": { shape: [1, 1], data: Float32Array.of(1) } });

  test("export leaves a model.py and weights of one's own, and replaces them with --force", async () => {
    const at = place("export");
    writeFileSync(at("net.safetensors"), weights);
    writeFileSync(at("net.pt"), "mine too");
    writeFileSync(at("model.py"), "my own work");
    const words = ["export", at("net.safetensors"), "--to", "pytorch"];
    const { code, stderr } = await say(words);
    expect([code, without(folder, stderr)]).toEqual([
      2,
      "error: OUT/export/net.pt exists already and is not replaced\n  choose another place with --out, or replace it with --force\n",
    ]);
    const beside = await say([...words, "--out", at("net.py")]); // net.pt was not named
    expect([beside.code, existsSync(at("net.py")), text(at("net.pt"))]).toEqual([2, false, "mine too"]);
    expect((await say([...words, "--force"])).code).toBe(0);
    expect(text(at("model.py"))).toContain("import torch");
    expect((await say(words)).code).toBe(0); // the same content
    appendFileSync(at("model.py"), "# mine\n");
    expect((await say(words)).code).toBe(2);
    expect((await say([...words.with(3, "onnx"), "--lang", "zh"])).code).toBe(0);
    writeFileSync(at("net.onnx"), "mine");
    const chinese = await say([...words.with(3, "onnx"), "--lang", "zh"]);
    expect(without(folder, chinese.stderr)).toBe(
      "错误：OUT/export/net.onnx 已经存在，没有替换\n  请用 --out 换一个位置，或用 --force 替换\n",
    );
  });

  test("note leaves a report of one's own before it computes anything, and replaces an earlier note", async () => {
    const at = place("note");
    const words = ["note", "--only", "rnn", "--steps", "1", "--hidden", "2", "--out", at(".")];
    expect((await say(words)).code).toBe(0);
    expect((await say(words)).code).toBe(0);
    for (const name of ["report.html", "rnn-loss.svg", "metrics.jsonl", "rnn.safetensors"]) {
      const before = readFileSync(at(name));
      writeFileSync(at(name), "mine");
      const { code, stdout, stderr } = await say(words);
      expect([code, stdout]).toEqual([2, ""]);
      expect(without(folder, stderr)).toContain(`error: OUT/note/${name} exists already`);
      expect(text(at(name))).toBe("mine");
      writeFileSync(at(name), before);
    }
    writeFileSync(at("data.svg"), "mine");
    expect((await say([...words, "--force"])).code).toBe(0);
    expect(text(at("data.svg"))).toContain("<svg");
  });

  test("import does not write over what it reads, under whatever name", async () => {
    const at = place("import");
    writeFileSync(at("net.safetensors"), weights);
    linkSync(at("net.safetensors"), at("same.safetensors"));
    const words = ["import", at("net.safetensors"), "--out", at("same.safetensors")];
    const { code, stderr } = await say(words);
    expect([code, without(folder, stderr)]).toEqual([
      2,
      "error: OUT/import/same.safetensors would overwrite OUT/import/net.safetensors, which is read\n  give another file with --out, or replace it with --force\n",
    ]);
    expect((await say([...words, "--force"])).code).toBe(0);
  });
});

describe.runIf(isPosix)("forecast --out", () => {
  const run = join(folder, "runs", "base");
  const data = join(folder, "own.csv");
  beforeAll(async () => {
    cpSync(sunspots, data);
    await say(["train", data, "--model", "naive", "--out", join(folder, "runs"), "--name", "base"]);
  });

  test("into a link, into the standard output, over a private file, never over what it reads", async () => {
    const at = place("ahead");
    const wanted = text(join(run, "forecast.csv"));
    writeFileSync(at("real.csv"), "");
    chmodSync(at("real.csv"), 0o600);
    symlinkSync("real.csv", at("link.csv"));
    expect((await say(["forecast", run, "--out", at("link.csv")])).code).toBe(0);
    expect([text(at("real.csv")), statSync(at("real.csv")).mode & 0o777]).toEqual([wanted, 0o600]);
    expect(lstatSync(at("link.csv")).isSymbolicLink()).toBe(true);
    const config = join(run, "config.json");
    for (const input of [data, config, realpathSync(data)]) {
      const before = text(input);
      expect((await say(["forecast", run, "--out", input])).code).toBe(2);
      expect(text(input)).toBe(before);
    }
  });

  test("a file that --out names is left alone unless it is an earlier result: forecast, import, export", async () => {
    const at = place("named");
    const weights = encodeSafetensors({ "out.weight": { shape: [1, 1], data: Float32Array.of(1) } });
    writeFileSync(at("net.safetensors"), weights);
    writeFileSync(at("thesis.txt"), "mine");
    writeFileSync(at("thesis.docx"), "PK\u0003\u0004 another archive");
    symlinkSync("thesis.txt", at("link"));
    cpSync(sunspots, at("other.csv"));
    writeFileSync(at("cut.csv"), text(join(run, "forecast.csv")).slice(0, 12));
    const other = encodeSafetensors({ "out.weight": { shape: [1, 2], data: Float32Array.of(1, 2) } });
    writeFileSync(at("more.safetensors"), other);
    const net = at("net.safetensors");
    const commands = (out: string) => [
      ["forecast", run, "--out", out],
      ["forecast", run, "--json", "--out", out],
      ...["safetensors", "pt", "onnx", "pytorch"].map((to) => ["export", net, "--to", to, "--out", out]),
    ];
    for (const name of ["thesis.txt", "thesis.docx", "link", "other.csv", "cut.csv"])
      for (const words of commands(at(name))) {
        const before = text(at(name));
        const { code, stderr } = await say(words);
        expect([code, without(folder, stderr), text(at(name))]).toEqual([
          2,
          `error: OUT/named/${name} exists already and is not replaced\n  give another file with --out, or replace it with --force\n`,
          before,
        ]);
      }
    writeFileSync(at("notes.pt"), "mine");
    expect((await say(["import", net, "--out", at("notes.pt")])).code).toBe(2);
    expect(text(at("notes.pt"))).toBe("mine");
    for (const words of commands(at("fresh"))) {
      rmSync(at("fresh"), { force: true });
      expect((await say(words)).code).toBe(0);
      const lines = text(at("fresh")).split("\n");
      if (!words.includes("export")) writeFileSync(at("fresh"), lines.slice(0, -3).join("\n")); // an older one
      expect((await say(words)).code).toBe(0);
      writeFileSync(at("fresh"), "mine");
      expect((await say(words)).code).toBe(2);
      expect((await say([...words, "--force"])).code).toBe(0);
      expect(text(at("fresh"))).not.toBe("mine");
    }
    expect((await say(["import", net, "--out", at("more.safetensors")])).code).toBe(0);
    expect(readFileSync(at("more.safetensors")).equals(weights)).toBe(true);
  });

  test("appended to by its shell: what was there stays", () => {
    const at = place("shell");
    const command = fileURLToPath(new URL("../../dist/node/cli.js", import.meta.url));
    const script = `echo head > "$1"; "$2" "$3" forecast "$4" --out /dev/stdout >> "$1"`;
    const { status } = spawnSync("sh", ["-c", script, "sh", at("all"), process.execPath, command, run]);
    expect([status, text(at("all"))]).toEqual([0, `head\n${text(join(run, "forecast.csv"))}`]);
  });
});

test("train leaves a folder that is no run as it is", async () => {
  const at = place("user");
  writeFileSync(at("report.html"), "mine");
  writeFileSync(at(".download.part"), "mine");
  const words = ["train", sunspots, "--model", "naive", "--out", folder];
  const { code, stderr } = await say([...words, "--name", "user"]);
  expect([code, without(folder, stderr)]).toEqual([
    2,
    "error: OUT/user exists already and is no run\n  choose another --name\n",
  ]);
  expect(readdirSync(at(".")).map((name) => text(at(name)))).toEqual(["mine", "mine"]);
  const empty = place("empty");
  writeFileSync(empty(".config.json.12.part"), "half"); // a run that was killed at its start
  expect((await say([...words, "--name", "empty"])).code).toBe(0);
  expect(readdirSync(empty(".")).filter((name) => name.startsWith("."))).toEqual([]);
});
