#!/usr/bin/env node
import { main } from "./cli/main.js";

// What is still under way when the command ends, such as a delayed answer, has nobody left to reach.
process.exit(await main(process.argv.slice(2)));
