/** @module The page in English. */
import type { GradientFlow } from "../../../src/note/gradientFlow.ts";
import {
  type Cell,
  cellLabels,
  optimizerClasses,
  type Settings,
  type TaskName,
} from "../../../src/note/settings.ts";
import { tasks } from "../../../src/note/tasks.ts";
import { noteTerms } from "../../../src/note/terms.ts";
import {
  formatPercent,
  formatRatio,
  formatShape,
  formatValue,
  formatWhole,
  plural,
} from "../../../src/text/format.ts";
import type { WordsOf } from "../../../src/text/lang.ts";
import { leadingOf } from "../lab/eigenvalues.ts";
import type { HiddenState, Spectrum, WalkName } from "../lab/hiddenState.ts";
import type { NetworkPicture } from "../lab/networkPicture.ts";
import type { WhatIf } from "../lab/networkWhatIf.ts";
import type { Spot, SpotKind } from "../lab/networkWorked.ts";
import type { RunFrame } from "../lab/run.ts";
import type { SeedGroup } from "../lab/seeds.ts";
import type { AddressProblem } from "../state/address.ts";
import type { Trouble } from "../state/diagnosis.ts";
import type { PanelName, PresetName } from "../state/experiment.ts";
import type { Field, FieldName } from "../state/settingFields.ts";

const { segments, steps } = noteTerms.en;

/** Values of options that are the same in every language: PyTorch's classes and functions. */
const optionNames: Readonly<Record<string, string>> = {
  ...cellLabels,
  ...optimizerClasses,
  random: "torch.randn",
};

/** The text of an option's value: PyTorch's name, or else that of a language. */
export function optionText(option: string, own: Readonly<Record<string, string>>): string {
  return optionNames[option] ?? own[option] ?? option;
}

/** What would score the floor of a task. */
function constant(task: TaskName): string {
  return task === "cosine" ? noteTerms.en.alwaysZero : "always the same answer";
}

/** What a sentence about the eigenvalues is made of. */
export interface SpectrumFacts extends Pick<HiddenState, "settings" | "saturated"> {
  readonly spectra: readonly Spectrum[];
  /** By how many degrees the curve goes on from step to step. */
  readonly curveDegrees: number;
}

/** The seeds of a run, with its name. */
export type NamedSeeds = SeedGroup & { readonly name: string };

export const en = {
  title: "studio",
  skip: "Skip to the main chart",
  footer:
    "Everything runs in this page; no data leaves your computer. Under the same seed, initial weights match PyTorch's bit for bit.",
  loading: "Loading …",
  waiting: "Nothing to show yet. If training has not begun, press Play.",
  presetsLabel: "Start from an experiment",
  presets: {
    noteRnn: "RNN, 10 steps",
    noteLstm: "LSTM, 20 steps",
    rnnAgainstLstm: "RNN vs LSTM, 20 steps",
    threeCells: "RNN, LSTM and GRU",
    echo: "Echo, k = 20",
    adding: "Adding, 50 steps",
  } satisfies Record<PresetName, string>,
  page: {
    /** What is to be learnt; {name: text} stands in the colour of that curve. */
    task: (task: TaskName, runs: number) =>
      ({
        cosine:
          runs === 1
            ? "A recurrent network reads {input:sin t} (grey), one number at a time, and must answer {target:cos t} (red dots). {prediction:Blue} is its answer: it starts knowing nothing."
            : "Each recurrent network reads {input:sin t} (grey), one number at a time, and must answer {target:cos t} (red dots). Its answer has its own colour: all start knowing nothing.",
        echo: "A recurrent network reads random symbols, one per step. At the end it must say which of eight came first: it has to remember it past all the others.",
        adding:
          "A recurrent network reads pairs of a random number and a mark. At the end it must answer the sum of the two marked numbers: it has to remember the first.",
        parity:
          "A recurrent network reads random bits. At every step it must say whether the number of ones so far is odd: one forgotten bit spoils all later answers.",
      })[task],
  },
  charts: {
    ...noteTerms.en,
    /** The unsmoothed losses of a run, beside the smoothed ones. */
    each: (run: string) => `${run}, unsmoothed`,
    /** The losses of a run before the last change. */
    ghost: (index: number) => `${"ABC"[index]} before the last change`,
    /** The line at the loss of the best constant answer. */
    floor: "always the same answer",
    batch: "batch",
    crossEntropy: "loss (cross-entropy)",
    accuracy: "right answers",
    chance: "a guess",
    hiddenState: "hidden state h",
    cellState: "cell state c",
    limit: "1%",
  },
  transport: {
    label: "Training",
    play: "Play",
    pause: "Pause",
    step: "Step",
    reset: "Reset",
    newSeed: "New seed",
    pace: "Pace",
    segmentsPerSecond: (pace: number) => `${segments(pace)}/s`,
    fastest: "as fast as possible",
    segment: "Segment",
    loss: "Loss",
    lastTen: "Mean of the last ten",
    speed: "Segments/s",
    lowest: "lowest",
    byStep: "Error by step",
    worst: (step: number, error: string) =>
      `Mean squared error of each step within a segment; the largest is at step ${step}: ${error}`,
    most: (step: number, error: string) => `step ${step}: ${error}`,
    strip: "Look back: after which segment",
    now: "The whole run: drag to look back",
    back: (trained: number) => `Looking back: after segment ${formatWhole(trained)}`,
    toNow: "Back to now",
  },
  stage: {
    title: "Prediction and target",
    describe: ({ cell }: Settings, trained: number) =>
      `${cellLabels[cell]}: prediction and target over time, ${segments(trained)} trained`,
    state: ({ ending, trained, curves }: RunFrame, { steps }: Settings) => {
      if (ending?.kind === "complete") return `${segments(steps)} trained`;
      if (ending !== null) return `stopped at segment ${trained}`;
      return curves.stride > 1 ? `older segments: one in ${curves.stride} is drawn` : "";
    },
    beyond: (count: number) => `${formatWhole(count)} of the answers are off the chart`,
    place: (t: number) => `t = ${formatValue(t / Math.PI)}π`,
  },
  loss: {
    title: "Loss",
    describe: "Mean squared error of each segment, log scale",
    smoothing: "Smoothing",
    ghost: "Show previous runs",
    pick: "click to go there",
    place: (segment: number) => `Segment ${formatWhole(segment)}`,
  },
  outcome: {
    running: (task: TaskName) =>
      `Training. Watch how the answers change from ${task === "cosine" ? "segment to segment" : "batch to batch"}.`,
    stopped: "Stopped: the notice above the chart says why.",
    learnt: (error: string, floor: string, task: TaskName) =>
      `Learnt: loss ${error} over the last ten ${task === "cosine" ? "segments" : "batches"} (${constant(task)}: ${floor}).`,
    partly: (error: string, floor: string, task: TaskName) =>
      `Partly learnt: loss ${error} over the last ten ${task === "cosine" ? "segments" : "batches"} (${constant(task)}: ${floor}).`,
    notLearnt: (error: string, floor: string, task: TaskName) =>
      `Not learnt: loss ${error} over the last ten ${task === "cosine" ? "segments" : "batches"} (${constant(task)}: ${floor}).`,
    best: (run: string, error: string) =>
      `Under this seed ${run} ends lowest, with a mean loss of ${error}. Another seed may decide otherwise.`,
    next: "Next:",
    memory: (carry: boolean) => (carry ? "take its memory away" : "give its memory back"),
    free: "let it run free",
    cell: (cell: string) => `try the ${cell}`,
    lesson: "start the lesson",
  },
  questions: {
    title: "Ten questions about the note, answered",
    step: (step: number) => `Lesson, step ${step}`,
  },
  embed: {
    title: "Share or embed",
    address: "The address holds the whole experiment:",
    frame:
      "The stage alone, for your own page. From a published copy of the studio: this machine's server cannot be framed.",
    frameTitle: "A recurrent network learns",
    labels: { address: "Address of this experiment", frame: "Tag for your own page" },
    notCopied: "The browser does not allow this page to copy. Select the text and copy it yourself.",
    open: "Open in the studio",
  },
  gradient: {
    title: "Gradient through time",
    describe:
      "Gradient of the last step's loss with respect to each earlier state, relative to the last step, log scale",
    /** The gradient of a run before its first segment. */
    ghost: (run: string) => `${run}, before training`,
    /** The gradient with respect to an LSTM's c. */
    cell: (run: string) => `${run}, c`,
    factor: "factor",
    describeFactors:
      "Factor of each step back: the gradient's norm one step earlier over that one step later; below 1 it shrinks",
    key: "Thin lines: before training; c: with respect to an LSTM's cell state. Each curve above is the product of its factors below.",
    run: (run: string, isUntrained: boolean, told: string, before: number | null) => {
      const was = before === null ? "above 1% throughout" : `below 1% after ${steps(before)}`;
      return isUntrained ? `${run}, before training: ${told}` : `${run}: ${told} Before training: ${was}.`;
    },
    sentence: (lag: number | null, { hidden }: GradientFlow, mean: number) => {
      const last = hidden.length - 1;
      if (last === 0) return "With one time step, there are no earlier states.";
      if (!hidden.every(Number.isFinite) || hidden[0] === 0)
        return "There is no gradient to compare: it is zero or not a number.";
      const left = `${formatRatio(hidden[last] / hidden[0])} left ${steps(last)} back, ×${formatValue(mean)} per step on average`;
      return lag === null
        ? `The gradient stays above 1%: ${left}.`
        : `The gradient falls below 1% after ${steps(lag)}: ${left}.`;
    },
  },
  controls: {
    title: "Settings",
    add: "Add a run to compare",
    remove: (run: string) => `Remove ${run}`,
    more: "More settings",
    changed: (count: number) => `${count} changed`,
    ownWeights: "This run starts from weights of a file: the address alone does not reproduce it.",
    wrong: (field: Field) =>
      "min" in field
        ? `Must be a ${field.kind === "whole" ? "whole number" : "number"} from ${field.min} to ${field.max}${field.kind === "positive" && field.off ? ", or off" : ""}.`
        : "This value is not valid.",
  },
  fields: {
    task: { label: "Task", hint: "What it learns: the note's cos from sin, or a test of its memory." },
    cell: { label: "Cell", hint: "The recurrent layer: nn.RNN, nn.LSTM or nn.GRU." },
    timeStep: { label: "Time steps", hint: "Samples per segment: how far back gradients flow." },
    hidden: { label: "Hidden size", hint: "Number of units in the hidden state." },
    layers: { label: "Layers", hint: "Number of stacked recurrent layers." },
    lr: { label: "Learning rate", hint: "Step size of the optimiser." },
    optimizer: { label: "Optimiser", hint: "With PyTorch's defaults." },
    clip: { label: "Clip gradients", hint: "Largest total gradient norm allowed, or off." },
    steps: { label: "Segments", hint: "Number of segments to train on, each π long." },
    endpoint: {
      label: "Include the end point",
      hint: "The last sample of a segment is the first of the next.",
    },
    seed: { label: "Seed", hint: "As in torch.manual_seed." },
    initialState: { label: "Initial state", hint: "The state before the first segment." },
    carry: {
      label: "Carry the state",
      hint: "Each segment starts from the final state of the previous one.",
    },
    detach: { label: "Detach the state", hint: "Remove the state from the graph of its segment." },
    retainGraph: {
      label: "Retain the graph",
      hint: "Without detach only: backward does not free the graph.",
    },
    forgetBias: {
      label: "Forget-gate bias",
      hint: "Added to the bias of the gate that keeps the state (LSTM f, GRU z). 0 as in PyTorch.",
    },
  } satisfies Record<FieldName, { label: string; hint: string }>,
  /** A setting's value in the name of a run, where runs differ in it. */
  difference: (name: FieldName, settings: Settings): string =>
    ({
      task: { cosine: "cos from sin", echo: "echo", adding: "adding", parity: "parity" }[settings.task],
      cell: cellLabels[settings.cell],
      timeStep: `T = ${settings.timeStep}`,
      hidden: `${settings.hidden} units`,
      layers: plural(settings.layers, "layer"),
      lr: `lr ${settings.lr}`,
      optimizer: optimizerClasses[settings.optimizer],
      clip: settings.clip === null ? "not clipped" : `clipped at ${settings.clip}`,
      steps:
        settings.task === "cosine" ? segments(settings.steps) : plural(settings.steps, "batch", "batches"),
      endpoint: settings.endpoint ? "end point" : "no end point",
      seed: `seed ${settings.seed}`,
      initialState: settings.initialState === "zeros" ? "zero state" : "random state",
      carry: settings.carry ? "carried" : "not carried",
      detach: settings.detach ? "detached" : "not detached",
      retainGraph: settings.retainGraph ? "graph retained" : "graph freed",
      forgetBias: `forget bias ${settings.forgetBias}`,
    })[name],
  /** The text of an option's value. */
  optionText: (option: string) =>
    optionText(option, {
      zeros: "zeros",
      yes: "on",
      no: "off",
      cosine: "cos from sin",
      echo: "echo: which came first?",
      adding: "adding: sum of two numbers",
      parity: "parity: odd number of ones?",
    }),
  task: {
    names: { echo: "echo", adding: "adding", parity: "parity" },
    batch: (count: number) => `batch ${formatWhole(count)}`,
    accuracy: (share: string) => `${share} of 32 sequences right`,
    loss: (loss: string, floor: string) => `loss ${loss} (without a memory ${floor})`,
    read: (sequence: string) => `Read, from the first step to the last: ${sequence}`,
    asked: { echo: "Which came first: ", adding: "Sum of the marked numbers (right within 0.1): " },
    answered: ". Its answer: ",
    each: (right: number, all: number) => `Is the number of ones so far odd? ${right} of ${all} steps right.`,
    latest: (right: number, all: number) => `Before that: ${right} of ${all}`,
    length: (task: TaskName, steps: number) =>
      task === "echo" ? `Remember over k = ${steps}` : `Sequences of ${steps}`,
    lengthTest: (run: string, steps: number) =>
      `${run}: new sequences, shorter and longer than the ${steps} steps that it was trained on. The test does not change the network.`,
    lengthAxis: (task: TaskName) => (task === "echo" ? "k, steps to remember over" : "steps of a sequence"),
    trainedOn: "trained on",
    lengthResult: (own: string, double: string) =>
      `At its own length ${own} of the answers are right, at twice that length ${double}.`,
    accuracyTitle: "Right answers by batch",
  },
  panels: {
    label: "Look closer",
    inside: "Inside",
    after: "Put it to the test",
    code: "Code and files",
  } satisfies Record<PanelName | "label", string>,
  inside: {
    when: (trained: number) =>
      `the last segment, as the network sees it after ${segments(trained)} of training.`,
    layer: "Layer",
    byPeak: "Sort units by the step at which h is highest",
    traces: "Over the segment: time runs to the right, one row per unit",
    hidden: "Hidden state h",
    cell: "Cell state c",
    gates: {
      i: "Input gate i",
      f: "Forget gate f",
      o: "Output gate o",
      r: "Reset gate r",
      z: "Update gate z",
    } as Readonly<Record<string, string>>,
    gate: "Gate",
    reading: (unit: number, step: number, value: string) => `unit ${unit}, step ${step + 1}: ${value}`,
    hover: "Hover over a time step: it is marked in every panel.",
    step: (step: number, count: number) => `Step ${step} of ${count}`,
    openings: "How far the gates are open, over all units and steps",
    mean: "mean",
    closed: "closed (below 0.1)",
    open: "open (above 0.9)",
    kept: (cell: Cell, mean: number) => {
      const [state, gate] = cell === "lstm" ? ["c", "f"] : ["h", "z"];
      const after = formatRatio(mean ** 10);
      return `On average ${gate} is ${formatValue(mean)}: each step keeps ${formatPercent(mean, 0)} of ${state}, and 10 steps keep ${after}. A higher forget-gate bias makes it keep more from the start.`;
    },
    weights: "Parameters",
    difference: "Show the change since the start",
  },
  hiddenState: {
    what: "What is in h?",
    curve: (
      { first, second, both }: Readonly<Record<"first" | "second" | "both", string>>,
      [a, b]: readonly number[],
      trained: number,
    ) => {
      const ring = b > 0.25 * a ? "ring" : "flat ring, mostly along sin t";
      const shape =
        b > 0.1 * a
          ? `The states form a ${ring}: h works like the hand of a clock, and its angle is the phase of the curve. So it knows not only sin t but whether sin is rising or falling, which is what cos needs.`
          : "The states lie almost on a line: h holds little more than sin t, the number just read. Whether sin is rising or falling, which decides the sign of cos, takes a second direction.";
      return `After ${segments(trained)}, two components hold ${both} of the variance of h (${first} and ${second}). ${shape}`;
    },
    memory: (
      task: TaskName,
      step: number,
      count: number,
      { first, second, both }: Readonly<Record<"first" | "second" | "both", string>>,
    ) => {
      const what = {
        cosine: "",
        echo: "Each digit is the symbol that its sequence began with. Where equal digits stand together, h still remembers it; where they are mixed, it is forgotten, or lies outside this plane.",
        adding:
          "Each dot is a sequence, coloured by the sum it must answer. Where colours run in order, h holds the sum.",
        parity:
          "Each dot is a sequence: filled if the number of ones so far is odd. Where filled and hollow separate, h counts.",
      }[task];
      return `${what} Step ${step} of ${count}: the two components hold ${both} of the variance (${first} and ${second}).`;
    },
    plane: ({ settings: { task }, count, trained }: HiddenState) =>
      task === "cosine"
        ? `h over the next ${segments(count)}, one dot per time step, after ${segments(trained)}`
        : `h of ${formatWhole(count)} new sequences, after ${plural(trained, "batch", "batches")}`,
    describe: ({ cell }: Settings, first: string, second: string) =>
      `${cellLabels[cell]}: hidden state in the plane of its two main components, with ${first} and ${second} of the variance`,
    component: (index: number, share: string) => `component ${index}: ${share}`,
    colors: {
      cosine: {
        name: "Phase of the curve:",
        marks: ["0", "π/4", "π/2", "3π/4", "π", "5π/4", "3π/2", "7π/4"],
      },
      echo: { name: "First symbol:", marks: ["0", "1", "2", "3", "4", "5", "6", "7"] },
      adding: { name: "Sum:", marks: ["0", "½", "1", "1½", "2"] },
      parity: { name: "Ones so far:", marks: ["even", "odd"] },
    } satisfies Record<TaskName, { name: string; marks: readonly string[] }>,
    walks: { trained: "as trained", free: "Free run", cold: "Cold start" } satisfies Record<WalkName, string>,
    start: "start",
    walkHints: {
      trained: "",
      free: "Free run (solid line): after two segments the network reads its own output. A trained one keeps turning; others spiral in or stop.",
      cold: "Cold start (dashed line): from an empty state, h needs a few steps to reach the ring.",
    } satisfies Record<WalkName, string>,
    atStep: "At step",
    stepOf: (step: number, count: number) => `${step} of ${count}`,
    spectrum: (layer: number) => `Eigenvalues of weight_hh_l${layer} and the unit circle`,
    spectrumWaits: "Eigenvalues of this many units are computed when training pauses.",
    block: (gate: string) => (gate === "" ? "" : `Block ${gate}`),
    eigenvalues: (gate: string) => `Eigenvalues ${gate} (0: real part, 1: imaginary part)`,
    describeSpectrum: (gate: string, out: number, of: number, radius: number) =>
      `Eigenvalues${gate && ` of block ${gate}`}: ${out} of ${of} outside the unit circle, spectral radius ${formatValue(radius)}`,
    spectrumMeans: ({ settings, spectra, saturated, curveDegrees }: SpectrumFacts) => {
      const full = `${formatPercent(saturated, 0)} of |h| are above 0.9`;
      if (settings.cell === "lstm")
        return `The memory of an LSTM does not pass through W but through c = f ⊙ c₋₁ + i ⊙ g: how much of it survives a step is decided by the forget gate f. ${full}.`;
      if (settings.cell === "gru")
        return `A GRU keeps z ⊙ h₋₁ as it is, and only the rest passes through W: how much survives a step is decided by the update gate z. ${full}.`;
      const [{ re, radius }] = spectra;
      if (!Number.isFinite(re[0])) return "W contains values that are not numbers.";
      const { out, angle } = leadingOf(spectra[0]);
      const radiusText = `Spectral radius ${formatValue(radius)}`;
      const turn =
        settings.task === "cosine" && angle > 0.5 && angle < 179.5
          ? ` The largest are a pair that turns h by ${formatWhole(Math.round(angle))}° per step; the curve turns by ${formatWhole(Math.round(curveDegrees))}° (dotted).`
          : "";
      if (out === 0)
        return `${radiusText}: all eigenvalues are inside the circle. Without input, small states decay from step to step, and what they remember with them.${turn} ${full}.`;
      const tanh =
        saturated > 0.3
          ? `${full}, where tanh is flat: most units are saturated, and hardly any gradient passes them.`
          : `tanh keeps the states within ±1; ${full}, where it is flat and hardly any gradient passes.`;
      return `${radiusText}: ${formatWhole(out)} of ${formatWhole(re.length)} eigenvalues are outside the circle. Along those, small states grow from step to step.${turn} ${tanh}`;
    },
    whatShape: "What is the shape of h?",
    shape: ({ cell, layers, hidden, timeStep, task }: Settings) => {
      const { batch, inputs } = tasks[task];
      const h = formatShape([layers, batch, hidden]);
      const state = cell === "lstm" ? `h and c are ${h} each` : `h is ${h}`;
      return `${state}: (layers, batch, hidden), also with batch_first=True. The input is ${formatShape([batch, timeStep, inputs])} and the output, h of the last layer at every step, ${formatShape([batch, timeStep, hidden])}: (batch, time, features).`;
    },
  },
  seeds: {
    title: "Luck or settings? 20 seeds",
    why: "One run is one throw of the dice. Train every run 20 times, each time from other random weights.",
    start: "Train 20 seeds",
    startSlower: "…and at a quarter of the learning rate",
    stop: "Stop",
    progress: (finished: number, total: number) =>
      `${formatWhole(finished)} of ${formatWhole(total)} networks`,
    old: "The settings have changed since: these are the seeds of the settings before.",
    atRate: (rate: string) => `Learning rate ${rate}`,
    describe: (rate: string) =>
      `Losses over 20 seeds at learning rate ${rate}: median and quartiles, log scale`,
    axis: "loss",
    floor: "best constant answer",
    caption: "Loss of the last segment over the seeds",
    columns: ["Run", "Learning rate", "Median", "Quartiles", "Learnt"],
    of: (part: number, whole: number) => `${part} of ${whole}`,
    learntMeans:
      "Learnt: the mean loss of the last ten segments is below a tenth of that of the best constant answer.",
    verdict: (groups: readonly NamedSeeds[]) => {
      const slow = groups.filter(({ rate }) => rate !== groups[0].rate);
      const told = groups
        .filter(({ finished }) => finished > 0)
        .filter(({ rate }) => rate === groups[0].rate)
        .map(({ name, run, learnt, finished }) => {
          const other = slow.find((group) => group.run === run && group.finished > 0);
          const then = other
            ? `, and ${other.learnt} of ${other.finished} at learning rate ${formatValue(other.settings.lr)}`
            : "";
          return `${name}: ${learnt} of ${plural(finished, "seed")} learnt${then}`;
        });
      if (told.length === 0) return "";
      const same =
        slow.length > 0
          ? " Both learning rates start from the same weights, with the same gradients before training: the learning rate makes the difference."
          : "";
      return `${told.join("; ")}.${same}`;
    },
  },
  network: {
    title: "The network, unrolled",
    drawing: "drawing",
    describe: ({ settings, segment }: NetworkPicture) =>
      `${cellLabels[settings.cell]} unrolled over the ${steps(settings.timeStep)} of ${settings.task === "cosine" ? "segment" : "the first sequence of batch"} ${formatWhole(segment + 1)}: inputs, hidden states, outputs and the gradient back. Arrow keys move over the values, Enter opens an equation; the table below has the numbers.`,
    legend: ({ settings: { cell, layers, hidden, task }, segment, layer }: NetworkPicture) =>
      `${task === "cosine" ? "Segment" : "The first of 32 sequences of batch"} ${formatWhole(segment + 1)}, with the weights of now${layers > 1 ? `, layer ${layer}` : ""}. Each column is h at one step${cell === "lstm" ? ", with c on its right" : ""}: ${formatWhole(hidden)} units, blue below 0, red above. The shape of h is (${layers}, ${task === "cosine" ? 1 : 32}, ${hidden}): layers, batch, units. The arrows back are |∂L/∂h| as a share of the last step's. Click a value for its equation.`,
    carried: "carried",
    empty: "initial",
    window: (from: number, to: number, count: number) =>
      from === to ? `step ${from} of ${count}` : `steps ${from}–${to} of ${count}`,
    detach: (isOn: boolean) =>
      isOn
        ? "detach() is on: the gradient is cut here. Press to leave it out and see what happens."
        : "detach() is off: the gradient runs on into the segment before. Press to cut it here.",
    matrices: "Matrices",
    roles: { U: "input → h", W: "h → next h", V: "h → output" },
    shared: (letter: string, count: number) =>
      count === 1
        ? `One ${letter}.`
        : `One ${letter} for all ${steps(count)}: every edge with this letter is this matrix.`,
    value: "Value",
    step: "Step",
    unit: "Unit",
    equation: "Show the equation",
    noValue: "No such value.",
    kinds: {
      hidden: "h (hidden state)",
      cell: "c (cell state)",
      output: "o (output)",
      gradient: "∂L/∂h (one component)",
      norm: "|∂L/∂h| (norm)",
      gate: "gate",
    } satisfies Record<SpotKind, string>,
    gateNames: {
      i: "i (input gate)",
      f: "f (forget gate)",
      g: "g (candidate)",
      o: "o (output gate)",
      r: "r (reset gate)",
      z: "z (update gate)",
      n: "n (candidate)",
    } as Readonly<Record<string, string>>,
    worked: {
      title: "The equation with its numbers",
      of: ({ kind, gate, step, unit }: Spot) => {
        const name = {
          hidden: "h",
          cell: "c",
          output: "o",
          gradient: "∂L/∂h",
          norm: "|∂L/∂h|",
          gate: gate ?? "",
        }[kind];
        return `${name}${kind === "norm" ? "" : `[${unit}]`}, step ${step + 1}`;
      },
      hold: "Pause training to read",
      rest: (count: number) => `${plural(count, "smaller term")} together`,
      scaled: (unit: string) => `(all ${unit})`,
      clamped: "clamped by hand",
      knockedOut: "knocked out by hand",
      note: "Computed in double precision from the network's 32-bit weights and states; h₋₁ and c₋₁ are the step before, ₊₁ is the step after, ′ another layer. δ is the gradient of a sum before its activation. L is the loss of the last step.",
    },
    hands: {
      title: "Hands on: clamp a gate, scale W, knock out a unit",
      gate: "Clamp",
      free: "no gate",
      at: "at",
      scale: "W_hh",
      unit: "Knock out unit",
      noUnit: "none",
      reset: "Hands off",
      active: "This is the network with your change.",
      hint: "The drawing above, its gradient and a curve here answer at once. The network that trains is never changed.",
      describe: "Answers with and without the intervention, and the right ones",
      sequence: "sequence",
      right: "right answer",
      without: "as trained",
      with: "with your change",
      result: (without: string, changed: string, accuracy: WhatIf["accuracy"]) =>
        `Loss ${without} as trained, ${changed} with your change${accuracy ? `; right answers ${formatPercent(accuracy.without, 0)} and ${formatPercent(accuracy.with, 0)}` : ""}. Weights of now; the network that trains is not changed.`,
    },
    table: {
      caption: "The drawing as numbers",
      step: "step",
      input: "x",
      norm: "|h|",
      answer: "o",
      target: "target",
      opening: (gate: string) => `mean ${gate}`,
      gradient: "|∂L/∂h|, share of the last step",
      marked: (input: string) => `${input}, marked`,
    },
  },
  after: {
    intro: "eight segments that it was not trained on. The test does not change the network.",
    frequency: "Frequency",
    phase: "Phase (radians)",
    amplitude: "Amplitude",
    noise: "Noise (std)",
    cold: "Cold start from an empty state",
    freeRun: "Free run on its own output",
    reset: "Back to the note's curve",
    describe: "Test of the network: input, target and prediction over time",
    result: (error: string, late: string, zero: string) =>
      `Mean squared error ${error}, over the last half ${late}. Always answering 0 would score ${zero}.`,
    freeRunWhy:
      "In the marked part, the input is the network's own output a quarter period earlier, since sin t = cos(t − π/2): it no longer sees any true values.",
    scrub:
      "Move the brush on the strip below the main chart to test the network as it was after an earlier segment.",
  },
  code: {
    intro:
      "the program of these settings. The PyTorch version starts from the same weights, bit for bit, and its first losses are the same.",
    ownWeights: "The program starts from its seed, not from the weights of your file.",
    copy: "Copy",
    copied: "Copied",
    notCopied: "The browser does not allow this page to copy. Select the program and copy it yourself.",
  },
  files: {
    download: "Download",
    weights: "Weights",
    figure: "Figure",
    metrics: "Metrics",
    asOf: (trained: number) => `The weights are those after segment ${formatWhole(trained)}.`,
    load: "Load",
    loadHint: "Start this run from the weights of a .safetensors or .pt file.",
    choose: "Choose a file …",
    loaded: (name: string) => `Loaded ${name}: the run starts from its weights.`,
    figureTitle: (task: TaskName, runs: readonly string[]) =>
      `${task === "cosine" ? "cos from sin" : task}: ${runs.join("; ")}`,
  },
  notices: {
    close: "Close",
    noWorker: "The training worker could not be loaded. Reload the page.",
    address: "Parts of the address are not valid:",
    problem: ({ name, text, used }: AddressProblem) =>
      used === null
        ? `${name}=${text}: no such setting`
        : `${name}=${text} is not valid${used && `; using ${used}`}`,
    fix: (field: string, value: string) => `Set ${field} to ${value}`,
    troubles: {
      graphFreed: {
        what: "training stopped with PyTorch's error.",
        why: "The state is still attached to the graph of the previous segment, which backward() has freed. This is why the note repacks the state: h_state = h_state.data, today h_state.detach().",
      },
      graphChanged: {
        what: "training stopped with PyTorch's error.",
        why: "The graph of the previous segment was retained, so backward() goes on into it, but the optimiser has changed the weights that it was computed with. Gradients from there would be wrong.",
      },
      diverged: {
        what: "the loss is no longer a number (NaN or ∞).",
        why: "One step was so large that weights or states overflowed, and they cannot recover from that. A smaller learning rate or gradient clipping keeps the steps small.",
      },
      exploding: {
        what: "the loss has risen far above its lowest value.",
        why: "The network's answers are much larger than cos ever gets: the steps are too large. Clip the gradients, or lower the learning rate.",
      },
      failed: {
        what: "training failed.",
        why: "The message above comes from the program. If it is about memory, choose a smaller network.",
      },
      saturated: {
        what: "it is not learning: many of its units are saturated, |h| ≈ 1.",
        why: "Where tanh is flat, hardly any gradient comes through. The learning rate has driven the weights there: a smaller one, from the same starting weights, does not.",
      },
      tooSlow: {
        what: "it has hardly moved: the learning rate is too small.",
        why: "After all this training the loss is nearly what it was at the start. A larger learning rate takes larger steps.",
      },
      tooFast: {
        what: "it is not learning: the learning rate is too large for this number of time steps.",
        why: "From the same starting weights, with the same gradients, smaller steps do learn.",
      },
      noState: {
        what: "it cannot do better: it starts every segment from an empty state.",
        why: "sin t alone does not tell whether cos t is positive or negative; only what was read before does. With so few steps per segment, too many answers are guesses.",
      },
      tooNarrow: {
        what: "it is not learning: the hidden state has too few units.",
        why: "To know where in the period it is, the state needs at least two numbers, and some more to learn them easily.",
      },
      dead: {
        what: "it is not learning: the loss stays near that of always giving the same answer.",
        why: "The states are neither saturated nor still. Another learning rate or optimiser may find a way down.",
      },
    } satisfies Record<Trouble, { what: string; why: string }>,
  },
  lesson: {
    button: (steps: number) => `Lesson · ${steps} steps`,
    count: (at: number, of: number) => `Lesson, step ${at} of ${of}`,
    close: "Close the lesson",
    steps: "Steps of the lesson",
    stepName: (at: number, title: string) => `Step ${at}: ${title}`,
    back: "Back",
    next: "Next",
    end: "Studio",
    predict: "Predict, then see",
    tries: "Try it",
    invitation: "Answer the question or try something; this line then says what to look for.",
    waiting: (answer: string) => `Your answer: ${answer}. The run will tell …`,
    right: "Right.",
    wrong: (right: string) => `Not so. The run says: “${right}”.`,
    measured: (what: string, numbers: readonly string[]) => `${what}: ${numbers.join("; ")}.`,
    ofRun: (run: string, number: string) => `${run}: ${number}`,
    medians: {
      caption: "Median loss of the last segment, 20 seeds",
      rate: "learning rate",
      steps: "steps",
    },
  },
  /** Announced to screen readers from time to time. */
  summary: (runs: readonly { name: string; run: RunFrame }[], playing: boolean) =>
    `${playing ? "Training" : "Paused"}. ${runs
      .map(
        ({ name, run }) =>
          `${name}: ${run.settings.task === "cosine" ? segments(run.trained) : plural(run.trained, "batch", "batches")}, loss ${run.lastTen === null ? "not yet known" : formatValue(run.lastTen)}`,
      )
      .join("; ")}.`,
};

/** The words of the page in one language. */
export type Words = WordsOf<typeof en>;
