/** @module Keeps the house's floors true: imports go strictly downward, never sideways, never in a circle. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";

/** From the ground up; ARCHITECTURE.md prints this table. */
const floors = [
  ["errors"],
  ["text"],
  ["random", "interop", "data", "figures"],
  ["wasm", "report"],
  ["tensor"],
  ["functional"],
  ["nn", "optim"],
  ["train"],
  ["forecast", "note"],
  ["runs"],
  ["cli", "studio", "bench", "examples"],
];

/** The room of a file: its folder, or its own name where it stands alone in src. */
const roomOf = (/** @type {string} */ file) => /^(?:src\/)?(\w+)/.exec(file)?.[1] ?? "";
const floorOf = (/** @type {string} */ file) => floors.findIndex((rooms) => rooms.includes(roomOf(file)));

const roots = ["src", "studio", "bench", "examples"].filter((root) => existsSync(root));
const paths = roots.flatMap((root) =>
  readdirSync(root, { recursive: true }).map((path) => `${root}/${path}`),
);
const files = paths.filter((path) => /\.tsx?$/.test(path));
const faults = [...files.flatMap(faultsOf), ...circles()];
for (const fault of faults) process.stderr.write(`floors: ${fault}\n`);
process.exitCode = files.length > 0 && faults.length === 0 ? 0 : 1;

/** The files of this project that a file imports; type imports count. @returns {string[]} */
function importsOf(/** @type {string} */ file) {
  const text = readFileSync(file, "utf8");
  const sources = [...text.matchAll(/(?:\bfrom|\bimport)[\s(]*"(\.[^"]+)"/g)];
  return sources.map(([, source = ""]) => posix.join(posix.dirname(file), source));
}

/** @returns {string[]} */
function faultsOf(/** @type {string} */ file) {
  if (file === "src/index.ts") return []; // the roof: it re-exports from everywhere
  if (floorOf(file) < 0) return [`${file} stands on no floor`];
  const isBelow = (/** @type {string} */ path) =>
    roomOf(path) === roomOf(file) || (floorOf(path) >= 0 && floorOf(path) < floorOf(file));
  const wrong = importsOf(file).filter((path) => !isBelow(path));
  return wrong.map((path) => `${file} imports ${path}, which is not below it`);
}

/** @returns {string[]} */
function circles() {
  const /** @type {Map<string, "open" | "done">} */ state = new Map();
  const visit = (/** @type {string} */ file) => {
    if (state.get(file) === "open") return [`${file} imports itself in a circle`];
    if (state.has(file) || !files.includes(file)) return [];
    state.set(file, "open");
    const /** @type {string[]} */ found = importsOf(file).flatMap(visit);
    state.set(file, "done");
    return found;
  };
  return files.flatMap(visit);
}
