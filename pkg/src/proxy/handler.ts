import { isCredential, METHOD_OVERRIDES } from "../client/check.js";
import { checkCredential } from "../client/config.js";
import type { CoreLoader } from "../core/loader.js";
import { withoutSecrets } from "../error/redact.js";
import { Secrets } from "../error/secrets.js";
import type { OperationName } from "../generated/operations.js";
import { Asker, isPreflight, preflightHeaders } from "./asker.js";
import { type Checked, check, readJsonText } from "./check.js";
import { Deadline } from "./deadline.js";
import {
  configureProxy,
  type IdentifiedToken,
  type Proxy,
  type ProxyConfig,
  type ProxyInput,
  type ProxyOptions,
} from "./options.js";
import { UpstreamPace } from "./pace.js";
import { type Answer, Problem } from "./problem.js";
import { withoutCredentials } from "./redact.js";
import { type Route, routesAt } from "./routes.js";
import { ask } from "./upstream.js";

/** Creates a proxy that checks requests with the loader's core. */
export function createHandler(loader: CoreLoader, options: ProxyOptions): Proxy {
  const config = configureProxy(options);
  const secrets = new Secrets([config.clientSecret, config.accessToken]);
  const pace = new UpstreamPace(loader, config.pace);
  return (request) => new RequestHandler(loader, config, secrets, pace, request).respond();
}

/** One request of a page, from its arrival to its answer. */
class RequestHandler {
  readonly #loader: CoreLoader;
  readonly #config: ProxyConfig;
  readonly #request: Request;
  readonly #asker: Asker;
  readonly #deadline: Deadline;
  /** The credentials of this request and earlier ones, which no answer may contain. */
  readonly #secrets: Secrets;
  readonly #pace: UpstreamPace;
  #operation: OperationName | undefined;
  #isSent = false;

  constructor(loader: CoreLoader, config: ProxyConfig, secrets: Secrets, pace: UpstreamPace, request: Request) {
    this.#loader = loader;
    this.#config = config;
    this.#request = request;
    this.#asker = new Asker(request, config.origin, config.origins);
    this.#deadline = new Deadline(request.signal, config.timeoutMs);
    this.#secrets = secrets;
    this.#pace = pace;
  }

  async respond(): Promise<Response> {
    let answer: Answer;
    try {
      answer = await this.#answer();
    } catch (error) {
      answer = this.#problem(error).answer();
    } finally {
      this.#deadline.end();
    }
    const { status, headers, body } = answer;
    return new Response(body, {
      status,
      headers: {
        ...(body === null ? {} : { "content-type": "application/json" }),
        "cache-control": "no-store",
        "cross-origin-resource-policy": "same-origin",
        vary: "Origin",
        "x-content-type-options": "nosniff",
        ...this.#asker.corsHeaders(),
        ...headers,
      },
    });
  }

  async #answer(): Promise<Answer> {
    const { method, url } = this.#request;
    const { pathname, searchParams } = new URL(url);
    const { basePath } = this.#config;
    this.#asker.checkHost();
    const { routes, id } = routesAt(pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : "");
    if (routes.length === 0) {
      throw new Problem(404, "this path does not exist");
    }
    const methods = routes.map((route) => route.method);
    if (isPreflight(this.#request)) {
      this.#asker.check(true);
      return { status: 204, headers: preflightHeaders(this.#request, methods), body: null };
    }
    const route = routes.find((route) => route.method === method);
    if (route === undefined) {
      throw new Problem(405, `expected ${methods.join(" or ")}`, { allow: methods.join(", ") });
    }
    this.#operation = route.operation;
    const acts = route.method !== "GET";
    this.#asker.check(acts);
    this.#checkAllowed(route);
    const who = await this.#who(route);
    const token = await this.#token(route);
    const text = acts ? await readJsonText(this.#request, this.#config.maxBodyBytes, this.#deadline) : undefined;
    const checked = await check(this.#loader, route, id, searchParams, text, this.#secrets);
    const { identity } = token;
    await this.#authorize(route, Object.freeze({ id: id === "" ? undefined : id, body: checked.given, who, identity }));
    return this.#send(route, checked, token.token);
  }

  #checkAllowed({ operation }: Route): void {
    if (METHOD_OVERRIDES.some((name) => this.#request.headers.has(name))) {
      throw new Problem(400, "method overrides are not allowed");
    }
    if (!this.#config.allowed.has(operation)) {
      throw new Problem(403, `${operation} is not allowed by this proxy`);
    }
  }

  /** The result of `who` for an operation that needs an access token. */
  async #who({ operation, isPrivate }: Route): Promise<unknown> {
    const { who } = this.#config;
    if (!isPrivate || who === undefined) {
      return undefined;
    }
    const known: unknown = await this.#deadline.race(who(this.#request));
    if (known === undefined || known === null || known === false) {
      throw new Problem(401, `sign-in is required for this: ${operation}`);
    }
    return known;
  }

  async #authorize({ operation, isPrivate }: Route, input: ProxyInput): Promise<void> {
    const { authorize } = this.#config;
    // Private operations are never allowed without `authorize`.
    if (isPrivate && (await this.#deadline.race(authorize?.(this.#request, operation, input))) !== true) {
      throw new Problem(403, `you are not allowed to do this: ${operation}`);
    }
  }

  /** Whether caches may store an answer, which then must not depend on the visitor. */
  #isCacheable({ isPrivate }: Route): boolean {
    return !isPrivate && this.#config.publicCacheControl !== undefined;
  }

  async #send(route: Route, checked: Checked, accessToken: string | undefined): Promise<Answer> {
    const { publicCacheControl } = this.#config;
    await this.#pace.start();
    this.#deadline.signal.throwIfAborted();
    this.#isSent = true;
    const asked = await this.#pace.heeding(ask(this.#config, route.method, checked, accessToken, this.#deadline));
    const answer = withoutCredentials(asked, this.#secrets.redact);
    return publicCacheControl !== undefined && this.#isCacheable(route) && answer.status === 200
      ? { ...answer, headers: { ...answer.headers, "cache-control": publicCacheControl } }
      : answer;
  }

  /**
   * The access token to send, and its identity. It is looked up once, so that nobody is authorised for another's token.
   */
  async #token(route: Route): Promise<IdentifiedToken> {
    const { accessToken: source } = this.#config;
    if (this.#isCacheable(route)) {
      return { token: undefined, identity: undefined };
    }
    if (typeof source !== "function") {
      return { token: source, identity: undefined };
    }
    const given: unknown = await this.#deadline.race(source(this.#request));
    const isIdentified = typeof given === "object" && given !== null && Object.hasOwn(given, "token");
    // Without a prototype, so that nothing that was added to `Object.prototype` says who it is.
    const { token, identity } = isIdentified
      ? Object.assign(Object.create(null) as { identity?: undefined }, given as IdentifiedToken)
      : { token: given, identity: undefined };
    if (token === undefined) {
      return { token, identity };
    }
    if (!isCredential(token)) {
      throw new TypeError("accessToken returned a value that is not text of visible ASCII characters");
    }
    this.#secrets.add(token);
    const [issue] = checkCredential({ ...this.#config, dangerouslyAllowBrowser: true }, "accessToken", token);
    if (issue !== undefined) {
      throw new TypeError(`accessToken: ${issue.message}`);
    }
    return { token, identity };
  }

  /**
   * The page's view of an error: only a {@link Problem} has details; of any other error it says only where it happened.
   */
  #problem(error: unknown): Problem {
    const { signal, isLate } = this.#deadline;
    if (signal.aborted) {
      return isLate ? this.#late() : new Problem(499, "the request was cancelled");
    }
    if (error instanceof Problem) {
      return error;
    }
    this.#tell(error);
    return this.#isSent
      ? new Problem(502, "the registry could not be reached")
      : new Problem(500, "the proxy failed; nothing was sent to the registry");
  }

  #late(): Problem {
    const { timeoutMs } = this.#config;
    return this.#isSent
      ? new Problem(504, `the registry took longer than ${timeoutMs} ms`)
      : new Problem(408, `the request took longer than ${timeoutMs} ms; nothing was sent to the registry`);
  }

  #tell(error: unknown): void {
    const { onError } = this.#config;
    if (this.#operation !== undefined) {
      try {
        onError?.(withoutSecrets(error, this.#secrets.redact), this.#operation);
      } catch {
        // A failing `onError` does not change the answer.
      }
    }
  }
}
