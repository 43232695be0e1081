/** @module The file: dropped, chosen or a sample; how far reading has come, and what was found. */
import { signal } from "@preact/signals";
import { FileButton } from "../../shared/fileButton.tsx";
import { lang } from "../../shared/preferences.ts";
import { sampleNames } from "../lab/samples.ts";
import { openFile, openModel, openSample } from "../state/actions.ts";
import { chosen, reading, table } from "../state/session.ts";
import { dataWords } from "../words/words.ts";

/** Whether a file is held over the page. */
const isOver = signal(false);

/** Opens a file. */
export function FileCard() {
  const text = dataWords[lang.value].file;
  const file = chosen.value;
  return (
    <section class={`card drop${isOver.value ? " over" : ""}`} aria-label={text.title}>
      <h2>{text.title}</h2>
      {file === null ? (
        <p>{isOver.value ? text.dropHere : text.drop}</p>
      ) : (
        <p class="file-name" data-file>
          {file.name}
        </p>
      )}
      {reading.value && file && <Reading total={file.content.size} />}
      {table.value && <Facts />}
      <div class="file-buttons">
        <FileButton
          name="file"
          accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json,text/*"
          label={file === null ? text.choose : text.another}
          primary={file === null}
          onFile={take}
        />
      </div>
      <p class="hint">{text.local}</p>
      {file === null ? (
        <>
          <h3>{text.samples}</h3>
          <Samples />
        </>
      ) : (
        <details>
          <summary>{text.samples}</summary>
          <Samples />
        </details>
      )}
    </section>
  );
}

function Samples() {
  const text = dataWords[lang.value].file;
  return (
    <ul class="samples">
      {sampleNames.map((name) => (
        <li key={name}>
          <button type="button" data-sample={name} onClick={() => void openSample(name)}>
            {text.sampleNames[name].label}
          </button>
          <span class="hint">{text.sampleNames[name].hint}</span>
        </li>
      ))}
    </ul>
  );
}

function Reading({ total }: { readonly total: number }) {
  const text = dataWords[lang.value].file;
  const { taken, rows } = reading.value ?? { taken: 0, rows: 0 };
  const told = text.reading(taken, total, rows);
  return (
    <div class="reading">
      <progress max={Math.max(1, total)} value={taken} aria-label={told} />
      <p class="hint">{told}</p>
    </div>
  );
}

function Facts() {
  const text = dataWords[lang.value].file;
  const facts = table.value;
  if (facts === null) return null;
  return (
    <p class="hint" data-facts>
      {text.size(facts)}
      <br />
      {text.format(facts.format)}
    </p>
  );
}

/** Accepts drops anywhere: a file that misses a small target would otherwise replace the page. */
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
function take(file: File): void {
  if (/\.safetensors$/i.test(file.name)) void openModel(file);
  else void openFile(file, file.name);
}
