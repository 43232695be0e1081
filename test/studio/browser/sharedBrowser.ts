/**
 * @module One Chromium for all test files: Vitest runs `setup` once, before any file. The browser starts when the first
 * file asks for it, so a run without browser tests starts none.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type BrowserServer, chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { findChromium } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Answers with the address at which Playwright connects to the browser. */
    readonly browserBroker: string;
  }
}

/** Starts the broker; returns what Vitest calls at the end. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  let browser: Promise<BrowserServer> | null = null;
  const broker = createServer(async (_, response) => {
    browser ??= launch();
    await browser.then(
      (server) => response.end(server.wsEndpoint()),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => broker.listen(0, "127.0.0.1", resolve));
  provide("browserBroker", `http://127.0.0.1:${(broker.address() as AddressInfo).port}`);
  return async () => {
    broker.close();
    await (await browser)?.close();
  };
}

async function launch(): Promise<BrowserServer> {
  const { executablePath, env } = await findChromium();
  const args = ["--no-sandbox", "--disable-dev-shm-usage"]; // as in containers, whose /dev/shm is small
  return chromium.launchServer({ executablePath, env, args, host: "127.0.0.1" });
}
