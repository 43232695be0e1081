import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

/** Tests of the command line, of programs and of pages: they start processes and wait for them. */
const outside = ["bench", "cli", "examples", "scripts", "studio/browser"].map(
  (name) => `test/${name}/**/*.test.ts`,
);

export default defineConfig({
  resolve: {
    alias: [
      { find: /^unrolled$/, replacement: source("index.ts") },
      { find: /^unrolled\/(.+)$/, replacement: `${source("")}$1/index.ts` },
    ],
  },
  test: {
    // No test measures time: on a busy machine one must not fail for being slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: "100%", // of two cores Vitest would use one
    projects: [
      {
        extends: true,
        test: {
          name: "library",
          include: ["test/**/*.test.ts"],
          exclude: outside,
          setupFiles: ["test/setup.ts"],
          isolate: false, // loading the library again for each file would take twice the time of the tests
        },
      },
      {
        extends: true,
        test: {
          name: "outside",
          include: outside,
          setupFiles: ["test/setup.ts"],
          globalSetup: ["test/studio/browser/sharedBrowser.ts"],
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["src/**", "studio/note/lab/**", "studio/data/lab/**"],
      exclude: ["src/**/*.generated.ts", "studio/note/lab/worker.ts", "studio/data/lab/dataWorker.ts"],
      reporter: ["text-summary", "json-summary", "html"],
      thresholds: { lines: 90 },
    },
  },
});
