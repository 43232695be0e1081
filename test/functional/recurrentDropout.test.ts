/** @module Dropout between the layers of a recurrent network: PyTorch's masks, where they go, and when there are none. */
import { arange, manualSeed, nn, rand, randn, type Tensor } from "unrolled";
import { describe, expect, test } from "vitest";
import { expectClose } from "../golden.ts";
import { padded, type Run, run } from "./recurrentRun.ts";

const { packPaddedSequence } = nn.utils.rnn;

interface Case {
  readonly name: string;
  readonly kind: "RNN" | "LSTM" | "GRU";
  readonly options: nn.LSTMOptions;
  readonly seed: number;
  readonly shape: readonly number[];
  readonly lengths?: readonly number[];
  readonly output: readonly number[];
  readonly hn: readonly (readonly number[])[];
  readonly dx: readonly number[];
  readonly next: number;
}

/*
 * PyTorch 1.13:
 * torch.manual_seed(seed); layer = nn.<kind>(2, 3, dropout=0.5, **options); x = torch.arange(1., 1 + n).view(shape) / 10
 * output, hn = layer(x), packed with enforce_sorted=False and padded again where there are lengths
 * output.sum().backward(); next = torch.rand(1)
 */
const CASES: readonly Case[] = [
  {
    name: "two layers",
    kind: "LSTM",
    options: { numLayers: 2 },
    seed: 3,
    shape: [3, 2, 2],
    output: [
      0.06169998, 0.1530134, -0.1349474, 0.06652997, 0.1605921, -0.1318977, 0.103113, 0.1995254, -0.2215202,
      0.101346, 0.2154257, -0.2191303, 0.1169739, 0.1966312, -0.2800015, 0.1040613, 0.2291171, -0.2736033,
    ],
    hn: [
      [
        -0.07274279, -0.08297224, -0.03238597, -0.1087953, -0.09307807, -0.01986559, 0.1169739, 0.1966312,
        -0.2800015, 0.1040613, 0.2291171, -0.2736033,
      ],
      [
        -0.1155551, -0.2349907, -0.05411052, -0.1629537, -0.2738256, -0.03360625, 0.2759563, 0.3021472,
        -0.694516, 0.2501843, 0.3469486, -0.7404034,
      ],
    ],
    dx: [
      0.02220749, -0.004043261, 0.1029536, -0.01737684, 0.04096063, -0.01525591, 0.06608018, -0.02794625, 0.0,
      0.0, 0.02268707, -0.01322763,
    ],
    next: 0.551705599,
  },
  {
    name: "three layers",
    kind: "LSTM",
    options: { numLayers: 3 },
    seed: 4,
    shape: [3, 2, 2],
    output: [
      -0.1466981, -0.07397038, 0.1708871, -0.1539527, -0.06666047, 0.1691566, -0.2017377, -0.05615715,
      0.2688974, -0.1757828, -0.02463675, 0.2585087, -0.2256671, 0.001595913, 0.3223138, -0.2221859,
      -0.02693225, 0.3119147,
    ],
    hn: [
      [
        0.1404288, -0.2192759, -0.001136886, 0.1616645, -0.179813, -0.000667374, -0.1366178, 0.08782157,
        -0.2252171, -0.1409772, 0.08911131, -0.2207424, -0.2256671, 0.001595913, 0.3223138, -0.2221859,
        -0.02693225, 0.3119147,
      ],
      [
        0.3182133, -0.452413, -0.003689903, 0.4014925, -0.3710204, -0.002100891, -0.3200219, 0.1659325,
        -0.3169094, -0.3304408, 0.1685707, -0.3104764, -0.358923, 0.003196184, 0.5965744, -0.3783589,
        -0.05131797, 0.6127904,
      ],
    ],
    dx: [
      -0.001702555, -0.0006693381, 0.001015361, -0.003301677, -0.001575013, -0.0008761601, -0.0005478933,
      -0.001579486, 0.0, 0.0, 0.0, 0.0,
    ],
    next: 0.685976565,
  },
  {
    name: "batch first",
    kind: "LSTM",
    options: { numLayers: 2, batchFirst: true },
    seed: 5,
    shape: [2, 3, 2],
    output: [
      -0.08713118, -0.06505409, 0.01032895, -0.1387809, -0.105529, 0.0111932, -0.1680272, -0.1844751,
      0.003333676, -0.09349973, -0.09592768, 0.006299112, -0.1536118, -0.09208386, -0.01069979, -0.1515133,
      -0.1644207, -0.03526029,
    ],
    hn: [
      [
        -0.03927531, 0.2354442, 0.2761664, -0.06451737, 0.3621116, 0.3614527, -0.1680272, -0.1844751,
        0.003333676, -0.1515133, -0.1644207, -0.03526029,
      ],
      [
        -0.1014231, 0.4156751, 0.6148002, -0.1739106, 0.6970066, 0.9737629, -0.5341963, -0.3990815,
        0.007402423, -0.5287778, -0.4093015, -0.07075091,
      ],
    ],
    dx: [
      0.009850629, -0.0139918, 0.02622481, -0.01508989, -0.01229159, -0.005280528, -0.04309722, -0.01327856,
      0.0009299723, -0.001042334, -0.01201829, 0.003137774,
    ],
    next: 0.896464169,
  },
  {
    name: "both directions",
    kind: "LSTM",
    options: { numLayers: 2, bidirectional: true },
    seed: 6,
    shape: [3, 2, 2],
    output: [
      -0.07528529, -0.1204922, 9.766984e-5, -0.2379347, -0.1253267, 0.157344, -0.03509009, -0.0796682,
      0.01723176, -0.1545323, -0.1220128, 0.2016199, -0.06542045, -0.1135706, 0.0485925, -0.05332375, -0.129,
      0.1597672, -0.04868262, -0.1006899, 0.05634832, -0.04829873, -0.1462038, 0.1608189, -0.07614792,
      -0.1082257, 0.06318421, 0.005091334, -0.08855169, 0.1044531, -0.04892748, -0.1051448, 0.05928945,
      -0.0285972, -0.07932939, 0.1236839,
    ],
    hn: [
      [
        0.1044894, 0.1139754, -0.05691881, 0.134062, 0.1057708, -0.03334979, 0.1299657, -0.2576668, 0.2743245,
        0.1556243, -0.295646, 0.3083038, -0.07614792, -0.1082257, 0.06318421, -0.04892748, -0.1051448,
        0.05928945, -0.2379347, -0.1253267, 0.157344, -0.1545323, -0.1220128, 0.2016199,
      ],
      [
        0.3256562, 0.3420067, -0.1349476, 0.4582687, 0.350279, -0.07618518, 0.3340009, -0.386913, 0.5117519,
        0.4060012, -0.4383925, 0.5498022, -0.1359591, -0.1948012, 0.1190031, -0.08269204, -0.1819717,
        0.1077106, -0.3860163, -0.2647503, 0.4277805, -0.2610058, -0.2123853, 0.5304464,
      ],
    ],
    dx: [
      -0.05126442, -0.0674528, -0.005844806, 0.02902843, -0.1073036, 0.05014021, -0.09342276, 0.05898653,
      -0.08499116, 0.03420686, -0.08342831, 0.03943486,
    ],
    next: 0.318974555,
  },
  {
    name: "packed",
    kind: "LSTM",
    options: { numLayers: 2 },
    seed: 7,
    shape: [3, 2, 2],
    lengths: [3, 1],
    output: [
      -0.1028995, -0.1773497, -0.05415486, -0.09991045, -0.1752201, -0.05258112, -0.1365313, -0.283142,
      -0.0436663, 0.0, 0.0, 0.0, -0.1239244, -0.3207063, 0.002836931, 0.0, 0.0, 0.0,
    ],
    hn: [
      [
        -0.172966, -0.225213, 0.1914378, -0.08014324, -0.09955024, 0.1105457, -0.1239244, -0.3207063,
        0.002836931, -0.09991045, -0.1752201, -0.05258112,
      ],
      [
        -0.4183694, -0.4457642, 0.3692985, -0.1756949, -0.2080152, 0.2430544, -0.4086194, -0.6593881,
        0.008063544, -0.2866057, -0.3340375, -0.134619,
      ],
    ],
    dx: [
      0.01377237, 0.06800171, 0.008344701, 0.02148137, -0.01585361, 0.03393599, 0.0, 0.0, 0.02555605,
      0.001312803, 0.0, 0.0,
    ],
    next: 0.084363997,
  },
  {
    name: "packed, unsorted, batch first",
    kind: "LSTM",
    options: { numLayers: 2, batchFirst: true },
    seed: 8,
    shape: [2, 3, 2],
    lengths: [1, 3],
    output: [
      -0.2503431, 0.0827876, -0.09332089, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -0.2508481, 0.07274609, -0.08000424,
      -0.3557924, 0.08691213, -0.113037, -0.3982142, 0.08334726, -0.1188263,
    ],
    hn: [
      [
        -0.01694954, 0.1226238, -0.01503855, -0.1210076, 0.1473294, 0.001032773, -0.2503431, 0.0827876,
        -0.09332089, -0.3982142, 0.08334726, -0.1188263,
      ],
      [
        -0.0583282, 0.2081216, -0.033221, -0.6548103, 0.297746, 0.002906449, -0.380391, 0.1700994, -0.1563032,
        -0.6640276, 0.1712117, -0.1976457,
      ],
    ],
    dx: [
      0.01523408, -0.01160997, 0.0, 0.0, 0.0, 0.0, 0.04203561, -0.02971442, 0.0493242, -0.02785302,
      0.03118285, -0.01620956,
    ],
    next: 0.914404869,
  },
  {
    name: "projected",
    kind: "LSTM",
    options: { numLayers: 2, projSize: 2 },
    seed: 9,
    shape: [3, 2, 2],
    output: [
      -0.01214343, 0.03366277, -0.01616044, 0.01442198, -0.02201484, 0.0300762, -0.01788994, 0.0641051,
      -0.01798732, 0.0846146, -0.005376798, 0.1335308,
    ],
    hn: [
      [0.2703951, 0.1224615, 0.3211236, 0.1434284, -0.01798732, 0.0846146, -0.005376798, 0.1335308],
      [
        -0.5426505, -0.2386126, -0.6246537, -0.6537797, -0.2354022, -0.7002637, -0.04329727, -0.3625574,
        -0.6050192, 0.09705681, -0.4293809, -0.6285114,
      ],
    ],
    dx: [
      0.05228129, 0.0413952, 0.02466513, 0.01171055, 0.00400778, -0.0005823954, 0.03388249, 0.02712171,
      0.01167382, 0.01074466, 0.01918557, 0.01826213,
    ],
    next: 0.131334782,
  },
  {
    name: "GRU unbatched",
    kind: "GRU",
    options: { numLayers: 3 },
    seed: 10,
    shape: [3, 2],
    output: [
      -0.2558559, -0.1426045, 0.1656425, -0.4678511, 0.1429716, 0.1292623, -0.4957457, -0.09183578, 0.2613399,
    ],
    hn: [
      [
        0.4690147, -0.3042546, 0.0336072, -0.2953164, 0.3953888, -0.1674249, -0.4957457, -0.09183578,
        0.2613399,
      ],
    ],
    dx: [-0.04133347, 0.01724791, -0.007547069, 0.02063621, 0.0, 0.0],
    next: 0.633188128,
  },
  {
    name: "RNN",
    kind: "RNN",
    options: { numLayers: 2 },
    seed: 11,
    shape: [3, 2, 2],
    output: [
      0.0277656, -0.5978257, 0.2718023, 0.03441337, -0.6013855, 0.2815465, 0.349667, -0.7094384, 0.4469212,
      0.3780075, -0.8166612, 0.1019847, 0.4953029, -0.9286304, 0.5345359, 0.3421911, -0.7892972, 0.5194107,
    ],
    hn: [
      [
        -0.06094947, 0.278894, 0.8307453, -0.150263, 0.2780962, 0.8593828, 0.4953029, -0.9286304, 0.5345359,
        0.3421911, -0.7892972, 0.5194107,
      ],
    ],
    dx: [
      -0.1329556, 0.1884058, -0.3980401, 0.2726581, -0.4272279, 0.09521484, 0.02401696, -0.2544587,
      -0.1241762, -0.002036746, 0.0, 0.0,
    ],
    next: 0.00890499353,
  },
];

/** Seven digits are given, and PyTorch sums in another order. */
const ROUNDED = { absolute: 1e-6, relative: 1e-6 };
const EXACT = { absolute: 0, relative: 0 };
const flat = (t: Tensor | null) => t?.view(-1) ?? null;
const golden = (data: readonly number[]) => ({ shape: [data.length], data });

/** Outputs, padded where they were packed, and every state. */
function outputs({ kind, options, lengths }: Case, x: Tensor): Run<Tensor> {
  const layer = new nn[kind](2, 3, { ...options, dropout: 0.5 });
  const input = lengths
    ? packPaddedSequence(x, lengths, { batchFirst: layer.batchFirst, enforceSorted: false })
    : x;
  const { output, states } = run(layer, input, null);
  return { output: padded(output, layer.batchFirst), states };
}

test.each(CASES)("$kind in training has PyTorch's numbers: $name", (wanted) => {
  const { seed, shape, output, hn, dx, next } = wanted;
  manualSeed(seed);
  const x = arange(1, 1 + shape.reduce((product, size) => product * size, 1))
    .div(10)
    .view(...shape);
  x.requiresGrad = true;
  const { output: y, states } = outputs(wanted, x);
  expectClose(flat(y), golden(output), ROUNDED, "output");
  expect(states).toHaveLength(hn.length);
  states.forEach((state, s) => {
    expectClose(flat(state), golden(hn[s]), ROUNDED, `hn[${s}]`);
  });
  y.sum().backward();
  expectClose(flat(x.grad), golden(dx), ROUNDED, "dx");
  expectClose(rand([1]), golden([next]), ROUNDED, "the next random number"); // as many were drawn
});

describe("no mask is drawn", () => {
  const x = randn([4, 2, 3]);
  const next = (act: () => void): number => {
    manualSeed(1);
    act();
    return rand([1]).item();
  };
  const untouched = next(() => {});
  const net = new nn.LSTM(3, 4, { numLayers: 3, dropout: 0.5 });
  const plain = new nn.LSTM(3, 4, { numLayers: 3 });
  plain.loadStateDict(net.stateDict());

  test("outside training: the outputs are those without dropout", () => {
    net.eval();
    const [y] = net.forward(x);
    expectClose(y, { shape: y.shape, data: [...plain.forward(x)[0].data] }, EXACT);
    expect(next(() => net.forward(x))).toBe(untouched);
    net.train();
    expect(next(() => net.forward(x))).not.toBe(untouched);
    expect([...net.forward(x)[0].data]).not.toEqual([...y.data]);
  });

  test("with dropout 0", () => {
    expect(next(() => plain.forward(x))).toBe(untouched);
  });

  test("after the last layer: the output of one that is dropped entirely is that of the last alone", () => {
    const all = new nn.GRU(3, 4, { numLayers: 2, dropout: 1 });
    const last = new nn.GRU(4, 4);
    const suffix = /_l1$/;
    last.loadStateDict(
      Object.fromEntries(
        Object.entries(all.stateDict())
          .filter(([name]) => suffix.test(name))
          .map(([name, value]) => [name.replace(suffix, "_l0"), value]),
      ),
    );
    const [y] = all.forward(x);
    const [expected] = last.forward(randn([4, 2, 4]).mul(0));
    expectClose(y, { shape: expected.shape, data: [...expected.data] }, EXACT);
    expect([...y.data].some((value) => value !== 0)).toBe(true);
    expect(next(() => all.forward(x))).toBe(untouched); // nor for a probability of one, as in PyTorch
  });
});
