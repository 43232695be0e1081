/** @module Before there is a file: what the page does, and what a file should look like. */
import { lang } from "../../shared/preferences.ts";
import { dataWords } from "../words/words.ts";

const example = `date,sales,temperature,holiday
2024-01-01,120.5,3.1,1
2024-01-02,98,2.7,0
2024-01-03,104,,0
…`;

/** The page's first words. */
export function Empty() {
  const text = dataWords[lang.value].empty;
  return (
    <section class="card empty">
      <h2>{text.title}</h2>
      <p>{text.intro}</p>
      <ul>
        {text.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <figure>
        <figcaption>{text.example}</figcaption>
        <pre>{example}</pre>
      </figure>
      <p class="hint">{text.spreadsheet}</p>
    </section>
  );
}
