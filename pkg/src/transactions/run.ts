import type { Client } from "../client/client.js";
import { RegistryError } from "../error/errors.js";
import type { Action, Command, Ending, Event, Setup, Step } from "../generated/transactions.js";
import { failureOf, readFrom, sendTo } from "./ask.js";
import { decode, encode } from "./codec.js";
import type { Journal } from "./journal.js";
import type { Teller } from "./progress.js";
import type { FlowLoader } from "./sources.js";

/** What a flow needs to run. */
export interface Means {
  readonly loader: FlowLoader;
  readonly registry: Client;
  readonly journal: Journal;
  readonly timeoutMs: number;
  readonly tell: Teller;
  readonly signal: AbortSignal | undefined;
}

/** How a flow has ended, and what it has read. */
export interface Ended {
  readonly ending: Ending;
  /** Records that were read or created, by their ids, as the client returned them. */
  readonly records: ReadonlyMap<string, unknown>;
  /** The last failure of a request. */
  readonly failure: unknown;
}

/** Runs a flow, one step after the other, in the caller's own async context. */
export async function run(means: Means, setup: Setup, command: Command): Promise<Ended> {
  const { TransactionFlow } = await means.loader.load();
  const flow = new TransactionFlow(encode(setup), encode(command));
  const records = new Map<string, unknown>();
  const last: { failure: unknown } = { failure: undefined };
  try {
    means.signal?.throwIfAborted();
    let step = decode<Step>(flow.begin(Date.now(), performance.now()));
    while (step.next === "do") {
      means.tell(step.seen, step.action);
      const event = await carryOut(means, step.action, records, last);
      step = decode<Step>(flow.advance(encode(event), Date.now(), performance.now()));
    }
    flow.free();
    return { ending: step.ending, records, failure: last.failure };
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) {
      means.loader.forget();
    } else {
      flow.free();
    }
    throw error;
  }
}

async function carryOut(
  { registry, journal, timeoutMs, signal }: Means,
  action: Action,
  records: Map<string, unknown>,
  last: { failure: unknown },
): Promise<Event> {
  const options = { timeoutMs, signal };
  switch (action.do) {
    case "journal_read":
      return { is: "rows", rows: await journal.read(action.keys) };
    case "journal_list":
      return { is: "rows", rows: await journal.list(action.prefix) };
    case "journal_write":
      return { is: "written", done: await journal.write(action.changes) };
    case "wait":
      await pause(action.ms, signal);
      return { is: "elapsed" };
    case "read":
      return answer(readFrom(registry, action.read, options), records, last, signal);
    case "send":
      signal?.throwIfAborted();
      return answer(sendTo(registry, action.operation, action.body, options), records, last, signal);
  }
}

async function answer(
  call: PromiseLike<unknown>,
  records: Map<string, unknown>,
  last: { failure: unknown },
  signal: AbortSignal | undefined,
): Promise<Event> {
  try {
    const body = await call;
    const { id } = (body ?? {}) as { id?: unknown };
    if (typeof id === "string") {
      records.set(id, body);
    }
    return { is: "answer", body };
  } catch (error) {
    if (!(error instanceof RegistryError) || signal?.aborted === true) {
      throw error;
    }
    last.failure = error;
    return { is: "failed", failure: failureOf(error) };
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    if (signal?.aborted === true) {
      abort();
    } else {
      signal?.addEventListener("abort", abort, { once: true });
    }
  });
}
