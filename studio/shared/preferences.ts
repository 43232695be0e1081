/** @module How a person likes the page: language, light or dark, motion. */
import { effect, signal } from "@preact/signals";
import type { Theme } from "../../src/figures/index.ts";
import { type Lang, langs, tagOf } from "../../src/text/lang.ts";

const words = new URLSearchParams(`${location.search.slice(1)}&${location.hash.slice(1)}`);

/** The language: of the address, else chosen before, else the browser's. */
export const lang = signal<Lang>(
  oneOf(langs, words.get("lang")) ??
    oneOf(langs, remembered("lang")) ??
    (navigator.language.startsWith("zh") ? "zh" : "en"),
);

/** Light or dark: of the address, else chosen before, else as the system has it. */
export const theme = signal<Theme>(
  oneOf(["light", "dark"] as const, words.get("theme")) ??
    oneOf(["light", "dark"] as const, remembered("theme")) ??
    (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"),
);

/** Language and theme for the address of another page, `#lang=zh`, where this one's address has them; else nothing. */
export function looksAsked(): string {
  const looks = { lang: lang.value, theme: theme.value };
  const kept = Object.entries(looks).filter(([name]) => words.has(name));
  return kept.length === 0 ? "" : `#${kept.map((pair) => pair.join("=")).join("&")}`;
}

/** Whether the page stands in a frame of another page, which shows the stage alone: `?embed`. */
export const isEmbedded = words.has("embed");

/** Whether the page should move as little as it can. */
export const calm = signal(matchMedia("(prefers-reduced-motion: reduce)").matches);

/** Keeps the document in step with the choices. */
export function applyPreferences(): void {
  matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", ({ matches }) => {
    calm.value = matches;
  });
  effect(() => {
    document.documentElement.lang = tagOf[lang.value];
    document.documentElement.dataset.theme = theme.value;
  });
}

/** Chooses a language, for the next visit too. */
export function chooseLang(chosen: Lang): void {
  lang.value = chosen;
  remember("lang", chosen);
}

/** Chooses light or dark, for the next visit too. */
export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  remember("theme", chosen);
}

function oneOf<Option extends string>(options: readonly Option[], text: string | null): Option | undefined {
  return options.find((option) => option === text);
}

// Storage may be forbidden; then a choice lasts as long as the page.
function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`unrolled-studio-${name}`);
  } catch {
    return null;
  }
}

function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`unrolled-studio-${name}`, value);
  } catch {
    // as above
  }
}
