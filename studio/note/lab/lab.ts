/** @module The lab: up to three runs in lock-step, at a pace; everything but the page. */
import type { Settings } from "../../../src/note/settings.ts";
import type { Weights } from "./checkpoints.ts";
import { Run, type RunFrame } from "./run.ts";

/** What to run. */
export interface RunRequest {
  /** Counts the requests of a page, which drops frames of earlier ones. */
  readonly number: number;
  readonly runs: readonly Settings[];
  /** For each run, weights to start from instead of those of its seed. */
  readonly weights: readonly (Weights | null)[];
  /** Segments a second; Infinity is as fast as it goes. */
  readonly pace: number;
  readonly playing: boolean;
  /** Whether the first segments come slowly enough to be followed. */
  readonly slowStart?: boolean;
}

/** Segments that come slowly at first, and how many of them a second. */
const slowSegments = 15;
const slowPace = 5;
/** Faster paces are not chosen to follow single segments. */
const fastPace = 20;

/** What a page draws. */
export interface LabFrame {
  /** The number of the request that these runs belong to. */
  readonly request: number;
  readonly runs: readonly RunFrame[];
  readonly playing: boolean;
  /** Whether all runs have ended. */
  readonly ended: boolean;
  /** Segments a second, measured over the last second. */
  readonly rate: number;
}

/** Trains in slices of time, so that its worker can answer between two of them. */
export class Lab {
  runs: readonly Run[] = [];
  #request = -1;
  #playing = false;
  #pace = 20;
  #slowStart = false;
  /** When the next segment is due, in ms; only for a finite pace. */
  #due = 0;
  #marks: { at: number; rounds: number }[] = [];
  #rounds = 0;

  /** Starts anew. @throws ValueError, ShapeError for settings and weights that cannot be. */
  start({ number, runs, weights, pace, playing, slowStart = false }: RunRequest): void {
    this.runs = runs.map((settings, i) => new Run(settings, weights[i] ?? null));
    this.#pace = pace;
    this.#slowStart = slowStart && pace <= fastPace;
    this.#request = number;
    this.#rounds = 0;
    this.setPlaying(playing);
  }

  setPlaying(playing: boolean): void {
    this.#playing = playing && !this.ended;
    this.#due = performance.now();
    this.#marks = [];
  }

  setPace(pace: number): void {
    this.#pace = pace;
    this.#slowStart = false;
    this.setPlaying(this.#playing);
  }

  /** Every run trains one segment. */
  step(): void {
    for (const run of this.runs) run.advance();
    this.#rounds += 1;
    if (this.ended) this.#playing = false;
  }

  get playing(): boolean {
    return this.#playing;
  }

  get ended(): boolean {
    return this.runs.every(({ ending }) => ending !== null);
  }

  /** Trains what is due, for about `slice` ms; returns the ms until the next segment is due, null while there is nothing to do. */
  work(slice: number): number | null {
    const end = performance.now() + slice;
    while (this.#playing) {
      const now = performance.now();
      if (now >= end) return 0;
      if (this.#pace < Number.POSITIVE_INFINITY) {
        if (now < this.#due) return this.#due - now;
        // After a pause of the whole page, go on from here and do not catch up.
        this.#due = Math.max(this.#due, now - 100) + 1000 / this.#paceNow;
      }
      this.step();
    }
    return null;
  }

  get #paceNow(): number {
    const isSlow = this.#slowStart && this.#rounds < slowSegments;
    return isSlow ? Math.min(slowPace, this.#pace) : this.#pace;
  }

  frame(): LabFrame {
    return {
      request: this.#request,
      runs: this.runs.map((run) => run.frame()),
      playing: this.#playing,
      ended: this.ended,
      rate: this.#playing ? this.#measure() : 0,
    };
  }

  #measure(): number {
    const now = performance.now();
    this.#marks.push({ at: now, rounds: this.#rounds });
    while (this.#marks.length > 2 && now - this.#marks[0].at > 1000) this.#marks.shift();
    const first = this.#marks[0];
    return now === first.at ? 0 : ((this.#rounds - first.rounds) * 1000) / (now - first.at);
  }
}
