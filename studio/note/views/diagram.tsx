/** @module The drawing of the network, folded and unrolled in time. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { renderUnrolledSvg } from "../../../src/figures/unrolled/unrolledDiagram.ts";
import { lang, theme } from "../../shared/preferences.ts";

/** The network folded and unrolled. It is our own drawing, without scripts or styles. */
export function Diagram() {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (place.current)
      place.current.innerHTML = renderUnrolledSvg({ theme: theme.value, lang: lang.value, width: 800 });
  }, [theme.value, lang.value]);
  return <div class="diagram" ref={place} />;
}
