import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { isRunning } from "../platform/is-running.js";
import { JournalError } from "./errors.js";

/** Who holds a file. */
interface Holder {
  readonly host: string;
  /** Identifies the current boot of the machine: a process of an earlier boot has ended. */
  readonly boot: string;
  readonly pid: number;
  /** When the process started, if the system provides it: its id may have been reused since. */
  readonly started: string | null;
}

/** Locks a path for this process, until it is released or the process ends. */
export class Lock {
  readonly #file: string;
  readonly #text: string;
  readonly #onExit = (): void => this.release();

  private constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
    process.once("exit", this.#onExit);
  }

  /**
   * @throws JournalError when another process holds the lock, or may hold it: on another machine that cannot be
   * determined.
   */
  static take(path: string): Lock {
    const file = `${path}.lock`;
    const text = JSON.stringify(self());
    for (;;) {
      try {
        writeFileSync(file, text, { flag: "wx", mode: 0o600, flush: true } as object);
        return new Lock(file, text);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
          throw new JournalError(path, `cannot be locked: ${(error as Error).message}`, error);
        }
      }
      breakStale(path, file);
    }
  }

  release(): void {
    process.off("exit", this.#onExit);
    try {
      if (readFileSync(this.#file, "utf8") === this.#text) {
        unlinkSync(this.#file);
      }
    } catch {
      // It is gone already.
    }
  }
}

/** Removes a lock whose process has ended; throws if it is running, or that cannot be determined. */
function breakStale(path: string, file: string): void {
  const text = readOrEmpty(file);
  if (text === undefined) {
    return;
  }
  const holder = parse(text);
  const own = self();
  if (holder === undefined) {
    throw new JournalError(
      path,
      `is locked by ${file}, which does not name its process; remove it if no process uses it`,
    );
  }
  if (holder.host !== own.host) {
    throw new JournalError(
      path,
      `is held by process ${holder.pid} on ${holder.host}; whether that is still running cannot be determined from ${own.host}. ` +
        `Remove ${file} if it is not`,
    );
  }
  if (holder.boot === own.boot && isAlive(holder)) {
    throw new JournalError(path, `is held by process ${holder.pid}; one process at a time can use a file journal`);
  }
  // Renamed first, so that only one of two processes that remove it at once succeeds.
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readOrEmpty(aside) !== text) {
    putBack(aside, file);
    throw new JournalError(path, "was taken by another process just now");
  }
  unlinkSync(aside);
}

/** Restores a lock that belonged to another process. */
function putBack(aside: string, file: string): void {
  try {
    linkSync(aside, file);
  } catch {
    // Another process has taken it.
  }
  unlinkSync(aside);
}

function readOrEmpty(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function parse(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    return typeof holder?.host === "string" && typeof holder.pid === "number" ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function self(): Holder {
  return { host: hostname(), boot: boot(), pid: process.pid, started: statOf(process.pid).started };
}

/** Linux has an id for each boot of the machine; elsewhere the boot time to the minute identifies it. */
function boot(): string {
  const named = readOrEmpty("/proc/sys/kernel/random/boot_id");
  return named?.trim() ?? `since ${Math.round((Date.now() / 1000 - uptime()) / 60)}`;
}

/** The state of a process, and when it started in the system's own unit, if the system provides them. */
function statOf(pid: number): { state: string | null; started: string | null } {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  return { state: fields[0] ?? null, started: fields[19] ?? null };
}

function isAlive({ pid, started }: Holder): boolean {
  if (!isRunning(pid)) {
    return false;
  }
  // An ended process keeps its id until its parent notices, which some parents in containers never do.
  const now = statOf(pid);
  return now.state !== "Z" && (started === null || now.started === null || now.started === started);
}
