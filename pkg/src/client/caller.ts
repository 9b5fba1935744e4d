import type { CoreClient, Glue } from "../core/exports.js";
import { CoreTrap, type Instance } from "../core/instance.js";
import type { CoreLoader } from "../core/loader.js";
import { InvalidRequestError, RegistryError } from "../error/errors.js";
import { trapped, unloaded } from "../error/failure.js";
import { withoutSecrets } from "../error/redact.js";
import { Secrets } from "../error/secrets.js";
import { Trace, traced } from "../error/trace.js";
import type { PageData } from "../generated/models.js";
import type { OperationName } from "../generated/operations.js";
import { VERSION } from "../generated/version.js";
import { PagedList } from "../paging/paged-list.js";
import type { PageTarget } from "../paging/target.js";
import { type Signal, shared } from "../signal/signal.js";
import { encodeAll } from "../value/encode.js";
import { issuesOf, type Reading } from "../value/options.js";
import { Call, type CallSettings, type Shared } from "./call.js";
import { readCallOptions, readListOptions } from "./check.js";
import { type Config, checkCredential, checkPlace } from "./config.js";
import { HeaderLines } from "./header-lines.js";
import type { CallOptions, ListOptions } from "./options.js";
import type { Pacer } from "./pacer.js";
import { buildRequest, type RequestDescription } from "./request.js";
import { fetchInit, isPage, isWorkerd } from "./runtime.js";
import { Slots } from "./slots.js";

/** The version that requests carry outside browsers. */
const USER_AGENT = `isometric-registry/${VERSION}`;

/** The one path from a method of the façade to the core and back. */
export class Caller {
  readonly #loader: CoreLoader;
  readonly #config: Config;
  readonly #shared: Shared;

  constructor(loader: CoreLoader, config: Config, pacer: Pacer | undefined) {
    this.#loader = loader;
    this.#config = config;
    // In workerd, I/O must not wait for another request's; the runtime itself limits each request's connections.
    const slots = new Slots(isWorkerd() ? Number.POSITIVE_INFINITY : config.maxConcurrency);
    const { clientSecret, accessToken, credentials } = config;
    const secrets = new Secrets([clientSecret, accessToken]);
    let made: RequestInit | undefined;
    const init = (): RequestInit => (made ??= fetchInit(credentials));
    this.#shared = { config, init, slots, headers: new HeaderLines(), loader, pacer, secrets };
  }

  /** Calls an operation with a single answer. */
  call<T>(operation: OperationName, values: readonly unknown[], options?: CallOptions): Promise<T> {
    const work = (): Promise<T> => {
      const given = encodeAll(values);
      return this.#run(this.#settings(operation, readCallOptions(options)), given) as Promise<T>;
    };
    // The operation's own method is between this one and the caller, as is the function that attaches it.
    return traced(Caller.prototype.call, work, 2);
  }

  /** Calls an operation that returns a list. Sends nothing yet. */
  list<T>(operation: OperationName, values: readonly unknown[], options?: ListOptions): PagedList<T> {
    let given = "[]";
    let settings: CallSettings | undefined;
    let refusal: unknown;
    const reading = readListOptions(options);
    try {
      given = encodeAll(values);
      settings = { ...this.#settings(operation, reading), maxWaitMs: Number.POSITIVE_INFINITY };
    } catch (error) {
      new Trace(Caller.prototype.list, 2).begin(error);
      refusal = error;
    }
    const turn = async (target: PageTarget | undefined, leave: Signal | undefined): Promise<PageData<T>> => {
      if (settings === undefined) {
        throw refusal;
      }
      return (await this.#run(settings, given, target, leave)) as PageData<T>;
    };
    return new PagedList({
      operation,
      turn,
      ...startOf(given),
      prefetch: reading.options.prefetch ?? 1,
      redact: this.#shared.secrets.redact,
    });
  }

  /** Sends a request that the package has no method for. */
  async request(request: RequestDescription, options?: CallOptions): Promise<unknown> {
    const settings = this.#settings("request", readCallOptions(options));
    const { method, target, body } = buildRequest(request, this.#config.baseUrl, this.#shared.secrets.redact);
    return this.#run(settings, encodeAll([method, target, body]));
  }

  /** The base URL. */
  get baseUrl(): string {
    return this.#config.baseUrl;
  }

  /** The unparsed body of an operation's answer, requested in the same way: a JSON object, whose contents are not checked. */
  async bytes(
    operation: OperationName,
    values: readonly unknown[],
    target?: PageTarget,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const given = encodeAll(values);
    const settings = { ...this.#settings(operation, readCallOptions(options)), maxWaitMs: Number.POSITIVE_INFINITY };
    return this.#run(settings, given, target, undefined, true) as Promise<Uint8Array>;
  }

  /** The settings of a call, once they are valid. */
  #settings(operation: string, { options, findings }: Reading<CallOptions>): CallSettings {
    const { accessToken = this.#config.accessToken, onDrift = this.#config.onDrift } = options;
    const { signal, timeoutMs, maxRetries, headers = {} } = options;
    const { secrets } = this.#shared;
    secrets.add(accessToken);
    const issues = [
      ...issuesOf(findings, secrets.redact),
      ...checkPlace(this.#config, secrets.redact),
      ...checkCredential(this.#config, "accessToken", options.accessToken),
    ];
    if (issues.length > 0) {
      throw new InvalidRequestError(issues, { operation });
    }
    const token = typeof accessToken === "string" ? accessToken : null;
    const opening = encodeAll([operation, linesOf(headers) || null, token]);
    return {
      operation,
      signal: signal && shared(signal),
      timeoutMs,
      maxRetries,
      maxWaitMs: undefined,
      accessToken,
      onDrift,
      opening: opening.slice(0, -1),
    };
  }

  #run(settings: CallSettings, given: string, target?: PageTarget, leave?: Signal, isRaw = false): Promise<unknown> {
    const run = (instance: Instance): Promise<unknown> => {
      const client = this.#client(instance, settings);
      return new Call(this.#shared, settings, instance, leave).run(client, given, target, isRaw);
    };
    const { ready } = this.#loader;
    return ready === undefined ? this.#load(settings).then(run) : run(ready);
  }

  async #load({ operation }: CallSettings): Promise<Instance> {
    try {
      return await this.#loader.load();
    } catch (error) {
      throw error instanceof RegistryError
        ? error
        : unloaded({ operation }, withoutSecrets(error, this.#shared.secrets.redact));
    }
  }

  #client(instance: Instance, { operation }: CallSettings): CoreClient {
    try {
      return instance.held(this, (glue) => this.#makeClient(glue, instance));
    } catch (error) {
      throw error instanceof CoreTrap
        ? trapped({ operation }, withoutSecrets(error.cause, this.#shared.secrets.redact))
        : error;
    }
  }

  #makeClient({ Core }: Glue, instance: Instance): CoreClient {
    const { clientSecret, headers, baseUrl, timeoutMs, maxRetries, maxResponseBytes, readOnly } = this.#config;
    const userAgent = isPage() ? undefined : USER_AGENT;
    const lines = linesOf(headers);
    const { pacer } = this.#shared;
    const core = new Core(
      baseUrl,
      clientSecret,
      lines,
      userAgent,
      timeoutMs,
      maxRetries,
      maxResponseBytes,
      readOnly,
      pacer?.maxWaitMs ?? Number.POSITIVE_INFINITY,
    );
    return pacer === undefined ? core : core.paced(pacer.in(instance));
  }
}

/** Headers as the core takes them: alternating lines of names and values. */
function linesOf(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers).flat().join("\n");
}

/** The direction of a list and the cursor to start from, by its encoded arguments. */
function startOf(given: string): { readonly backward: boolean; readonly start: string | undefined } {
  type Place = Partial<Record<"last" | "before" | "after", string | null>>;
  const { last, before, after } = (JSON.parse(given) as (Place | null)[]).at(-1) ?? {};
  const backward = (last ?? before ?? null) !== null;
  const start = backward ? before : after;
  return { backward, start: typeof start === "string" ? start.slice(1) : undefined };
}
