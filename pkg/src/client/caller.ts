import { type CoreClient, type CoreLoader, CoreTrap, type Instance } from "../core/loader.js";
import { InvalidRequestError, RegistryError, type RegistryErrorDetails } from "../error/errors.js";
import { errorOf, type Failure, failureOf, type ToldFailure, trapped, unloaded } from "../error/failure.js";
import { type Redact, redacted, redactor, withoutSecrets } from "../error/redact.js";
import { traced } from "../error/trace.js";
import type { PageData } from "../generated/models.js";
import type { OperationName } from "../generated/operations.js";
import { VERSION } from "../generated/version.js";
import { PagedList, type PageTarget } from "../paging/paged-list.js";
import { encodeAll } from "../value/encode.js";
import { Call, type CallSettings } from "./call.js";
import { checkCallOptions, checkListOptions, isCredential } from "./check.js";
import { type Config, checkCredential } from "./config.js";
import { Host } from "./host.js";
import type { CallOptions, ListOptions } from "./options.js";
import { buildRequest, type RequestDescription } from "./request.js";
import { isPage } from "./runtime.js";
import { type Signal, shared } from "./signal.js";

/** The version that requests carry outside browsers. */
const USER_AGENT = `isometric-registry/${VERSION}`;

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
      const given = encodeAll(values);
      const call = new Call(this.#settings(operation, options, checkCallOptions));
      return this.#run(call, (client) => client.call(call, given, false)) as Promise<T>;
    };
    // The operation's own method stands between this one and the caller.
    return traced(Caller.prototype.call, work, 1);
  }

  /** Calls an operation that gives a list. Sends nothing yet. */
  list<T>(operation: OperationName, values: readonly unknown[], options?: ListOptions): PagedList<T> {
    let given = "[]";
    let settings: CallSettings | undefined;
    let refusal: unknown;
    try {
      given = encodeAll(values);
      settings = this.#settings(operation, options, checkListOptions);
    } catch (error) {
      refusal = error;
    }
    const turn = async (target: PageTarget | undefined, leave: Signal | undefined): Promise<PageData<T>> => {
      if (settings === undefined) {
        throw refusal;
      }
      const call = new Call(settings, leave);
      const { backward = false, cursor, limit } = target ?? {};
      return this.#run(call, (client) => client.call(call, given, backward, cursor, limit)) as Promise<PageData<T>>;
    };
    return new PagedList({ operation, turn, ...startOf(given), prefetch: options?.prefetch ?? 1 });
  }

  /** Sends a request that the package has no method for. */
  async request(request: RequestDescription, options?: CallOptions): Promise<unknown> {
    const call = new Call(this.#settings("request", options, checkCallOptions));
    const { method, target, body } = buildRequest(request, this.#config.baseUrl, redactor(call.secrets));
    return this.#run(call, (client) => client.call(call, encodeAll([method, target, body]), false));
  }

  /** What a call brings of its own, once nothing is wrong with it. */
  #settings(operation: string, options: CallOptions = {}, check: typeof checkCallOptions): CallSettings {
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
      headers: linesOf(headers) || undefined,
      accessToken,
      observed: Object.keys(this.#config.hooks).length > 0,
      secrets,
    };
  }

  /** Lets the core do its work, and makes errors of its failures. */
  async #run<T>(call: Call, start: (client: CoreClient) => Promise<T>): Promise<T> {
    try {
      const instance = this.#loader.ready ?? (await this.#loader.load());
      return await instance.run(() => start(this.#client(instance)));
    } catch (thrown) {
      throw errorFrom(call, thrown);
    }
  }

  #client(instance: Instance): CoreClient {
    if (this.#held?.instance !== instance) {
      const { clientSecret, headers, baseUrl, timeoutMs, maxRetries, maxConcurrency, maxResponseBytes, readOnly } =
        this.#config;
      const host = new Host(this.#config, instance);
      const userAgent = isPage() ? undefined : USER_AGENT;
      const client = new instance.glue.Core(
        host,
        baseUrl,
        clientSecret,
        linesOf(headers),
        userAgent,
        timeoutMs,
        maxRetries,
        maxConcurrency,
        maxResponseBytes,
        readOnly,
      );
      this.#held = { instance, client };
    }
    return this.#held.client;
  }
}

/** Headers as the core takes them: a line for each name and each value in turn. */
function linesOf(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers).flat().join("\n");
}

/** Which way a list is walked, and from which cursor, by its encoded arguments. */
function startOf(given: string): { readonly backward: boolean; readonly start: string | undefined } {
  type Place = Partial<Record<"last" | "before" | "after", string | null>>;
  const { last, before, after } = (JSON.parse(given) as (Place | null)[]).at(-1) ?? {};
  const backward = (last ?? before ?? null) !== null;
  const start = backward ? before : after;
  return { backward, start: typeof start === "string" ? start.slice(1) : undefined };
}

/** What a call rejects with. */
function errorFrom(call: Call, thrown: unknown): unknown {
  const { operation, method, url, secrets, sent } = call;
  const redact = redactor(secrets);
  const failure = failureOf(thrown);
  if (failure !== undefined) {
    const { kind, outcome, cause } = failure;
    const isOwnReason = kind === "aborted" && (failure.method === "GET" || outcome === "not_sent");
    return isOwnReason ? cause : errorOf(operation, told(failure, redact), withoutSecrets(cause, redact));
  }
  if (thrown instanceof RegistryError) {
    return thrown;
  }
  sent?.cancel();
  const details: RegistryErrorDetails = {
    operation,
    method: method ?? null,
    url: url === undefined ? null : redact(url),
    outcome: sent === undefined ? "not_sent" : "unknown",
  };
  const isTrap = thrown instanceof CoreTrap;
  return (isTrap ? trapped : unloaded)(details, withoutSecrets(isTrap ? thrown.cause : thrown, redact));
}

/** A failure with what came of the response, all without credentials. */
function told({ exchange, cause, ...rest }: Failure, redact: Redact): ToldFailure {
  const text = exchange?.text ?? "";
  const headers = exchange === undefined ? [] : [...exchange.headers];
  const requestId = exchange?.headers.get("x-request-id") ?? null;
  const shown = redacted({ ...rest, text, headers, requestId }, redact);
  // What is quoted of a body may end in the middle of a credential.
  const found = shown.text === text ? shown.found : "something that holds a credential";
  return { ...shown, cause, found, status: exchange?.status ?? null };
}
