/**
 * @module Generated panels of many kinds, on which the defaults of `PanelForecaster` are tried: a daily, weekly, monthly, quarterly
 * and hourly one, counts with many zeros, short series, random walks, sales with known prices and kinds of shops.
 */

const DAY = 86_400_000;
const START = Date.UTC(2015, 0, 5); // a Monday

/**
 * A series of a panel: its values, the index of its first step, and covariates known ahead, which are `ahead` values longer.
 * @typedef {{ values: number[], first: number, price?: number[], kind?: string }} Made
 */

/**
 * Draws: `u` of (0, 1), `e` of N(0, 1), `poisson` of a mean.
 * @typedef {{ u: () => number, e: () => number, poisson: (mean: number) => number }} Draws
 */

/** @typedef {import("../src/data/series/timeStep.ts").Step} Step */

/** @type {(count: number) => Step} */
const millis = (count) => ({ unit: "millisecond", count });

/**
 * The kinds: steps ahead, the conventional season, number of series, the step, and a series.
 * @type {Readonly<Record<string, { horizon: number, season: number, series: number, step: Step | null, make: (r: Draws, s: number) => Made }>>}
 */
export const panelKinds = {
  hourly: {
    horizon: 24,
    season: 24,
    series: 40,
    step: millis(DAY / 24),
    make: (r) => {
      const [level, day, week, noise] = [100 * 10 ** r.u(), 0.2 + 0.3 * r.u(), 0.2 * r.u(), 0.1 * r.u()];
      const [n, first] = [600 + whole(r, 600), whole(r, 200)];
      const phase = 6 * r.u();
      let ar = 0;
      return made(n, first, (t) => {
        ar = 0.8 * ar + noise * r.e();
        const wave = day * Math.sin((2 * Math.PI * (t - phase)) / 24);
        const weekend = t % 168 >= 120 ? -week : week / 2.5;
        return level * (1 + wave + weekend + ar);
      });
    },
  },
  daily: {
    horizon: 28,
    season: 7,
    series: 100,
    step: millis(DAY),
    make: (r) => {
      const [level, week, year, noise] = [20 * 30 ** r.u(), 0.4 * r.u(), 0.3 * r.u(), 0.05 + 0.2 * r.u()];
      const days = Array.from({ length: 7 }, () => 1 + week * r.e());
      const [n, first] = [400 + whole(r, 700), whole(r, 300)];
      let shift = 0;
      return made(n, first, (t) => {
        if (r.u() < 0.003) shift += 0.3 * r.e();
        const season = 1 + year * Math.cos((2 * Math.PI * t) / 365.25);
        return level * season * Math.max(0.05, days[t % 7]) * Math.exp(shift + noise * r.e());
      });
    },
  },
  weekly: {
    horizon: 13,
    season: 52,
    series: 60,
    step: millis(7 * DAY),
    make: (r) => {
      const [level, year, noise] = [50 * 20 ** r.u(), 0.5 * r.u(), 0.05 + 0.1 * r.u()];
      const trend = 0.002 * r.e();
      const [n, first] = [160 + whole(r, 160), whole(r, 60)];
      const peak = 52 * r.u();
      let walk = 0;
      return made(n, first, (t) => {
        walk += 0.02 * r.e();
        return (
          level *
          Math.exp(trend * t + walk + noise * r.e()) *
          (1 + year * Math.cos((2 * Math.PI * (t - peak)) / 52.18))
        );
      });
    },
  },
  monthly: {
    horizon: 18,
    season: 12,
    series: 150,
    step: { unit: "month", count: 1, day: 5 },
    make: (r) => {
      const months = Array.from({ length: 12 }, () => Math.exp(0.25 * r.u() * r.e()));
      const [level, trend, noise] = [1000 * 5 ** r.u(), 0.005 * r.e(), 0.02 + 0.08 * r.u()];
      let walk = 0;
      return made(60 + whole(r, 140), whole(r, 30), (t) => {
        walk += 0.03 * r.e();
        return level * months[t % 12] * Math.exp(trend * t + walk + noise * r.e());
      });
    },
  },
  quarterly: {
    horizon: 8,
    season: 4,
    series: 120,
    step: { unit: "month", count: 3, day: 5 },
    make: (r) => {
      const quarters = Array.from({ length: 4 }, () => 1 + 0.15 * r.u() * r.e());
      const [level, trend] = [100 * 5 ** r.u(), 0.01 * r.e()];
      let walk = 0;
      return made(28 + whole(r, 60), 0, (t) => {
        walk += 0.04 * r.e();
        return level * quarters[t % 4] * Math.exp(trend * t + walk + 0.02 * r.e());
      });
    },
  },
  yearly: {
    horizon: 6,
    season: 1,
    series: 150,
    step: { unit: "year", count: 1, day: 5 },
    make: (r) => {
      const [level, trend] = [100 * 5 ** r.u(), 0.03 * r.e()];
      let walk = 0;
      return made(20 + whole(r, 30), 0, (t) => {
        walk += 0.05 * r.e();
        return level * Math.exp(trend * t + walk);
      });
    },
  },
  zeros: {
    horizon: 28,
    season: 7,
    series: 200,
    step: millis(DAY),
    make: (r) => {
      const [rate, week] = [0.05 * 30 ** r.u(), 0.6 * r.u()];
      const days = Array.from({ length: 7 }, () => Math.exp(week * r.e()));
      return made(300 + whole(r, 500), whole(r, 200), (t) => r.poisson(rate * days[t % 7]));
    },
  },
  sparse: {
    horizon: 12,
    season: 12,
    series: 300,
    step: { unit: "month", count: 1, day: 5 },
    make: (r) => {
      const [chance, size] = [0.05 + 0.4 * r.u(), 5 * r.u()];
      return made(50 + whole(r, 60), 0, () => (r.u() < chance ? 1 + r.poisson(size) : 0));
    },
  },
  short: {
    horizon: 12,
    season: 12,
    series: 400,
    step: { unit: "month", count: 1, day: 5 },
    make: (r) => {
      const [level, year, trend] = [100 * 5 ** r.u(), 0.3 * r.u(), 0.01 * r.e()];
      return made(
        40 + whole(r, 30),
        0,
        (t) => level * (1 + year * Math.sin((2 * Math.PI * t) / 12)) * Math.exp(trend * t + 0.1 * r.e()),
      );
    },
  },
  walks: {
    horizon: 14,
    season: 1,
    series: 100,
    step: null,
    make: (r) => {
      let walk = 100 + 50 * r.e();
      return made(250 + whole(r, 100), 0, () => {
        walk += r.e();
        return walk;
      });
    },
  },
  sales: {
    horizon: 14,
    season: 7,
    series: 120,
    step: millis(DAY),
    make: (r, s) => {
      const kind = ["food", "toys", "tools"][s % 3];
      const [level, n] = [5 * 20 ** r.u(), 350 + whole(r, 200)];
      const days =
        {
          food: [1, 1, 1, 1, 1.3, 1.6, 0.4],
          toys: [0.7, 0.7, 0.7, 0.8, 1.2, 2, 1.6],
          tools: [1.2, 1.2, 1.2, 1.2, 1.2, 0.5, 0.2],
        }[kind] ?? [];
      let price = 1;
      const prices = Array.from({ length: n + 14 }, (_, t) => {
        if (t % 7 === 0) price = r.u() < 0.15 ? 0.7 : 1;
        return price;
      });
      return {
        ...made(n, 0, (t) => r.poisson(level * days[t % 7] * prices[t] ** -2.5)),
        price: prices,
        kind,
      };
    },
  },
};

/** @returns {Made} */
function made(
  /** @type {number} */ n,
  /** @type {number} */ first,
  /** @type {(t: number) => number} */ value,
) {
  return { values: Array.from({ length: n }, (_, i) => value(first + i)), first };
}

function whole(/** @type {Draws} */ { u }, /** @type {number} */ below) {
  return Math.floor(u() * below);
}

/**
 * A panel of a kind.
 * @param {string} name
 * @param {Pick<typeof import("../src/data/index.ts"), "panelFromArrays">} data
 */
export function generatedPanel(name, { panelFromArrays }, seed = 1, share = 1) {
  const { series, step, make } = panelKinds[name];
  const r = draws(seed);
  const all = Array.from({ length: Math.ceil(series * share) }, (_, s) => make(r, s));
  const ids = all.map((_, s) => `${name} ${s + 1}`);
  const by = (/** @type {(one: Made) => number[]} */ of) =>
    Object.fromEntries(all.map((one, s) => [ids[s], of(one)]));
  const starts = step === null ? {} : { step, starts: all.map(({ first }) => startOf(step, first)) };
  const kinds = ["food", "toys", "tools"];
  const more =
    all[0].price === undefined
      ? {}
      : {
          future: { price: by(({ price = [] }) => price) },
          statics: [
            {
              kind: /** @type {const} */ ("category"),
              name: "kind",
              levels: kinds,
              codes: Int32Array.from(all, ({ kind = "" }) => kinds.indexOf(kind)),
            },
          ],
        };
  return panelFromArrays(
    by(({ values }) => values),
    { name, ...starts, ...more },
  );
}

function startOf(/** @type {Step} */ step, /** @type {number} */ first) {
  if (step.unit === "millisecond") return START + first * step.count;
  if (step.unit === "month" || step.unit === "year")
    return Date.UTC(2000, first * ("count" in step ? step.count : 1) * (step.unit === "year" ? 12 : 1), 5);
  return first;
}

/** @returns {Draws} */
function draws(/** @type {number} */ seed) {
  let state = seed >>> 0;
  const u = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
  const e = () => Math.sqrt(-2 * Math.log(1 - u())) * Math.cos(2 * Math.PI * u());
  const poisson = (/** @type {number} */ mean) => {
    if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * e()));
    let [count, product] = [0, u()];
    while (product > Math.exp(-mean)) {
      product *= u();
      count += 1;
    }
    return count;
  };
  return { u, e, poisson };
}
