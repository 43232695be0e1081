/** @module Parts of the page that are loaded when they are shown first. */
import { type ComponentType, h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { reported } from "../../shared/failure.tsx";
import { lang } from "../../shared/preferences.ts";
import { words } from "../words/words.ts";

/** A component that loads its own code, and says so meanwhile. */
export function lazy(load: () => Promise<ComponentType>): ComponentType {
  let loaded: ComponentType | null = null;
  return function Lazy() {
    const [, setLoaded] = useState(loaded !== null);
    useEffect(() => {
      if (loaded !== null) return;
      void reported(load()).then((found) => {
        loaded = found;
        setLoaded(true);
      });
    }, []);
    return loaded === null ? <p class="waiting">{words[lang.value].loading}</p> : h(loaded, null);
  };
}
