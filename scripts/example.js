/** @module `npm run example NAME`: builds and runs one of the programs in examples/. */
import { existsSync, readdirSync } from "node:fs";
import * as nodeModule from "node:module";
import { build } from "./build.js";

await build("examples");
await import("./ownVectors.js");
/** @type {{ enableCompileCache?: () => unknown }} */ (nodeModule).enableCompileCache?.(); // Node 22.8 and newer
const [name = ""] = process.argv.slice(2);
if (existsSync(`build/examples/${name}.js`)) await import(`../build/examples/${name}.js`);
else {
  const names = readdirSync("examples")
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -3));
  process.stderr.write(`There is no example "${name}". Examples: ${names.join(", ")}\n`);
  process.exitCode = 2;
}
