import { isHeaderSafe } from "../client/check.js";
import type { CoreLoader } from "../core/loader.js";
import { withoutSecrets } from "../error/redact.js";
import type { OperationName } from "../generated/operations.js";
import { Asker, isPreflight, preflightHeaders } from "./asker.js";
import { type Checked, check, readJsonText } from "./check.js";
import { Deadline } from "./deadline.js";
import { configureProxy, type Proxy, type ProxyConfig, type ProxyOptions } from "./options.js";
import { type Answer, Problem } from "./problem.js";
import { redact } from "./redact.js";
import { type Route, routesAt } from "./routes.js";
import { ask } from "./upstream.js";

/** Headers by which some servers let a request pass for another method. */
const METHOD_OVERRIDES = ["x-http-method-override", "x-http-method", "x-method-override"] as const;

/** Makes a proxy that checks requests with the loader's core. */
export function createHandler(loader: CoreLoader, options: ProxyOptions): Proxy {
  const config = configureProxy(options);
  return (request) => new Exchange(loader, config, request).respond();
}

/** One request of a page, from its arrival to its answer. */
class Exchange {
  readonly #loader: CoreLoader;
  readonly #config: ProxyConfig;
  readonly #request: Request;
  readonly #asker: Asker;
  readonly #deadline: Deadline;
  /** What no answer may hold. */
  readonly #secrets: string[];
  #operation: OperationName | undefined;
  #isSent = false;

  constructor(loader: CoreLoader, config: ProxyConfig, request: Request) {
    this.#loader = loader;
    this.#config = config;
    this.#request = request;
    this.#asker = new Asker(request, config.origins);
    this.#deadline = new Deadline(request.signal, config.timeoutMs);
    this.#secrets = [config.clientSecret, config.accessToken].filter((secret) => typeof secret === "string");
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
    const { status, headers, body } = redact(answer, this.#secrets);
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
    const { routes, id } = routesAt(pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : "");
    if (routes.length === 0) {
      throw new Problem(404, "there is no such path here");
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
    const text = acts ? await readJsonText(this.#request, this.#config.maxBodyBytes, this.#deadline) : undefined;
    const checked = await check(this.#loader, route, id, searchParams, text, this.#secrets);
    await this.#authorize(route, checked);
    return this.#send(route, checked);
  }

  #checkAllowed({ operation, method }: Route): void {
    if (METHOD_OVERRIDES.some((name) => this.#request.headers.has(name))) {
      throw new Problem(400, "a request has the method that it has; overrides are refused");
    }
    const { allowed, authorize } = this.#config;
    if (!allowed.has(operation)) {
      throw new Problem(403, `${operation} is not among what this proxy allows`);
    }
    if (method !== "GET" && authorize === undefined) {
      throw new Problem(403, `${operation} acts, and the proxy has no authorize that could let it through`);
    }
  }

  async #authorize({ operation, isPrivate }: Route, { input }: Checked): Promise<void> {
    const { authorize } = this.#config;
    if (
      isPrivate &&
      authorize !== undefined &&
      (await this.#deadline.race(authorize(this.#request, operation, input))) !== true
    ) {
      throw new Problem(403, `you may not do this: ${operation}`);
    }
  }

  async #send({ method, isPrivate }: Route, checked: Checked): Promise<Answer> {
    const { publicCacheControl } = this.#config;
    const isCacheable = !isPrivate && publicCacheControl !== undefined;
    const accessToken = isCacheable ? undefined : await this.#accessToken();
    this.#deadline.signal.throwIfAborted();
    this.#isSent = true;
    const answer = await ask(this.#config, method, checked, accessToken, this.#deadline);
    return isCacheable && answer.status === 200
      ? { ...answer, headers: { ...answer.headers, "cache-control": publicCacheControl } }
      : answer;
  }

  async #accessToken(): Promise<string | undefined> {
    const { accessToken: source } = this.#config;
    if (typeof source !== "function") {
      return source;
    }
    const token: unknown = await this.#deadline.race(source(this.#request));
    if (token === undefined) {
      return undefined;
    }
    if (typeof token !== "string" || !isHeaderSafe(token)) {
      throw new TypeError("accessToken gave something else than text of visible ASCII characters");
    }
    this.#secrets.push(token);
    return token;
  }

  /** What a page is told of an error: of one that is not a {@link Problem}, nothing but where it happened. */
  #problem(error: unknown): Problem {
    const { signal, isLate } = this.#deadline;
    if (signal.aborted) {
      return isLate ? this.#late() : new Problem(499, "the request was given up");
    }
    if (error instanceof Problem) {
      return error;
    }
    this.#tell(error);
    return this.#isSent
      ? new Problem(502, "the registry could not be reached")
      : new Problem(500, "the proxy failed; the registry was not asked");
  }

  #late(): Problem {
    const { timeoutMs } = this.#config;
    return this.#isSent
      ? new Problem(504, `the registry took longer than ${timeoutMs} ms`)
      : new Problem(408, `the request took longer than ${timeoutMs} ms; the registry was not asked`);
  }

  #tell(error: unknown): void {
    const { onError } = this.#config;
    if (this.#operation !== undefined) {
      try {
        onError?.(withoutSecrets(error, this.#secrets), this.#operation);
      } catch {
        // Whoever is told cannot change the answer.
      }
    }
  }
}
