/** @module The scissors at the segment's left edge: detach, on and off. */
import { lang } from "../../../shared/preferences.ts";
import type { NetworkPicture } from "../../lab/networkPicture.ts";
import { setField } from "../../state/labSession.ts";
import { words } from "../../words/words.ts";
import { carries } from "./edges.tsx";
import { edge, rows } from "./geometry.ts";

/** A button where the gradient is cut; nothing where no state is carried. */
export function DetachButton({ picture }: { readonly picture: NetworkPicture }) {
  const { settings } = picture;
  if (!carries(settings)) return null;
  const text = words[lang.value].network;
  return (
    <button
      type="button"
      class="network-detach"
      data-action="detach"
      aria-pressed={settings.detach}
      aria-label={text.detach(settings.detach)}
      title={text.detach(settings.detach)}
      style={{ left: `${edge.cut - 15}px`, top: `${rows.column.top - 46}px` }}
      onClick={(event) => {
        event.stopPropagation();
        setField("detach", settings.detach ? "no" : "yes");
      }}
    >
      <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
        <g fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round">
          <circle cx="6" cy="18" r="3" />
          <circle cx="18" cy="18" r="3" />
          {settings.detach ? <path d="M8 15.5 15 4M16 15.5 9 4" /> : <path d="M8 15.5 20 7M16 15.5 4 7" />}
        </g>
      </svg>
    </button>
  );
}
