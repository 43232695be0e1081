/** @module What a study searches for: the data of its trials, what identifies it, and the command that trains the best. */
import type { Json } from "../../jobs/job.ts";
import type { Params, SearchSpace } from "../../jobs/study/space.ts";
import type { StudyKind } from "../../runs/study/studyRecord.ts";
import type { TrialData } from "./runTrial.ts";

export interface StudyTask {
  readonly kind: StudyKind;
  /** That of the study in its journal. */
  readonly name: string;
  readonly space: SearchSpace;
  /** Of the sampler, and of the trials unless they search it. */
  readonly seed: number;
  readonly data: TrialData;
  /** All that scores depend on besides the search: options and a fingerprint of the data. */
  readonly depends: Readonly<Record<string, Json>>;
  /** Whether losses of different trials can be compared while they train. */
  readonly hasOneLoss: boolean;
  /** The command that trains the best settings. */
  readonly command: (best: Params, folder: string) => string;
}
