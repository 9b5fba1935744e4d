import type { Read } from "../core/reader.js";
import type { Call } from "./caller.js";
import type { Config } from "./config.js";
import type { HookEvent, Hooks } from "./options.js";
import { redacted, redactor } from "../error/redact.js";
import { fetchInit, neverConnected } from "./runtime.js";
import { TokenSource } from "./token.js";

/** What the core needs of JavaScript; `src/js/host.rs` is its other side. */
export interface Host {
  readonly fetch: Config["fetch"];
  readonly init: RequestInit;
  readonly reader: { readonly read: Read };
  token(call: Call, refused: boolean): string | undefined | Promise<string | undefined>;
  observe(call: Call, name: keyof Hooks, event: Omit<HookEvent, "operation">): void;
  neverConnected(thrown: unknown): boolean;
  bytes(chunk: ArrayBufferView | ArrayBuffer): Uint8Array;
  cancel(reader: ReadableStreamDefaultReader): void;
}

/** The host of a client. It must not refer to the client: the core holds on to it. */
export function createHost({ fetch, hooks, credentials }: Config, reader: Host["reader"]): Host {
  const tokens = new TokenSource();
  return {
    fetch,
    init: fetchInit(credentials),
    reader,
    token(call, refused) {
      const note = (token: string | undefined): string | undefined => {
        if (token !== undefined && !call.secrets.includes(token)) {
          call.secrets.push(token);
        }
        return token;
      };
      const token = tokens.look(call.accessToken, refused);
      return typeof token === "object" ? token.then(note) : note(token);
    },
    observe({ operation, secrets }, name, event) {
      const known = Object.entries(event).filter(([, value]) => value !== undefined);
      const shown = redacted(Object.fromEntries(known), redactor(secrets));
      try {
        const result: unknown = hooks[name]?.({ operation, ...shown } as HookEvent);
        Promise.resolve(result).catch(() => {});
      } catch {
        // A hook cannot break a call.
      }
    },
    neverConnected,
    bytes(chunk) {
      const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(chunk) ? chunk : new DataView(chunk);
      return new Uint8Array(buffer, byteOffset, byteLength);
    },
    cancel(reader) {
      try {
        reader.cancel().catch(() => {});
      } catch {
        // The stream is beyond cancelling.
      }
    },
  };
}
