/** @module The chosen and the compared runs in the address, or a study: `#run=NAME&compare=NAME&compare=NAME`, `#study=NAME`. */
import { effect } from "@preact/signals";
import { looksAsked } from "../../shared/preferences.ts";
import { chosen, compared, mostCompared } from "./runs.ts";
import { chosenStudy } from "./studies.ts";

/** The fragment of an address, with its `#`. */
export function addressOf(
  run: string | null,
  others: readonly string[],
  study: string | null = null,
): string {
  const words = new URLSearchParams();
  if (run !== null) words.set("run", run);
  if (study !== null) words.set("study", study);
  for (const name of others) words.append("compare", name);
  for (const [name, value] of new URLSearchParams(looksAsked().slice(1))) words.set(name, value);
  return `#${words}`;
}

/** Reads the address now and whenever it changes, and writes the compared runs into it. */
export function followAddress(): void {
  read();
  addEventListener("hashchange", read);
  effect(() => {
    const address = addressOf(chosen.value, compared.value, chosenStudy.value);
    const isEmpty = address === "#" && location.hash === "";
    if (location.hash !== address && !isEmpty) history.replaceState(null, "", address);
  });
}

function read(): void {
  const words = new URLSearchParams(location.hash.slice(1));
  chosen.value = words.get("run") || null;
  chosenStudy.value = words.get("study") || null;
  compared.value = [...new Set(words.getAll("compare"))].slice(0, mostCompared);
}
