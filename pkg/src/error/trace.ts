import { RegistryError } from "./errors.js";

/**
 * How many frames of the caller are kept. Each costs every call time, and V8 adds the frames that wait for the call.
 */
const KEPT = 2;

/** The place from which a method was called, in runtimes that provide it. */
export class Trace {
  declare readonly stack?: unknown;
  readonly #skipped: number;

  /** @param skipped how many frames above the method are this package's. */
  constructor(method: unknown, skipped = 0) {
    capture(this, method, skipped + KEPT);
    this.#skipped = skipped;
  }

  /** Makes the stack of an error of this package start there. */
  begin(error: unknown): void {
    if (error instanceof RegistryError) {
      const called = framesOf(this.stack).slice(this.#skipped);
      const waiting = framesBeyond(error.stack);
      const places = called.map(placeOf);
      beginStack(error, [...called, ...waiting.filter((line) => !places.includes(placeOf(line)))]);
    }
  }
}

/** Runs a method, and makes the stacks of its errors start where the method was called. */
export async function traced<T>(method: unknown, work: () => Promise<T>, skipped = 0): Promise<T> {
  const trace = new Trace(method, skipped);
  try {
    return await work();
  } catch (error) {
    trace.begin(error);
    throw error;
  }
}

/** V8's way of recording who called a method, with few frames. */
function capture(holder: object, method: unknown, limit: number): void {
  const errors = Error as {
    captureStackTrace?: (holder: object, method: unknown) => void;
    stackTraceLimit?: number;
  };
  const { stackTraceLimit } = errors;
  if (errors.captureStackTrace === undefined || stackTraceLimit === undefined) {
    return;
  }
  try {
    errors.stackTraceLimit = Math.min(limit, stackTraceLimit);
    errors.captureStackTrace(holder, method);
    errors.stackTraceLimit = stackTraceLimit;
  } catch {
    // A frozen Error keeps its limit, and then no frames are kept.
  }
}

function framesOf(stack: unknown): string[] {
  return typeof stack === "string" ? stack.split("\n").filter((line) => /^\s+at /.test(line)) : [];
}

/** The file, line and column of a frame. */
const placeOf = (line: string): string => /[^\s(]+:\d+:\d+/.exec(line)?.[0] ?? line;

/** The frames that wait for a method, above the last one of this package. */
function framesBeyond(stack: unknown): string[] {
  const frames = framesOf(stack);
  const own = frames.map((line) => line.includes(` ${traced.name} `)).lastIndexOf(true);
  return own === -1 ? [] : frames.slice(own + 1);
}

function beginStack(error: RegistryError, frames: readonly string[]): void {
  if (frames.length > 0) {
    const value = [`${error.name}: ${error.message}`, ...frames].join("\n");
    Object.defineProperty(error, "stack", { value, configurable: true, writable: true });
  }
}
