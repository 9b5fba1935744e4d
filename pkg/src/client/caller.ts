import { type CoreClient, type CoreLoader, CoreTrap, type Instance } from "../core/loader.js";
import { InvalidRequestError, RegistryError, type RegistryErrorDetails } from "../error/errors.js";
import { errorOf, type Failure, trapped, unloaded } from "../error/failure.js";
import { type Redact, redacted, redactor, withoutSecrets } from "../error/redact.js";
import { traced } from "../error/trace.js";
import type { PageData } from "../generated/models.js";
import type { OperationName } from "../generated/operations.js";
import { PagedList, type PageTarget } from "../paging/paged-list.js";
import { copy } from "../value/copy.js";
import { checkCallOptions, checkListOptions, isCredential } from "./check.js";
import { checkCredential, type Config } from "./config.js";
import { createHost } from "./host.js";
import type { CallOptions, ListOptions } from "./options.js";
import { buildRequest, type RequestDescription } from "./request.js";
import { isPage } from "./runtime.js";
import { either, shared, type Signal } from "./signal.js";

/** The version that requests carry outside browsers. */
const USER_AGENT = "isometric-registry/0.1.0";

/** One call on its way, as the core and the host see it. */
export interface Call {
  readonly operation: string;
  readonly signal: Signal | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxRetries: number | undefined;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly accessToken: CallOptions["accessToken"];
  readonly canRefreshToken: boolean;
  readonly observed: boolean;
  /** The credentials that it is known to use, which nothing may show. */
  readonly secrets: string[];
  /** Set by the core: what it asks for. */
  method?: string;
  url?: string;
  /** Set by the core when the registry may act from now on: what cancels the attempt. */
  sent?: AbortController;
}

/** The one path from a method of the façade to the core and back. */
export class Caller {
  readonly #loader: CoreLoader;
  readonly #config: Config;
  #held: { readonly instance: Instance; readonly client: CoreClient } | undefined;

  constructor(loader: CoreLoader, config: Config) {
    this.#loader = loader;
    this.#config = config;
  }

  /** Calls an operation that gives one answer. */
  call<T>(operation: OperationName, values: readonly unknown[], options?: CallOptions): Promise<T> {
    const work = async (): Promise<T> => {
      const given = values.map((value) => copy(value));
      const call = this.#call(operation, options, checkCallOptions);
      return this.#run(call, (client) => client.call(call, given, undefined)) as Promise<T>;
    };
    // The operation's own method stands between this one and the caller.
    return traced(Caller.prototype.call, work, 1);
  }

  /** Calls an operation that gives a list. Sends nothing yet. */
  list<T>(operation: OperationName, values: readonly unknown[], options?: ListOptions): PagedList<T> {
    let given: readonly unknown[] = [];
    let call: Call | undefined;
    let refusal: unknown;
    try {
      given = values.map((value) => copy(value));
      call = this.#call(operation, options, checkListOptions);
    } catch (error) {
      refusal = error;
    }
    const turn = async (target: PageTarget | undefined, leave: AbortSignal | undefined): Promise<PageData<T>> => {
      if (call === undefined) {
        throw refusal;
      }
      const turning = { ...call, signal: either(call.signal, leave), secrets: [...call.secrets] };
      return this.#run(turning, (client) => client.call(turning, given, target)) as Promise<PageData<T>>;
    };
    return new PagedList({ operation, turn, page: given.at(-1), prefetch: options?.prefetch ?? 1 });
  }

  /** Sends a request that the package has no method for. */
  async request(request: RequestDescription, options?: CallOptions): Promise<unknown> {
    const call = this.#call("request", options, checkCallOptions);
    const { method, target, body } = buildRequest(request, this.#config.baseUrl, redactor(call.secrets));
    return this.#run(call, (client) => client.request(call, method, target, body));
  }

  /** What a call brings of its own, once nothing is wrong with it. */
  #call(operation: string, options: CallOptions = {}, check: typeof checkCallOptions): Call {
    const { clientSecret } = this.#config;
    const { accessToken = this.#config.accessToken, signal, timeoutMs, maxRetries, headers = {} } = { ...options };
    const secrets = [clientSecret, this.#config.accessToken, accessToken].filter(isCredential);
    const issues = [...check(options), ...checkCredential(this.#config, "accessToken", options?.accessToken)];
    if (issues.length > 0) {
      throw new InvalidRequestError(redacted(issues, redactor(secrets)), { operation });
    }
    return {
      operation,
      signal: signal && shared(signal),
      timeoutMs,
      maxRetries,
      headers: Object.entries(headers).flat(),
      accessToken,
      canRefreshToken: typeof accessToken === "function",
      observed: Object.keys(this.#config.hooks).length > 0,
      secrets,
    };
  }

  /** Lets the core do its work, and makes errors of its failures. */
  async #run<T>(call: Call, start: (client: CoreClient) => Promise<T>): Promise<T> {
    try {
      const instance = await this.#loader.load();
      return await instance.run(() => start(this.#client(instance)));
    } catch (thrown) {
      throw errorFrom(call, thrown);
    }
  }

  #client(instance: Instance): CoreClient {
    if (this.#held?.instance !== instance) {
      const { clientSecret, headers, baseUrl, timeoutMs, maxRetries, maxConcurrency, maxResponseBytes, readOnly } =
        this.#config;
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
      const host = createHost(this.#config, instance.reader);
      this.#held = { instance, client: new instance.glue.Core(config, host) };
    }
    return this.#held.client;
  }
}

/** What a call rejects with. */
function errorFrom(call: Call, thrown: unknown): unknown {
  const { operation, method, url, secrets, sent } = call;
  const redact = redactor(secrets);
  if (isFailure(thrown)) {
    const { kind, outcome, cause } = thrown;
    const isOwnReason = kind === "aborted" && (thrown.method === "GET" || outcome === "not_sent");
    return isOwnReason ? cause : errorOf(operation, redactedFailure(thrown, redact), withoutSecrets(cause, secrets));
  }
  if (thrown instanceof RegistryError) {
    return thrown;
  }
  sent?.abort();
  const details: RegistryErrorDetails = {
    operation,
    method: method ?? null,
    url: url === undefined ? null : redact(url),
    outcome: sent === undefined ? "not_sent" : "unknown",
  };
  const isTrap = thrown instanceof CoreTrap;
  return (isTrap ? trapped : unloaded)(details, withoutSecrets(isTrap ? thrown.cause : thrown, secrets));
}

function redactedFailure(failure: Failure, redact: Redact): Failure {
  const { url, text, issues, headers, requestId, path, found, body } = failure;
  const shown = redacted({ url, text, issues, headers, requestId, path, found, body }, redact);
  // What is quoted of a body may end in the middle of a credential.
  return { ...failure, ...shown, found: shown.text === text ? shown.found : "something that holds a credential" };
}

function isFailure(thrown: unknown): thrown is Failure {
  return (
    typeof thrown === "object" &&
    thrown !== null &&
    !(thrown instanceof Error) &&
    "kind" in thrown &&
    "outcome" in thrown
  );
}
