import type { CoreLoader } from "../core/loader.js";
import { traced } from "../error/trace.js";
import { Resources } from "../generated/resources.js";
import { attach } from "../value/attach.js";
import { Caller } from "./caller.js";
import { configure, readGiven } from "./config.js";
import type { CallOptions, ClientOptions } from "./options.js";
import { Pacer } from "./pacer.js";
import type { RequestDescription } from "./request.js";

/** Gives the rest of the package access from a client's methods to the core. */
export let callerOf: (client: Client) => Caller;

/**
 * A client of the registry. Its properties are the registry's resources, and each method is one operation
 * of the API. Every method rejects with a `RegistryError`, or with a signal's own reason.
 *
 * ```ts
 * const registry = new RegistryClient({ clientSecret, accessToken });
 * const me = await registry.organisations.current();
 * for await (const batch of registry.organisations.creditBatches(me.id, { status: ["active"] })) {
 *   console.log(batch.serial_number, batch.size.credit_kgs);
 * }
 * ```
 */
export class Client extends Resources {
  static {
    callerOf = (client) => client.#caller;
  }

  readonly #options: ClientOptions;
  readonly #baseUrl: string;
  readonly #caller: Caller;
  readonly #pacer: Pacer | undefined;

  protected constructor(loader: CoreLoader, options: ClientOptions) {
    const config = configure(options);
    const pacer = pacers.get(options) ?? (config.pace && new Pacer(config.pace));
    const caller = new Caller(loader, config, pacer);
    super(caller);
    this.#baseUrl = config.baseUrl;
    this.#options = config.given;
    this.#caller = caller;
    this.#pacer = pacer;
    attach(this, Client, `RegistryClient of ${config.baseUrl}${config.readOnly ? ", read-only" : ""}`);
  }

  /** The name of its class. Frameworks that wrap plain objects leave it alone. */
  get [Symbol.toStringTag](): string {
    return "RegistryClient";
  }

  /** The base URL, in full and without a trailing slash. */
  get baseUrl(): string {
    return this.#baseUrl;
  }

  /**
   * A client like this one with some options changed.
   *
   * @throws InvalidRequestError when the options are invalid.
   */
  withOptions(options: ClientOptions): this {
    const given = readGiven(options);
    const { baseUrl, environment, ...kept } = this.#options;
    // A new address replaces the old one, however that was specified.
    const address = given.baseUrl === undefined && given.environment === undefined ? { baseUrl, environment } : {};
    const changed = { ...kept, ...address, ...given };
    if (this.#pacer !== undefined && isSamePace(given)) {
      pacers.set(changed, this.#pacer);
    }
    const type = this.constructor as new (options: ClientOptions) => this;
    return new type(changed);
  }

  /**
   * Sends a request to an endpoint that is newer than this package, with the same transport and the same rules: a
   * request that is not a GET is never sent twice. Returns the body's JSON unchanged, or `null` for an empty body.
   * Integers that a `number` does not hold exactly are bigints.
   *
   * @param request the method, the path under the base URL (such as `"/projects"`), the query and the body.
   */
  request(request: RequestDescription, options?: CallOptions): Promise<unknown> {
    return traced(Client.prototype.request, () => this.#caller.request(request, options));
  }
}

/** The pace that a client created with these options shares. */
const pacers = /* @__PURE__ */ new WeakMap<object, Pacer>();

/** Whether changed options leave the address and the pace unchanged. */
function isSamePace({ baseUrl, environment, requestsPerMinute }: ClientOptions): boolean {
  return baseUrl === undefined && environment === undefined && requestsPerMinute === undefined;
}
