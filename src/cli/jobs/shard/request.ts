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

/** Options that each shard may have its own of, and `unrolled gather` too; whether a value follows. */
const own: Readonly<Record<string, boolean>> = {
  "--shard": true,
  "--store": true,
  "--jobs": true,
  "--force": false,
};

/** Options that a sharded command does not have. The folder may be a stranger's: these would do more than join parts. */
const refused = [...Object.keys(own), "--gathered", "--queue", "--queue-name", "--resume"];

/** A command without what is each shard's own, and the number of its shards. */
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
    const foreign = words.find((word) => refused.includes(nameOf(word)));
    if (foreign !== undefined) fields.refuse("words", `without ${nameOf(foreign)}`);
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

/** The words of a command line without what is each shard's own. */
export function sharedWords(words: readonly string[]): string[] {
  const shared: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const takesValue = own[nameOf(word)];
    if (takesValue === undefined) shared.push(word);
    else if (takesValue && !word.includes("=")) i += 1;
  }
  return shared;
}

/** `--store` of `--store=FOLDER`. */
function nameOf(word: string): string {
  return word.startsWith("--") ? word.replace(/=.*/s, "") : word;
}

/** The command, as it is typed. */
export function typed({ words }: ShardedCommand): string {
  return ["unrolled", ...words].map(shellWord).join(" ");
}

/** A shard of a command, as it is typed. */
export function shardCommand(command: ShardedCommand, index: number, folder: string): string {
  return `${typed(command)} --store ${shellWord(folder)} --shard ${index + 1}/${command.shards}`;
}
