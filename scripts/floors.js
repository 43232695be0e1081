/** @module Checks the architecture: imports go strictly downward, never sideways, never in a circle; some code has one home. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";

/** The rooms, from the ground up. A room imports from itself and from lower floors. ARCHITECTURE.md prints this table. */
const floors = [
  ["sentence", "lists", "bits", "shown"],
  ["errors"],
  ["arguments"],
  ["text"],
  ["random", "interop", "data", "figures"],
  ["wasm", "report"],
  ["tensor"],
  ["functional"],
  ["nn", "optim"],
  ["train", "jobs"],
  ["forecast", "note"],
  ["runs"],
  ["cli", "studio", "bench", "examples"],
];

/** Code of src and studio that belongs in one place only. @type {{ pattern: RegExp, home: RegExp, fault: string }[]} */
const rules = [
  {
    pattern: /\.to(?:Fixed|Precision|Locale(?:Date|Time)?String)\(/g,
    home: /^src\/(?:text\/|figures\/(?:.*\/)?(?:ticks|axes)\.ts$)/,
    fault: "formats a number or a date, which only src/text and the ticks of src/figures may",
  },
  {
    pattern: /"en"\s*\|\s*"zh"|"zh"\s*\|\s*"en"/g,
    home: /^src\/text\//,
    fault: "repeats the type of languages, which src/text exports",
  },
  {
    pattern:
      /\.(?:exec|test)\(\w+\.(?:message|what|hint)\b|\.(?:message|what|hint)\??\s*\.(?:match|replace|search|split|slice|startsWith|includes|indexOf)/g,
    home: /^$/,
    fault: "parses the text of an error, which carries its sentence and its remedies as data",
  },
  {
    pattern:
      /(?:Math\.(?:max|min|hypot)|\.(?:push|unshift|of|splice|concat|fromCharCode|fromCodePoint))\(\s*(?:(?:[^()[\]{}]|\([^()]*\))*,\s*)?\.\.\./g,
    home: /^$/,
    fault:
      "spreads a list of unknown length into arguments, which end on the stack; src/lists.ts has the loops",
  },
  {
    pattern: /RegExp|\.(?:exec|match|test)\(|[[(=,]\s*\/\^?[\w(]/g,
    home: /^(?!src\/text\/inChinese\.ts$)/,
    fault: "parses English text; translations are looked up by their templates",
  },
];

/** The only folders that may import from src/note. */
const noteFaces = /^(?:src\/note|src\/cli\/note|studio\/(?:note|shared)|examples|bench)\//;

const rooms = floors.flat();
const roots = ["src", "studio", "bench", "examples"].filter((root) => existsSync(root));
const paths = roots.flatMap((root) =>
  readdirSync(root, { recursive: true }).map((path) => `${root}/${path}`.replaceAll("\\", "/")),
);
const files = paths.filter((path) => /\.tsx?$/.test(path));
const faults = [...files.flatMap(importFaults), ...circles(), ...files.flatMap(ruleFaults)];
for (const fault of faults) process.stderr.write(`floors: ${fault}\n`);
process.exitCode = files.length > 0 && faults.length === 0 ? 0 : 1;

/** The innermost room that a file lies in; undefined if there is none. */
function roomOf(/** @type {string} */ file) {
  const path = file.replace(/^src\//, "").replace(/\.tsx?$/, "");
  return rooms.findLast((room) => path === room || path.startsWith(`${room}/`));
}

function floorOf(/** @type {string} */ file) {
  const room = roomOf(file);
  return floors.findIndex((floor) => room !== undefined && floor.includes(room));
}

/** The files of this project that a file imports; type imports count. @returns {string[]} */
function importsOf(/** @type {string} */ file) {
  const text = readFileSync(file, "utf8");
  const sources = [...text.matchAll(/(?:\bfrom|\bimport)[\s(]*"(\.[^"]+)"/g)];
  return sources.map(([, source = ""]) => posix.join(posix.dirname(file), source));
}

/** @returns {string[]} */
function importFaults(/** @type {string} */ file) {
  if (file === "src/index.ts") return []; // the roof: it re-exports from everywhere
  if (floorOf(file) < 0) return [`${file} has no floor`];
  const isBelow = (/** @type {string} */ path) =>
    roomOf(path) === roomOf(file) || (floorOf(path) >= 0 && floorOf(path) < floorOf(file));
  const isForeign = (/** @type {string} */ path) => path.startsWith("src/note/") && !noteFaces.test(file);
  const imports = importsOf(file);
  return [
    ...imports
      .filter((path) => !isBelow(path))
      .map((path) => `${file} imports ${path}, which is not below it`),
    ...imports
      .filter(isForeign)
      .map((path) => `${file} imports ${path}, which is for the faces of the note only`),
  ];
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

/** @returns {string[]} */
function ruleFaults(/** @type {string} */ file) {
  if (!/^(?:src|studio)\//.test(file)) return [];
  const text = readFileSync(file, "utf8");
  return rules
    .filter(({ home }) => !home.test(file))
    .flatMap(({ pattern, fault }) =>
      [...text.matchAll(pattern)].map(({ index }) => `${file}:${lineOf(text, index)} ${fault}`),
    );
}

function lineOf(/** @type {string} */ text, /** @type {number} */ index) {
  return text.slice(0, index).split("\n").length;
}
