/** @module `unrolled studio`: serves the studio's pages on the loopback address. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Command, InvalidArgumentError, Option } from "commander";
import { canRedraw, type Environment } from "../../figures/terminal/output.ts";
import { type Lang, langs, type Translated, type WordsOf } from "../../text/lang.ts";
import { langOf, type Process, packageRoot } from "../process.ts";
import { runsHandler } from "./studioRuns.ts";
import { startStudioServer } from "./studioServer.ts";

const en = {
  ready: (url: string) => `Unrolled studio: ${url}`,
  end: "Press Ctrl-C to stop",
  taken: (wanted: number, found: number) => `port ${wanted} is in use: using ${found}`,
};

const zh: WordsOf<typeof en> = {
  ready: (url) => `Unrolled studio: ${url}`, // in some terminals, a wide colon would become a part of the link
  end: "按 Ctrl-C 结束",
  taken: (wanted, found) => `端口 ${wanted} 已被占用：改用 ${found}`,
};

const words: Translated<WordsOf<typeof en>> = { en, zh };

const builtPage = new URL("dist/studio/", packageRoot);

interface StudioOptions {
  readonly port: number;
  readonly open: boolean;
  readonly lang: Lang;
  readonly folder: string;
  readonly runs: string;
}

export function addStudioCommand(program: Command, process: Process): void {
  program
    .command("studio")
    .description("open the studio in the browser: experiments with recurrent networks, your data, your runs")
    .option("--port <n>", "port to listen on, or the next free one; 0 for any", readPort, 4173)
    .option("--no-open", "print the address without opening a browser")
    .addOption(new Option("--lang <lang>", "language").choices(langs).default(langOf(process.env)))
    .option("--runs <folder>", "folder of runs to show", "runs")
    .addOption(
      new Option("--folder <folder>", "folder of the built page")
        .default(fileURLToPath(builtPage))
        .hideHelp(),
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

/** Serves the page until Ctrl-C, which is its normal end. */
async function runStudio(
  { port, open, lang, folder, runs }: StudioOptions,
  hash: string,
  { stdout, stderr, env }: Process,
  signal: AbortSignal,
): Promise<void> {
  const text = words[lang];
  const server = await startStudioServer({ folder, port, handlers: [runsHandler(runs)] });
  try {
    const address = `${server.url}${hash}`;
    if (port !== 0 && server.port !== port) stderr.write(`${text.taken(port, server.port)}\n`);
    stdout.write(`${text.ready(address)}\n${text.end}\n`);
    if (open && canRedraw(stdout, env)) openBrowser(address, env);
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    await server.close();
  }
}

/** Opens an address in the default browser. A failure is ignored: the address is printed anyway. */
function openBrowser(url: string, env: Environment): void {
  const [program, ...words] = openerOf(process.platform);
  try {
    spawn(program, [...words, url], {
      env: { ...env },
      stdio: "ignore",
      detached: true, // Ctrl-C ends the server, not the browser
      windowsHide: true,
      windowsVerbatimArguments: true,
    })
      .on("error", () => undefined)
      .unref();
  } catch {
    // thrown, for example, if the process may not start others
  }
}

export function openerOf(platform: NodeJS.Platform): readonly [program: string, ...words: string[]] {
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["cmd", "/c", "start", '""']; // the first quoted argument is a title
  return ["xdg-open"];
}
