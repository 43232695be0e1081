/** @module What holds for every recurrent layer, whatever its options and sizes: the same thing computed another way. */
import fc from "fast-check";
import { cat, manualSeed, nn, randn, stack, type Tensor } from "unrolled";
import { expect, test } from "vitest";
import { indexSelect } from "../../src/functional/indexSelect.ts";
import { compose, type Kind } from "../functional/recurrentCells.ts";
import { padded, type RecurrentLayer, run } from "../functional/recurrentRun.ts";
import { twinStack } from "../reference/stack.ts";
import { centralDifference } from "../reference/values.ts";

const { packPaddedSequence } = nn.utils.rnn;

interface Case {
  readonly kind: Kind;
  readonly numLayers: number;
  readonly bias: boolean;
  readonly batchFirst: boolean;
  readonly bidirectional: boolean;
  readonly nonlinearity: "tanh" | "relu";
  /** Taken modulo H, and by an LSTM only. */
  readonly projection: number;
  readonly B: number;
  readonly T: number;
  readonly I: number;
  readonly H: number;
  readonly hasStates: boolean;
  readonly batched: boolean;
  readonly lengths: readonly number[];
  readonly seed: number;
}

const upTo = (most: number) => fc.integer({ min: 1, max: most });
const cases: fc.Arbitrary<Case> = fc.record({
  kind: fc.constantFrom("RNN", "LSTM", "GRU"),
  numLayers: upTo(3),
  bias: fc.boolean(),
  batchFirst: fc.boolean(),
  bidirectional: fc.boolean(),
  nonlinearity: fc.constantFrom("tanh", "relu"),
  projection: fc.nat(5),
  B: upTo(4),
  T: upTo(6),
  I: upTo(6),
  H: upTo(6),
  hasStates: fc.boolean(),
  batched: fc.boolean(),
  lengths: fc.array(upTo(6), { minLength: 4, maxLength: 4 }),
  seed: fc.nat(1e6),
});

/** The same cases in every run: a check that passes today passes tomorrow. */
const RUNS = { numRuns: 200, seed: 1 };

function build(kind: Kind, options: Case, inputs = options.I): RecurrentLayer {
  const { H, numLayers, bias, batchFirst, bidirectional, nonlinearity, projection } = options;
  const shared = { numLayers, bias, batchFirst, bidirectional };
  if (kind === "LSTM") return new nn.LSTM(inputs, H, { ...shared, projSize: projection % H });
  return kind === "GRU" ? new nn.GRU(inputs, H, shared) : new nn.RNN(inputs, H, { ...shared, nonlinearity });
}

function leaf(...shape: number[]): Tensor {
  const t = randn(shape);
  t.requiresGrad = true;
  return t;
}

/** States for a layer, or none. */
function statesFor(kind: Kind, layer: RecurrentLayer, { hasStates, B }: Case): Tensor[] | null {
  if (!hasStates) return null;
  const passes = layer.numLayers * (layer.bidirectional ? 2 : 1);
  const widths = [layer.projSize || layer.hiddenSize, layer.hiddenSize].slice(0, kind === "LSTM" ? 2 : 1);
  return widths.map((width) => leaf(passes, B, width));
}

/** A loss in which every output and final state has a weight of its own. */
function lossOf(results: readonly Tensor[], weights: readonly Tensor[]): Tensor {
  const terms = results.map((t, i) => t.mul(weights[i]).sum());
  return terms.reduce((sum, term) => sum.add(term));
}

const values = (t: Tensor | null | undefined): readonly number[] => [...(t?.data ?? [Number.NaN])];

/**
 * Both ways sum the same float32 terms in another order: some roundings of 6e-8 of the largest value, which a deep
 * relu can stretch well past 1.
 */
function expectNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string,
  tolerance = 1e-5,
): void {
  expect(actual.length, what).toBe(expected.length);
  const size = Math.max(1, ...Array.from(expected, Math.abs));
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    if (!(error <= tolerance * size)) expect.fail(`${what}[${i}]: got ${actual[i]}, not ${expected[i]}`);
  }
}

function expectEqualGradients(
  layer: RecurrentLayer,
  gradients: Readonly<Record<string, Tensor | null>>,
): void {
  const own = layer.namedParameters();
  expect(Object.keys(gradients).sort()).toEqual(own.map(([name]) => name).sort());
  for (const [name, { grad }] of own) expectNear(values(grad), values(gradients[name]), name);
}

const grads = (tensors: readonly Tensor[]): (readonly number[])[] => tensors.map(({ grad }) => values(grad));
const clones = (tensors: readonly Tensor[]): Tensor[] =>
  tensors.map((t) => {
    const copy = t.detach().clone();
    copy.requiresGrad = true;
    return copy;
  });

test("a layer is a composition of cells, forward and backward", () => {
  let seen = { projected: 0, unbatched: 0, bidirectional: 0 };
  fc.assert(
    fc.property(cases, (options) => {
      manualSeed(options.seed);
      const { kind, batched, batchFirst, B, T, I } = sized(options);
      const layer = build(kind, options);
      const timeMajor = leaf(T, B, I);
      const hx = statesFor(kind, layer, { ...options, B });
      const [plainX, plainHx] = [clones([timeMajor])[0], hx && clones(hx)];

      const arranged = batchFirst ? plainX.transpose(0, 1) : plainX;
      const fused = run(
        layer,
        batched ? arranged : plainX.select(1, 0),
        plainHx?.map((state) => (batched ? state : state.select(1, 0))),
      );
      const output = !batched
        ? fused.output.unsqueeze(1)
        : batchFirst
          ? fused.output.transpose(0, 1)
          : fused.output;
      const states = fused.states.map((state) => (batched ? state : state.unsqueeze(1)));
      const whole = compose(kind, layer, timeMajor, hx);

      expect(output.shape).toEqual(whole.output.shape);
      expectNear(output.data, whole.output.data, "output");
      expect(states).toHaveLength(whole.states.length);
      states.forEach((state, s) => {
        expect(state.shape).toEqual(whole.states[s].shape);
        expectNear(state.data, whole.states[s].data, `state ${s}`);
      });

      const weights = [whole.output, ...whole.states].map(({ shape }) => randn(shape));
      lossOf([output, ...states], weights).backward();
      lossOf([whole.output, ...whole.states], weights).backward();
      expectNear(values(plainX.grad), values(timeMajor.grad), "dx");
      grads(plainHx ?? []).forEach((gradient, s) => {
        expectNear(gradient, values(hx?.[s].grad), `dhx ${s}`);
      });
      expectEqualGradients(layer, whole.gradients());
      seen = {
        projected: seen.projected + (layer.projSize > 0 ? 1 : 0),
        unbatched: seen.unbatched + (batched ? 0 : 1),
        bidirectional: seen.bidirectional + (layer.bidirectional ? 1 : 0),
      };
    }),
    RUNS,
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20); // the cases do reach these
});

/** Without a batch there is one sequence. */
function sized(options: Case): Case {
  return options.batched ? options : { ...options, B: 1 };
}

test("packed sequences are each as if it ran alone, in any order, forward and backward", () => {
  fc.assert(
    fc.property(cases, (options) => {
      manualSeed(options.seed);
      const { kind, B, I, batchFirst } = options;
      const layer = build(kind, options);
      const lengths = options.lengths.slice(0, B);
      const T = Math.max(...lengths);
      const x = batchFirst ? leaf(B, T, I) : leaf(T, B, I);
      const hx = statesFor(kind, layer, options);
      const packed = packPaddedSequence(x, lengths, { batchFirst, enforceSorted: false });
      const { output: packedOutput, states } = run(layer, packed, hx);
      const output = padded(packedOutput, batchFirst);
      const weights = [output, ...states].map(({ shape }) => randn(shape));
      lossOf([output, ...states], weights).backward();
      const together = { dx: values(x.grad), dhx: grads(hx ?? []), weights: grads(layer.parameters()) };
      for (const t of [x, ...(hx ?? []), ...layer.parameters()]) t.grad = null;

      lengths.forEach((length, b) => {
        const piece = (t: Tensor): Tensor => t.select(batchFirst ? 0 : 1, b).slice(0, 0, length); // (T_b, …)
        const one = run(
          layer,
          piece(x),
          hx?.map((state) => state.select(1, b)),
        );
        expectNear(one.output.data, piece(output).data, `output ${b}`);
        one.states.forEach((state, s) => {
          expectNear(state.data, states[s].select(1, b).data, `state ${s} of ${b}`);
        });
        const [outputWeights, ...stateWeights] = weights;
        const own = [piece(outputWeights), ...stateWeights.map((weight) => weight.select(1, b))];
        lossOf([one.output, ...one.states], own).backward();
        const padding = output.select(batchFirst ? 0 : 1, b).slice(0, length);
        expect([...padding.data].every((value) => value === 0)).toBe(true);
      });
      expectNear(values(x.grad), together.dx, "dx");
      grads(hx ?? []).forEach((gradient, s) => {
        expectNear(gradient, together.dhx[s], `dhx ${s}`);
      });
      grads(layer.parameters()).forEach((gradient, i) => {
        expectNear(gradient, together.weights[i], `parameter ${i}`);
      });
    }),
    RUNS,
  );
});

/** Copies weights from names with one suffix to names with another. */
function copyWeights(from: RecurrentLayer, suffix: string, to: RecurrentLayer): void {
  for (const [name, parameter] of to.namedParameters())
    parameter.data.set(named(from, name.replace("_l0", suffix)).data);
}

function named(layer: RecurrentLayer, name: string): Tensor {
  const found = layer.namedParameters().find(([own]) => own === name);
  if (found === undefined) throw new Error(`the layer has no ${name}`);
  return found[1];
}

test("both directions are two layers of one, the second on the sequence from its end", () => {
  fc.assert(
    fc.property(cases, (drawn) => {
      const options = { ...drawn, bidirectional: true, batchFirst: false };
      manualSeed(options.seed);
      const { kind, B, T, I } = options;
      const both = build(kind, options);
      const x = leaf(T, B, I);
      const hx = statesFor(kind, both, options);
      const [alone, aloneHx] = [clones([x])[0], hx && clones(hx)];
      const { output, states } = run(both, x, hx);
      const weights = [output, ...states].map(({ shape }) => randn(shape));
      lossOf([output, ...states], weights).backward();

      const back = Array.from({ length: T }, (_, t) => T - 1 - t);
      const single = { ...options, numLayers: 1, bidirectional: false };
      const singles: [string, RecurrentLayer][] = [];
      const finals: Tensor[][] = states.map(() => []);
      let rows = alone;
      for (let l = 0; l < both.numLayers; l++) {
        const outputs = ["", "_reverse"].map((direction, d) => {
          const layer = build(kind, single, rows.shape[2]);
          copyWeights(both, `_l${l}${direction}`, layer);
          singles.push([`_l${l}${direction}`, layer]);
          const index = 2 * l + d;
          const initial = aloneHx?.map((state) => state.slice(0, index, index + 1));
          const result = run(layer, d === 1 ? indexSelect(rows, 0, back) : rows, initial);
          result.states.forEach((state, s) => {
            finals[s].push(state.squeeze(0));
          });
          return d === 1 ? indexSelect(result.output, 0, back) : result.output;
        });
        rows = cat(outputs, 2);
      }
      const stacked = finals.map((each) => stack(each));
      expectNear(output.data, rows.data, "output");
      stacked.forEach((state, s) => {
        expectNear(states[s].data, state.data, `state ${s}`);
      });
      lossOf([rows, ...stacked], weights).backward();
      expectNear(values(x.grad), values(alone.grad), "dx");
      grads(hx ?? []).forEach((gradient, s) => {
        expectNear(gradient, values(aloneHx?.[s].grad), `dhx ${s}`);
      });
      const pieces = singles.flatMap(([suffix, layer]) =>
        layer.namedParameters().map(([name, { grad }]) => [name.replace("_l0", suffix), grad] as const),
      );
      expectEqualGradients(both, Object.fromEntries(pieces));
    }),
    RUNS,
  );
});

test("gradients are central differences of the float64 twin", () => {
  fc.assert(
    fc.property(cases, fc.boolean(), (drawn, isPacked) => {
      // A relu has no derivative where its argument crosses zero between the two ends of a difference.
      const options: Case = { ...drawn, nonlinearity: "tanh", batchFirst: false };
      manualSeed(options.seed);
      const { kind, B, I } = options;
      const layer = build(kind, options);
      const lengths = options.lengths.slice(0, B).sort((a, b) => b - a);
      if (!isPacked) lengths.fill(options.T);
      const x = leaf(lengths[0], B, I);
      const packed = packPaddedSequence(x, lengths);
      packed.data.retainGrad();
      const hx = statesFor(kind, layer, options);
      const { output, states } = run(layer, packed, hx);
      const weights = [output.data, ...states].map(({ shape }) => randn(shape));
      lossOf([output.data, ...states], weights).backward();

      const twin = twinStack(kind, layer, packed, hx);
      const cotangents = weights.map((weight) => [...weight.data]);
      const loss = (): number => twin.loss(cotangents);
      const inputs: [string, Tensor, number[]][] = [
        ["x", packed.data, twin.x],
        ...(hx ?? []).map((state, s): [string, Tensor, number[]] => [`hx ${s}`, state, twin.states[s]]),
        ...layer
          .namedParameters()
          .map(([name, parameter]): [string, Tensor, number[]] => [name, parameter, twin.weights[name]]),
      ];
      for (const [name, { grad }, array] of inputs) {
        const gradient = values(grad);
        const size = Math.max(1, ...gradient.map(Math.abs));
        for (const step of [0, 5, 11]) {
          const at = (options.seed + step) % array.length; // some of the values; each case has others
          const difference = centralDifference(loss, array, at);
          expectNear([gradient[at]], [difference], name, 1e-5 * size);
        }
      }
    }),
    RUNS,
  );
});
