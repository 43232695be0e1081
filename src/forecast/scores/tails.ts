/** @module Tail probabilities of Student's t and of F, by the incomplete beta function. */

/** P(F > f) for d₁ and d₂ degrees of freedom. */
export function tailOfF(f: number, d1: number, d2: number): number {
  return f <= 0 ? 1 : incompleteBeta(d2 / (d2 + d1 * f), d2 / 2, d1 / 2);
}

/** P(T > t) for ν degrees of freedom. */
export function tailOfT(t: number, degrees: number): number {
  const beyond = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
  return t >= 0 ? beyond : 1 - beyond;
}

/**
 * The regularised incomplete beta function I_x(a, b), to about 1e-12.
 *
 * Source: the continued fraction 26.5.8 of Abramowitz & Stegun, evaluated by Lentz's method.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? x : 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
  return (Math.exp(front) * betaFraction(x, a, b)) / a;
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  const step = (term: number): number => {
    d = 1 / awayFromZero(1 + term * d);
    c = awayFromZero(1 + term / c);
    fraction *= c * d;
    return c * d;
  };
  for (let m = 1; m <= 1000; m++) {
    step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    const change = step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
    if (Math.abs(change - 1) < 1e-14) break;
  }
  return fraction;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/** ln Γ(z) for z > 0. Source: Stirling's series, after the recurrence Γ(z + 1) = z Γ(z) has led beyond 10. */
function logGamma(z: number): number {
  let shift = 0;
  let x = z;
  for (; x < 10; x++) shift += Math.log(x);
  const inverse = 1 / (x * x);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / x;
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series - shift;
}
