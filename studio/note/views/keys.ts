/** @module The keys: space plays and pauses, → steps. */
import { stepOnce, togglePlaying } from "../state/labSession.ts";

const actions: Readonly<Record<string, () => void>> = {
  " ": togglePlaying,
  ArrowRight: stepOnce,
};

/** Listens in the whole page, but leaves keys to whatever uses them itself. */
export function listenForKeys(): void {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const action = actions[event.key];
    if (action === undefined || isUsed(event)) return;
    event.preventDefault();
    action();
  });
}

function isUsed({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("input, select, textarea, [role=tablist], .program, .scroll")) return true;
  return key === " " && target.closest("button, summary, a") !== null;
}
