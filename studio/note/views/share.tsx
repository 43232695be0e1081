/** @module The experiment to pass on: its address, and a tag that puts the stage into another page. */
import { useSignal } from "@preact/signals";
import { failure } from "../../shared/failure.tsx";
import { lang } from "../../shared/preferences.ts";
import { embedSnippet, studioAddress } from "../state/embed.ts";
import { words } from "../words/words.ts";

/** Folded away until it is wanted. */
export function Share() {
  const text = words[lang.value].embed;
  const isOpen = useSignal(false);
  return (
    <details
      class="share"
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>{text.title}</summary>
      {isOpen.value && (
        <>
          <p class="hint">{text.address}</p>
          <Copied name="address" content={studioAddress()} />
          <p class="hint">{text.frame}</p>
          <Copied name="frame" content={embedSnippet(text.frameTitle)} />
        </>
      )}
    </details>
  );
}

/** A text, and a button that copies it. */
function Copied({ name, content }: { readonly name: "address" | "frame"; readonly content: string }) {
  const text = words[lang.value];
  const isDone = useSignal(false);
  const copy = async (): Promise<void> => {
    // A page that is neither secure nor local has no clipboard.
    const done = await navigator.clipboard?.writeText(content).then(
      () => true,
      () => false,
    );
    if (!done) failure.value = text.embed.notCopied;
    isDone.value = done === true;
  };
  return (
    <div class="snippet">
      <textarea
        readOnly
        rows={3}
        data-share={name}
        aria-label={text.embed.labels[name]}
        value={content}
        lang="en"
      />
      <button type="button" data-copy={name} onClick={() => void copy()}>
        {isDone.value ? text.code.copied : text.code.copy}
      </button>
    </div>
  );
}
