/** @module `unrolled studio`: the page, served on this machine to this machine. */
import { fileURLToPath } from "node:url";
import { type Command, InvalidArgumentError, Option } from "commander";
import { canRedraw } from "../../figures/terminal/output.ts";
import { type Lang, langs } from "../../text/lang.ts";
import { packageRoot } from "../packageRoot.ts";
import { langOf, type Process } from "../process.ts";
import { openBrowser } from "./studioBrowser.ts";
import { runsHandler } from "./studioRuns.ts";
import { startStudioServer } from "./studioServer.ts";
import { studioWords } from "./studioWords.ts";

const builtPage = new URL("dist/studio/", packageRoot);

interface StudioOptions {
  readonly port: number;
  readonly open: boolean;
  readonly lang: Lang;
  readonly folder: string;
  readonly runs: string;
}

/** Adds `studio` to the program. */
export function addStudioCommand(program: Command, process: Process): void {
  program
    .command("studio")
    .description("show the studio, a page to try recurrent networks on, in the browser")
    .addOption(
      new Option("--port <n>", "port to serve it at, or the next that is free; 0 for any")
        .argParser(readPort)
        .default(4173),
    )
    .option("--no-open", "only print the address, open no browser")
    .addOption(new Option("--lang <lang>", "language").choices(langs).default(langOf(process.env)))
    .option("--runs <folder>", "where unrolled train leaves its runs, for the page that shows them", "runs")
    .addOption(
      new Option("--folder <folder>", "where the built page is").default(fileURLToPath(builtPage)).hideHelp(),
    )
    .action(async (options: StudioOptions, command: Command) => {
      const hash = command.getOptionValueSource("lang") === "cli" ? `#lang=${options.lang}` : "";
      await process.interruptible((signal) => runStudio(options, hash, process, signal));
    });
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("It must be a whole number from 0 to 65535.");
}

/** Serves the page until Ctrl-C, which is the end that is meant for it: no failure, and nothing to say. */
async function runStudio(
  { port, open, lang, folder, runs }: StudioOptions,
  hash: string,
  { stdout, stderr, env }: Process,
  signal: AbortSignal,
): Promise<void> {
  const words = studioWords[lang];
  const server = await startStudioServer({ folder, port, handlers: [runsHandler(runs)] });
  try {
    const address = `${server.url}${hash}`;
    if (port !== 0 && server.port !== port) stderr.write(`${words.taken(port, server.port)}\n`);
    stdout.write(`${words.ready(address)}\n${words.end}\n`);
    if (open && canRedraw(stdout, env)) openBrowser(address, env);
    await aborted(signal);
  } finally {
    await server.close();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
