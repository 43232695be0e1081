/** @module Files to take away and to bring along. */
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect } from "vitest";
import { setDeterministic } from "../../../src/index.ts";
import { decodeWeights } from "../../../src/interop/decodeWeights.ts";
import { encodeSafetensors } from "../../../src/interop/index.ts";
import { lstmProgram, rnnProgram } from "../../../src/note/settings.ts";
import { modelFile } from "../../../studio/note/lab/modelFile.ts";
import { Run } from "../../../studio/note/lab/run.ts";
import { addressOf, download, ended, expectLosses, hashOf, runInNode, setField, textOf } from "./actions.ts";
import { newPage, open, test } from "./browser.ts";

beforeEach(() => setDeterministic(true));
afterEach(() => setDeterministic(false));

const settings = { ...lstmProgram, steps: 40, hidden: 6, layers: 2 };

async function bring(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const file = { name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) };
  await page.locator("input[name=weights]").setInputFiles(file);
}

test("weights in three formats, with Node's bits", async () => {
  const page = await open(addressOf(settings, { panel: "code" }), { exact: true });
  await ended(page, 40);
  const parameters = runInNode(settings).parameters(null);
  for (const kind of ["safetensors", "pt"] as const) {
    const { bytes, name } = await download(page, kind);
    expect(name).toBe(`lstm.${kind}`);
    const { tensors, metadata } = decodeWeights(bytes);
    expect(Object.keys(tensors)).toEqual([...parameters.keys()]);
    for (const [key, { data, shape }] of parameters)
      expect({ data: tensors[key]?.data, shape: tensors[key]?.shape }, key).toEqual({ data, shape });
    if (kind === "safetensors") expect(JSON.parse(metadata.settings ?? "")).toEqual(settings);
  }
  const { bytes, name } = await download(page, "onnx");
  expect(name).toBe("lstm.onnx");
  expect(Buffer.compare(bytes, modelFile(parameters, settings, "onnx"))).toBe(0); // src/interop's tests run such files
});

test.for(["safetensors", "pt"] as const)("a run from the weights of a .%s file", async (kind) => {
  const weights = runInNode(settings).parameters(null);
  const page = await open(addressOf({ steps: 15 }, { panel: "code" }), { exact: true });
  await ended(page, 15);
  const start = { ...rnnProgram, steps: 15, cell: "lstm", hidden: 6, layers: 2 } as const;
  const run = new Run(start, Object.fromEntries(weights));
  while (run.ending === null) run.advance();
  await bring(page, `mine.${kind}`, modelFile(weights, settings, kind));
  await expect
    .poll(() => textOf(page.locator("#panel [role=status]")))
    .toBe(`Loaded mine.${kind}: the run starts from its weights.`);
  await expectLosses(page, run.frame().losses.mean);
  expect(hashOf(page).get("cell")).toBe("lstm");
  await expect
    .poll(() => textOf(page.locator(".controls")))
    .toContain("This run starts from weights of a file");

  await setField(page, "hidden", "8"); // a network of another size draws its own again
  await expectLosses(page, runInNode({ ...start, hidden: 8 }).frame().losses.mean);
  await expect.poll(() => textOf(page.locator(".controls"))).not.toContain("weights of a file");
});

test("files that cannot be are refused with a reason, and the run goes on as it was", async () => {
  const page = await open(addressOf({ steps: 10 }, { panel: "code" }));
  await ended(page, 10);
  const { "out.weight": one, ...others } = Object.fromEntries(runInNode(settings).parameters(null));
  const whole = modelFile(new Map(Object.entries({ ...others, "out.weight": one })), settings, "pt");
  const large = new Run({ ...rnnProgram, hidden: 257 }).parameters(null);
  const files: [string, Uint8Array, RegExp][] = [
    ["empty.safetensors", new Uint8Array(), /^safetensors: /],
    ["text.pt", new TextEncoder().encode("not a file of weights at all"), /^safetensors: /],
    ["cut.pt", whole.subarray(0, whole.length >> 1), /^torch: |^zip: |^\.pt: /],
    ["part.safetensors", encodeSafetensors(others), /out/],
    ["large.safetensors", modelFile(large, rnnProgram, "safetensors"), /hidden = 257.*goes up to 256/],
    [
      "other.safetensors",
      encodeSafetensors({ weight: { data: new Float32Array(4), shape: [2, 2] } }),
      /network/,
    ],
  ];
  for (const [name, bytes, reason] of files) {
    await bring(page, name, bytes);
    const notice = page.locator("[data-notice=failure]");
    await notice.waitFor();
    await expect.poll(() => textOf(notice.locator("p")), { message: name }).toMatch(reason);
    await expect.poll(() => notice.getAttribute("role")).toBe("alert");
    await notice.locator(".close").click();
    await expect.poll(() => notice.count()).toBe(0);
  }
  await ended(page, 10);
  expect(hashOf(page).get("cell")).toBe("rnn");
});

test("the figure as SVG and PNG", async () => {
  const page = await open(addressOf({ steps: 30 }, { panel: "code", "b.cell": "gru" }));
  await ended(page, 30);
  await expect.poll(() => textOf(page.locator("[data-sentence=gradient]"))).toMatch(/left 9 steps back/);
  const svg = await download(page, "svg");
  expect(svg.name).toBe("unrolled.svg");
  const text = new TextDecoder().decode(svg.bytes);
  const elsewhere = await newPage(); // the studio's own policy would forbid the styles in what is parsed
  const facts = await elsewhere.evaluate((source) => {
    const root = new DOMParser().parseFromString(source, "image/svg+xml");
    return {
      root: root.documentElement.localName,
      title: root.querySelector("title")?.textContent ?? "",
      words: root.documentElement.textContent ?? "",
      broken: /NaN|undefined/.test(source),
    };
  }, text);
  expect(facts).toMatchObject({ root: "svg", broken: false });
  expect(facts.title).toContain("cos from sin: A · RNN; B · GRU");
  for (const word of ["Loss", "Gradient through time", "prediction"]) expect(facts.words).toContain(word);

  const { bytes, name } = await download(page, "png");
  expect(name).toBe("unrolled.png");
  expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const head = new DataView(bytes.buffer, bytes.byteOffset);
  expect([head.getUint32(16), head.getUint32(20)]).toEqual([2000, 2 * (130 + 280 * 4)]);
  expect(bytes.length).toBeGreaterThan(50_000); // lines and letters, not an empty sheet
});
