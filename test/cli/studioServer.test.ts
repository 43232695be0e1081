/** @module The studio's server, asked over real connections: its files, its handlers, its ports, and its end. */
import { once } from "node:events";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, createServer, Server } from "node:net";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { type Handler, startStudioServer } from "../../src/cli/studio/studioServer.ts";
import { ask, files, makePage, script, securityHeaders, serve } from "./studioPage.ts";

const { outside, folder } = makePage();

const api: Handler = (_, response, path) => {
  if (path === "/api/fails") throw new Error("broken");
  if (path === "/api/breaks") {
    response.writeHead(200, { "Content-Length": 10 }).write("half");
    throw new Error("broken");
  }
  if (path !== "/api/hello") return false;
  response.end("hello");
  return true;
};

const server = serve(folder, [api]);

describe("files", () => {
  test.each([
    ["/", "text/html; charset=utf-8", "index.html"],
    ["/index.html", "text/html; charset=utf-8", "index.html"],
    ["/index.html?a=/../b", "text/html; charset=utf-8", "index.html"],
    ["/assets/app-B3xk_9Qz.js", "text/javascript; charset=utf-8", "assets/app-B3xk_9Qz.js"],
    ["/assets/the-settings.css", "text/css; charset=utf-8", "assets/the-settings.css"],
    ["/assets/kernels.wasm", "application/wasm", "assets/kernels.wasm"],
    ["/icon.svg", "image/svg+xml; charset=utf-8", "icon.svg"],
    ["/data.json", "application/json; charset=utf-8", "data.json"],
    ["/icon.png", "image/png", "icon.png"],
    ["/favicon.ico", "image/x-icon", "favicon.ico"],
    ["/font.woff2", "font/woff2", "font.woff2"],
    ["/robots.txt", "text/plain; charset=utf-8", "robots.txt"],
    ["/%72obots.txt", "text/plain; charset=utf-8", "robots.txt"],
    ["/LICENSE.TXT", "text/plain; charset=utf-8", "LICENSE.TXT"],
    ["/%E6%9B%B2%E7%BA%BF%201.txt", "text/plain; charset=utf-8", "曲线 1.txt"],
    ["/unknown", "application/octet-stream", "unknown"],
    ["/empty.css", "text/css; charset=utf-8", "empty.css"],
  ])("%s is %s", async (path, type, name) => {
    const { status, headers, body } = await ask(server(), path);
    expect([status, headers["content-type"], body]).toEqual([200, type, Buffer.from(files[name])]);
    expect(headers).toMatchObject({ ...securityHeaders, "content-length": String(body.length) });
  });

  test.each([
    ["/", "no-cache"],
    ["/assets/app-B3xk_9Qz.js", "public, max-age=31536000, immutable"],
    ["/assets/app-B3xk_9Qz.js.map", "public, max-age=31536000, immutable"],
    ["/assets/the-settings.css", "no-cache"], // eight letters, but a word
    ["/assets/kernels.wasm", "no-cache"],
  ])("%s may be kept: %s", async (path, control) => {
    expect((await ask(server(), path)).headers["cache-control"]).toBe(control);
  });

  test("they are read once: what changes later is not seen", async () => {
    const late = join(folder, "late.txt");
    writeFileSync(late, "late");
    expect((await ask(server(), "/late.txt")).status).toBe(404);
    rmSync(late);
  });

  test("HEAD says all of it, and sends nothing", async () => {
    for (const path of ["/", "/assets/app-B3xk_9Qz.js", "/nothing"]) {
      const [got, head] = [await ask(server(), path), await ask(server(), path, { method: "HEAD" })];
      expect(head.body).toHaveLength(0);
      const { date: _, ...rest } = got.headers;
      expect([head.status, head.headers]).toEqual([got.status, expect.objectContaining(rest)]);
    }
  });

  test("a tag that is known: 304, and no body", async () => {
    const { headers } = await ask(server(), "/robots.txt");
    const etag = headers.etag ?? "";
    expect(etag).toMatch(/^W\/"[\w-]{43}"$/);
    for (const known of [etag, etag.slice(2), `"other", ${etag}`, "*"]) {
      const { status, headers, body } = await ask(server(), "/robots.txt", {
        headers: { "If-None-Match": known },
      });
      expect([status, body.length]).toEqual([304, 0]);
      expect(headers).toMatchObject({ ...securityHeaders, etag, "cache-control": "no-cache" });
      expect(headers.vary).toBe("Accept-Encoding");
    }
    for (const other of ['"other"', "", etag.slice(0, -2)])
      expect((await ask(server(), "/robots.txt", { headers: { "If-None-Match": other } })).status).toBe(200);
  });

  test.each([
    ["gzip, deflate, br", true],
    ["br;q=1, GZIP;q=0.5", true],
    ["*", true],
    ["gzip;q=0, *", false],
    ["*;q=0", false],
    ["gzip;q=none", false],
    ["identity", false],
    ["", false],
    [undefined, false],
  ])("Accept-Encoding %j: gzip %s", async (accepted, isPacked) => {
    const { headers, body } = await ask(server(), "/assets/app-B3xk_9Qz.js", {
      headers: { "Accept-Encoding": accepted },
    });
    expect(headers).toMatchObject({ vary: "Accept-Encoding", "content-length": String(body.length) });
    expect(headers["content-encoding"]).toBe(isPacked ? "gzip" : undefined);
    expect(String(isPacked ? gunzipSync(body) : body)).toBe(script);
  });

  test("what gzip would make larger, or what is no text, is sent as it is", async () => {
    for (const path of ["/data.json", "/empty.css", "/icon.png"]) {
      const { headers } = await ask(server(), path, { headers: { "Accept-Encoding": "gzip" } });
      expect(headers["content-encoding"]).toBeUndefined();
      expect(headers.vary).toBe(path === "/icon.png" ? undefined : "Accept-Encoding");
    }
  });
});

describe("the folder", () => {
  test.runIf(process.platform !== "win32")(
    "links that lead out, and what is no file, are left out",
    async () => {
      const linked = join(outside, "linked");
      mkdirSync(linked);
      writeFileSync(join(linked, "index.html"), "linked");
      const links = {
        "secret.json": join(outside, "package.json"),
        "relative.json": "../package.json",
        up: "..",
        "gone.txt": "nothing",
        "round.txt": "round.txt",
        "inner.txt": "index.html",
      };
      for (const [name, target] of Object.entries(links)) symlinkSync(target, join(linked, name));
      const socket = createServer().listen(join(linked, "socket.txt"));
      await once(socket, "listening");
      const through = join(outside, "through"); // the folder itself may be a link
      symlinkSync(linked, through);
      const second = await startStudioServer({ folder: through, port: 0 });
      const status = async (path: string) => (await fetch(`${second.url}${path}`)).status;
      for (const path of [
        "secret.json",
        "relative.json",
        "up/package.json",
        "gone.txt",
        "round.txt",
        "socket.txt",
      ])
        expect([path, await status(path)]).toEqual([path, 404]);
      for (const path of ["", "inner.txt"]) expect([path, await status(path)]).toEqual([path, 200]);
      await second.close();
      socket.close();
    },
  );
});

describe("handlers", () => {
  test("they are asked before the files, and behind the gate", async () => {
    const { status, headers, body } = await ask(server(), "/api/hello");
    expect([status, String(body)]).toEqual([200, "hello"]);
    expect(headers).toMatchObject(securityHeaders);
    expect((await ask(server(), "/api/hello", { headers: { Host: "evil.example" } })).status).toBe(403);
  });

  test("one that fails is 500, or the end of what it had begun; the server goes on", async () => {
    const { status, body } = await ask(server(), "/api/fails");
    expect([status, String(body)]).toEqual([500, "This failed: Error: broken\n"]);
    await expect(ask(server(), "/api/breaks")).rejects.toThrow();
    expect((await ask(server(), "/")).status).toBe(200);
  });
});

describe("ports", () => {
  /** Takes a port, as another program would. */
  function take(port: number): Promise<Server> {
    return new Promise((resolve, reject) => {
      const taken = createServer();
      taken.once("error", reject).listen(port, "127.0.0.1", () => resolve(taken));
    });
  }

  const free = (servers: readonly Server[]): void => servers.forEach((taken) => void taken.close());

  /** So many ports in a row, all of which are taken now. */
  async function takeRow(count: number): Promise<{ readonly first: number; readonly servers: Server[] }> {
    for (let first = 42_000; first < 60_000; first += 100) {
      const servers: Server[] = [];
      try {
        for (let i = 0; i < count; i++) servers.push(await take(first + i));
        return { first, servers };
      } catch {
        free(servers); // somebody else has one of them
      }
    }
    throw new Error("no ports in a row");
  }

  test("a taken one moves on to the next; it is free again afterwards", async () => {
    const { first, servers } = await takeRow(3);
    free(servers.splice(2));
    const next = await startStudioServer({ folder, port: first });
    expect(next.port).toBe(first + 2);
    expect(next.url).toBe(`http://127.0.0.1:${next.port}/`);
    expect((await fetch(next.url)).status).toBe(200);
    await next.close();
    await next.close();
    (await take(next.port)).close();
    free(servers);
  });

  test("twenty that are taken are a failure", async () => {
    const { first, servers } = await takeRow(20);
    await expect(startStudioServer({ folder, port: first })).rejects.toThrow(
      `ports ${first} to ${first + 19} are all in use\n  choose another one with --port`,
    );
    free(servers);
  });

  test("the last port has no next", async () => {
    const taken = await take(65_535).catch(() => null); // taken already will do as well
    await expect(startStudioServer({ folder, port: 65_535 })).rejects.toThrow(
      "ports 65535 to 65535 are all in use\n  choose another one with --port",
    );
    taken?.close();
  });

  test.each([
    ["EACCES", "permission was refused"],
    ["EADDRNOTAVAIL", "no such address"],
  ])("one that cannot be had: %s", async (code, why) => {
    const error = Object.assign(new Error("no such address"), { code });
    vi.spyOn(Server.prototype, "listen").mockImplementationOnce(function (this: Server) {
      setImmediate(() => this.emit("error", error));
      return this;
    });
    await expect(startStudioServer({ folder, port: 80 })).rejects.toThrow(
      `cannot listen on port 80: ${why}\n  choose another one with --port`,
    );
    vi.restoreAllMocks();
  });

  test.runIf(process.platform === "linux")("no address listens but the one", async () => {
    const elsewhere = connect(server().port, "127.0.0.2"); // every such address is this machine's, on Linux
    const error = await new Promise((resolve) => elsewhere.once("error", resolve).once("connect", resolve));
    elsewhere.destroy();
    expect(error).toBeInstanceOf(Error);
  });

  test("closing waits for nobody: neither an idle connection nor half a request", async () => {
    const busy = await startStudioServer({ folder, port: 0 });
    const received = vi.fn();
    const sockets = ["", "GET / HTTP/1.1\r\nHo", `GET / HTTP/1.1\r\nHost: 127.0.0.1:${busy.port}\r\n\r\n`];
    const ended = sockets.map((text) => {
      const socket = connect(busy.port, "127.0.0.1", () => socket.write(text)).on("data", received);
      return new Promise((resolve) => socket.on("error", () => undefined).on("close", resolve));
    });
    await vi.waitFor(() => expect(received).toHaveBeenCalled());
    const start = performance.now();
    await busy.close();
    await Promise.all(ended);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe("a page that is not there", () => {
  const told = (path: string) =>
    `the studio's page has not been built: there is no index.html in ${path}\n  build it with npm run build`;

  test.each(["nothing", "assets", "robots.txt"])("%s", async (name) => {
    const path = join(folder, name);
    await expect(startStudioServer({ folder: path, port: 0 })).rejects.toThrow(told(path));
  });

  test("a path that is none is told as the system tells it", async () => {
    await expect(startStudioServer({ folder: "a\0b", port: 0 })).rejects.toThrow(
      /^cannot read the studio's page in a\0b: .*null bytes/,
    );
  });
});
