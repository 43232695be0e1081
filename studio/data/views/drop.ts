/** @module Files that are dropped anywhere on the page. */
import { signal } from "@preact/signals";
import { openFile, openModel } from "../state/actions.ts";

/** Whether a file is held over the page. */
export const isOver = signal(false);

/** Listens in the whole page: who misses a small target would otherwise leave it for the file. */
export function takeDrops(): void {
  addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    isOver.value = true;
  });
  addEventListener("dragleave", ({ relatedTarget }) => {
    if (relatedTarget === null) isOver.value = false;
  });
  addEventListener("drop", (event) => {
    isOver.value = false;
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    take(file);
  });
}

/** A model by its name, anything else as a table. */
export function take(file: File): void {
  if (/\.safetensors$/i.test(file.name)) void openModel(file);
  else void openFile(file, file.name);
}
