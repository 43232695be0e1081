/** @module Names of months and weekdays in the languages that files are written in, both ways. */

const locales = ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "pl", "tr", "ru"] as const;
const widths = ["long", "short"] as const;

/** Abbreviations that files have but Unicode's tables do not. */
const others: Readonly<Record<string, number>> = { sept: 9, mrz: 3, maerz: 3, mar: 3, jan: 1 };

/** The names of twelve months, as a locale writes them: alone, or (`inDate`) with a day. */
function namesIn(locale: string, width: "long" | "short", inDate: boolean): string[] {
  const options: Intl.DateTimeFormatOptions = inDate ? { month: width, day: "numeric" } : { month: width };
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  return Array.from({ length: 12 }, (_, month) => {
    const parts = format.formatToParts(Date.UTC(2020, month, 1));
    return parts.find(({ type }) => type === "month")?.value ?? "";
  });
}

interface NameList {
  readonly names: readonly string[];
  readonly keys: readonly string[];
}

let lists: readonly NameList[] | null = null;

function allLists(): readonly NameList[] {
  lists ??= locales.flatMap((locale) =>
    widths.flatMap((width) =>
      [false, true].map((inDate) => {
        const names = namesIn(locale, width, inDate);
        return { names, keys: names.map(keyOf) };
      }),
    ),
  );
  return lists;
}

/** A name without case, accents and dots. */
function keyOf(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\p{M}.]/gu, "");
}

let months: ReadonlyMap<string, number> | null = null;

/** 1 to 12; undefined for a text that is not the name of a month. */
export function monthNamed(name: string): number | undefined {
  if (months === null) {
    const found = new Map(Object.entries(others));
    for (const { keys } of allLists())
      for (const [i, key] of keys.entries()) if (key.length > 1 && !found.has(key)) found.set(key, i + 1);
    months = found;
  }
  return months.get(keyOf(name));
}

/** All twelve names in the language, width and case of those that were seen, by month from 1. */
export function monthNamesLike(seen: ReadonlyMap<number, string>): readonly string[] {
  const spelt = [...seen];
  const agreement = ({ keys }: NameList): number =>
    spelt.filter(([month, name]) => keys[month - 1] === keyOf(name)).length;
  const best = allLists().reduce((a, b) => (agreement(b) > agreement(a) ? b : a));
  return best.names.map((name, i) => seen.get(i + 1) ?? inStyle(name, spelt[0]?.[1] ?? ""));
}

/** A name with the case of an example, and a dot only where that has one. */
function inStyle(name: string, like: string): string {
  const plain = like.endsWith(".") ? name : name.replace(/\.$/, "");
  if (like.length > 1 && like === like.toUpperCase()) return plain.toUpperCase();
  if (like === like.toLowerCase()) return plain.toLowerCase();
  return plain.slice(0, 1).toUpperCase() + plain.slice(1);
}

/** Seven names of weekdays, Monday first, like those that were seen, by day from 0. */
export function weekdayNamesLike(seen: ReadonlyMap<number, string>): readonly string[] {
  const [[day, name] = [0, "Mon"]] = seen;
  const written = locales.flatMap((locale) =>
    widths.map((width) => {
      const format = new Intl.DateTimeFormat(locale, { weekday: width, timeZone: "UTC" });
      return Array.from({ length: 7 }, (_, i) => format.format(Date.UTC(2020, 5, 1 + i))); // a Monday
    }),
  );
  const best = written.find((names) => keyOf(names[day]) === keyOf(name)) ?? written[1];
  return best.map((one, i) => seen.get(i) ?? inStyle(one, name));
}
