import type { Read } from "../core/reader.js";
import type { Call } from "./caller.js";
import type { Config } from "./config.js";
import type { HookEvent, Hooks } from "./options.js";
import { fetchInit, neverConnected } from "./runtime.js";
import type { TokenSource } from "./token.js";

/** What the core tells of an event; the host adds what the call knows. */
type Event = Partial<HookEvent> & { readonly name: keyof Hooks };

/** What the core needs of JavaScript; `src/js/host.rs` is its other side. */
export interface Host {
  readonly fetch: Config["fetch"];
  readonly init: RequestInit;
  readonly reader: { readonly read: Read };
  token(call: Call, refused: boolean): string | undefined | Promise<string | undefined>;
  observe(call: Call, event: Event): void;
  neverConnected(thrown: unknown): boolean;
  cancel(reader: ReadableStreamDefaultReader): void;
}

/** The host of a client. It must not refer to the client: the core holds on to it. */
export function createHost({ fetch, hooks, credentials }: Config, tokens: TokenSource, reader: Host["reader"]): Host {
  const requests = new WeakMap<Call, Partial<HookEvent>>();
  return {
    fetch,
    init: fetchInit(credentials),
    reader,
    token: (call, refused) => tokens.look(call.accessToken, refused),
    observe(call, { name, ...told }) {
      const event = { ...requests.get(call), ...withoutNothing(told) };
      if (name === "onRequest") {
        const { url, headers, method } = event;
        requests.set(call, withoutNothing({ url, headers, method }));
      }
      try {
        const result: unknown = hooks[name]?.({ operation: call.operation, ...event } as HookEvent);
        Promise.resolve(result).catch(() => {});
      } catch {
        // A hook cannot break a call.
      }
    },
    neverConnected,
    cancel(reader) {
      try {
        reader.cancel().catch(() => {});
      } catch {
        // The stream is beyond cancelling.
      }
    },
  };
}

function withoutNothing<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== null)) as Partial<T>;
}
