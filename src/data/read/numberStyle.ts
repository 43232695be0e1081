/** @module Numbers as spreadsheets and finance pages write them: thousands separators, currencies, per cent, 1.2M, (5). */
import { type Decimal, parseNumber } from "./parseNumber.ts";

/** What may separate thousands; a space may be a narrow or a no-break space, an apostrophe a curly one. */
export const thousandsSigns = [",", ".", " ", "'", "none"] as const;

/** One of `thousandsSigns`. */
export type Thousands = (typeof thousandsSigns)[number];

/** A sign between thousands. */
export type Sign = Exclude<Thousands, "none">;

/** How the numbers of a column are written, besides digits and the decimal sign. What does not occur is absent. */
export interface NumberStyle {
  /** The sign between thousands. */
  readonly thousands?: Sign;
  /** As in the file: `$`, `EUR`. */
  readonly currency?: string;
  /** 12 % is read as 12. */
  readonly percent?: true;
  /** Factors after a number, as in the file: 1.2M is read as 1200000. */
  readonly factors?: readonly string[];
  /** (5) is read as -5. */
  readonly parentheses?: true;
}

interface Written {
  readonly value: number;
  readonly thousands: Sign | null;
  /** Whether its separators can be nothing else: `1,234.5`, `1,234,567`. */
  readonly isSure: boolean;
  readonly currency: string | null;
  readonly factor: string | null;
  readonly isPercent: boolean;
  readonly isInParentheses: boolean;
}

/** Powers of ten. */
const factors: ReadonlyMap<string, number> = new Map([
  ["k", 3],
  ["K", 3],
  ["M", 6],
  ["mn", 6],
  ["Mio", 6],
  ["Mio.", 6],
  ["B", 9],
  ["bn", 9],
  ["Bn", 9],
  ["Mrd", 9],
  ["Mrd.", 9],
  ["T", 12],
  ["万", 4],
  ["亿", 8],
]);

const space = String.raw`[ \u00a0\u202f\u2009]`;
const currency = String.raw`(?:[A-Z]{0,2}\p{Sc}|USD|EUR|GBP|JPY|CNY|RMB|CHF|CAD|AUD|INR|KRW|BRL|MXN|RUB|PLN|SEK|NOK|DKK|元|円|kr\.?|zł|Fr\.)`;
const minus = String.raw`[-+\u2212\u2013]`;
const digits = String.raw`\d(?:[\d.,'\u2019 \u00a0\u202f\u2009]*\d)?[.,]?(?:[eE][-+]?\d+)?|[.,]\d+`;
/** Made on first use: the signs of all currencies take milliseconds. */
let matcher: RegExp | undefined;

const form: string =
  `^(?<a>${minus}?)(?<open>\\(?)(?<b>${minus}?)(?<before>${currency}?)${space}*(?<c>${minus}?)${space}?(?<body>${digits})` +
  `(?:(?<factor>k|K|M|mn|B|bn|Bn|T|万|亿)|${space}(?<word>Mio\\.?|Mrd\\.?|mn|bn))?${space}?(?<percent>[%％]?)${space}?(?<after>${currency}?)(?<close>\\)?)(?<d>-?)$`;

/** A longer text is no number. */
const LONGEST = 48;

/** The parts of a text that may be a number; null for any other. */
function partsOf(text: string): Readonly<Record<string, string | undefined>> | null {
  if (text.length > LONGEST || !/\d/.test(text)) return null;
  matcher ??= new RegExp(form, "u");
  const parts = matcher.exec(text.trim())?.groups ?? null;
  if (parts === null) return null;
  const signs = [parts.a, parts.b, parts.c, parts.d].filter((sign) => sign !== "");
  const isClosed = (parts.open === "") === (parts.close === "");
  const isOnce = signs.length < 2 && (parts.before === "" || parts.after === "");
  const isDoubled = parts.open !== "" && signs.length > 0;
  return isClosed && isOnce && !isDoubled ? parts : null;
}

/** The digits of a text that may be a number, with their separators; null for any other text. */
export function bodyOf(text: string): string | null {
  return partsOf(text)?.body ?? null;
}

/** Whether a text is a number with a thousands separator, a currency or in parentheses: no name of a column is. */
export function isStyledNumber(text: string, decimal: Decimal): boolean {
  const read = parseStyled(text, decimal, undefined);
  return read !== null && (read.thousands !== null || read.currency !== null || read.isInParentheses);
}

const grouped: readonly (readonly [Sign, RegExp, RegExp])[] = [
  [",", /^\d{1,3}(?:,\d{3})+$|^\d{1,2}(?:,\d{2})+,\d{3}$/, /,/g], // 12,34,567, as in India
  [".", /^\d{1,3}(?:\.\d{3})+$/, /\./g],
  [" ", /^\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+$/, /[ \u00a0\u202f\u2009]/g],
  ["'", /^\d{1,3}(?:['\u2019]\d{3})+$/, /['\u2019]/g],
];

function parseStyled(text: string, decimal: Decimal, allowed: Thousands | undefined): Written | null {
  const parts = partsOf(text);
  if (parts === null) return null;
  const { body = "", open, factor = parts.word, percent, before, after } = parts;
  const point = body.lastIndexOf(decimal);
  const whole = point < 0 ? body : body.slice(0, point);
  const group = grouped.find(([, pattern]) => pattern.test(whole));
  if (group !== undefined && (group[0] === decimal || (allowed !== undefined && allowed !== group[0])))
    return null;
  const plain = group === undefined ? body : whole.replace(group[2], "") + body.slice(whole.length);
  const size = parseNumber(factor === undefined ? plain : `${plain}e${factors.get(factor)}`, decimal); // rounded once
  if (!Number.isFinite(size)) return null;
  const isNegative = open !== "" || /[-\u2212\u2013]/.test(`${parts.a}${parts.b}${parts.c}${parts.d}`);
  return {
    value: isNegative ? -size : size,
    thousands: group?.[0] ?? null,
    isSure: point >= 0 || (whole.match(group?.[2] ?? /$^/g)?.length ?? 0) > 1,
    currency: before || after || null,
    factor: factor ?? null,
    isPercent: percent !== "",
    isInParentheses: open !== "",
  };
}

/** How the cells of a column are to be read. */
export interface StyleRules {
  readonly decimal: Decimal;
  readonly thousands: Thousands | undefined;
  readonly isMissing: (text: string) => boolean;
}

/** A column of texts read as numbers: NaN where a cell is missing or none. */
export interface StyledNumbers {
  readonly values: Float64Array;
  readonly style: NumberStyle;
  /** The cells that are neither numbers nor missing. */
  readonly fault: { readonly index: number; readonly count: number };
}

/** Up to this fraction of cells may be written otherwise; they are faults. */
const MOST_OTHERS = 0.05;
const SAMPLE = 200;

/** The numbers of a column if nearly all of its cells are written alike; null otherwise. */
export function readStyled(texts: readonly string[], rules: StyleRules): StyledNumbers | null {
  const { decimal, thousands, isMissing } = rules;
  const step = Math.max(1, Math.floor(texts.length / SAMPLE));
  const sample = texts.filter((text, i) => i % step === 0 && !isMissing(text));
  if (sample.filter((text) => parseStyled(text, decimal, thousands) !== null).length < 0.9 * sample.length)
    return null;
  const forms = new Forms();
  const sizes = { plain: 0, grouped: Number.POSITIVE_INFINITY };
  const values = new Float64Array(texts.length).fill(Number.NaN);
  const formOf = new Uint16Array(texts.length);
  for (const [i, text] of texts.entries()) {
    const plain = parseNumber(text, decimal);
    const one = Number.isNaN(plain) && !isMissing(text) ? parseStyled(text, decimal, thousands) : null;
    values[i] = one?.value ?? plain;
    formOf[i] = one === null ? (Number.isNaN(plain) ? NO_NUMBER : PLAIN) : forms.add(one);
    forms.count(formOf[i]);
    const size = Math.abs(values[i]);
    if (one !== null && one.thousands !== null)
      sizes.grouped = Math.min(sizes.grouped, one.isSure ? 0 : size);
    else if (size > sizes.plain) sizes.plain = size;
  }
  const isOdd = thousands === undefined && sizes.plain < sizes.grouped / 10 && forms.areGroupedRare();
  const style = forms.common(isOdd);
  const fault = { index: -1, count: 0 };
  let present = 0;
  for (const [i, text] of texts.entries()) {
    const isNone = formOf[i] === NO_NUMBER && isMissing(text);
    if (!isNone) present += 1;
    if (isNone || forms.isOf(formOf[i], values[i] === 0, style)) continue;
    values[i] = Number.NaN;
    if (fault.count === 0) fault.index = i;
    fault.count += 1;
  }
  return present === 0 || fault.count > MOST_OTHERS * present ? null : { values, style, fault };
}

const NO_NUMBER = 0;
const PLAIN = 1;

type Form = Pick<Written, "thousands" | "currency" | "isPercent">;

/** The forms that occur among the cells of a column, with their counts. */
class Forms {
  readonly #ids: Map<string, number> = new Map();
  readonly #forms: Form[] = [
    { thousands: null, currency: null, isPercent: false },
    { thousands: null, currency: null, isPercent: false },
  ];
  readonly #counts: number[] = [0, 0];
  readonly #factors: Set<string> = new Set();
  #hasParentheses = false;

  /** The number of the form of a cell. */
  add({ thousands, currency, isPercent, factor, isInParentheses }: Written): number {
    if (factor !== null) this.#factors.add(factor);
    this.#hasParentheses ||= isInParentheses;
    const key = `${thousands}|${currency}|${isPercent}`;
    const id = this.#ids.get(key) ?? this.#forms.length;
    if (id === this.#forms.length) {
      if (id > 1000) return NO_NUMBER;
      this.#ids.set(key, id);
      this.#forms.push({ thousands, currency, isPercent });
      this.#counts.push(0);
    }
    return id;
  }

  count(form: number): void {
    this.#counts[form] += 1;
  }

  /** Whether hardly any cell has a thousands separator. */
  areGroupedRare(): boolean {
    const grouped = this.#countOf((form) => form.thousands !== null);
    return grouped < MOST_OTHERS * this.#countOf(() => true);
  }

  /** The style of most cells; `isOdd` if numbers with separators are too unlike the others to be trusted: 4,787 among 4 to 6. */
  common(isOdd: boolean): NumberStyle {
    const thousands = isOdd ? null : this.#mostFrequent((form) => form.thousands);
    const currency = this.#mostFrequent((form) => form.currency);
    const percents = this.#countOf((form) => form.isPercent);
    const cells = this.#countOf(() => true);
    return {
      ...(thousands !== null && { thousands }),
      ...(currency !== null && { currency }),
      ...(2 * percents > cells && { percent: true }),
      ...(this.#factors.size > 0 && { factors: [...this.#factors] }),
      ...(this.#hasParentheses && { parentheses: true }),
    };
  }

  /** A plain number fits in every column, except that one without per cent must be a zero. */
  isOf(form: number, isZero: boolean, style: NumberStyle): boolean {
    if (form === NO_NUMBER) return false;
    const { thousands, currency, isPercent } = this.#forms[form];
    const fits = (own: string | null, common: string | undefined) => own === null || own === common;
    const isSame = isPercent === (style.percent ?? false) || isZero;
    return fits(thousands, style.thousands) && fits(currency, style.currency) && isSame;
  }

  #countOf(isCounted: (form: Form) => boolean): number {
    return this.#counts.reduce(
      (sum, count, i) => sum + (i !== NO_NUMBER && isCounted(this.#forms[i]) ? count : 0),
      0,
    );
  }

  #mostFrequent<Value extends string>(of: (form: Form) => Value | null): Value | null {
    const values = new Set(this.#forms.map(of).filter((value) => value !== null));
    const counted = [...values].map((value) => [value, this.#countOf((form) => of(form) === value)] as const);
    return counted.sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
  }
}
