/** @module A study that is made up: its journal, written piece by piece, as `unrolled tune` writes it. */
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { JournalWriter } from "../../src/jobs/study/journal.ts";
import { type Params, parseDomain, type SearchSpace } from "../../src/jobs/study/space.ts";
import { Study } from "../../src/jobs/study/study.ts";

const AT = "2026-03-01T10:00:00.000Z";

const searched: SearchSpace = {
  lr: parseDomain("lr", "log:1e-4..1e-1"),
  model: parseDomain("model", "gru,lstm"),
  hidden: parseDomain("hidden", "8..64:8"),
};

/** Best at a learning rate of 0.01 and many units; `lr` matters most. */
function scoreOf({ lr, hidden, model }: Params): number {
  return 0.5 + (Math.log10(Number(lr)) + 2) ** 2 + Number(hidden) / 1000 + (model === "gru" ? 0 : 0.05);
}

/** A study in a folder, or in memory. */
export class GrowingStudy {
  text = "";
  readonly study: Study;
  readonly #writer = new JournalWriter(searched, "unrolled-test");
  readonly #path: string | null;

  constructor(path: string | null, { wanted = 40, name = "sunspots.csv" } = {}) {
    this.#path = path;
    if (path !== null) mkdirSync(path, { recursive: true });
    const options = { name, space: searched, sampler: "random", pruner: "none", seed: 3 } as const;
    const depends = {
      kind: "series",
      space: JSON.parse(JSON.stringify(searched)),
      sampler: "random",
      pruner: "none",
    };
    this.#write(this.#writer.head(name, { unrolled: depends, trials: wanted }));
    this.study = new Study(options, (event) => this.#write(this.#writer.linesOf(event)));
  }

  /** Trials that run to their end; every seventh is given up, the tenth fails. */
  run(count: number): void {
    for (let i = 0; i < count; i++) {
      const { number, params } = this.study.ask(AT);
      this.study.report(number, 1, 2 * scoreOf(params));
      if (number === 9) this.study.end(number, { state: "failed" }, AT);
      else if (number % 7 === 6) this.study.end(number, { state: "pruned" }, AT);
      else this.study.end(number, { state: "complete", value: scoreOf(params) }, AT);
    }
  }

  note(key: string, value: Parameters<JournalWriter["noteLine"]>[1]): void {
    this.#write(this.#writer.noteLine(key, value));
  }

  #write(lines: string): void {
    this.text += lines;
    if (this.#path !== null) appendFileSync(join(this.#path, "journal.log"), lines);
  }
}
