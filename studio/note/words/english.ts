/** @module The page in English. */
import { formatValue, formatWhole, plural } from "../../../src/text/format.ts";
import { optionNames } from "./optionNames.ts";
import type { Words } from "./shape.ts";

const percent = (share: number): string => `${formatValue(share * 100)} %`;

/** What the page says in English. */
export const english: Words = {
  title: "studio",
  skip: "Skip to the stage",
  footer:
    "Everything runs in this page; nothing leaves your computer. The weights drawn under a seed are those of PyTorch under the same seed, bit for bit.",
  waiting: "Nothing to see yet: press play.",
  presetsLabel: "Experiments to begin with",
  presets: {
    noteRnn: "The note's RNN",
    noteLstm: "The note's LSTM",
    rnnAgainstLstm: "RNN against LSTM, 20 steps",
    threeCells: "RNN, LSTM and GRU",
  },
  charts: {
    radians: "t (radians)",
    value: "value",
    target: "target (cos)",
    prediction: "prediction",
    input: "input (sin)",
    segment: "segment",
    loss: "loss (MSE)",
    each: (run) => `${run}, not smoothed`,
    ghost: (index) => `${"ABC"[index]} before the last change`,
    lag: "steps back from the last one",
    share: "share of the gradient",
    hiddenState: "h, the hidden state",
    cellState: "c, the cell state",
    onePercent: "1 %",
    milliseconds: "ms",
  },
  transport: {
    label: "Training",
    play: "Play",
    pause: "Pause",
    step: "Step",
    reset: "Reset",
    newSeed: "New seed",
    pace: "Pace",
    segmentsPerSecond: (pace) => `${plural(pace, "segment")}/s`,
    fastest: "as fast as it goes",
    window: "Show",
    windows: { all: "the whole run", last: "ten segments" },
    segment: "Segment",
    loss: "Loss",
    lastTen: "Mean of the last ten",
    speed: "Segments/s",
    now: "Now",
    back: (trained) => `After segment ${formatWhole(trained)}`,
  },
  stage: {
    title: "Stage: prediction against target",
    describe: ({ cell }, trained) =>
      `${cell.toUpperCase()}: prediction and target over time, ${plural(trained, "segment")} trained`,
    state: ({ ending, trained, curves }, { steps }) => {
      if (ending?.kind === "complete") return `${plural(steps, "segment")} trained`;
      if (ending !== null) return `stopped at segment ${trained}`;
      return curves.stride > 1 ? `every ${curves.stride}th of the older segments is drawn` : "";
    },
  },
  loss: {
    title: "Loss",
    describe: "Mean squared error of each segment, log scale",
    smoothing: "Smoothing",
    ghost: "Show the runs before",
    cost: "What a segment costs, in ms",
    costWhy:
      "The graph is kept and the state is not cut from it, so each backward pass walks through all segments so far. Its gradients are not exact either: by then Adam has changed the weights that the older segments were computed with. PyTorch 1.5 and newer therefore refuse this program at the second segment (“modified by an inplace operation”); Unrolled lets it run, so that you can watch the cost.",
  },
  gradient: {
    title: "Gradient through time",
    describe: "How much of the last step's loss reaches each earlier state, as a share, log scale",
    sentence: (lag, { hidden }) => {
      const last = hidden.length - 1;
      if (last === 0) return "With one time step there is no way back through time.";
      if (!hidden.every(Number.isFinite) || hidden[0] === 0)
        return "There is no gradient to compare: it is zero, or no number.";
      const end = `${percent(hidden[last] / hidden[0])} is left ${plural(last, "step")} back.`;
      return lag === null
        ? `The gradient stays above 1 % all the way: ${end}`
        : `The gradient falls below 1 % after ${plural(lag, "step")}; ${end}`;
    },
  },
  controls: {
    title: "Settings",
    add: "Add a run beside it",
    remove: (run) => `Remove ${run}`,
    ownWeights: "This run starts from weights of a file: the address alone does not repeat it.",
    wrong: (field) =>
      "min" in field
        ? `Must be a ${field.kind === "whole" ? "whole number" : "number"} from ${field.min} to ${field.max}${field.kind === "positive" && field.off ? ", or off" : ""}.`
        : "This cannot be.",
  },
  fields: {
    cell: { label: "Cell", hint: "The recurrent layer: nn.RNN, nn.LSTM or nn.GRU." },
    timeStep: { label: "Time steps", hint: "Samples of a segment; gradients flow back through so many." },
    hidden: { label: "Hidden size", hint: "Units of the hidden state." },
    layers: { label: "Layers", hint: "Recurrent layers, one upon the other." },
    lr: { label: "Learning rate", hint: "How far the optimiser steps." },
    optimizer: { label: "Optimiser", hint: "With PyTorch's defaults." },
    clip: { label: "Clip gradients", hint: "The greatest norm of all gradients together, or off." },
    steps: { label: "Segments", hint: "How many to train, each π long." },
    endpoint: {
      label: "Include the end point",
      hint: "The last sample stands where the next segment begins.",
    },
    seed: { label: "Seed", hint: "The same number as in torch.manual_seed." },
    initialState: { label: "Initial state", hint: "Before the first segment." },
    carry: { label: "Carry the state", hint: "Each segment goes on from the state of the one before." },
    detach: { label: "Detach the state", hint: "Cut it from the graph of the segment it comes from." },
    retainGraph: { label: "Retain the graph", hint: "Only without detach: backward keeps what it needs." },
  },
  optionText: (option) => ({ ...optionNames, zeros: "zeros", yes: "on", no: "off" })[option] ?? option,
  panels: {
    label: "Look closer",
    inside: "Inside",
    after: "Put it to the test",
    code: "Code and files",
  },
  inside: {
    when: (trained) =>
      `the last segment as the network sees it after ${plural(trained, "segment")} of training.`,
    layer: "Layer",
    traces: "Over the segment: time to the right, one row a unit",
    hidden: "Hidden state h",
    cell: "Cell state c",
    gates: {
      i: "Input gate i",
      f: "Forget gate f",
      o: "Output gate o",
      r: "Reset gate r",
      z: "Update gate z",
    },
    gate: "Gate",
    range: (text) => text,
    reading: (unit, step, value) => `unit ${unit}, step ${step + 1}: ${value}`,
    hover: "Point at a time step: it is marked in every panel.",
    step: (step, steps) => `Step ${step} of ${steps}`,
    saturation: "How far the gates stand open, over all units and steps",
    closed: "closed (below 0.1)",
    between: "between",
    open: "open (above 0.9)",
    radius: (layer, radii) => {
      const [first] = radii;
      if (radii.length > 1)
        return `Spectral radius of weight_hh_l${layer}, by gate: ${radii.map(({ gate, radius }) => `${gate} ${formatValue(radius)}`).join(", ")}.`;
      if (!Number.isFinite(first.radius)) return `weight_hh_l${layer} holds values that are no numbers.`;
      const meaning = first.radius > 1 ? "grow" : "fade";
      return `Spectral radius of weight_hh_l${layer}: ${formatValue(first.radius)}. Were it not for tanh, states would ${meaning} from step to step.`;
    },
    weights: "Parameters",
    difference: "Show the difference from the start",
  },
  after: {
    intro: "eight segments that it has not been trained on. The network stays as it is.",
    frequency: "Frequency",
    phase: "Phase (radians)",
    amplitude: "Amplitude",
    noise: "Noise (std)",
    cold: "Cold start: an empty state",
    freeRun: "Free run on its own output",
    reset: "Back to the note's curve",
    describe: "The network put to the test: input, target and prediction over time",
    result: (error, late, zero) =>
      `Mean squared error ${error}; over the last half ${late}. Answering 0 always has ${zero}.`,
    freeRunWhy:
      "In the marked part the input is the network's own output of a quarter period before, since sin t = cos(t − π/2): no true value helps it any more.",
    scrub: "Move the slider above the stage to test the network as it was after an earlier segment.",
  },
  code: {
    intro:
      "the program of these settings. The PyTorch one starts from the same weights, bit for bit, and has the same first losses.",
    ownWeights: "It starts from its seed, not from the weights of your file.",
    copy: "Copy",
    copied: "Copied",
    notCopied: "The browser does not let this page copy: select the program and copy it yourself.",
  },
  files: {
    download: "Take away",
    weights: "Weights",
    figure: "Figure",
    metrics: "Metrics",
    asOf: (trained) => `Weights are taken as they were after segment ${formatWhole(trained)}.`,
    load: "Bring along",
    loadHint: "Start this run from the weights of a .safetensors or .pt file:",
    loaded: (name) => `Loaded ${name}: the run starts from its weights.`,
    figureTitle: (runs) => `cos from sin: ${runs.join("; ")}`,
  },
  notices: {
    close: "Close",
    noWorker: "The part of the page that trains could not be loaded: reload the page.",
    address: "Some of the address could not be used:",
    problem: ({ name, text, used }) =>
      used === null
        ? `${name}=${text}: there is no such setting`
        : `${name}=${text} cannot be${used && `: ${used} is used`}`,
    fix: (field, value) => `Try ${field}: ${value}`,
    troubles: {
      graphFreed: {
        what: "training stopped with PyTorch's own error.",
        why: "The state still hangs on the graph of the segment before, and backward() has freed that graph. This is why the note repacks the state: h_state = h_state.data, today h_state.detach().",
      },
      graphGrown: {
        what: "a segment takes longer than a second and a half, so training has stopped.",
        why: "Without detach, with the graph retained, each backward pass goes through every segment so far: the cost grows with each, and so does the memory.",
      },
      diverged: {
        what: "the loss is no number any more.",
        why: "A step was so large that weights or states went beyond what numbers can hold; from there nothing comes back. A smaller learning rate or clipped gradients keep steps small.",
      },
      exploding: {
        what: "the loss has grown far beyond its best.",
        why: "The network answers with values much larger than cos ever is. Steps are too large for it: clip the gradients, or lower the learning rate.",
      },
      failed: {
        what: "training has failed.",
        why: "The message above is the program's own. If it speaks of memory, a smaller network will do.",
      },
      dead: {
        what: "it is not learning: the loss stays about where an answer that is always 0 would leave it.",
        why: "Either steps are too small to get anywhere, or so large that the units are saturated, or there is no state to tell the sign of cos by.",
      },
    },
  },
  lesson: {
    button: "Lesson",
    count: (at, of) => `Lesson, step ${at} of ${of}`,
    close: "Close the lesson",
    back: "Back",
    next: "Next",
    end: "To the studio",
  },
  summary: (runs, playing) =>
    `${playing ? "Training" : "Paused"}. ${runs
      .map(
        ({ name, run }) =>
          `${name}: ${plural(run.trained, "segment")}, loss ${run.lastTen === null ? "not known yet" : formatValue(run.lastTen)}`,
      )
      .join("; ")}.`,
};
