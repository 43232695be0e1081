/** @module `unrolled export`: converts weights to safetensors, PyTorch or ONNX. */
import { stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { UsageError } from "../../errors.ts";
import type { Weights } from "../../interop/decodeWeights.ts";
import { inferStack, type NamedPart } from "../../interop/onnx/inferStack.ts";
import { encodeOnnx, type OnnxOptions } from "../../interop/onnx/onnx.ts";
import { shellWord } from "../../text/escape.ts";
import { type Lang, langs } from "../../text/lang.ts";
import { writeTo } from "../files.ts";
import { checkFree, checkNamed } from "../guards.ts";
import { langOf, type Process } from "../process.ts";
import { linesText } from "../terminalGate.ts";
import { layerText, modelPy } from "./modelPy.ts";
import {
  encodeWeights,
  isOfFormat,
  readWeights,
  tensorLines,
  tensorRows,
  weightsWords,
  writtenLines,
} from "./weights.ts";

const targets = ["safetensors", "pt", "onnx", "pytorch"] as const;

interface ExportOptions {
  readonly to: (typeof targets)[number];
  readonly out?: string;
  readonly force?: boolean;
  readonly nonlinearity: "tanh" | "relu";
  readonly layers?: string;
  readonly timeFirst?: boolean;
  readonly states: NonNullable<OnnxOptions["states"]>;
  readonly lang: Lang;
  readonly json?: boolean;
}

export function addExportCommand(program: Command, process: Process): void {
  program
    .command("export")
    .description(
      "convert weights to safetensors, PyTorch (.pt) or ONNX, or write a PyTorch program that loads them",
    )
    .argument("<weights>", "a .safetensors or .pt file, such as `unrolled note` writes")
    .addOption(new Option("--to <format>", "output format").choices(targets).makeOptionMandatory())
    .option("--out <file>", "output file (default: in the folder of the weights; for pytorch, model.py)")
    .option("--force", "replace files that exist already")
    .addOption(
      new Option(
        "--nonlinearity <name>",
        "nonlinearity of plain RNN layers, which the weights do not record (onnx, pytorch)",
      )
        .choices(["tanh", "relu"])
        .default("tanh"),
    )
    .option(
      "--layers <names>",
      "the layers in order, such as rnn,out, if the weights leave it open (onnx, pytorch)",
    )
    .option("--time-first", "x and output are (T, B, …) instead of (B, T, …) (onnx, pytorch)")
    .addOption(
      new Option("--states <how>", "initial states as optional inputs, required inputs, or none (onnx)")
        .choices(["optional", "required", "none"])
        .default("optional"),
    )
    .addOption(new Option("--lang <lang>", "language").choices(langs).default(langOf(process.env)))
    .option("--json", "print one JSON document instead of text")
    .action((path: string, options: ExportOptions) => runExport(path, options, process));
}

async function runExport(path: string, options: ExportOptions, { stdout }: Process): Promise<void> {
  const weights = ofForecaster(await readWeights(path), path, options.to);
  const { to, nonlinearity } = options;
  const order = options.layers?.split(",").map((name) => name.trim());
  const inferOptions = order === undefined ? { nonlinearity } : { nonlinearity, order };
  const parts = to === "onnx" || to === "pytorch" ? inferStack(weights.tensors, inferOptions) : null;
  const files = filesOf(path, weights, parts, options);
  const absent = await checkFiles(files, path, options);
  for (const [file, content] of files) await writeTo(file, content, { isNew: absent.has(file) });
  const written = [...files.keys()];
  const layers =
    parts?.map((part) => ({ name: part.name, layer: layerText(part, options.timeFirst !== true) })) ?? null;
  if (options.json) {
    const result = { from: path, to, files: written, layers, tensors: tensorRows(weights.tensors) };
    stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } else stdout.write(linesText(reportLines(weights, layers, written, options)));
}

/**
 * Throws UsageError for the weights themselves, and for files that exist; one that `--out` names may be of the same format. Returns
 * those that do not exist and must be new when they are written.
 */
async function checkFiles(
  files: ReadonlyMap<string, string | Uint8Array>,
  path: string,
  { out, to, force = false }: ExportOptions,
): Promise<ReadonlySet<string>> {
  for (const file of files.keys()) {
    if (await isSame(file, path))
      throw new UsageError(`${file} would overwrite the weights themselves\n  give another file with --out`);
  }
  if (force) return new Set();
  const content = out === undefined ? undefined : files.get(out);
  const absent = await checkFree([...files].filter(([file]) => file !== out));
  if (out === undefined || content === undefined) return absent;
  const { isNew } = await checkNamed(out, content, (_, head) => isOfFormat(to, head));
  return isNew ? new Set([...absent, out]) : absent;
}

/** Whether two paths lead to the same file. */
async function isSame(one: string, other: string): Promise<boolean> {
  if (resolve(one) === resolve(other)) return true;
  const [a, b] = await Promise.all([one, other].map((path) => stat(path).catch(() => null)));
  return a !== null && b !== null && a.dev === b.dev && a.ino === b.ino;
}

/**
 * Of a forecaster's file the weights that forecast, without those that were scored. Throws UsageError for an ensemble, which is
 * no stack of layers.
 */
function ofForecaster(weights: Weights, path: string, to: ExportOptions["to"]): Weights {
  if (weights.metadata.forecaster === undefined) return weights;
  const all = Object.entries(weights.tensors);
  const tensors = Object.fromEntries(all.filter(([name]) => !name.startsWith("scored.")));
  const isEnsemble = Object.keys(tensors).some((name) => name.startsWith("members."));
  if (isEnsemble && (to === "onnx" || to === "pytorch"))
    throw new UsageError(
      `${path} is the mean of several models, which is no stack of layers\n  export their weights with --to safetensors or pt, or train one of them with --model`,
    );
  return to === "safetensors" ? weights : { ...weights, tensors };
}

/** Path and content of each file, all complete before the first is written. */
function filesOf(
  path: string,
  weights: Weights,
  parts: readonly NamedPart[] | null,
  { to, out, timeFirst = false, states }: ExportOptions,
): Map<string, string | Uint8Array> {
  const stem = basename(path, extname(path));
  const beside = (name: string): string => join(dirname(path), name);
  if (to === "safetensors" || to === "pt")
    return new Map([[out ?? beside(`${stem}.${to}`), encodeWeights(weights, to)]]);
  const named = parts ?? [];
  if (to === "onnx") {
    const stack = { layers: named.map(({ part }) => part), batchFirst: !timeFirst };
    return new Map([[out ?? beside(`${stem}.onnx`), encodeOnnx(stack, { states })]]);
  }
  const program = out ?? beside("model.py");
  const state = join(dirname(program), `${stem}.pt`);
  const files = new Map<string, string | Uint8Array>();
  const isThere = resolve(state) === resolve(path) && Object.keys(weights.metadata).length === 0;
  if (!isThere) files.set(state, encodeWeights(weights, "pt"));
  return files.set(program, modelPy(named, `${stem}.pt`, !timeFirst));
}

function reportLines(
  weights: Weights,
  layers: readonly { readonly name: string; readonly layer: string }[] | null,
  written: readonly string[],
  { to, lang }: ExportOptions,
): string[] {
  const words = weightsWords[lang];
  return [
    ...tensorLines(weights.tensors, words),
    ...(layers === null ? [] : ["", words.model, ...layers.map(({ name, layer }) => `  ${name}: ${layer}`)]),
    ...writtenLines(weights, to, written, words),
    ...(to === "pytorch" ? [words.run(`python3 ${shellWord(written[written.length - 1])}`)] : []),
  ];
}
