/**
 * @module Model files, checkpoints and run folders that somebody else has made, determined by a seed and an index, and every
 * reader of them: the library, the commands and the studio.
 *
 * Changed bytes would not pass a checksum, so most are changed inside (one value of the JSON, one array) and written again.
 */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { changeBytes } from "./fuzzInputs.js";

/** @typedef {import("./fuzzInputs.js").Random} Random */
/** @typedef {Record<string, { shape: readonly number[], data: Float32Array }>} Tensors */
/** @typedef {{ tensors: Tensors, metadata: Record<string, string> }} Weights */
/** @typedef {{ options: Record<string, unknown>, model: Uint8Array, checkpoint: Uint8Array | null, later: Uint8Array | null, files: Map<string, string | Uint8Array> }} Whole */
/** @typedef {Record<string, any>} Parts What of the library, the commands and the studio is used, by its name. */

const below = (/** @type {Random} */ random, /** @type {number} */ limit) => Math.floor(random() * limit);

/** @template T @returns {T} */
const pick = (/** @type {Random} */ random, /** @type {readonly T[]} */ list) =>
  /** @type {T} */ (list[below(random, list.length)]);

/** Numbers that have caused bugs: too large to allocate or to count to, not whole, not finite in JSON. */
const numbers = [
  ...[0, -0, -1, 1, 2, 3, 0.5, -0.5, 7, 24, 255, 256, 1000, 65_536, 1e5, 1e6, 1e7, 1e8, 1e9, 1e12, 1e15 - 1],
  ...[2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 - 1, 1e21, 1e300, -1e300, 1e308, 5e-324, 1e-320],
];
const texts = [
  ...[
    "",
    "x",
    "gru",
    "lstm",
    "segrnn",
    "naive",
    "auto",
    "quantile",
    "standard",
    "none",
    "__proto__",
    "constructor",
  ],
  ...[
    "\u0000",
    "\u001b]0;title\u0007\u001b[31m",
    "\u009b2J",
    "\u202eabc",
    "a\nerror: b",
    "=cmd|' /C calc'!A0",
  ],
  ...[
    "<script>alert(1)</script>",
    "../../home",
    "/dev/null",
    "y'\"`$(1)",
    "x".repeat(70_000),
    "2024-01-01",
    "日期",
  ],
];

/** A value in place of another: mostly one of its kind. @returns {unknown} */
function otherValue(/** @type {Random} */ random, /** @type {unknown} */ value) {
  const kind = random();
  if (typeof value === "number" && kind < 0.7)
    return pick(random, [...numbers, value + 1, value - 1, -value]);
  if (typeof value === "string" && kind < 0.7) return pick(random, texts);
  if (typeof value === "boolean" && kind < 0.7) return !value;
  if (Array.isArray(value) && kind < 0.7) return otherList(random, value);
  return pick(random, [...numbers, ...texts, null, true, false, [], {}, [[]], [null], nested(random)]);
}

function otherList(/** @type {Random} */ random, /** @type {readonly unknown[]} */ list) {
  const kind = below(random, 5);
  if (kind === 0) return [];
  if (kind === 1) return list.slice(1);
  if (kind === 2) return [...list, ...list];
  if (kind === 3) return Array.from({ length: pick(random, [1, 10, 1000, 20_000]) }, () => list[0] ?? 1);
  return list.map((value) => (random() < 0.3 ? otherValue(random, value) : value));
}

function nested(/** @type {Random} */ random) {
  let value = /** @type {unknown} */ (1);
  for (let depth = pick(random, [2, 20, 3000]); depth > 0; depth--)
    value = random() < 0.5 ? [value] : { a: value };
  return value;
}

/** Adds a field, also one named `__proto__`, which an assignment would make the prototype. */
function addField(/** @type {object} */ fields, /** @type {string} */ name, /** @type {unknown} */ value) {
  Object.defineProperty(fields, name, { value, writable: true, enumerable: true, configurable: true });
}

/** Replaces, removes or adds one value somewhere in a JSON value. */
function changeJson(/** @type {Random} */ random, /** @type {unknown} */ root) {
  let node = root;
  for (;;) {
    if (typeof node !== "object" || node === null) return;
    const fields = /** @type {Record<string, unknown>} */ (node);
    const key = pick(random, Object.keys(fields));
    if (key === undefined) return;
    const value = fields[key];
    if (typeof value === "object" && value !== null && random() < 0.85) {
      node = value;
      continue;
    }
    const kind = random();
    if (kind < 0.1) delete fields[key];
    else if (kind < 0.15) addField(fields, pick(random, texts.slice(0, 14)), otherValue(random, value));
    else fields[key] = otherValue(random, value);
    return;
  }
}

/** A JSON text with one to three values changed; rarely with changed bytes, or nested out of all measure. */
function brokenJson(/** @type {Random} */ random, /** @type {string} */ text) {
  const kind = random();
  if (kind < 0.05) return new TextDecoder().decode(changeBytes(random, new TextEncoder().encode(text)));
  if (kind < 0.06) return `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const value = JSON.parse(text);
  for (let left = 1 + below(random, 3); left > 0; left--) changeJson(random, value);
  try {
    return JSON.stringify(value);
  } catch {
    return text; // nested twice, too deep to be written
  }
}

/** Bytes of a safetensors file that is changed inside, with a checksum that fits. */
function brokenWeights(
  /** @type {Random} */ random,
  /** @type {Uint8Array} */ whole,
  /** @type {Parts} */ parts,
) {
  if (random() < 0.1) return changeBytes(random, whole);
  const { tensors, metadata } = /** @type {Weights} */ (parts.decodeSafetensors(whole));
  const made = { ...tensors };
  const names = Object.keys(made);
  const name = pick(random, names);
  const kind = random();
  if (name !== undefined && kind < 0.25) changeTensor(random, made, name);
  const texts = { ...metadata };
  const key = pick(
    random,
    Object.keys(texts).filter((one) => texts[one]?.startsWith("{")),
  );
  if (key !== undefined && (kind >= 0.2 || name === undefined))
    texts[key] = brokenJson(random, texts[key] ?? "");
  return parts.encodeSafetensors(made, texts, { checksum: true });
}

function changeTensor(/** @type {Random} */ random, /** @type {Tensors} */ made, /** @type {string} */ name) {
  const { shape, data } = /** @type {Tensors[string]} */ (made[name]);
  const kind = below(random, 5);
  if (kind === 0) delete made[name];
  else if (kind === 1)
    made[`${pick(random, ["", "scored.", "members.0.", "best.", "__proto__"])}${name}`] = { shape, data };
  else if (kind === 2) made[name] = { shape: [...shape].reverse(), data };
  else if (kind === 3) made[name] = { shape: [0], data: new Float32Array(0) };
  else
    made[name] = {
      shape,
      data: data.map(() => pick(random, [Number.NaN, Number.POSITIVE_INFINITY, 1e38, 0])),
    };
}

export const brokenModel = (
  /** @type {Random} */ random,
  /** @type {readonly Whole[]} */ wholes,
  /** @type {Parts} */ parts,
) => brokenWeights(random, pick(random, wholes).model, parts);

/** Bytes of a checkpoint, and the options of the run that it is of. */
export function brokenCheckpoint(
  /** @type {Random} */ random,
  /** @type {readonly Whole[]} */ wholes,
  /** @type {Parts} */ parts,
) {
  const { options, checkpoint, later } = pick(
    random,
    wholes.filter((whole) => whole.checkpoint !== null),
  );
  const whole = (random() < 0.5 ? later : null) ?? checkpoint ?? new Uint8Array(0);
  return { options, bytes: brokenWeights(random, whole, parts) };
}

/** What stands at the place of a file: its content, a link, a pipe or a folder. */
/** @typedef {{ content: string | Uint8Array } | { link: string } | "pipe" | "folder"} Entry */

/** A folder of a run, in which one to three files are changed. @returns {Map<string, Entry>} */
export function brokenFolder(
  /** @type {Random} */ random,
  /** @type {readonly Whole[]} */ wholes,
  /** @type {Parts} */ parts,
) {
  const { files } = pick(random, wholes);
  const entries = new Map([...files].map(([name, content]) => [name, /** @type {Entry} */ ({ content })]));
  for (let left = 1 + below(random, 3); left > 0; left--) {
    const name = pick(random, [...files.keys()]);
    entries.set(name, brokenEntry(random, name, files.get(name) ?? "", parts));
  }
  if (random() < 0.1) entries.delete(pick(random, [...files.keys()]));
  if (random() < 0.05)
    entries.set(pick(random, texts.slice(12, 18)).replace(/[/\0]/g, "") || "x", { content: "" });
  return entries;
}

/** @returns {Entry} */
function brokenEntry(
  /** @type {Random} */ random,
  /** @type {string} */ name,
  /** @type {string | Uint8Array} */ content,
  /** @type {Parts} */ parts,
) {
  const kind = random();
  if (kind < 0.02) return "pipe";
  if (kind < 0.04) return "folder";
  if (kind < 0.08)
    return { link: pick(random, ["../outside", "nothing", ".", name, "/dev/null", "../days.csv"]) };
  if (kind < 0.1)
    return { content: pick(random, ["", "\0", "null", "{}", "[]", "\ufeff{}", "<script ".repeat(50_000)]) };
  if (typeof content !== "string") return { content: brokenWeights(random, content, parts) };
  if (name.endsWith(".jsonl")) return { content: brokenLines(random, content) };
  if (name.endsWith(".json")) return { content: brokenJson(random, content) };
  return { content: changeBytes(random, new TextEncoder().encode(content)) };
}

function brokenLines(/** @type {Random} */ random, /** @type {string} */ content) {
  const lines = content.split("\n");
  const at = below(random, lines.length);
  const kind = below(random, 4);
  if (kind === 0) return lines.slice(0, at).join("\n");
  if (kind === 1) return Array.from({ length: pick(random, [2, 1000, 20_000]) }, () => lines[0]).join("\n");
  const line = lines[at] || '{"epoch":1}';
  lines[at] = kind === 2 ? brokenJson(random, line) : line.slice(0, below(random, line.length));
  return lines.join("\n");
}

/** Opens a model file with every reader; forecasts with what is read. */
export function useModel(/** @type {Uint8Array} */ bytes, /** @type {Parts} */ parts) {
  eachOf(
    [
      () => parts.decodeSafetensors(bytes),
      () => parts.inferStack(parts.decodeWeights(bytes).tensors, {}),
      () => {
        const forecaster = parts.Forecaster.fromBytes(bytes);
        forecaster.toBytes();
        const { targets } = forecaster.forecast(forecaster.trained.tail);
        for (const { point } of targets) if (point.length > 1e6) throw new Error(`${point.length} steps`);
      },
    ],
    parts.isMeant,
  );
}

/** Resumes from a checkpoint and trains on for some batches. */
export function useCheckpoint(
  /** @type {{ options: Record<string, unknown>, bytes: Uint8Array }} */ { options, bytes },
  /** @type {Parts} */ parts,
) {
  eachOf(
    [
      () => parts.Forecaster.fromBytes(bytes),
      () => {
        const run = new parts.ForecasterRun(parts.series, options);
        run.restore(bytes);
        let left = 6;
        for (const _ of run.run()) if (--left < 0) break;
        run.checkpoint();
      },
    ],
    parts.isMeant,
  );
}

/** Opens the folder with each command that reads runs, and as the studio does. What is printed holds no control characters. */
export async function useFolder(
  /** @type {Map<string, Entry>} */ entries,
  /** @type {string} */ place,
  /** @type {Parts} */ parts,
) {
  const run = join(place, "runs", "sent");
  writeFolder(entries, place, run, parts);
  await openInStudio(join(place, "runs"), parts);
  for (const words of [
    ["inspect", run],
    ["inspect", run, "--json"],
    ["compare", run, "--lang", "zh"],
    ["forecast", run],
    ["forecast", run, "--json"],
    ["backtest", run, "--json"],
    ["train", "--resume", run],
  ]) {
    const { code, text } = await parts.say(words);
    const isTrace = /^error: (?:\w*Error: |.*\n {4}at )/.test(text) || text.includes("\n    at ");
    if (isTrace) throw new Error(`${words[0]}: ${text.slice(0, 2000)}`);
    if (controls.test(text))
      throw new Error(`${words[0]}: control characters in ${JSON.stringify(text.slice(0, 500))}`);
    if (![0, 1, 2, 3, 130].includes(code)) throw new Error(`${words[0]}: exit code ${code}`);
  }
  const around = [...readdirSync(place), ...readdirSync(join(place, "runs"))].sort().join(" ");
  if (around !== "days.csv outside runs sent") throw new Error(`beside the run there are ${around}`);
  if (readFileSync(join(place, "runs", "outside"), "utf8") !== "{}")
    throw new Error("a file outside was written");
}

async function openInStudio(/** @type {string} */ folder, /** @type {Parts} */ parts) {
  const folders = parts.runFolders(folder);
  const { runs } = await folders.list();
  for (const found of runs)
    if (!("problem" in found))
      JSON.stringify(parts.replyOf(found, "done", 0, await folders.forecastOf(found.name)));
  for (const file of ["report", "forecast", "best"]) {
    const handle = await folders.open("sent", file);
    if (handle !== null && file === "report") parts.reportPolicy(await handle.readFile("utf8"));
    await handle?.close();
  }
}

/** The folder of the run, its data, and beside it a file that its links lead to. */
function writeFolder(
  /** @type {Map<string, Entry>} */ entries,
  /** @type {string} */ place,
  /** @type {string} */ run,
  /** @type {Parts} */ parts,
) {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(run, { recursive: true });
  writeFileSync(join(place, "runs", "outside"), "{}");
  writeFileSync(join(place, "runs", "days.csv"), parts.seriesToCsv(parts.series));
  for (const [name, entry] of entries) {
    const path = join(run, name);
    if (entry === "folder") mkdirSync(path);
    else if (entry === "pipe") execFileSync("sh", ["-c", 'mkfifo "$0"', path]);
    else if ("link" in entry) symlinkSync(entry.link, path);
    else writeFileSync(path, entry.content);
  }
}

/** Calls each reader; the outcome is that of the last one, which needs most. */
function eachOf(
  /** @type {(() => unknown)[]} */ readers,
  /** @type {(error: unknown) => boolean} */ isMeant,
) {
  let refused = null;
  for (const read of readers)
    try {
      refused = null;
      read();
    } catch (error) {
      if (!isMeant(error)) throw error;
      refused = error;
    }
  if (refused !== null) throw refused;
}

/**
 * What is used, from the modules that have it. A training is interrupted as it begins if it is a resumed one.
 * @returns {Promise<Parts>}
 */
export async function partsOf(/** @type {readonly Record<string, any>[]} */ modules) {
  const all = /** @type {Parts} */ (Object.assign({}, ...modules));
  const ours = [all.AdvisedError, all.ShapeError, all.GraphError, all.InputError, all.OutputError];
  const days = Array.from({ length: 40 }, (_, i) =>
    new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10),
  );
  const table = days.map((day, i) => `${day},${Math.sin(i / 2) + 2}`).join("\n");
  const say = async (/** @type {string[]} */ words) => {
    let text = "";
    const write = (/** @type {string} */ more) => {
      text += more;
    };
    const signal = words.includes("--resume") ? AbortSignal.abort() : new AbortController().signal;
    const interruptible = (/** @type {(signal: AbortSignal) => unknown} */ work) => work(signal);
    const code = await all.main(words, { stdout: { write }, stderr: { write }, env: {}, interruptible });
    return { code, text };
  };
  return {
    ...all,
    ours,
    isMeant: (/** @type {unknown} */ error) => ours.some((kind) => error instanceof kind),
    series: all.toSeries(await all.readCsv(`t,x\n${table}\n`, { name: "days.csv" }), { targets: ["x"] }),
    say,
  };
}

/** What a terminal would act on. */
const controls = /[^\P{Cc}\n\t]|[\u2028-\u202e\u2066-\u2069]/u;

/** Options of small runs of every kind. */
export const kinds = [
  ...["gru", "lstm", "rnn", "segrnn", "nlinear", "dlinear"].map((model) => ({ model })),
  ...["ridge", "naive", "seasonal", "drift", "mean"].map((model) => ({ model })),
  { model: "gru", loss: "quantile", levels: [0.5, 0.9], layers: 2, dropout: 0.1, calendar: ["weekday"] },
  { model: "lstm", mode: "recursive", refit: false, scaler: "log" },
  { model: "auto", budget: 0.05 },
].map((options) => {
  const sizes = {
    gru: { hidden: 3 },
    lstm: { hidden: 3 },
    rnn: { hidden: 3 },
    segrnn: { width: 4, segment: 2 },
  };
  const own = /** @type {Record<string, object>} */ (sizes)[options.model] ?? {};
  const isFitted = !["naive", "seasonal", "drift", "mean", "ridge", "auto"].includes(options.model);
  return { horizon: 2, lookback: 4, season: 4, ...(isFitted ? { epochs: 2 } : {}), ...own, ...options };
});

/** A whole run of each of these options, as `unrolled train` leaves it, with two checkpoints of its middle. @returns {Promise<Whole[]>} */
export async function wholeRuns(
  /** @type {string} */ place,
  /** @type {Parts} */ parts,
  /** @type {readonly Record<string, unknown>[]} */ all,
) {
  const wholes = [];
  for (const given of all) {
    const options = parts.forecasterOptionsOf(
      parts.parseConfig(JSON.stringify(given), "options.json").options,
    );
    const run = new parts.ForecasterRun(parts.series, options);
    let [checkpoint, later] = [null, null]; // of the model that is scored, and of the one that learns from all rows
    for (const { type } of run.run()) {
      if (type === "epoch") checkpoint ??= run.checkpoint();
      if (type === "refit") later ??= run.checkpoint();
    }
    const model = parts.Forecaster.from(run).toBytes();
    const files = await filesOf(place, given, parts);
    if (checkpoint !== null) files.set("checkpoint.safetensors", checkpoint);
    wholes.push({ options, model, checkpoint, later, files });
  }
  return wholes;
}

/** @returns {Promise<Map<string, string | Uint8Array>>} */
async function filesOf(
  /** @type {string} */ place,
  /** @type {Record<string, unknown>} */ options,
  /** @type {Parts} */ parts,
) {
  mkdirSync(place, { recursive: true });
  const [config, data] = [join(place, "options.json"), join(place, "days.csv")];
  writeFileSync(config, JSON.stringify(options));
  writeFileSync(data, parts.seriesToCsv(parts.series));
  const { code, text } = await parts.say([
    "train",
    data,
    "--target",
    "x",
    "--config",
    config,
    "--out",
    place,
    "--name",
    "whole",
  ]);
  if (code !== 0) throw new Error(`${JSON.stringify(options)}: ${text}`);
  const files = new Map();
  for (const name of [
    "config.json",
    "metrics.jsonl",
    "status.json",
    "backtest.json",
    "forecast.json",
    "forecast.csv",
  ])
    if (existsSync(join(place, "whole", name)))
      files.set(name, readFileSync(join(place, "whole", name), "utf8"));
  files.set("report.html", "<!doctype html>\n<p>report</p>\n");
  files.set("best.safetensors", new Uint8Array(readFileSync(join(place, "whole", "best.safetensors"))));
  rmSync(join(place, "whole"), { recursive: true });
  return files;
}
