#!/usr/bin/env node
/** @module The command line: parses the arguments, runs a command, and turns errors into exit codes. */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { type Lang, langs } from "../text/lang.ts";
import { vectorChoice } from "../wasm/host.ts";
import { ownProcess } from "../wasm/vectors.ts";
import { addCommands } from "./commands.ts";
import {
  closeOpened,
  keepIgnoringHangup,
  langOf,
  outliveReader,
  type Process,
  packageVersion,
  realProcess,
} from "./process.ts";
import { gated } from "./terminalGate.ts";

/** Runs a command. Exit codes: 0 done, 1 failure, 2 usage, 3 diverged, 130 interrupted. */
export async function main(words: readonly string[], surroundings: Process = realProcess): Promise<number> {
  if (surroundings === realProcess) {
    outliveReader();
    keepIgnoringHangup();
    ownProcess();
  }
  const { stdout, stderr } = surroundings;
  const process = { ...surroundings, stdout: gated(stdout), stderr: gated(stderr) };
  const lang = chosenLang(words) ?? langOf(process.env);
  try {
    vectorChoice(); // an unknown one is refused at once
    return await run(words, process, lang);
  } catch (error) {
    const { report } = await import("./explain.ts");
    return report(error, process, lang, words);
  } finally {
    closeOpened();
  }
}

async function run(words: readonly string[], process: Process, lang: Lang): Promise<number> {
  if (words.includes("--verbose")) {
    const { isVersionReport, versionReport } = await import("./versionReport.ts");
    if (isVersionReport(words)) {
      process.stdout.write(versionReport(packageVersion(), lang));
      return 0;
    }
  }
  const chinese = lang === "zh" ? await import("./chineseHelp.ts") : null;
  let code = 0;
  const exit = (result: number): void => {
    code = result;
  };
  const program = new Command("unrolled")
    .description("Recurrent networks for TypeScript that reproduce PyTorch's numbers.")
    .version(packageVersion(), "-V, --version", "print the version")
    .option("--verbose", "with --version: print what runs, and why: engine, vectors, threads")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      writeErr: (text) => process.stderr.write(text),
      outputError: (text, write) => write(chinese?.chineseError(text) ?? text),
    });
  await addCommands(program, process, exit, words, (others) => run(others, process, lang));
  chinese?.translateCommand(program);
  await program.parseAsync(words, { from: "user" });
  return code;
}

/** The language that the words ask for; it is needed before they are parsed, for what is wrong with them. */
function chosenLang(words: readonly string[]): Lang | undefined {
  const given = words.flatMap((word, i) =>
    word === "--lang" ? [words[i + 1]] : word.startsWith("--lang=") ? [word.slice("--lang=".length)] : [],
  );
  return langs.find((lang) => lang === given.at(-1));
}

function isRunDirectly(): boolean {
  const script = process.argv[1];
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url);
}

if (isRunDirectly()) {
  const code = await main(process.argv.slice(2));
  process.exitCode = code || (process.exitCode ?? 0); // 1 where the output could not be written
}
