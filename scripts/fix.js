/** @module `npm run fix`: formats everything and applies the linter's automatic fixes. */
import { install, run } from "./install.js";

install();
run(process.execPath, ["node_modules/@biomejs/biome/bin/biome", "check", "--write"]);
