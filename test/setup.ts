/**
 * @module What every test file begins with: properties tried from one seed, and a warning that no test expects fails.
 *
 * The seed of the properties is the same for everyone, so that a check that passed passes again;
 * `UNROLLED_TEST_SEED=2 npx vitest run` tries other cases, and `random` new ones every time.
 *
 * A test that expects one replaces console.warn with a spy of its own; then it is not seen here.
 */
import fc from "fast-check";
import { afterAll, afterEach, beforeEach } from "vitest";
import { workersModule } from "../src/wasm/host.ts";

// The tests' modules are those of a page, which loads the pool of workers when large work has come. Tests of threads need it at once.
workersModule();
await import("../src/wasm/workers.ts");

const seed = process.env.UNROLLED_TEST_SEED ?? "1";
if (seed !== "random") fc.configureGlobal({ seed: Number(seed) });

const warnings: string[] = [];
const warn = (...parts: readonly unknown[]): void => {
  warnings.push(`console.warn: ${parts.map(String).join(" ")}`);
};

console.warn = warn; // at the top of a test file too: the first test answers for it
const onWarning = ({ name, message }: Error): void => {
  warnings.push(`process warning: ${name}: ${message}`);
};
process.on("warning", onWarning);
afterAll(() => process.off("warning", onWarning)); // files may share a process

beforeEach(() => {
  console.warn = warn;
});

afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve)); // Node tells its warnings on the next tick
  const unexpected = warnings.splice(0);
  if (unexpected.length > 0)
    throw new Error(`a warning that the test does not expect:\n${unexpected.join("\n")}`);
});
