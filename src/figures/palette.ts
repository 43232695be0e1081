/** @module The palette of all figures: semantic colour names, for light and dark pages and for terminals. */

/** Dark on a light background, or light on a dark one. */
export type Theme = "light" | "dark";

/** The number of colours that a terminal supports. */
export type ColorDepth = "none" | "16" | "256" | "truecolor";

interface Tone {
  readonly light: string;
  readonly dark: string;
  /** Readable on dark and light terminals, since a program cannot find out which one it writes to. */
  readonly terminal: string;
  /** The foreground code of the 16-colour set. */
  readonly ansi: number;
}

/** What a mark represents. The palette maps it to a colour. */
export type Color =
  | "target"
  | "prediction"
  | "input"
  | "rnn"
  | "lstm"
  | "gru"
  | "second"
  | "third"
  | "loss"
  | "validation"
  | "gradient"
  | "baseline"
  | "drift"
  | "mean"
  | "seasonal"
  | "inputWeight"
  | "hiddenWeight"
  | "outputWeight";

const hues = {
  target: "red",
  prediction: "blue",
  input: "gray",
  rnn: "orange",
  lstm: "purple",
  gru: "green",
  second: "spare",
  third: "pink",
  loss: "blue",
  validation: "orange",
  gradient: "purple",
  baseline: "gray",
  drift: "purple",
  mean: "orange",
  seasonal: "green",
  inputWeight: "green",
  hiddenWeight: "orange",
  outputWeight: "purple",
} as const satisfies Record<Color, string>;

/** How the lines of the note are broken, in every figure: what is to be learnt is dotted, the answer to it is not. */
export const lineDashes: Readonly<
  Record<"target" | "prediction" | "rnn" | "lstm" | "gru", "solid" | "dashed" | "dotted">
> = {
  target: "dotted",
  prediction: "solid",
  rnn: "solid",
  lstm: "dashed",
  gru: "dotted",
};

// Hues after Okabe and Ito (2008), darkened to a contrast of at least 4.5 on the background of
// each theme. Colours that share a panel also differ in dash.
const tones: Readonly<Record<(typeof hues)[Color], Tone>> = {
  red: { light: "#c8102e", dark: "#ff6b6b", terminal: "#ec4e4e", ansi: 31 },
  blue: { light: "#1257a8", dark: "#6cb6ff", terminal: "#4090e8", ansi: 94 },
  purple: { light: "#8e3a9d", dark: "#d68fe3", terminal: "#c060d8", ansi: 35 },
  orange: { light: "#c25400", dark: "#ffa657", terminal: "#e0802a", ansi: 33 },
  green: { light: "#00805a", dark: "#2dd4a0", terminal: "#10a878", ansi: 32 },
  // Neither of the others, for any eye; which is another hue on each paper.
  spare: { light: "#10105a", dark: "#e5e54d", terminal: "#a0a020", ansi: 36 },
  pink: { light: "#8c1253", dark: "#ffb3d9", terminal: "#e0609c", ansi: 95 },
  gray: { light: "#57606a", dark: "#a3adb8", terminal: "#8a949e", ansi: 37 },
};

/** Blues from the best to the worst of many, the dark ones in the places of the light ones. */
export const grades: Readonly<Record<Theme, readonly string[]>> = {
  light: ["#1257a8", "#3f74b6", "#7196c8", "#a3bad9", "#cbd6e6"],
  dark: ["#6cb6ff", "#5490c6", "#43709a", "#365473", "#2d3f54"],
};

export const colorNames: readonly Color[] = Object.keys(hues) as Color[];

/** Background, text, axis and grid colours of a theme. */
export interface Surface {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly axis: string;
  readonly grid: string;
}

const surfaces: Readonly<Record<Theme, Surface>> = {
  light: { paper: "#ffffff", ink: "#1c2128", muted: "#57606a", axis: "#8c959f", grid: "#e4e8ec" },
  dark: { paper: "#14181f", ink: "#e6edf3", muted: "#a3adb8", axis: "#6e7781", grid: "#2a313a" },
};

export function hexOf(color: Color, theme: Theme): string {
  return tones[hues[color]][theme];
}

export function surfaceOf(theme: Theme): Surface {
  return surfaces[theme];
}

/** The select-graphic-rendition (SGR) parameters for text in this colour; "" without colour. */
export function ansiOf(color: Color, depth: ColorDepth): string {
  const { ansi, terminal } = tones[hues[color]];
  return depth === "16" ? String(ansi) : ansiOfHex(terminal, depth, "foreground");
}

/** The same for any colour, as foreground or background; "" on terminals with 16 colours. */
export function ansiOfHex(hex: string, depth: ColorDepth, ground: "foreground" | "background"): string {
  const code = ground === "foreground" ? 38 : 48;
  const [r, g, b] = channels(hex);
  if (depth === "truecolor") return `${code};2;${r};${g};${b}`;
  if (depth !== "256") return "";
  // The colour cube's levels are 0, 95, 135, 175, 215, 255.
  const step = (value: number) => (value < 48 ? 0 : value < 115 ? 1 : Math.floor((value - 35) / 40));
  return `${code};5;${16 + 36 * step(r) + 6 * step(g) + step(b)}`;
}

const ends = {
  light: { negative: "#1257a8", zero: "#f4f5f6", positive: "#c8102e" },
  dark: { negative: "#6cb6ff", zero: "#20262e", positive: "#ff6b6b" },
} as const;

/** The colour of a value in [−1, 1] on the diverging scale: blue below zero, red above it. */
export function divergingHex(value: number, theme: Theme): string {
  const { zero, negative, positive } = ends[theme];
  const t = Math.min(1, Math.abs(value));
  const from = channels(zero);
  const to = channels(value < 0 ? negative : positive);
  const mixed = from.map((channel, i) => Math.round(channel + (to[i] - channel) * t));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

function channels(hex: string): readonly [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
