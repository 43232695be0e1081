import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^unrolled$/, replacement: source("index.ts") },
      { find: /^unrolled\/(.+)$/, replacement: `${source("")}$1/index.ts` },
    ],
  },
  test: {
    // No test measures time: on a busy machine one must not fail for being slow.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    // A browser that software draws may stop for half a minute: only that is tried again, never an assertion.
    retry: { count: 1, condition: /: Timeout \d+ms exceeded/ },
    maxWorkers: "100%", // of two cores Vitest would use one
    isolate: false, // loading the library again for each file would take twice the time of the tests
    setupFiles: ["test/setup.ts", "test/studio/browser/setup.ts"],
    globalSetup: ["test/studio/browser/sharedBrowser.ts"],
    coverage: {
      provider: "v8",
      include: ["src/**", "studio/note/lab/**", "studio/data/lab/**"],
      exclude: [
        "src/**/*.generated.ts",
        "src/**/*.wasm",
        "studio/note/lab/worker.ts",
        "studio/data/lab/dataWorker.ts",
      ],
      reporter: ["text-summary", "json-summary", "html"],
      thresholds: { lines: 90 },
    },
  },
});
