/**
 * @module Checks the types of the packed package with arethetypeswrong, for NodeNext and bundler resolution.
 *
 * The package is ESM only, as Node 20.19 and newer can require it: `node10`, which knows no `exports`, and the types that
 * CommonJS gets of an ESM package are left out.
 */
import { readFileSync } from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { pack } from "./packed.js";

const resolutions = ["node16-esm", "bundler"];

const analysis = await checkPackage(createPackageFromTarballData(readFileSync(pack("build/package"))));
if (analysis.types === false) throw new Error("the package has no types");
const problems = analysis.problems.filter(
  (problem) => !("resolutionKind" in problem) || resolutions.includes(problem.resolutionKind),
);
for (const problem of problems) process.stderr.write(`${JSON.stringify(problem)}\n`);
const entries = Object.keys(analysis.entrypoints);
process.stdout.write(`types of ${entries.length} entry points: ${problems.length} problems\n`);
process.exitCode = problems.length === 0 && entries.length > 0 ? 0 : 1;
