/** @module The command whose shards a folder holds, so that `unrolled gather` can finish it. */
import { join } from "node:path";
import { FormatError, UsageError } from "../../../errors.ts";
import { say } from "../../../sentence.ts";
import { shellWord } from "../../../text/escape.ts";
import { Fields, within } from "../../../train/json.ts";
import { InputError, plainJson, writeWhole } from "../../files.ts";
import { packageVersion } from "../../process.ts";
import { readIfThere } from "../store/jobStore.ts";

const FILE = "command.json";
const FORMAT = "unrolled shards 1";
/** The longest command that is read. */
const MOST_BYTES = 1_000_000;

/** The commands that have shards. */
const commands: readonly string[] = ["train", "backtest", "forecast"];

/** A command without `--shard`, and the number of its shards. */
export interface ShardedCommand {
  readonly words: readonly string[];
  readonly shards: number;
}

/** Throws UsageError if a folder holds parts of another command. */
export async function checkCommand(folder: string, command: ShardedCommand): Promise<void> {
  const found = await readText(folder);
  if (found === null || found === textOf(command)) return;
  throw new UsageError(say`${folder} holds the parts of another command`, {
    hint: say`choose another folder with --store, and give all shards the same options and the same n`,
  });
}

/** Writes the command into a folder. Throws UsageError if that holds parts of another one. */
export async function writeCommand(folder: string, command: ShardedCommand): Promise<void> {
  const own = textOf(command);
  if ((await readText(folder)) === null)
    await writeWhole(join(folder, FILE), own, { isNew: true }).catch(() => undefined); // another shard was faster, or reading says why not
  await checkCommand(folder, command);
}

function textOf(command: ShardedCommand): string {
  return plainJson({ format: FORMAT, unrolled: packageVersion(), ...command });
}

/** The command of a folder. Throws UsageError if there is none, InputError if it is damaged. */
export async function readCommand(folder: string): Promise<ShardedCommand> {
  const text = await readText(folder);
  if (text === null) throw new UsageError(say`${folder} holds no parts of a command that was given --shard`);
  const path = join(folder, FILE);
  try {
    const fields = new Fields(
      within(path, () => JSON.parse(text)),
      path,
    );
    fields.oneOf("format", [FORMAT]);
    fields.same("unrolled", packageVersion(), "the version that gathers them");
    const words = fields
      .list("words")
      .map((word) => (typeof word === "string" ? word : fields.refuse("words", "texts")));
    if (!commands.includes(words[0] ?? "")) fields.refuse("words", `those of ${commands.join(", ")}`);
    return { words, shards: fields.whole("shards") };
  } catch (error) {
    if (error instanceof FormatError) throw new InputError(error.message, { cause: error });
    throw error;
  }
}

async function readText(folder: string): Promise<string | null> {
  const bytes = await readIfThere(join(folder, FILE), MOST_BYTES);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

/** The words of a command line without those of `--shard`. */
export function withoutShard(words: readonly string[]): string[] {
  return words.filter(
    (word, i) => word !== "--shard" && !word.startsWith("--shard=") && words[i - 1] !== "--shard",
  );
}

/** A shard of a command, as it is typed. */
export function shardCommand({ words, shards }: ShardedCommand, index: number): string {
  return ["unrolled", ...words, "--shard", `${index + 1}/${shards}`].map(shellWord).join(" ");
}
