/** @module The other sides of a comparison: PyTorch where the machine has it, JavaScript's in build/peers. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

type Report = (message: string) => void;

/** A Python that can import torch, and which torch that is. */
export interface Torch {
  readonly python: string;
  readonly version: string;
}

/** A peer in JavaScript that is set up. */
export interface ScriptPeer {
  readonly who: string;
  readonly version: string;
  readonly package: string;
  /** Where it is installed. */
  readonly folder: string;
  /** The program that times its training steps. */
  readonly script: string;
}

const scriptPeers: Readonly<Record<string, { readonly who: string; readonly package: string }>> = {
  tfjs: { who: "TensorFlow.js wasm", package: "@tensorflow/tfjs" },
  "jax-js": { who: "jax-js wasm", package: "@jax-js/jax" },
};

/** The names that `setup` takes. */
export const scriptPeerNames = Object.keys(scriptPeers);

const sources = fileURLToPath(new URL("../../bench/peers/", import.meta.url));
const installed = fileURLToPath(new URL("../peers/", import.meta.url));

/** The program that times training steps in PyTorch. */
export const torchScript = `${sources}pytorch_step.py`;

/** The program that times training steps of whole models in PyTorch. */
export const modelsScript = `${sources}pytorch_models.py`;

/** The program that times single operations in PyTorch. */
export const opsScript = `${sources}pytorch_ops.py`;

/** The reference BLAS of Debian, on which a PyTorch without OpenBLAS falls back, multiplies ten times as slowly. */
const QUESTION = String.raw`
import re, sys, torch
torch.ones(9, 9) @ torch.ones(9, 9)
maps = open("/proc/self/maps").read() if sys.platform == "linux" else ""
print(torch.__version__ + (" with the reference BLAS" if re.search(r"/blas/libblas\.so", maps) else ""))
`;

/** Finds a Python with PyTorch; says aloud when there is none, or one without fast products. */
export function findTorch(report: Report): Torch | null {
  for (const python of [process.env.PYTHON ?? "python3", "/usr/bin/python3"]) {
    const { status, stdout } = spawnSync(python, ["-c", QUESTION], { encoding: "utf8" });
    if (status !== 0) continue;
    const version = stdout.trim();
    if (version.endsWith("BLAS"))
      report("PyTorch's products are slow without OpenBLAS. On Debian: apt-get install libopenblas0-pthread");
    return { python, version };
  }
  report(
    "PyTorch is not on this machine, so it is left out. On Debian: apt-get install python3-torch libopenblas0-pthread",
  );
  return null;
}

/** The peers in JavaScript that are set up; says aloud how to set up those that are not. */
export function findScriptPeers(report: Report): ScriptPeer[] {
  return Object.entries(scriptPeers).flatMap(([name, peer]) => {
    const folder = `${installed}${name}/`;
    const version = versionIn(`${folder}node_modules/${peer.package}/package.json`);
    if (version !== null && version === wantedVersion(name, peer.package)) {
      copySources(name);
      return [{ ...peer, version, folder, script: `${folder}step.js` }];
    }
    report(`${peer.who} is not set up, so it is left out: npm run bench -- setup ${name}`);
    return [];
  });
}

/** Installs a peer in JavaScript, pinned, into build/peers; false when npm fails. */
export function setUpScriptPeer(name: string): boolean {
  copySources(name);
  const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], {
    cwd: `${installed}${name}`,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  return status === 0;
}

/** What has changed in bench/peers since the peer was installed is run as it is now. */
function copySources(name: string): void {
  cpSync(`${sources}tasks.js`, `${installed}tasks.js`);
  cpSync(`${sources}${name}`, `${installed}${name}`, { recursive: true });
}

function versionIn(packageJson: string): string | null {
  return existsSync(packageJson) ? JSON.parse(readFileSync(packageJson, "utf8")).version : null;
}

function wantedVersion(name: string, dependency: string): string {
  return JSON.parse(readFileSync(`${sources}${name}/package.json`, "utf8")).dependencies[dependency];
}
