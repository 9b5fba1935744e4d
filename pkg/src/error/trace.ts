import { RegistryError } from "./errors.js";

/** Where a method was called, in runtimes that can tell. */
export class Trace {
  declare readonly stack?: unknown;
  readonly #skipped: number;

  /** @param skipped how many frames above the method are this package's. */
  constructor(method: unknown, skipped = 0) {
    (Error as { captureStackTrace?: (holder: object, method: unknown) => void }).captureStackTrace?.(this, method);
    this.#skipped = skipped;
  }

  /** Lets the stack of an error of this package begin there. */
  begin(error: unknown): void {
    if (error instanceof RegistryError) {
      const called = framesOf(this.stack).slice(this.#skipped);
      beginStack(error, called.length > 0 ? called : framesBeyond(error.stack));
    }
  }
}

/** Does the work of a method, and lets the stacks of its errors begin where the method was called. */
export async function traced<T>(method: unknown, work: () => Promise<T>, skipped = 0): Promise<T> {
  const trace = new Trace(method, skipped);
  try {
    return await work();
  } catch (error) {
    trace.begin(error);
    throw error;
  }
}

function framesOf(stack: unknown): string[] {
  return typeof stack === "string" ? stack.split("\n").filter((line) => /^\s+at /.test(line)) : [];
}

/** The frames that waited for a method which the runtime itself called, as `await` does. */
function framesBeyond(stack: unknown): string[] {
  const frames = framesOf(stack);
  return frames.slice(frames.map((line) => line.includes(` ${traced.name} `)).lastIndexOf(true) + 1);
}

function beginStack(error: RegistryError, frames: readonly string[]): void {
  if (frames.length > 0) {
    const value = [`${error.name}: ${error.message}`, ...frames].join("\n");
    Object.defineProperty(error, "stack", { value, configurable: true, writable: true });
  }
}
