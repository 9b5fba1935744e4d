import { once } from "node:events";
import type { WriteStream } from "node:tty";
import { printable } from "./output/printable.js";

/** The output of a command, and the signal for it to end. */
export interface Io {
  readonly stdout: Stdout;
  /** Prints a message for the user on stderr, in lines of its own. */
  say(message: string): void;
  /** Shows progress on a terminal, in a line that the next one replaces. */
  progress(line: string): void;
  /** Asks the user on the terminal; `undefined` if there is none. */
  ask(question: string): Promise<string | undefined>;
  /** The number of columns of stderr. */
  readonly width: number;
  /** Aborts when the command is interrupted. */
  readonly signal: AbortSignal;
}

/** Thrown when the reader of the results has closed the pipe: an end, not a failure. */
export class PipeClosed extends Error {}

/** The output for results: it waits for a slow reader, and fails if results cannot be written. */
export class Stdout {
  readonly #stream: NodeJS.WriteStream;
  readonly #before: () => void;
  #failure: NodeJS.ErrnoException | undefined;

  /** `before` is called before anything is written. */
  constructor(stream: NodeJS.WriteStream, before: () => void) {
    this.#stream = stream;
    this.#before = before;
    stream.on("error", (error: NodeJS.ErrnoException) => {
      this.#failure ??= error;
    });
  }

  /** Whether it is a terminal. */
  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  /** Whether it supports colours, and the user wants them. */
  get hasColours(): boolean {
    return this.isTerminal && (this.#stream as WriteStream).hasColors();
  }

  /** The number of columns. */
  get width(): number {
    return widthOf(this.#stream);
  }

  /** Writes, and resolves once the text has left the process. */
  async write(text: string): Promise<void> {
    if (text === "") {
      return;
    }
    this.#before();
    const error = await new Promise<Error | null | undefined>((resolve) => {
      if (this.#failure !== undefined) {
        resolve(this.#failure);
      } else {
        this.#stream.write(text, resolve);
      }
    });
    if (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw code === "EPIPE" || code === "EOF"
        ? new PipeClosed("the reader has closed the pipe")
        : new Error(`the results could not be written: ${message}`, { cause: error });
    }
  }

  /** Writes all parts, one after the other. Ends their source when they cannot be written. */
  async writeAll(parts: AsyncIterable<string>): Promise<void> {
    for await (const part of parts) {
      await this.write(part);
    }
  }
}

function widthOf({ columns }: NodeJS.WriteStream): number {
  const width = columns || Number(process.env["COLUMNS"]);
  return Number.isSafeInteger(width) && width > 0 ? width : 80;
}

/** The process's own streams. The process does not end when nobody reads stderr. */
export function processIo(signal: AbortSignal): Io & { readonly flushed: () => Promise<void> } {
  const { stderr } = process;
  let shown = "";
  stderr.on("error", () => undefined);
  const clear = (): void => {
    if (shown !== "") {
      stderr.write(`\r${" ".repeat(shown.length)}\r`);
      shown = "";
    }
  };
  return {
    // On a terminal, results must not be appended to the progress line.
    stdout: new Stdout(process.stdout, clear),
    say(message) {
      clear();
      stderr.write(`${message.split("\n").map(printable).join("\n")}\n`);
    },
    progress(line) {
      if (stderr.isTTY) {
        clear();
        // A text of a second line could not be replaced.
        shown = line.slice(0, widthOf(stderr) - 1);
        stderr.write(shown);
      }
    },
    async ask(question) {
      if (!(process.stdin.isTTY && stderr.isTTY)) {
        return undefined;
      }
      clear();
      const { createInterface } = await import("node:readline/promises");
      const lines = createInterface({ input: process.stdin, output: stderr });
      const closed = new Promise<undefined>((resolve) => lines.once("close", () => resolve(undefined)));
      // The terminal passes Ctrl+C to whatever reads lines.
      lines.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
      try {
        return await Promise.race([lines.question(question, { signal }), closed]);
      } finally {
        lines.close();
      }
    },
    get width() {
      return widthOf(stderr);
    },
    signal,
    async flushed() {
      clear();
      if (stderr.writableNeedDrain) {
        await once(stderr, "drain");
      }
    },
  };
}
