/** @module A trained global model as a method that forecasts any rows of any panel with the same columns. */
import { append } from "../../lists.ts";
import { noGrad } from "../../tensor/tape.ts";
import { blendBaseline, blended, type PanelBlend } from "./panelBlend.ts";
import type { PanelMethod, SeriesForecast, SeriesRows } from "./panelMethod.ts";
import type { PanelNetwork } from "./panelNetwork.ts";
import type { PanelPlan } from "./panelPlan.ts";
import { PanelReader } from "./panelReader.ts";
import { fanOut } from "./quantileFan.ts";
import { type RidgeChoice, seriesRidge } from "./seriesRidge.ts";

/** All that a forecast needs. */
export interface PanelTrained {
  readonly plan: PanelPlan;
  /** The season of the naive forecast that the network starts from. */
  readonly base: number;
  readonly blend: PanelBlend;
  /** Null with a model for each series. */
  readonly network: PanelNetwork | null;
  /** The settings of the models of each series; null without. */
  readonly ridge: RidgeChoice | null;
}

/** The network, or the models of each series; null of a forecast that is a baseline's alone. */
function ownMethod({ plan, base, network, ridge }: PanelTrained): PanelMethod | null {
  if (network !== null) return networkMethod({ plan, base, network });
  return ridge && seriesRidge(plan, ridge);
}

interface Networked extends Pick<PanelTrained, "plan" | "base"> {
  readonly network: PanelNetwork;
}

/** Windows in one call of the network. */
const CHUNK = 512;

/** The network alone. */
export function networkMethod({ plan, base, network }: Networked): PanelMethod {
  return {
    name: plan.model,
    forecast: (panel, rows) => {
      const reader = new PanelReader(panel, plan, base);
      const wasTraining = network.training;
      network.eval();
      const forecasts: SeriesForecast[] = [];
      for (let i = 0; i < rows.length; i += CHUNK)
        append(forecasts, chunk({ plan, network }, reader, rows.slice(i, i + CHUNK)));
      network.train(wasTraining);
      return forecasts;
    },
  };
}

/** The model with the share of the baseline that the validation windows have decided. */
export function trainedMethod(trained: PanelTrained): PanelMethod {
  const { plan, blend } = trained;
  const own = ownMethod(trained);
  const other = blendBaseline(plan, blend);
  return {
    name: own?.name ?? blend.baseline,
    forecast: (panel, rows) => {
      const all = blend.weight === 0 || own === null ? null : own.forecast(panel, rows);
      const others = blend.weight === 1 ? all : other.forecast(panel, rows);
      return (others ?? []).map((one, i) => blended(all?.[i] ?? null, one, blend.weight, plan));
    },
  };
}

function chunk(
  { plan, network }: Pick<Networked, "plan" | "network">,
  reader: PanelReader,
  rows: readonly SeriesRows[],
): SeriesForecast[] {
  const batch = reader.read(rows.map(({ series, until }) => ({ series, origin: until })));
  const fan = noGrad(() => network.forward(batch));
  const [H, Q] = [plan.horizon, plan.quantiles.length];
  const q = fanOut(fan, batch.base);
  return rows.map((_, b) => {
    const [level, spread] = [batch.levels[b], batch.spreads[b]];
    const quantiles = Float64Array.from(q.subarray(b * H * Q, (b + 1) * H * Q), (x) => level + spread * x);
    const point = Float64Array.from({ length: H }, (_, h) => quantiles[h * Q + (Q - 1) / 2]);
    return { point, quantiles };
  });
}
