/** @module Fits the candidates of `"auto"` one by one, scores them, and chooses. */
import type { Series } from "../../data/series/series.ts";
import { maxOf } from "../../lists.ts";
import { combined, memberOf } from "../ensemble.ts";
import type { ForecasterOptions } from "../options.ts";
import { type MemberPlan, memberPlan, type Plan } from "../plan.ts";
import type { RunEvent } from "../runEvents.ts";
import type { Stages } from "../stages.ts";
import type { Fitted } from "../trained.ts";
import { isSpent, shareOf } from "./budget.ts";
import { candidatesOf } from "./candidates.ts";
import { choiceWindows, choose, Scoring, type Tried } from "./choose.ts";

/** What is chosen from, and the seconds that the run has worked so far. */
interface Request {
  readonly plan: Plan;
  readonly series: Series;
  readonly options: ForecasterOptions;
  readonly seconds: () => number;
}

/** The model that is scored, and the stages in which its members were fitted. */
export interface ScoredModel {
  readonly fitted: Fitted;
  readonly keys: readonly string[];
}

export class Selection {
  readonly #request: Request;
  readonly #stages: Stages;
  readonly #tried: Tried[] = [];
  #leader: Fitted | null = null;

  constructor(request: Request, stages: Stages) {
    this.#request = request;
    this.#stages = stages;
  }

  /** The best candidate so far; null before the first is fitted. */
  get leader(): Fitted | null {
    return this.#leader;
  }

  /** Tries the candidates, cheap ones first, and returns the best of them, or a mean of several. */
  *run(): Generator<RunEvent | null, ScoredModel, undefined> {
    const { plan, series, options } = this.#request;
    const members = candidatesOf(plan, series, options);
    yield null;
    const list = choiceWindows(plan, maxOf(members.map(({ lookback }) => lookback)));
    const scoring = list && new Scoring(plan, series, list);
    yield null;
    for (let i = 0; i < members.length; i++) yield* this.#try(members, i, scoring);
    const { choice, places } = choose(this.#tried, scoring, plan, list?.length ?? 0);
    const parts = places.flatMap((i) => this.#tried[i].fitted ?? []);
    return { fitted: combined(parts, plan, series, { choice }), keys: places.map(keyOf) };
  }

  *#try(
    members: readonly MemberPlan[],
    i: number,
    scoring: Scoring | null,
  ): Generator<RunEvent | null, void, undefined> {
    const [member, isNew] = [members[i], !this.#stages.has(keyOf(i))];
    if (isNew) yield { type: "stage", phase: "candidate", member, index: i + 1, count: members.length };
    yield* this.#fit(members.slice(i), i);
    const one = triedOf(member, this.#stages.fitted(keyOf(i)), scoring);
    const isBest = this.#isBest(one);
    if (isBest || this.#leader === null) this.#leader = one.fitted;
    this.#tried.push(one);
    const candidate = { members: [one.member], score: one.score, isChosen: false };
    if (isNew) yield { type: "scored", candidate, isBest };
  }

  *#fit(left: readonly MemberPlan[], i: number): Generator<RunEvent | null, void, undefined> {
    const { plan, seconds } = this.#request;
    const [key, own] = [keyOf(i), memberPlan(plan, left[0])];
    if (!this.#stages.has(key) && isSpent(plan, left[0], seconds())) this.#stages.skip(key, own);
    yield* this.#stages.run(key, own, shareOf(plan, left, seconds()));
  }

  #isBest({ score: own }: Tried): boolean {
    return own !== null && this.#tried.every(({ score }) => score === null || score > own);
  }
}

function keyOf(place: number): string {
  return `candidate ${place}`;
}

function triedOf(member: MemberPlan, fitted: Fitted | null, scoring: Scoring | null): Tried {
  const own = fitted === null ? member : memberOf(fitted.plan);
  const forecasts = fitted === null || scoring === null ? null : scoring.forecasts(fitted);
  const score = forecasts === null || scoring === null ? null : scoring.score(forecasts);
  return { member: own, fitted, forecasts, score: score !== null && Number.isFinite(score) ? score : null };
}
