/** @module The address says which run is shown, and which are compared: `#run=NAME&compare=NAME&compare=NAME`. */
import { effect } from "@preact/signals";
import { chosen, compared, mostCompared } from "./runs.ts";

/** The part of an address behind `#`, and with it. */
export function addressOf(run: string | null, others: readonly string[]): string {
  const words = new URLSearchParams();
  if (run !== null) words.set("run", run);
  for (const name of others) words.append("compare", name);
  return `#${words}`;
}

/** Takes what the address says, now and whenever it changes, and writes what is ticked into it. */
export function followAddress(): void {
  read();
  addEventListener("hashchange", read);
  let isFirst = true;
  effect(() => {
    const address = addressOf(chosen.value, compared.value);
    // The first address may say more, as a language, and stays as it was written.
    if (!isFirst && location.hash !== address && `${location.hash}#` !== address)
      history.replaceState(null, "", address);
    isFirst = false;
  });
}

function read(): void {
  const words = new URLSearchParams(location.hash.slice(1));
  chosen.value = words.get("run") || null;
  compared.value = [...new Set(words.getAll("compare"))].slice(0, mostCompared);
}
