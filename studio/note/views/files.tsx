/** @module The buttons for files. */
import { signal } from "@preact/signals";
import { lang } from "../../shared/preferences.ts";
import { fileKinds } from "../lab/modelFile.ts";
import { loadModel, saveFigure, saveMetrics, saveModel } from "../state/files.ts";
import { failure, lookedAt, selected, weights } from "../state/labSession.ts";
import { words } from "../words/words.ts";

const loaded = signal<string | null>(null);

/** To take away, and to bring along. */
export function Files() {
  const text = words[lang.value].files;
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
      <label class="file">
        {text.loadHint}
        <input
          type="file"
          name="weights"
          accept=".safetensors,.pt,.pth"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file) void tried(() => bring(file));
            currentTarget.value = "";
          }}
        />
      </label>
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
