/** @module What every test file with a browser ends each test, and itself, with: its pages and servers are closed. */
import { afterAll, afterEach } from "vitest";
import { closePages, stopServers } from "./browser.ts";

afterEach(closePages);
afterAll(stopServers);
