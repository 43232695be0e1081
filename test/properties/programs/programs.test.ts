/**
 * @module Random programs over all operations, losses and layers, against twins in float64 and, with an oracle, PyTorch.
 *
 * `node scripts/programs.js --count 1000 --oracle` runs more of them, and prints how far they are off.
 */
import { expect, test } from "vitest";
import { errorOf, type Outcome, ours, type Program, programOf, torchOf, twin } from "./programs.ts";
import { losses, steps } from "./steps.ts";

const { UNROLLED_PROGRAMS, UNROLLED_PROGRAM_SEED, UNROLLED_ORACLE } = process.env;
const count = Number(UNROLLED_PROGRAMS ?? 400);
const first = Number(UNROLLED_PROGRAM_SEED ?? 1);
/** Without those that are beside a kink, or take the index of a maximum that is not unique. */
const compared: { readonly program: Program; readonly right: Outcome; readonly got: Outcome }[] = [];
for (let seed = first; compared.length < count; seed++) {
  const program = programOf(seed);
  const right = twin(program);
  if (right !== null) compared.push({ program, right, got: ours(program) });
}

/** Prints the greatest errors, in units of the tolerance, when the script asks for them. */
function report(what: string, errors: readonly (readonly [number, string])[]): void {
  if (UNROLLED_PROGRAMS === undefined) return;
  const sorted = [...errors].sort(([a], [b]) => b - a);
  const worst = sorted.slice(0, 3).map(([error, text]) => `\n  ${error.toFixed(3)}  ${text}`);
  const middle = sorted[Math.floor(sorted.length / 2)]?.[0] ?? 0;
  process.stdout.write(
    `${what}: ${errors.length} programs, median ${middle.toFixed(4)}, worst${worst.join("")}\n`,
  );
}

function within(what: string, pairs: readonly (readonly [Program, Outcome, Outcome])[]): void {
  const errors = pairs.map(([{ text }, got, right]) => [errorOf(got, right), text] as const);
  report(what, errors);
  expect(errors.filter(([error]) => !(error <= 1))).toEqual([]); // 1e-5 + 1e-5 of the value, NaN included
}

test("values and gradients are those of twins in float64", () => {
  within(
    "ours against twins",
    compared.map(({ program, got, right }) => [program, got, right]),
  );
});

test("every operation occurs", () => {
  const used = new Set(compared.flatMap(({ program }) => program.calls.map(({ name }) => name)));
  const missing = [...Object.keys(steps), ...Object.keys(losses)].filter((name) => !used.has(name));
  expect(missing.length).toBeLessThan(count < 1000 ? 8 : 1);
});

test.runIf(UNROLLED_ORACLE !== undefined)("values and gradients are PyTorch's", () => {
  const all = compared.map(({ program }) => program);
  const right = torchOf(all);
  within(
    "PyTorch's float32 against its float64",
    all.map((program, i) => [program, right[i].single, right[i].double]),
  );
  within(
    "ours against PyTorch's float64",
    compared.map(({ program, got }, i) => [program, got, right[i].double]),
  );
  within(
    "ours against PyTorch's float32",
    compared.map(({ program, got }, i) => [program, got, right[i].single]),
  );
});
