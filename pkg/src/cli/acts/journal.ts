import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileJournal } from "../../transactions/node.js";
import { type Journal, memoryJournal } from "../../transactions.js";
import type { Given } from "../command.js";

/** A journal, and how to name it to whoever goes on with it. */
export interface NamedJournal {
  readonly journal: Journal;
  /** What follows a command that goes on with the journal. */
  readonly option: string;
  /** Where it is. */
  readonly place: string;
}

/** The journal that a command writes to. That of the sample in process is gone with the sample. */
export async function openJournal(given: Given): Promise<NamedJournal> {
  if (given.has("local")) {
    return { journal: memoryJournal(), option: "", place: "memory, and gone with the sample" };
  }
  const named = given.value("journal");
  const path = resolve(named ?? join(stateFolder(), "isometric-registry", "transactions.journal"));
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return { journal: fileJournal(path), option: named === undefined ? "" : ` --journal ${named}`, place: path };
}

/** Where the system keeps what programs have to remember. */
function stateFolder(): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = process.env;
  return XDG_STATE_HOME || LOCALAPPDATA || join(homedir(), ".local", "state");
}
