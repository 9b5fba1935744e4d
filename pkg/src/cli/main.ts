import { readFile } from "node:fs/promises";
import { resources } from "../generated/commands.js";
import { readArguments } from "./arguments.js";
import { findCommand } from "./commands.js";
import { tell } from "./failure.js";
import { Help } from "./help.js";
import { type Io, processIo } from "./io.js";
import { status } from "./status.js";

/** Runs the command that the words describe, and returns its exit status. */
export async function main(words: readonly string[]): Promise<number> {
  const interrupted = new AbortController();
  const io = processIo(interrupted.signal);
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    // The second signal ends the process at once.
    process.once(name, () => interrupted.abort(name));
  }
  let ended: number;
  try {
    ended = await run(words, io);
  } catch (error) {
    ended = tell(error, io, operationOf(words));
  }
  await io.flushed();
  return ended;
}

async function run(words: readonly string[], io: Io): Promise<number> {
  const help = new Help(io.stdout.width);
  const print = async (text: string): Promise<number> => {
    await io.stdout.write(`${text}\n`);
    return status.done;
  };
  const [first, ...rest] = words;
  if (first === "completion" && rest[0] === "words") {
    const { complete } = await import("./completion/complete.js");
    const found = await complete(rest.slice(1));
    await io.stdout.write(found.map(({ word, doc }) => `${word}\t${doc}\n`).join(""));
    return status.done;
  }
  if (first === "help") {
    return run([...rest, "--help"], io);
  }
  if (first === "--version") {
    const manifest = await readFile(new URL("../../package.json", import.meta.url), "utf8");
    return print((JSON.parse(manifest) as { version: string }).version);
  }
  if (first === undefined) {
    io.say(help.root());
    return status.usage;
  }
  if (first === "--help" || first === "-h") {
    return print(help.root());
  }
  const found = await findCommand(words);
  if (found.kind === "group") {
    if (rest.length > 0) {
      return print(help.group(found.group));
    }
    io.say(help.group(found.group));
    return status.usage;
  }
  const given = readArguments(found.command, found.rest);
  return given.has("help") ? print(help.command(found.command)) : found.command.run(given, io);
}

/** The operation that the words refer to, if any. */
function operationOf([first, second]: readonly string[]) {
  return resources.find(({ command }) => command === first)?.operations.find(({ command }) => command === second);
}
