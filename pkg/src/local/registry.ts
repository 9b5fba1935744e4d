import { readStored } from "../client/stored.js";
import { listed } from "../core/exports.js";
import { CoreLoader, type CoreSource } from "../core/loader.js";
import { InvalidRequestError } from "../error/errors.js";
import type { WasmModule } from "../platform/wasm.js";
import { createGlue } from "../wasm/local/glue.js";
import type { LocalAccount } from "./account.js";
import { createAdmin, type LocalAdmin } from "./admin.js";
import { failurePlan } from "./failures.js";
import { type LocalRegistryOptions, takeRegistryOptions } from "./options.js";

/** A request to a local registry. */
export interface LocalRequest {
  readonly method: string;
  /** The path and the query: `/registry/v0/projects?first=50`. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** The result of a request: an answer, or a connection that breaks or stays silent. */
export type LocalAnswer =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Record<string, string>;
      readonly body: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: "dropped" }
  | { readonly kind: "stalled" };

/** A registry in this process. */
export interface LocalRegistry {
  /** Answers requests to `baseUrl` like `fetch`: pass it to a client. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** The registry's address. Nothing listens there unless it is served. */
  readonly baseUrl: string;
  /** Credentials to use it with. */
  readonly accounts: readonly LocalAccount[];
  /** Operations that the API does not have: issues credits, places orders, sets the time. */
  readonly admin: LocalAdmin;
  /** Carries out one request, for an adapter to another kind of server. */
  handle(request: LocalRequest): Promise<LocalAnswer>;
  /** Sets the address at which it is served from now on. */
  serveAt(baseUrl: string): void;
  /** Returns the whole registry as bytes, for the option `state`. */
  save(): Uint8Array;
}

/** The source of the wasm. */
export interface LocalSources {
  readonly core: CoreSource;
  readonly ledger: CoreSource;
}

let compiled: WasmModule | Promise<WasmModule> | undefined;

/** Starts a registry with wasm from `sources`. */
export async function startRegistry(sources: LocalSources, given?: LocalRegistryOptions): Promise<LocalRegistry> {
  const options = takeRegistryOptions(given);
  const { seed = "isometric-registry", empty = false, now = Date.now, latencyMs = 0, failures, state } = options;
  compiled ??= sources.ledger();
  const glue = createGlue(listed);
  try {
    glue.initSync({ module: await compiled });
  } catch (error) {
    compiled = undefined;
    throw error;
  }
  const ledger = state === undefined ? new glue.LocalRegistry(seed, empty, now()) : glue.LocalRegistry.load(state);
  let baseUrl = "http://127.0.0.1/registry/v0";
  ledger.set_base_url(baseUrl);
  if (options.credentialsSeed !== undefined) {
    ledger.set_credentials(options.credentialsSeed);
  }
  behave(ledger, options);
  const nextFailure = failurePlan(failures, seed);
  const core = new CoreLoader(sources.core);

  const handle = async ({ method, target, headers, body }: LocalRequest): Promise<LocalAnswer> => {
    if (latencyMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, latencyMs));
    }
    const failure = nextFailure();
    if (failure === "before") {
      return { kind: "dropped" };
    }
    const [status, headerText, content] = ledger.handle(now(), method, target, JSON.stringify(headers), body);
    if (failure !== undefined) {
      return { kind: failure === "stall" ? "stalled" : "dropped" };
    }
    const copied = new Uint8Array(content);
    return { kind: "answer", status, headers: JSON.parse(headerText) as Record<string, string>, body: copied };
  };

  return {
    handle,
    fetch: (input, init) => fetchFrom(handle, input, init),
    get baseUrl() {
      return baseUrl;
    },
    get accounts() {
      return JSON.parse(ledger.accounts()) as LocalAccount[];
    },
    admin: createAdmin(
      (name, input) => ledger.admin(now(), name, input),
      (name, text) => readStored(core, name, text) as Promise<never>,
    ),
    serveAt(address) {
      baseUrl = address;
      ledger.set_base_url(address);
    },
    save: () => ledger.save(),
  };
}

/** Configures how the registry differs from its ordinary behaviour. */
function behave(
  ledger: { behave(behaviour: string): void },
  { busy, requestsPerMinute, relayOrder, drift }: LocalRegistryOptions,
): void {
  try {
    ledger.behave(JSON.stringify({ busy, requestsPerMinute, relayOrder, drift }));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new InvalidRequestError([{ path: "drift", message }], { operation: "createLocalRegistry" });
  }
}

/** Answers as `fetch` would, including aborts and broken connections. */
async function fetchFrom(
  handle: LocalRegistry["handle"],
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const { signal = input instanceof Request ? input.signal : null, ...rest } = init;
  const request = new Request(input, rest);
  const { pathname, search } = new URL(request.url);
  return unlessAborted(signal, async () => {
    const body = new Uint8Array(await request.arrayBuffer());
    signal?.throwIfAborted();
    return respond(
      await handle({ method: request.method, target: pathname + search, headers: [...request.headers], body }),
    );
  });
}

function respond(answer: LocalAnswer): Response | Promise<never> {
  switch (answer.kind) {
    case "answer":
      return new Response(answer.body, { status: answer.status, headers: answer.headers });
    case "dropped":
      throw new TypeError("fetch failed", {
        cause: Object.assign(new Error("the connection broke off"), { code: "ECONNRESET" }),
      });
    case "stalled":
      return new Promise(() => undefined);
  }
}

/** The result of `work`, unless the signal aborts first. */
function unlessAborted<T>(signal: AbortSignal | null, work: () => Promise<T>): Promise<T> {
  if (signal === null) {
    return work();
  }
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = (): void => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", abort));
  });
}
