import { once } from "node:events";
import type { WriteStream } from "node:tty";
import { printable } from "./output/printable.js";

/** Where a command writes, and when it has to end. */
export interface Io {
  readonly stdout: Stdout;
  /** Says something to whoever runs the command, in lines of their own, on stderr. */
  say(message: string): void;
  /** Shows how far the work is, on a terminal, in a line that the next replaces. */
  progress(line: string): void;
  /** Asks whoever runs the command, on the terminal; `undefined` where nobody is there. */
  ask(question: string): Promise<string | undefined>;
  /** How many columns stderr has. */
  readonly width: number;
  /** Aborts when the command is interrupted. */
  readonly signal: AbortSignal;
}

/** Thrown when whoever read the results has closed the pipe: an end, and not a failure. */
export class PipeClosed extends Error {}

/** The results' way out: it waits for a slow reader, and says when results could not be written. */
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

  /** Whether it shows colours, and the user wants them. */
  get hasColours(): boolean {
    return this.isTerminal && (this.#stream as WriteStream).hasColors();
  }

  /** How many columns it has. */
  get width(): number {
    return widthOf(this.#stream);
  }

  /** Writes, and resolves once that has left the process. */
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
        ? new PipeClosed("the reader has gone")
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

/** The process's own streams. Nobody being left to read stderr is no reason to end. */
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
    // On a terminal, results must not begin behind what shows how far the work is.
    stdout: new Stdout(process.stdout, clear),
    say(message) {
      clear();
      stderr.write(`${message.split("\n").map(printable).join("\n")}\n`);
    },
    progress(line) {
      if (stderr.isTTY) {
        clear();
        // What would go on in a second line could not be taken back.
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
      // The terminal hands Ctrl+C to whoever reads lines.
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
