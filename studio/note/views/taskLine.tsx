/** @module One sentence that says what the networks read and must answer, with each curve's name in its colour. */
import { type Color, hexOf } from "../../../src/figures/palette.ts";
import type { TaskName } from "../../../src/note/settings.ts";
import { lang, theme } from "../../shared/preferences.ts";
import { words } from "../words/words.ts";

/** The sentence above the stage. */
export function TaskLine({ task, count }: { readonly task: TaskName; readonly count: number }) {
  const parts = words[lang.value].page.task(task, count).split(/\{(input|target|prediction):([^}]+)\}/);
  // Every third part is a colour, the one after it what stands in that colour.
  return (
    <p class="task">
      {parts.map((part, i) => {
        if (i % 3 === 1) return null;
        if (i % 3 === 0) return part;
        return (
          <b key={part} style={{ color: hexOf(parts[i - 1] as Color, theme.value) }}>
            {part}
          </b>
        );
      })}
    </p>
  );
}
