/** @module `npm start`: sets everything up, then runs `unrolled note` with the words given. */
import { setUp } from "./setup.js";

await setUp();
const { main } = await import(new URL("../dist/cli/main.js", import.meta.url).href);
process.exitCode = await main(["note", ...process.argv.slice(2)]);
