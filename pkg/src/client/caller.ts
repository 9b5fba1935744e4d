import { type CoreClient, type CoreLoader, CoreTrap, type Instance } from "../core/loader.js";
import { InvalidRequestError, RegistryError } from "../error/errors.js";
import { errorOf, type Failure } from "../error/failure.js";
import { withoutSecrets } from "../error/redact.js";
import type { PageData } from "../generated/models.js";
import type { OperationName } from "../generated/resources.js";
import { PagedList, type PageTarget } from "../paging/paged-list.js";
import { copy } from "../value/copy.js";
import { checkCallOptions, checkListOptions } from "./check.js";
import { checkCredential, type Config } from "./config.js";
import { createHost } from "./host.js";
import type { CallOptions, ListOptions } from "./options.js";
import { isPage } from "./runtime.js";
import { TokenSource } from "./token.js";

/** The version that requests carry outside browsers. */
const USER_AGENT = "isometric-registry/0.1.0";

/** One call on its way, as the core and the host see it. */
export interface Call {
  readonly operation: string;
  readonly method: string;
  readonly signal: Pick<AbortSignal, "aborted" | "reason" | "addEventListener" | "removeEventListener"> | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxRetries: number | undefined;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly accessToken: CallOptions["accessToken"];
  readonly canRefreshToken: boolean;
  readonly observed: boolean;
  /** Set by the core when the registry may act from now on. */
  sent: boolean;
}

/** A request that the package has no method for. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly body: string | undefined;
}

/** The one path from a method of the façade to the core and back. */
export class Caller {
  readonly #loader: CoreLoader;
  readonly #config: Config;
  readonly #tokens: TokenSource;
  #held: { readonly instance: Instance; readonly client: CoreClient } | undefined;

  constructor(loader: CoreLoader, config: Config) {
    this.#loader = loader;
    this.#config = config;
    this.#tokens = new TokenSource(config);
  }

  /** Calls an operation that gives one answer. */
  async call<T>(operation: OperationName, values: readonly unknown[], options: CallOptions = {}): Promise<T> {
    const given = values.map((value) => copy(value));
    const call = this.#call(operation, options, checkCallOptions(options));
    return this.#run(call, Caller.prototype.call, (client) => client.call(call, given, undefined)) as Promise<T>;
  }

  /** Calls an operation that gives a list. Sends nothing yet. */
  list<T>(operation: OperationName, values: readonly unknown[], options: ListOptions = {}): PagedList<T> {
    const { prefetch, ...callOptions } = { ...options };
    let given: readonly unknown[];
    let refusal: { readonly error: unknown } | undefined;
    try {
      given = values.map((value) => copy(value));
      this.#call(operation, callOptions, checkListOptions(options));
    } catch (error) {
      refusal = { error };
    }
    const turn = async (target: PageTarget | undefined, leave: AbortSignal | undefined): Promise<PageData<T>> => {
      if (refusal !== undefined) {
        throw refusal.error;
      }
      const call = this.#call(operation, { ...callOptions, signal: either(callOptions.signal, leave) }, []);
      return this.#run(call, turn, (client) => client.call(call, given, target)) as Promise<PageData<T>>;
    };
    return new PagedList({ operation, turn, page: values.at(-1), prefetch: prefetch ?? 1 });
  }

  /** Sends a request that the package has no method for. */
  async request({ method, target, body }: RawRequest, options: CallOptions = {}): Promise<unknown> {
    const call = this.#call("request", options, checkCallOptions(options), method);
    return this.#run(call, Caller.prototype.request, (client) => client.request(call, method, target, body));
  }

  /** What a call brings of its own, once nothing is wrong with it. */
  #call(operation: string, options: CallOptions, issues: ReturnType<typeof checkCallOptions>, method = ""): Call {
    const { accessToken = this.#config.accessToken, signal, timeoutMs, maxRetries, headers = {} } = { ...options };
    issues.push(...checkCredential(this.#config, "accessToken", options?.accessToken));
    if (issues.length > 0) {
      throw new InvalidRequestError(issues, { operation });
    }
    return {
      operation,
      method,
      signal,
      timeoutMs,
      maxRetries,
      headers: Object.entries(headers).flat(),
      accessToken,
      canRefreshToken: typeof accessToken === "function",
      observed: Object.keys(this.#config.hooks).length > 0,
      sent: false,
    };
  }

  /** Lets the core do its work, and makes errors of its failures. `method` is where stacks begin. */
  async #run<T>(call: Call, method: unknown, start: (client: CoreClient) => Promise<T>): Promise<T> {
    try {
      const instance = await this.#loader.load();
      return await instance.run(() => start(this.#client(instance)));
    } catch (thrown) {
      throw this.#error(call, thrown, method);
    }
  }

  #client(instance: Instance): CoreClient {
    if (this.#held?.instance !== instance) {
      const { clientSecret, headers, baseUrl, timeoutMs, maxRetries, maxConcurrency, maxResponseBytes, readOnly } = this.#config;
      const config = {
        baseUrl,
        clientSecret,
        headers: Object.entries(headers),
        userAgent: isPage() ? undefined : USER_AGENT,
        timeoutMs,
        maxRetries,
        maxConcurrency,
        maxResponseBytes,
        readOnly,
      };
      const host = createHost(this.#config, this.#tokens, instance.reader);
      this.#held = { instance, client: new instance.glue.Core(config, this.#tokens.secrets(), host) };
    }
    return this.#held.client;
  }

  #error(call: Call, thrown: unknown, method: unknown): unknown {
    if (thrown instanceof CoreTrap) {
      const outcome = call.sent ? "unknown" : "not_sent";
      const message = `${call.operation}: the WebAssembly core failed and will be loaded afresh`;
      return new RegistryError(message, { operation: call.operation, outcome, cause: thrown.cause });
    }
    if (!isFailure(thrown)) {
      return thrown;
    }
    const cause = withoutSecrets(thrown.cause, this.#tokens.secrets());
    const error = errorOf(call.operation, thrown, cause);
    if (error instanceof RegistryError) {
      beginStackAt(error, method);
    }
    return error;
  }
}

function isFailure(thrown: unknown): thrown is Failure {
  return typeof thrown === "object" && thrown !== null && !(thrown instanceof Error) && "kind" in thrown && "outcome" in thrown;
}

/** Leaves this package's frames out of the stack, where the runtime can. */
function beginStackAt(error: Error, method: unknown): void {
  const { stack } = error;
  const { captureStackTrace } = Error as { captureStackTrace?: (error: Error, method: unknown) => void };
  captureStackTrace?.(error, method);
  if (stack !== undefined && !error.stack?.includes("\n    at ")) {
    Object.defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
  }
}

/** A signal that aborts when either does, and keeps no listener of its own. */
function either(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  if (one === undefined || other === undefined) {
    return one ?? other;
  }
  const signal: Call["signal"] = {
    get aborted() {
      return one.aborted || other.aborted;
    },
    get reason(): unknown {
      return one.aborted ? one.reason : other.reason;
    },
    addEventListener(...listener: Parameters<AbortSignal["addEventListener"]>) {
      one.addEventListener(...listener);
      other.addEventListener(...listener);
    },
    removeEventListener(...listener: Parameters<AbortSignal["removeEventListener"]>) {
      one.removeEventListener(...listener);
      other.removeEventListener(...listener);
    },
  };
  return signal as AbortSignal;
}
