/** @module The program of the selected run, downloads, and the loading of weights. */
import { signal, useSignal } from "@preact/signals";
import { programCode } from "../../../src/note/code/programCode.ts";
import { failure } from "../../shared/failure.tsx";
import { FileButton } from "../../shared/fileButton.tsx";
import { lang } from "../../shared/preferences.ts";
import { fileKinds } from "../lab/modelFile.ts";
import { loadModel, saveFigure, saveMetrics, saveModel } from "../state/files.ts";
import { tokensOf } from "../state/highlight.ts";
import { lookedAt, selected, settings, weights } from "../state/labSession.ts";
import { nameOf, taskWords } from "../state/runNames.ts";
import { words } from "../words/words.ts";

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
        {nameOf(selected.value)}: {text.intro}
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
          <code>
            {tokensOf(program, language.value).map(({ kind, text: piece }, i) =>
              kind === "plain" ? (
                piece
              ) : (
                <span key={`${i}`} class={`token-${kind}`}>
                  {piece}
                </span>
              ),
            )}
          </code>
        </pre>
      </section>
      <Files />
    </>
  );
}

const loaded = signal<string | null>(null);

/** Downloads, and the loading of weights. */
function Files() {
  const text = taskWords.value.files;
  return (
    <>
      <h3>{text.download}</h3>
      <div class="file-buttons">
        {fileKinds.map((kind) => (
          <button
            key={kind}
            type="button"
            data-download={kind}
            onClick={() => void tried(() => saveModel(kind))}
          >
            {text.weights} .{kind}
          </button>
        ))}
        {(["svg", "png"] as const).map((kind) => (
          <button
            key={kind}
            type="button"
            data-download={kind}
            onClick={() => void tried(() => saveFigure(kind))}
          >
            {text.figure} .{kind}
          </button>
        ))}
        <button type="button" data-download="csv" onClick={() => void tried(async () => saveMetrics())}>
          {text.metrics} .csv
        </button>
      </div>
      {lookedAt.value !== null && <p class="hint">{text.asOf(lookedAt.value)}</p>}
      <h3>{text.load}</h3>
      <p>{text.loadHint}</p>
      <div class="file-buttons">
        <FileButton
          name="weights"
          accept=".safetensors,.pt,.pth"
          label={text.choose}
          onFile={(file) => void tried(() => bring(file))}
        />
      </div>
      <p class="hint" role="status">
        {loaded.value !== null && weights.value[selected.value] && text.loaded(loaded.value)}
      </p>
    </>
  );
}

async function bring(file: File): Promise<void> {
  loaded.value = null;
  await loadModel(file);
  loaded.value = file.name;
}

async function tried(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    failure.value = error instanceof Error ? error.message : String(error);
  }
}
