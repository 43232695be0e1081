/** @module The settings and data of a job from a queue, checked like any input: sizes fit each other, names are known. */
import type { Panel, PanelColumn, StaticColumn } from "../../../data/panel/panel.ts";
import type { Series, SeriesColumn } from "../../../data/series/series.ts";
import { readStep, readTimeStyle } from "../../../forecast/forecasterFile.ts";
import type { PruningLimits } from "../../../jobs/study/pruners.ts";
import type { Choice, Params } from "../../../jobs/study/space.ts";
import { Fields } from "../../../train/json.ts";
import { checkOptions, panelOptionsOf } from "../../forecast/givenOptions.ts";
import { readProgramOptions } from "../../note/noteTrial.ts";
import type { JobKinds, KindName } from "../run/kinds.ts";
import type { TrialData } from "../runTrial.ts";

type Readers = {
  readonly [K in KindName]: {
    readonly settings: (fields: Fields) => JobKinds[K]["settings"];
    readonly data: (fields: Fields) => JobKinds[K]["data"];
  };
};

const MOST_WINDOWS = 1000;

/** Each throws FormatError that names the field. */
export const readInput: Readers = {
  trial: {
    settings: (fields) => ({ params: paramsOf(fields.object("params")), limits: limitsOf(fields) }),
    data: trialDataOf,
  },
  "panel-series": {
    settings: (fields) => ({
      windows: fields.whole("windows", MOST_WINDOWS),
      isLater: isTrue(fields, "isLater"),
      isForecast: isTrue(fields, "isForecast"),
    }),
    data: (fields) => ({
      model: bytes(fields, "model"),
      panel: panelOf(fields.object("panel")),
      whole: fields.raw("whole") === null ? null : panelOf(fields.object("whole")),
    }),
  },
  "panel-training": {
    settings: (fields) => ({
      options: panelOptionsOf(checkOptions(fields.object("options").all(), fields.pathOf("options"))),
    }),
    data: (fields) => ({ panel: panelOf(fields.object("panel")) }),
  },
  "backtest-window": {
    settings: (fields) => ({ rows: fields.whole("rows") }),
    data: (fields) => ({ model: bytes(fields, "model"), series: seriesOf(fields.object("series")) }),
  },
};

function trialDataOf(fields: Fields): TrialData {
  const kind = fields.oneOf("kind", ["series", "panel", "note"]);
  if (kind === "note") return { kind, options: readProgramOptions(fields.object("options")) };
  const given = checkOptions(fields.object("given").all(), fields.pathOf("given"));
  if (kind === "panel") return { kind, panel: panelOf(fields.object("panel")), given };
  return { kind, series: seriesOf(fields.object("series")), given, longest: fields.whole("longest") };
}

function paramsOf(fields: Fields): Params {
  const entries = Object.entries(fields.all()).map(([name, value]): [string, Choice] => {
    const isChoice = value === null || ["string", "number", "boolean"].includes(typeof value);
    return isChoice ? [name, value as Choice] : fields.refuse(name, "a plain value");
  });
  return Object.fromEntries(entries);
}

function limitsOf(parent: Fields): PruningLimits | null {
  if (parent.raw("limits") === null) return null;
  const fields = parent.object("limits");
  const pruner = fields.oneOf("pruner", ["median", "halving"]);
  if (pruner === "halving") {
    const rungs = fields
      .list("rungs")
      .map((one) =>
        one === null || typeof one === "number" ? one : fields.refuse("rungs", "numbers or null"),
      );
    return { pruner, first: Math.max(1, fields.whole("first")), rungs };
  }
  const steps = fields.list("steps").map((one): readonly [number, number] => {
    const [step, limit]: readonly unknown[] = Array.isArray(one) ? one : [];
    return typeof step === "number" && typeof limit === "number"
      ? [step, limit]
      : fields.refuse("steps", "pairs of numbers");
  });
  return { pruner, steps };
}

function seriesOf(fields: Fields): Series {
  const length = fields.whole("length");
  const columns = fields.list("columns").map((value, i): SeriesColumn => {
    const one = new Fields(value, fields.pathOf(`columns.${i}`));
    return {
      name: one.text("name"),
      role: one.oneOf("role", ["target", "covariate", "future"]),
      values: float64(one, "values", length),
      ...(one.raw("filled") !== undefined && { filled: marks(one, length) }),
    };
  });
  return {
    columns,
    length,
    name: fields.text("name"),
    timeName: textOrNull(fields, "timeName"),
    time: fields.raw("time") === null ? null : float64(fields, "time", length),
    timeKind: fields.oneOf("timeKind", ["date", "number", null]),
    step: readStep(fields),
    ...readTimeStyle(fields),
  };
}

function panelOf(fields: Fields): Panel {
  const ids = texts(fields, "ids");
  const S = ids.length;
  const offsets = offsetsOf(fields, "offsets", S);
  const N = offsets[S] ?? 0;
  const aheadOffsets = fields.raw("aheadOffsets") === undefined ? null : offsetsOf(fields, "aheadOffsets", S);
  const columns = fields.list("columns").map((value, i): PanelColumn => {
    const one = new Fields(value, fields.pathOf(`columns.${i}`));
    const ahead = one.raw("ahead") === undefined ? null : float32(one, "ahead", aheadOffsets?.[S] ?? 0);
    return {
      name: one.text("name"),
      role: one.oneOf("role", ["covariate", "future"]),
      values: float32(one, "values", N),
      ...(ahead && { ahead }),
    };
  });
  return {
    ...{ ids, offsets, columns },
    name: fields.text("name"),
    idNames: texts(fields, "idNames"),
    timeName: textOrNull(fields, "timeName"),
    targetName: fields.text("targetName"),
    values: float64(fields, "values", N),
    ...(fields.raw("filled") !== undefined && { filled: marks(fields, N) }),
    starts: fields.raw("starts") === null ? null : float64(fields, "starts", S),
    timeKind: fields.oneOf("timeKind", ["date", "number", null]),
    ...readTimeStyle(fields),
    step: readStep(fields),
    ...(aheadOffsets && { aheadOffsets }),
    statics: fields
      .list("statics")
      .map((value, i) => staticOf(new Fields(value, fields.pathOf(`statics.${i}`)), S)),
  };
}

function staticOf(fields: Fields, S: number): StaticColumn {
  const name = fields.text("name");
  if (fields.oneOf("kind", ["category", "number"]) === "number")
    return { name, kind: "number", values: float64(fields, "values", S) };
  const levels = texts(fields, "levels");
  const codes = fields.raw("codes");
  if (
    !(codes instanceof Int32Array) ||
    codes.length !== S ||
    codes.some((code) => code < -1 || code >= levels.length)
  )
    return fields.refuse("codes", "numbers of levels");
  return { name, kind: "category", levels, codes };
}

/** Places that rise from 0, one for each series and the end. */
function offsetsOf(fields: Fields, name: string, S: number): Float64Array {
  const offsets = float64(fields, name, S + 1);
  const isRising = offsets.every(
    (at, i) => Number.isSafeInteger(at) && (i === 0 ? at === 0 : at >= (offsets[i - 1] ?? 0)),
  );
  return isRising ? offsets : fields.refuse(name, "places that rise from 0");
}

function float64(fields: Fields, name: string, length: number): Float64Array {
  const value = fields.raw(name);
  return value instanceof Float64Array && value.length === length
    ? value
    : fields.refuse(name, `${length} numbers`);
}

function float32(fields: Fields, name: string, length: number): Float32Array {
  const value = fields.raw(name);
  return value instanceof Float32Array && value.length === length
    ? value
    : fields.refuse(name, `${length} numbers`);
}

function marks(fields: Fields, length: number): Uint8Array {
  const value = bytes(fields, "filled");
  return value.length === length ? value : fields.refuse("filled", `${length} marks`);
}

function bytes(fields: Fields, name: string): Uint8Array {
  const value = fields.raw(name);
  return value instanceof Uint8Array ? value : fields.refuse(name, "bytes");
}

function texts(fields: Fields, name: string): string[] {
  return fields.list(name).map((value) => (typeof value === "string" ? value : fields.refuse(name, "texts")));
}

function textOrNull(fields: Fields, name: string): string | null {
  return fields.raw(name) === null ? null : fields.text(name);
}

function isTrue(fields: Fields, name: string): boolean {
  const value = fields.raw(name);
  return typeof value === "boolean" ? value : fields.refuse(name, "true or false");
}
