/** @module The way from one page of the studio to another. */
import { askedLooks, lang } from "../state/preferences.ts";
import { pageWords } from "../words/pages.ts";

const addresses = { note: "./index.html", data: "./data.html", runs: "./runs.html" } as const;

/** A page of the studio. */
type PageName = keyof typeof addresses;

/** Links to all pages; the one that is open says so. */
export function Pages({ current }: { readonly current: PageName }) {
  const text = pageWords[lang.value];
  const looks = new URLSearchParams(askedLooks().map(([name, value]) => [name, value])).toString();
  return (
    <nav class="pages" aria-label={text.label}>
      {(Object.keys(addresses) as PageName[]).map((name) => (
        <a
          key={name}
          href={addresses[name] + (looks && `#${looks}`)}
          aria-current={name === current ? "page" : undefined}
        >
          {text[name]}
        </a>
      ))}
    </nav>
  );
}
