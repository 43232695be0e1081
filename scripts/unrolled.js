/** @module `npm start`, `npm run studio`, `npm run unrolled -- train …`: builds what the command needs, then runs it. */
import { build } from "./build.js";

const words = process.argv.slice(2);
await build(...(words.includes("studio") ? /** @type {const} */ (["studio"]) : []), "library");
const { main } = await import(new URL("../dist/cli/main.js", import.meta.url).href);
process.exitCode = await main(words);
