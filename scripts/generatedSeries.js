/**
 * @module Generated errors of forecasts, on which the constants of the intervals were chosen: coverage, and widths beside the
 * true ones. The tests use other series.
 */

const HORIZON = 12;

/**
 * Errors of row t of n, from independent draws e of N(0, 1) and u of (0, 1); `last` is their standard deviation at the end.
 * @type {Readonly<Record<string, { error: (t: number, n: number, e: () => number, u: () => number) => number; last: number }>>}
 */
const kinds = {
  steady: { error: (_t, _n, e) => e(), last: 1 },
  spiky: { error: (_t, _n, e, u) => e() / 2 + (u() < 0.01 ? 300 : 0), last: 0.5 },
  "calming at once": { error: (t, n, e) => (t < 0.35 * n ? 5 : 0.5) * e(), last: 0.5 },
  "calming slowly": { error: (t, n, e) => 5 * Math.exp((-2.3 * t) / n) * e(), last: 0.5 },
  growing: { error: (t, n, e) => (1 + (4 * t) / n) * e(), last: 5 },
  louder: { error: (t, n, e) => (t < 0.35 * n ? 1 : 3) * e(), last: 3 },
};

/**
 * One line for each kind and number of scores: coverage of the second half, and the factor between widths and true ones.
 * @param {new (options: { horizon: number; level: number }) => import("../dist/forecast/index.js").AdaptiveConformal} AdaptiveConformal
 * @returns {string[][]}
 */
export function generatedCoverage(AdaptiveConformal, seeds = 20) {
  const rows = [
    ["errors", "rows", "80 % coverage", "95 % coverage", "80 % width / true", "95 % width / true"],
  ];
  for (const [name, { error, last }] of Object.entries(kinds))
    for (const n of [80, 200, 800]) {
      const found = [0.8, 0.95].map((level) => {
        const all = Array.from({ length: seeds }, (_, seed) =>
          followed(new AdaptiveConformal({ horizon: HORIZON, level }), n, drawer(error, n, 7919 * seed + n)),
        );
        const held = all.reduce((sum, one) => sum + one.held, 0) / seeds;
        const reach = level === 0.8 ? 1.2816 : 1.96;
        const factors = all
          .flatMap((one) => one.reaches.map((each) => each / (reach * last)))
          .sort((a, b) => a - b);
        return { held, factors };
      });
      rows.push([
        name,
        `${n}`,
        ...found.map(({ held }) => (100 * held).toFixed(1)),
        ...found.map(({ factors }) =>
          [0.02, 0.5, 0.98]
            .map((share) => factors[Math.floor(share * factors.length)]?.toFixed(2))
            .join(" – "),
        ),
      ]);
    }
  return rows;
}

/** What forecasts of 0 err, row by row. */
function followed(
  /** @type {import("../dist/forecast/index.js").AdaptiveConformal} */ intervals,
  /** @type {number} */ n,
  /** @type {(t: number) => number} */ errorAt,
) {
  const errors = Array.from({ length: n }, (_, t) => errorAt(t));
  let [held, count] = [0, 0];
  for (let t = 0; t < n; t++) {
    const { upper } = intervals.issue(new Float64Array(HORIZON));
    for (let h = 0; t >= n / 2 && t + h < n && h < HORIZON; h++) {
      held += Math.abs(errors[t + h] ?? 0) <= (upper[h] ?? 0) ? 1 : 0;
      count += 1;
    }
    intervals.observe([errors[t] ?? 0]);
  }
  return { held: held / count, reaches: [...intervals.reach().above] };
}

function drawer(
  /** @type {(typeof kinds)[string]["error"]} */ error,
  /** @type {number} */ n,
  /** @type {number} */ seed,
) {
  let state = seed * 2654435761;
  const unit = () => {
    // mulberry32, by Tommy Ettinger: public domain
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  return (/** @type {number} */ t) => error(t, n, normal, unit);
}
