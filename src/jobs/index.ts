/** @module Jobs as plain data, and studies: searches for the best settings, in the format of Optuna's journal. */
export { canonicalJson, type Job, type Json, jobId } from "./job.ts";
export { importances } from "./study/importance.ts";
export { type JournalStudy, JournalWriter, readJournal } from "./study/journal.ts";
export { type PrunerName, type PruningLimits, prunerNames } from "./study/pruners.ts";
export { gridSize, type SamplerName, samplerNames } from "./study/samplers.ts";
export {
  type Choice,
  type Choices,
  type Domain,
  type FloatRange,
  type IntRange,
  type Params,
  parseDomain,
  type SearchSpace,
} from "./study/space.ts";
export { AHEAD, type Outcome, Study, type StudyEvent, type StudyOptions } from "./study/study.ts";
export { bestOf, type Trial, type TrialState, trialStates } from "./study/trial.ts";
