/** @module `unrolled import`: lists weights of other programs and converts them. */
import { type Command, Option } from "commander";
import { didYouMean, UsageError } from "../../errors.ts";
import type { Weights } from "../../interop/decodeWeights.ts";
import { type Lang, langs } from "../../text/lang.ts";
import { writeTo } from "../files.ts";
import { checkInputs, checkNamed } from "../guards.ts";
import { langOf, type Process } from "../process.ts";
import { linesText } from "../terminalGate.ts";
import {
  encodeWeights,
  formatOf,
  isOfFormat,
  readWeights,
  tensorLines,
  tensorRows,
  unreadLines,
  weightsWords,
  writtenLines,
} from "./weights.ts";

interface ImportOptions {
  readonly out: string;
  readonly part?: string;
  readonly force?: boolean;
  readonly lang: Lang;
  readonly json?: boolean;
}

export function addImportCommand(program: Command, process: Process): void {
  program
    .command("import")
    .description("list the weights of a PyTorch (.pt) or safetensors file and write them as float32")
    .argument("<file>", "a .pt or .safetensors file; no code in it is ever executed")
    .requiredOption("--out <file>", "output file, ending in .safetensors or .pt")
    .option("--force", "replace a file that is read, or is none of weights")
    .option("--part <name>", "only this part of a checkpoint, such as model_state_dict")
    .addOption(new Option("--lang <lang>", "language").choices(langs).default(langOf(process.env)))
    .option("--json", "print one JSON document instead of text")
    .action((path: string, options: ImportOptions) => runImport(path, options, process));
}

async function runImport(
  path: string,
  { out, part, force = false, lang, json = false }: ImportOptions,
  process: Process,
): Promise<void> {
  const format = formatOf(out);
  const read = await readWeights(path);
  const weights = part === undefined ? read : below(read, part);
  const content = encodeWeights(weights, format);
  if (!force) await checkInputs(out, [path]);
  const isOurs = (_: string, head: string): boolean => isOfFormat(format, head);
  await writeTo(out, content, force ? {} : await checkNamed(out, content, isOurs));
  const { tensors, metadata, unread } = weights;
  if (json) {
    const others = Object.keys(unread).length > 0 ? { metadata, unread } : { metadata };
    const result = { from: path, format: read.format, to: out, tensors: tensorRows(tensors), ...others };
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  const words = weightsWords[lang];
  const lines = [
    ...tensorLines(tensors, words),
    ...unreadLines(unread, words),
    ...writtenLines(weights, format, [out], words),
  ];
  process.stdout.write(linesText(lines));
}

/** The tensors under a name, which is removed from theirs. */
function below({ format, tensors, metadata, unread }: Weights, part: string): Weights {
  const cut = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(
      Object.entries(record).flatMap(([name, value]) =>
        name.startsWith(`${part}.`) ? [[name.slice(part.length + 1), value] as const] : [],
      ),
    );
  const found = cut(tensors);
  if (Object.keys(found).length > 0)
    return { format, tensors: found, metadata: cut(metadata), unread: cut(unread) };
  const names = [...new Set(Object.keys(tensors).map((name) => name.split(".")[0]))];
  const near = didYouMean(part, names);
  throw new UsageError(
    `--part ${part}: no tensors under that name, only under ${names.join(", ")}${near ? `\n  did you mean ${near}?` : ""}`,
  );
}
