/** @module Large parts of the page that are built over several tasks. */
import { useEffect, useState } from "preact/hooks";

/** How many of a component's parts to build so far: one more with each task, so that none is long. */
export function useStages(parts: number): number {
  const [built, setBuilt] = useState(1);
  useEffect(() => {
    if (built >= parts) return;
    const next = setTimeout(() => setBuilt(built + 1));
    return () => clearTimeout(next);
  }, [built, parts]);
  return built;
}
