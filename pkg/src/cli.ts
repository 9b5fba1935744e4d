#!/usr/bin/env node
import { command } from "./local/command.js";

process.exitCode = await command(process.argv.slice(2));
