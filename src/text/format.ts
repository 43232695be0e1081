/** @module Numbers, percentages, durations, dates, lists and plurals as text: the only place that formats them. */
import { type Amount, amountInEnglish, type Unit } from "../sentence.ts";
import { type Lang, tagOf } from "./lang.ts";

/** Printed where there is no number. */
export const NO_NUMBER = "–";

/** A fixed number of decimals, with an ASCII minus: for files, code and PyTorch's own forms. */
export function fixed(value: number, decimals: number): string {
  return value.toFixed(decimals);
}

/** A fixed number of decimals, with a true minus sign: −0.0312. */
export function formatDecimals(value: number, decimals: number): string {
  return trueMinus(value.toFixed(decimals));
}

/** `digits` significant digits without trailing zeros: 0.0131, 12, 1200. */
export function formatRounded(value: number, digits = 3): string {
  return trueMinus(String(roundTo(value, digits)));
}

/** The nearest number with `digits` significant digits. */
export function roundTo(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** `digits` significant digits, with trailing zeros: 0.00624, 1.20, 1.2e−7, NaN. */
export function formatLoss(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return trueMinus(String(value).replace("Infinity", "∞"));
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size < 1e-4 || size >= 1e5 ? value.toExponential(digits - 1) : toDigits(value, digits);
  return trueMinus(text.replace("e+", "e"));
}

/** An error or a loss with `digits` significant digits; a dash for NaN. */
export function formatError(error: number, digits = 3): string {
  return Number.isNaN(error) ? NO_NUMBER : formatLoss(error, digits);
}

/** At most three significant digits, with powers of ten written out: 0.0131, 2.1×10⁻⁵; a dash for no value. */
export function formatValue(value: number | null | undefined): string {
  if (value === null || value === undefined) return NO_NUMBER;
  if (value === 0 || !Number.isFinite(value)) return trueMinus(String(value));
  const rounded = roundTo(value, 3); // first, or 9.999e-4 would be 10.00×10⁻⁴
  const size = Math.abs(rounded);
  if (size < 1e-3 || size >= 1e6) return formatScientific(rounded, 10 ** (Math.floor(Math.log10(size)) - 2));
  return trueMinus(String(rounded));
}

/** Scientific notation with the decimals that a spacing of `step` needs: 2.10×10⁻⁵. */
export function formatScientific(value: number, step: number): string {
  const exponent = Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  const decimals = Math.max(0, exponent - Math.floor(Math.log10(step) + 1e-9));
  const mantissa = (value / 10 ** exponent).toFixed(Math.min(6, decimals));
  return `${trueMinus(mantissa)}×${formatPower(exponent)}`;
}

/** A whole power of ten: 10⁻³. */
export function formatPower(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]);
  return `10${exponent < 0 ? "⁻" : ""}${digits.join("")}`;
}

/** A count, with its thousands separated: 1,240. */
export function formatWhole(count: number): string {
  return groupThousands(trueMinus(String(count)));
}

/** A count with its English noun: 1 seed, 1,240 seeds. */
export function plural(count: number, one: string, many: string = `${one}s`): string {
  return `${formatWhole(count)} ${count === 1 ? one : many}`;
}

/** A confidence level or another round fraction, in percent: 80%, 97.5%. */
export function formatLevel(fraction: number): string {
  return `${roundTo(100 * fraction, 6)}%`;
}

/** A measured fraction in percent, with one decimal unless said otherwise: 78.2%; a dash for no value. */
export function formatPercent(fraction: number | null, decimals = 1): string {
  return fraction !== null && Number.isFinite(fraction)
    ? `${(100 * fraction).toFixed(decimals)}%`
    : NO_NUMBER;
}

/** A fraction in percent, or as a multiple where it is large: 3.8%, <0.01%, 12×. */
export function formatRatio(ratio: number): string {
  if (Number.isNaN(ratio)) return "NaN";
  if (ratio === Number.POSITIVE_INFINITY) return "∞";
  if (ratio >= 10) return `${toDigits(ratio, 2)}×`;
  if (ratio < 1e-4) return "<0.01%";
  return `${toDigits(100 * ratio, 2)}%`;
}

/**
 * A formatter for the values of a column: to about a thousandth of the column's range. Thousands are separated from
 * 100,000 on; columns of a very small or very wide range are written with exponents.
 */
export function valueFormatter(column: ArrayLike<number>): (value: number) => string {
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(rangeOf(column))));
  return (value) => {
    if (Number.isNaN(value)) return NO_NUMBER;
    if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
    if (decimals > 8 || Math.abs(value) >= 1e15) return formatLoss(value, 4);
    const text = value.toFixed(decimals);
    const signed = Number(text) === 0 ? text.replace("-", "") : trueMinus(text);
    return Math.abs(value) < 1e5 ? signed : groupThousands(signed);
  };
}

/** The range of the finite values; for a constant column, the size of its value. */
function rangeOf(column: ArrayLike<number>): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < column.length; i++) {
    if (!Number.isFinite(column[i])) continue;
    low = Math.min(low, column[i]);
    high = Math.max(high, column[i]);
  }
  if (high > low) return high - low;
  return Number.isFinite(low) && low !== 0 ? Math.abs(low) : 1;
}

/** A shape as Python writes a tuple: (32, 1), (32,). */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/** A size in MB, without the unit: 1.2, 34. */
export function formatMegabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}

/** A size in kB, without the unit: 3.4. */
export function formatKilobytes(bytes: number): string {
  return (bytes / 1e3).toFixed(1);
}

/** Seconds as a clock: 0:41, 1:02:03. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

const units = {
  en: { s: " s", min: " min", h: " h" },
  zh: { s: " 秒", min: " 分", h: " 小时" },
} as const;

/** Seconds in units: 0.9 s, 41 s, 2 min 5 s, 1 h 3 min. */
export function formatDuration(seconds: number, lang: Lang): string {
  const { s, min, h } = units[lang];
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)}${s}`;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}${h} ${minutes}${min}` : `${minutes}${min} ${Math.floor(seconds % 60)}${s}`;
}

const timeUnits: Readonly<Record<Unit, string>> = {
  year: "年",
  month: "个月",
  week: "周",
  day: "天",
  hour: "小时",
  minute: "分钟",
  second: "秒",
  millisecond: "毫秒",
};

/** So many of a unit: 2 weeks; 2 周; a plain number. */
export function formatAmount(amount: Amount, lang: Lang): string {
  const { count, unit } = amount;
  return lang === "zh" && unit !== null ? `${count} ${timeUnits[unit]}` : amountInEnglish(amount);
}

/** A date and time of the reader's zone, from an ISO text. */
export function formatDate(iso: string, lang: Lang): string {
  const format = new Intl.DateTimeFormat(tagOf[lang], { dateStyle: "medium", timeStyle: "short" });
  return format.format(new Date(iso));
}

const spans = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** The time between an ISO text and `now`, in milliseconds: 3 minutes ago. */
export function formatAgo(iso: string, now: number, lang: Lang): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  const [unit, size] = spans.find(([, each]) => seconds >= each) ?? ["second", 1];
  const format = new Intl.RelativeTimeFormat(tagOf[lang], { numeric: "auto", style: "short" });
  return format.format(-Math.floor(seconds / size), unit);
}

/** A list in a sentence: RNN, LSTM and GRU; RNN、LSTM 和 GRU. */
export function formatList(items: readonly string[], lang: Lang, last: "and" | "or" = "and"): string {
  if (items.length < 2) return items.join("");
  const zh = { and: " 和 ", or: " 或 " };
  const [comma, word] = lang === "zh" ? ["、", zh[last]] : [", ", ` ${last} `];
  return `${items.slice(0, -1).join(comma)}${word}${items.at(-1)}`;
}

/** `digits` significant digits, never with an exponent: 0.0062, 12, 3.8, 1234. */
function toDigits(value: number, digits: number): string {
  const power = Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(20, Math.max(0, digits - 1 - power)));
}

function groupThousands(text: string): string {
  const [whole, ...fraction] = text.split(".");
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3) groups.unshift(whole.slice(Math.max(0, end - 3), end));
  return [groups.join(","), ...fraction].join(".");
}

function trueMinus(text: string): string {
  return text.replace(/-/g, "−");
}

const byteUnits = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/** An amount of memory: 512 bytes, 1.5 MiB, 37.3 GiB. */
export function formatBytes(bytes: number): string {
  const power = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const value = bytes / 1024 ** power;
  return `${Number(value.toPrecision(value < 1000 ? 3 : 4))} ${byteUnits[power]}`;
}
