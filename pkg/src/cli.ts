#!/usr/bin/env node
import { command } from "./local/command.js";

// What is still under way when the command ends, such as a delayed answer, has nobody left to reach.
process.exit(await command(process.argv.slice(2)));
