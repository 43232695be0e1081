/** @module Whom the studio's server lets in, and where no spelling of a path leads. */
import { describe, expect, test } from "vitest";
import { startStudioServer } from "../../src/cli/studio/studioServer.ts";
import { ask, makePage, securityHeaders, sendRaw, serve } from "./studioPage.ts";

const server = serve(makePage().folder);

describe("paths", () => {
  test.each([
    "/../package.json",
    "/../../package.json",
    "/../../../../../../etc/passwd",
    "/%2e%2e/package.json",
    "/%2E%2E/%2E%2e/package.json",
    "/.%2e/package.json",
    "/%252e%252e/package.json",
    "/..%2fpackage.json",
    "/..%2Fpackage.json",
    "/%2e%2e%2fpackage.json",
    "/..%5cpackage.json",
    "/..\\package.json",
    "/assets/../../package.json",
    "/assets/..%2f..%2fpackage.json",
    "/./index.html",
    "/assets/../index.html",
    "/assets%2fkernels.wasm",
    "//etc/passwd",
    "//package.json",
    "//index.html",
    "/%2fetc/passwd",
    "/%2Fetc%2Fpasswd",
    "/c:/windows/win.ini",
    "/file:///etc/passwd",
    "/index.html%00",
    "/%00",
    "/..%00/package.json",
    "/%c0%ae%c0%ae/package.json", // two bytes for a dot, as decoders once took it
    "/%u002e%u002e/package.json",
    "/..;/package.json",
    "/%",
    "/%zz",
    "/%e6%9b",
    "/assets",
    "/assets/",
    "/index.html/",
    "/INDEX.HTML",
    "/__proto__",
    "/constructor",
    "*",
    "http://127.0.0.1/index.html",
    "file:///etc/passwd",
  ])("%s leads nowhere", async (path) => {
    const { status, headers, body } = await ask(server(), path);
    expect([400, 404]).toContain(status);
    expect(String(body)).toBe(
      status === 400 ? "This address cannot be decoded.\n" : "There is nothing at this address.\n",
    );
    expect(headers).toMatchObject({ ...securityHeaders, "cache-control": "no-store" });
  });

  test.each([
    ["a NUL", "GET /\0 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"],
    ["no request", "\x16\x03\x01\x02\r\n\r\n"],
    ["no slash", "GET index.html HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"],
    ["two lengths", "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"],
    ["headers without end", `GET / HTTP/1.1\r\nCookie: ${"a".repeat(20_000)}`],
  ])("%s: 400, with every header, and the end of the connection", async (_, text) => {
    const received = await sendRaw(server(), text);
    expect(received).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    for (const [name, value] of Object.entries(securityHeaders))
      expect(received.toLowerCase()).toContain(`\r\n${name}: ${value.toLowerCase()}\r\n`);
    expect(received).toContain("\r\nConnection: close\r\n");
    expect(received).toMatch(/\r\n\r\nThis is not an HTTP request\.\n$/);
  });

  test.each(["", "GET / HTTP/1.1\r\nHost: "])(
    "a connection that says %j and no more is closed without a reply, which a browser would take for another request's",
    async (text) => {
      const hasty = await startStudioServer({ folder: makePage().folder, port: 0, patience: 50 });
      expect(await sendRaw(hasty, text)).toBe("");
      await hasty.close();
    },
  );
});

describe("who is let in", () => {
  const port = () => String(server().port);
  const refusedText = (status: number, body: Buffer): unknown => [status, String(body)];

  test.each(["127.0.0.1:PORT", "localhost:PORT", "LOCALHOST:PORT", "[::1]:PORT"])("Host %s", async (host) => {
    expect((await ask(server(), "/", { headers: { Host: host.replace("PORT", port()) } })).status).toBe(200);
  });

  test.each([
    "evil.example",
    "evil.example:PORT",
    "127.0.0.1",
    "localhost",
    "127.0.0.1:1",
    "127.0.0.1.evil.example:PORT",
    "evil.example#127.0.0.1:PORT",
    "localhost.:PORT",
    "0.0.0.0:PORT",
    "127.1:PORT",
    "",
    undefined,
  ])("not Host %s", async (host) => {
    const { status, headers, body } = await ask(server(), "/", {
      headers: { Host: host?.replace("PORT", port()) },
    });
    const names = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${port()}`).join(", ");
    expect(refusedText(status, body)).toEqual([
      403,
      `This server accepts only ${names} as Host: under any other name, a page of another site could pass for this one (DNS rebinding).\n`,
    ]);
    expect(headers).toMatchObject({ ...securityHeaders, "content-type": "text/plain; charset=utf-8" });
  });

  test("not two Hosts, and not HTTP/1.0 without any", async () => {
    const own = `Host: 127.0.0.1:${port()}\r\n`;
    const two = await sendRaw(server(), `GET / HTTP/1.1\r\n${own}Host: evil.example\r\n\r\n`);
    const none = await sendRaw(server(), "GET / HTTP/1.0\r\n\r\n");
    for (const received of [two, none]) expect(received).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
  });

  test.each(["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"])("not %s", async (method) => {
    const { status, headers, body } = await ask(server(), "/", { method });
    expect(refusedText(status, body)).toEqual([405, "This server supports GET and HEAD only.\n"]);
    expect(headers).toMatchObject({ ...securityHeaders, allow: "GET, HEAD", connection: "close" });
  });

  test("a body without end is not waited for", async () => {
    const head = `POST / HTTP/1.1\r\nHost: 127.0.0.1:${port()}\r\nContent-Length: 1000000\r\n\r\n`;
    expect(await sendRaw(server(), head)).toMatch(/^HTTP\/1\.1 405 /);
  });

  test("an expectation that nobody knows is a request as others are", async () => {
    expect((await ask(server(), "/", { headers: { Expect: "tea" } })).status).toBe(200);
  });

  test.each<Record<string, string>>([
    { Origin: "http://127.0.0.1:PORT" },
    { Origin: "http://localhost:PORT", "Sec-Fetch-Site": "same-origin" },
    { "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document" },
    { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty" },
    { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document" },
    { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", Origin: "null" },
  ])("%j", async (headers) => {
    expect((await ask(server(), "/", { headers: withPort(headers) })).status).toBe(200);
  });

  test.each<Record<string, string>>([
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { Origin: "" },
    { Origin: "https://127.0.0.1:PORT" },
    { Origin: "http://127.0.0.1:1" },
    { Origin: "http://127.0.0.1" },
    { Origin: "http://127.0.0.1:PORT.evil.example" },
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script" },
    { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe" },
    { "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty" },
    { "Sec-Fetch-Site": "cross-site", Origin: "http://127.0.0.1:PORT" },
  ])("not %j", async (headers) => {
    const { status, headers: sent, body } = await ask(server(), "/", { headers: withPort(headers) });
    expect(refusedText(status, body)).toEqual([
      403,
      "This server refuses requests made by pages of other sites.\n",
    ]);
    expect(sent).toMatchObject(securityHeaders);
    expect(sent["access-control-allow-origin"]).toBeUndefined();
  });

  const withPort = (headers: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace("PORT", port())]));
});
