/** @module Opens an address in the person's own browser. */
import { spawn } from "node:child_process";
import type { Environment } from "../../figures/terminal/output.ts";

/** Opens it, or does not: whoever sees no browser has the address before them. */
export function openBrowser(url: string, env: Environment): void {
  const [program, ...words] = openerOf(process.platform);
  try {
    spawn(program, [...words, url], {
      env: { ...env },
      stdio: "ignore",
      detached: true, // Ctrl-C is for the server, not for the browser
      windowsHide: true,
      windowsVerbatimArguments: true,
    })
      .on("error", () => undefined)
      .unref();
  } catch {
    // some failures are thrown, not told: a process that may not start others
  }
}

/** The program that opens addresses, with its first words. */
export function openerOf(platform: NodeJS.Platform): readonly [program: string, ...words: string[]] {
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["cmd", "/c", "start", '""']; // what is quoted first would be a title
  return ["xdg-open"];
}
