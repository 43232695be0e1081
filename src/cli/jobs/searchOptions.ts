/** @module A search as it is declared: by flags, over those of a file. */
import { UsageError } from "../../errors.ts";
import type { PrunerName } from "../../jobs/study/pruners.ts";
import type { SearchSpace } from "../../jobs/study/space.ts";
import { say } from "../../sentence.ts";
import { type SearchTable, searchSpace } from "./searched.ts";
import { readSearchFile } from "./searchFile.ts";
import type { SearchOptions, SearchSettings } from "./searchFlags.ts";

/** A search that is declared in full but for its defaults. */
export interface Search extends SearchSettings {
  readonly space: SearchSpace;
}

/** The search of a command line and of the file that it names. Throws UsageError for none. */
export async function searchOf(options: SearchOptions, table: SearchTable): Promise<Search> {
  const texts = options.search ?? [];
  const files = texts.filter((text) => /^[^=]*\.json$/i.test(text));
  const [path, another] = files;
  if (another !== undefined) throw new UsageError(say`--search names two files: ${path} and ${another}`);
  const file = path === undefined ? { space: {} } : await readSearchFile(path, table);
  const flags = searchSpace(
    texts.filter((text) => !files.includes(text)),
    table,
  );
  const space = { ...file.space, ...flags };
  if (Object.keys(space).length === 0)
    throw new UsageError(say`nothing to search was given`, {
      hint: say`for example: --search lr=log:1e-4..1e-1 --search hidden=16,32,64`,
    });
  const { sampler, pruner, trials, timeout, repeats } = options;
  const own = Object.entries({ sampler, pruner, trials, timeout, repeats });
  return { ...file, ...Object.fromEntries(own.filter(([, value]) => value !== undefined)), space };
}

/** The pruner of a search: losses of different kinds cannot be compared. */
export function prunerOf({ pruner }: Pick<Search, "pruner">, hasOneLoss: boolean): PrunerName {
  if (hasOneLoss) return pruner ?? "median";
  if (pruner === undefined || pruner === "none") return "none";
  throw new UsageError(
    say`--pruner ${pruner} compares losses, which differ if the loss, the scaler or the model is searched`,
    { hint: say`leave it out` },
  );
}
