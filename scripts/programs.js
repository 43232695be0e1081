/**
 * @module `node scripts/programs.js --count 1000 --oracle`: random programs over all operations, losses and layers.
 *
 * Compares values and gradients with twins in float64 and, with `--oracle`, with PyTorch in float32 and in float64, and prints
 * how far they are off in units of 1e-5 + 1e-5 of the value. `--seed` is that of the first program.
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    oracle: { type: "boolean", default: false },
  },
});
const env = {
  ...process.env,
  UNROLLED_PROGRAMS: values.count,
  UNROLLED_PROGRAM_SEED: values.seed,
  ...(values.oracle && { UNROLLED_ORACLE: "1" }),
};
const words = [
  "node_modules/vitest/vitest.mjs",
  "run",
  "test/properties/programs",
  "--testTimeout",
  "600000",
];
process.exitCode = spawnSync(process.execPath, words, { env, stdio: "inherit" }).status ?? 1;
