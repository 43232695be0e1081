/** @module What of the runs the studio's server gives to take away, and what it never gives. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { linkSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { reportPolicy, runsHandler } from "../../src/cli/studio/studioRuns.ts";
import { renderPage, reportScript } from "../../src/report/page.ts";
import { runFiles } from "../../src/runs/files.ts";
import type { RunReply, RunsReply } from "../../src/runs/summary.ts";
import { report, writeRun } from "../runs/folder.ts";
import { ask, makePage, type Reply, securityHeaders, serve } from "./studioPage.ts";

const { outside, folder: page } = makePage();
const folder = join(outside, "runs");
writeRun(folder, "older");
writeRun(folder, "newer");
mkdirSync(join(folder, ".hidden"));
writeFileSync(join(folder, "notes.txt"), "no run");
writeFileSync(join(folder, "older", runFiles.checkpoint), "checkpoint");
const server = serve(page, [runsHandler(folder)]);

const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64");
const get = (path: string): Promise<Reply> => ask(server(), path);
const json = async <Body>(path: string): Promise<Body> => JSON.parse(String((await get(path)).body)) as Body;

describe("files to take away", () => {
  test.each([
    ["forecast.csv", "text/csv; charset=utf-8", "attachment; filename*=UTF-8''older.csv"],
    ["best.safetensors", "application/octet-stream", "attachment; filename*=UTF-8''older.safetensors"],
  ])("%s", async (file, type, disposition) => {
    const { status, headers, body } = await get(`/api/runs/older/${file}`);
    expect([status, headers["content-type"], headers["content-disposition"]]).toEqual([
      200,
      type,
      disposition,
    ]);
    expect(headers).toMatchObject({ ...securityHeaders, "cache-control": "no-store" });
    expect(headers["content-length"]).toBe(String(body.length));
    expect(body.length).toBeGreaterThan(9);
    const head = await ask(server(), `/api/runs/older/${file}`, { method: "HEAD" });
    expect([head.headers["content-length"], head.body.length]).toEqual([String(body.length), 0]);
  });

  test("an empty file is one, too", async () => {
    writeFileSync(join(writeRun(folder, "hollow"), runFiles.best), "");
    const { status, body } = await get("/api/runs/hollow/best.safetensors");
    expect([status, body.length]).toEqual([200, 0]);
  });

  test("the report is in a sandbox, where its own script and nothing else runs", async () => {
    const { status, headers, body } = await get("/api/runs/older/report.html");
    expect([status, headers["content-type"], String(body)]).toEqual([
      200,
      "text/html; charset=utf-8",
      report,
    ]);
    const { "content-security-policy": _, ...others } = securityHeaders; // the opener policy, too
    expect(headers).toMatchObject({ ...others, "x-dns-prefetch-control": "off" });
    expect(headers["content-security-policy"]).toBe(
      `default-src 'none'; script-src 'sha256-${sha256(reportScript)}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts`,
    );
    expect(renderPage({ ...page1, lang: "zh" })).toContain(`<script>${reportScript}</script>`);
    expect(reportPolicy(renderPage({ ...page1, lang: "zh" }))).toMatch(/sandbox allow-scripts$/);
  });

  const page1 = {
    lang: "en",
    titles: { en: "a", zh: "b" },
    articles: { en: "", zh: "" },
    unrolled: "1",
  } as const;
  const own = `<script>${reportScript}</script>`;

  test.each([
    ["no script", '<!doctype html>\n<html lang="en"><p>text</p>'],
    ["the script of somebody else", report.replace(own, "<script>fetch('/')</script>")],
    ["another script before ours", report.replace(own, `<script>1</script>${own}`)],
    ["another script behind ours", report.replace(own, `${own}<SCRIPT\n>1</SCRIPT >`)],
    ["another half of a script", report.replace(own, `${own}<script`)],
    ["ours with more behind it", report.replace("</script>", "1</script>")],
    ["ours with attributes", report.replace("<script>", '<script src="https://evil.example/x.js">')],
    [
      "ours, and a way out",
      report.replace("<meta", '<meta HTTP-EQUIV=refresh content="0;url=//evil.example"><meta'),
    ],
    ["a mark of another encoding before ours", `\ufeff${report}`],
  ])("a report with %s runs none", (_, html) => {
    expect(reportPolicy(html)).toMatch(/; script-src 'none'; .*; sandbox$/);
  });

  test("megabytes of half a script are read in linear time, and the server answers others meanwhile", async () => {
    const place = writeRun(folder, "slow");
    writeFileSync(join(place, runFiles.report), "<script ".repeat(2 ** 20));
    const [slow, other] = await Promise.all([get("/api/runs/slow/report.html"), get("/api/runs/older.json")]);
    expect([slow.status, slow.body.length, other.status]).toEqual([200, 2 ** 23, 200]);
    expect(slow.headers["content-security-policy"]).toMatch(/script-src 'none'/);
  });

  test("a report of 400 MB is not read", async () => {
    const place = writeRun(folder, "large");
    truncateSync(join(place, runFiles.report), 4e8);
    const before = process.memoryUsage.rss();
    const replies = await Promise.all([1, 2, 3].map(() => get("/api/runs/large/report.html")));
    for (const { status, headers, body } of replies) {
      expect([status, String(body)]).toEqual([
        413,
        "This report has 400000000 bytes, and more than 33554432 are not shown.\n",
      ]);
      expect(headers).toMatchObject(securityHeaders);
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(2e8);
  });

  test.each([
    [runFiles.config, "[".repeat(4e6)],
    [runFiles.backtest, `{"a":[${"{},".repeat(3e6)}1]}`],
    [runFiles.metrics, `{"epoch":[${"1,".repeat(4e6)}`], // half a line
  ])("%s of millions of values is not parsed", async (file, text) => {
    const place = writeRun(folder, "many");
    writeFileSync(join(place, file), text);
    const { problem } = await json<{ problem: { template: string } }>("/api/runs/many.json");
    expect(problem.template).toMatch(/^\{0\} has more than \{1\} (values|objects, lists and fields)$/);
    rmSync(place, { recursive: true });
  });
});

describe("what is never given away", () => {
  const secret = "SECRET"; // in package.json, one folder up

  test.each([
    "/api/runs/...json",
    "/api/runs/..json",
    "/api/runs/.json",
    "/api/runs/../package.json",
    "/api/runs/../../package.json",
    "/api/runs/%2e%2e.json",
    "/api/runs/%2e%2e/package.json",
    "/api/runs/%2e%2e/best.safetensors",
    "/api/runs/./best.safetensors",
    "/api/runs/older/../newer/best.safetensors",
    "/api/runs/older/config.json",
    "/api/runs/older/checkpoint.safetensors",
    "/api/runs/older/.status.json.part",
    "/api/runs/older/report.html/",
    "/api/runs/older/",
    "/api/runs/older",
    "/api/runs/.hidden.json",
    "/api/runs/notes.txt.json",
    "/api/runs/nothing.json",
    "/api/runs/nothing/report.html",
    "/api/runs/OLDER/report.html",
    "/api/runs//report.html",
    "/api/runs/",
    "/api/runs",
    "/api/",
  ])("%s is not there", async (path) => {
    const { status, body } = await get(path);
    expect(status).toBe(404);
    expect(String(body)).not.toContain(secret);
  });

  test.each([
    "/api/runs/..%2fpackage.json",
    "/api/runs/a%5cb.json",
    "/api/runs/a%00.json",
    "/api/runs/%ff.json",
  ])("%s cannot be read", async (path) => expect((await get(path)).status).toBe(400));

  describe.runIf(process.platform !== "win32")("links", () => {
    beforeAll(() => {
      symlinkSync(join(folder, "older"), join(folder, "linked"));
      symlinkSync(outside, join(folder, "up"));
      const place = writeRun(folder, "links", { done: 1 });
      for (const file of [runFiles.report, runFiles.forecast, runFiles.metrics]) rmSync(join(place, file));
      symlinkSync(join(outside, "package.json"), join(place, runFiles.report));
      symlinkSync("../older/forecast.csv", join(place, runFiles.forecast));
      symlinkSync(join(outside, "package.json"), join(place, runFiles.metrics));
    });

    test("to folders are no runs", async () => {
      const names = (await json<RunsReply>("/api/runs.json")).runs.map(({ name }) => name);
      expect(names.filter((name) => name === "linked" || name === "up")).toEqual([]);
      for (const path of ["linked.json", "linked/report.html", "up.json", "up/report.html"])
        expect([path, (await get(`/api/runs/${path}`)).status]).toEqual([path, 404]);
    });

    test("to files are none", async () => {
      for (const file of ["report.html", "forecast.csv"])
        expect([file, (await get(`/api/runs/links/${file}`)).status]).toEqual([file, 404]);
      const { files, metrics } = await json<RunReply>("/api/runs/links.json");
      expect(files).toEqual({ report: false, forecast: false, model: true });
      expect(metrics).toEqual([]);
    });

    test("a pipe keeps nobody waiting, and a folder is no file", async () => {
      const place = writeRun(folder, "odd");
      for (const file of [runFiles.report, runFiles.forecast]) rmSync(join(place, file));
      execFileSync("sh", ["-c", 'mkfifo "$0"', join(place, runFiles.report)]);
      mkdirSync(join(place, runFiles.forecast));
      for (const file of ["report.html", "forecast.csv"])
        expect((await get(`/api/runs/odd/${file}`)).status).toBe(404);
    });

    test("a second name of the same file is a file", async () => {
      const place = writeRun(folder, "twice");
      rmSync(join(place, runFiles.forecast));
      linkSync(join(folder, "older", runFiles.forecast), join(place, runFiles.forecast));
      expect((await get("/api/runs/twice/forecast.csv")).status).toBe(200);
    });
  });

  test("the gate stands before it: no POST, no other name, no other site", async () => {
    const refused = async (asked: Parameters<typeof ask>[2]): Promise<number> =>
      (await ask(server(), "/api/runs.json", asked)).status;
    expect(await refused({ method: "POST" })).toBe(405);
    expect(await refused({ method: "DELETE" })).toBe(405);
    expect(await refused({ headers: { Host: "evil.example" } })).toBe(403);
    expect(await refused({ headers: { Origin: "http://evil.example" } })).toBe(403);
    expect(await refused({ headers: { "Sec-Fetch-Site": "cross-site" } })).toBe(403);
  });
});
