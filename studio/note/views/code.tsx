/** @module The program of the selected run, and files to take away or bring along. */
import { useSignal } from "@preact/signals";
import { programCode } from "../../../src/note/code/programCode.ts";
import { lang } from "../../shared/preferences.ts";
import { failure, selected, settings, weights } from "../state/session.ts";
import { runName, words } from "../words/words.ts";
import { Files } from "./files.tsx";

const languages = { pytorch: "PyTorch", typescript: "TypeScript" } as const;

type Language = keyof typeof languages;

/** The program as PyTorch and as TypeScript, to copy. */
export function Code() {
  const text = words[lang.value].code;
  const language = useSignal<Language>("pytorch");
  const copied = useSignal(false);
  const program = programCode(settings.value, language.value, lang.value);
  const copy = async (): Promise<void> => {
    // A page that is neither secure nor local has no clipboard.
    const isCopied = await navigator.clipboard?.writeText(program).then(
      () => true,
      () => false,
    );
    if (!isCopied) {
      failure.value = text.notCopied;
      return;
    }
    copied.value = true;
    setTimeout(() => {
      copied.value = false;
    }, 2000);
  };
  return (
    <>
      <p class="hint">
        {runName(selected.value, settings.value)}: {text.intro}
        {weights.value[selected.value] && ` ${text.ownWeights}`}
      </p>
      <div class="code-bar">
        {(Object.keys(languages) as Language[]).map((name) => (
          <button
            key={name}
            type="button"
            data-language={name}
            aria-pressed={name === language.value}
            onClick={() => {
              language.value = name;
            }}
          >
            {languages[name]}
          </button>
        ))}
        <button type="button" data-action="copy" onClick={() => void copy()}>
          {copied.value ? text.copied : text.copy}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="program" tabIndex={0} aria-label={languages[language.value]} lang="en">
        <pre>
          <code>{program}</code>
        </pre>
      </section>
      <Files />
    </>
  );
}
