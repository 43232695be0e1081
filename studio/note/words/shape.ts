/** @module Everything that the page says: a forgotten text does not compile. */
import type { GradientFlow } from "../../../src/note/gradientFlow.ts";
import type { Settings } from "../../../src/note/settings.ts";
import type { LayerInsight } from "../lab/insight.ts";
import type { RunFrame } from "../lab/run.ts";
import type { AddressProblem } from "../state/address.ts";
import type { Trouble } from "../state/diagnosis.ts";
import type { PanelName, PresetName, WindowName } from "../state/experiment.ts";
import type { Field, FieldName } from "../state/settingFields.ts";

/** Names in the charts. */
export interface ChartWords {
  readonly radians: string;
  readonly value: string;
  readonly target: string;
  readonly prediction: string;
  readonly input: string;
  readonly segment: string;
  readonly loss: string;
  /** The losses of a run as they are, beside the smoothed ones. */
  readonly each: (run: string) => string;
  /** The losses of a run before the last change. */
  readonly ghost: (index: number) => string;
  readonly lag: string;
  readonly share: string;
  readonly hiddenState: string;
  readonly cellState: string;
  readonly onePercent: string;
  readonly milliseconds: string;
}

/** All words of the page. */
export interface Words {
  readonly title: string;
  readonly skip: string;
  readonly footer: string;
  readonly waiting: string;
  readonly presetsLabel: string;
  readonly presets: Readonly<Record<PresetName, string>>;
  readonly charts: ChartWords;
  readonly transport: {
    readonly label: string;
    readonly play: string;
    readonly pause: string;
    readonly step: string;
    readonly reset: string;
    readonly newSeed: string;
    readonly pace: string;
    readonly segmentsPerSecond: (pace: number) => string;
    readonly fastest: string;
    readonly window: string;
    readonly windows: Readonly<Record<WindowName, string>>;
    readonly segment: string;
    readonly loss: string;
    readonly lastTen: string;
    readonly speed: string;
    readonly now: string;
    readonly back: (trained: number) => string;
  };
  readonly stage: {
    readonly title: string;
    readonly describe: (settings: Settings, trained: number) => string;
    readonly state: (run: RunFrame, settings: Settings) => string;
  };
  readonly loss: {
    readonly title: string;
    readonly describe: string;
    readonly smoothing: string;
    readonly ghost: string;
    readonly cost: string;
    readonly costWhy: string;
  };
  readonly gradient: {
    readonly title: string;
    readonly describe: string;
    readonly sentence: (lag: number | null, flow: GradientFlow) => string;
  };
  readonly controls: {
    readonly title: string;
    readonly add: string;
    readonly remove: (run: string) => string;
    readonly ownWeights: string;
    readonly wrong: (field: Field) => string;
  };
  readonly fields: Readonly<Record<FieldName, { readonly label: string; readonly hint: string }>>;
  /** How the value of a setting is shown. */
  readonly optionText: (option: string) => string;
  readonly panels: Readonly<Record<PanelName, string>> & { readonly label: string };
  readonly inside: {
    readonly when: (trained: number) => string;
    readonly layer: string;
    readonly traces: string;
    readonly hidden: string;
    readonly cell: string;
    readonly gates: Readonly<Record<string, string>>;
    readonly gate: string;
    readonly range: (text: string) => string;
    readonly reading: (unit: number, step: number, value: string) => string;
    readonly hover: string;
    readonly step: (step: number, steps: number) => string;
    readonly saturation: string;
    readonly closed: string;
    readonly between: string;
    readonly open: string;
    readonly radius: (layer: number, radii: LayerInsight["radii"]) => string;
    readonly weights: string;
    readonly difference: string;
  };
  readonly after: {
    readonly intro: string;
    readonly frequency: string;
    readonly phase: string;
    readonly amplitude: string;
    readonly noise: string;
    readonly cold: string;
    readonly freeRun: string;
    readonly reset: string;
    readonly describe: string;
    readonly result: (error: string, late: string, zero: string) => string;
    readonly freeRunWhy: string;
    readonly scrub: string;
  };
  readonly code: {
    readonly intro: string;
    readonly ownWeights: string;
    readonly copy: string;
    readonly copied: string;
    readonly notCopied: string;
  };
  readonly files: {
    readonly download: string;
    readonly weights: string;
    readonly figure: string;
    readonly metrics: string;
    readonly asOf: (trained: number) => string;
    readonly load: string;
    readonly loadHint: string;
    readonly loaded: (name: string) => string;
    readonly figureTitle: (runs: readonly string[]) => string;
  };
  readonly notices: {
    readonly close: string;
    readonly address: string;
    /** The worker's file could not be loaded. */
    readonly noWorker: string;
    readonly problem: (problem: AddressProblem) => string;
    readonly fix: (field: string, value: string) => string;
    readonly troubles: Readonly<Record<Trouble, { readonly what: string; readonly why: string }>>;
  };
  readonly lesson: {
    readonly button: string;
    readonly count: (at: number, of: number) => string;
    readonly close: string;
    readonly back: string;
    readonly next: string;
    readonly end: string;
  };
  /** What readers of screens are told now and then. */
  readonly summary: (runs: readonly { name: string; run: RunFrame }[], playing: boolean) => string;
}
