/** @module Numbers, times and paths as the page writes them. */
import { formatValue } from "../../../src/figures/ticks.ts";
import { type Lang, tagOf } from "../../../src/text/lang.ts";

/** A number that may be none. */
export function shown(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : formatValue(value);
}

/** A share as a whole percentage, without its sign. */
export function percentOf(share: number): string {
  return String(Number((100 * share).toPrecision(2)));
}

/** The name of a file: its path is told from the run's folder, where nobody is. */
export function fileNameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** Seconds as 0:41 or 1:02:03. */
export function durationOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** A time as people of a language write it. */
export function timeOf(iso: string, lang: Lang): string {
  return new Intl.DateTimeFormat(tagOf[lang], { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(iso),
  );
}

const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** How long ago that was: 3 minutes ago. */
export function agoOf(iso: string, now: number, lang: Lang): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  const [unit, size] = units.find(([, each]) => seconds >= each) ?? ["second", 1];
  const format = new Intl.RelativeTimeFormat(tagOf[lang], { numeric: "auto", style: "short" });
  return format.format(-Math.floor(seconds / size), unit);
}
