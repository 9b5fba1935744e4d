import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileJournal } from "../../transactions/node.js";
import { type Journal, memoryJournal } from "../../transactions.js";
import type { Given } from "../command.js";

/** A journal, and how later commands refer to it. */
export interface NamedJournal {
  readonly journal: Journal;
  /** The option that makes later commands use the journal. */
  readonly option: string;
  /** Where it is. */
  readonly place: string;
}

/** The journal that a command writes to. That of the in-process sample does not survive it. */
export async function openJournal(given: Given): Promise<NamedJournal> {
  if (given.has("local")) {
    return { journal: memoryJournal(), option: "", place: "in memory, for this sample only" };
  }
  const named = given.value("journal");
  const path = resolve(named ?? join(stateFolder(), "isometric-registry", "transactions.journal"));
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return { journal: fileJournal(path), option: named === undefined ? "" : ` --journal ${named}`, place: path };
}

/** The system's folder for the state of programs. */
function stateFolder(): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = process.env;
  return XDG_STATE_HOME || LOCALAPPDATA || join(homedir(), ".local", "state");
}
