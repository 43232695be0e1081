/** @module How a study chooses the settings of its next trial: at random, from a grid, or where good ones are dense (TPE). */
import { ValueError } from "../../errors.ts";
import { Generator } from "../../random/generator.ts";
import { say } from "../../sentence.ts";
import {
  type Domain,
  drawn,
  type Params,
  type Position,
  positionsOf,
  type SearchSpace,
  valueAt,
} from "./space.ts";
import { tpePositions } from "./tpe.ts";
import type { History } from "./trial.ts";

/** The ways to choose settings. */
export const samplerNames = ["tpe", "random", "grid"] as const;
/** One of `samplerNames`. */
export type SamplerName = (typeof samplerNames)[number];

/** Random numbers in [0, 1) for one trial of a study: those of another trial do not depend on how many it takes. */
function drawsOf(seed: number, number: number): () => number {
  const generator = new Generator((seed + Math.imul(number + 1, 0x9e3779b1)) >>> 0);
  return () => generator.random53();
}

/** The settings of the trial of this number. Throws ValueError for a grid without an end. */
export function propose(
  sampler: SamplerName,
  space: SearchSpace,
  number: number,
  seed: number,
  history: History,
): Params {
  if (sampler === "grid") return gridParams(space, number);
  const draw = drawsOf(seed, number);
  const random = (domain: Domain): Position => drawn(domain, draw());
  const positions = sampler === "tpe" ? tpePositions(space, history, draw) : null;
  return paramsAt(space, (name, domain) => positions?.[name] ?? random(domain));
}

/** The number of points of a grid. Throws ValueError for a range of real numbers without a step. */
export function gridSize(space: SearchSpace): number {
  return Object.entries(space).reduce((size, [name, domain]) => size * gridPositions(name, domain).length, 1);
}

/** The points of a grid, the last setting changing first; from the beginning again after the last. */
function gridParams(space: SearchSpace, number: number): Params {
  let rest = number % gridSize(space);
  const places = new Map<string, Position>();
  for (const [name, domain] of Object.entries(space).reverse()) {
    const positions = gridPositions(name, domain);
    places.set(name, positions[rest % positions.length]);
    rest = Math.floor(rest / positions.length);
  }
  return paramsAt(space, (name) => places.get(name) ?? 0);
}

function gridPositions(name: string, domain: Domain): readonly Position[] {
  const positions = positionsOf(domain);
  if (positions === null)
    throw new ValueError(say`search ${name}: a grid needs a list of values, or a range with a step`);
  return positions;
}

function paramsAt(space: SearchSpace, position: (name: string, domain: Domain) => Position): Params {
  return Object.fromEntries(
    Object.entries(space).map(([name, domain]) => [name, valueAt(domain, position(name, domain))]),
  );
}
