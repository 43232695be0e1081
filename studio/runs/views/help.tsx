/** @module What to do where there is nothing to see. */
import type { HelpWords } from "../words/shape.ts";

/** A heading, some sentences, and the command to type. */
export function Help({ title, text, command }: HelpWords) {
  return (
    <section class="card help" data-help>
      <h2>{title}</h2>
      <p>{text}</p>
      <pre>
        <code>{command}</code>
      </pre>
    </section>
  );
}
