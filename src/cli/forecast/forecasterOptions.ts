/** @module What was asked for, as the library's options, and options settled as what may be asked for again. */
import { UsageError } from "../../errors.ts";
import { type ForecasterOptions, modelOptionNames } from "../../forecast/options.ts";
import type { Plan } from "../../forecast/plan.ts";
import type { BacktestProtocol } from "../../forecast/scores/backtest.ts";
import type { Asked } from "./asked.ts";
import { pruned } from "./dataFile.ts";
import { namesOf } from "./settings.ts";

const own = [...new Set(Object.values(modelOptionNames).flat())];

/** The options of `Forecaster.train`; whether they are possible is for the library to say. */
export function forecasterOptionsOf(asked: Asked): ForecasterOptions {
  const named = [...namesOf.model, ...namesOf.training];
  const all = Object.fromEntries(named.map((name) => [name, asked[name]]));
  const modelOptions = pruned(Object.fromEntries(own.map((name) => [name, asked[name]])));
  const others = Object.entries(all).filter(([name]) => !own.some((one) => one === name));
  const split = asked.split === undefined ? {} : { split: splitOf(asked.split) };
  const models = Object.keys(modelOptions).length === 0 ? {} : { modelOptions };
  const roles = pruned({ covariates: isAsked(asked.covariates), future: isAsked(asked.future) });
  return { ...pruned(Object.fromEntries(others)), ...split, ...models, ...roles } as ForecasterOptions;
}

/** True lets the library refuse models that do not read such columns; undefined leaves it to it. */
function isAsked(names: Asked["covariates"]): true | undefined {
  return names === undefined ? undefined : true;
}

function splitOf(sizes: Asked["split"]): ForecasterOptions["split"] {
  const [train, validation, test, ...more] = Array.isArray(sizes) ? sizes.map(Number) : [];
  if (train === undefined || more.length > 0)
    throw new UsageError(`--split is ${sizes} but must be up to three sizes: train,validation,test`);
  return pruned({ train, validation, test }) as ForecasterOptions["split"];
}

/** The options of a backtest. */
export function protocolOf(asked: Asked): BacktestProtocol {
  return pruned(Object.fromEntries(namesOf.protocol.map((name) => [name, asked[name]]))) as BacktestProtocol;
}

/** A plan as settings that lead to the same plan: what `--print-config` prints. */
export function settledOf(data: string, asked: Asked, plan: Plan): Readonly<Record<string, unknown>> {
  const { modelOptions, split, columns, ...rest } = plan;
  const rows = [split.train, split.validation, split.test].map(({ from, until }) => until - from);
  const known = [...namesOf.data, ...namesOf.protocol].filter((name) => asked[name] !== undefined);
  return {
    data,
    ...Object.fromEntries(known.map((name) => [name, asked[name]])),
    target: columns.targets,
    ...rest,
    ...modelOptions,
    split: rows,
    ...(columns.calendar.length > 0 ? { calendar: columns.calendar } : {}),
  };
}
