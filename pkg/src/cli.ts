#!/usr/bin/env node
import { main } from "./cli/main.js";

// The process ends although work such as a delayed answer may still be pending; nobody waits for it.
process.exit(await main(process.argv.slice(2)));
