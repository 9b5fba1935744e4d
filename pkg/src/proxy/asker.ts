import { isLoopback } from "../client/config.js";
import { Problem } from "./problem.js";

/** The site that a request comes from, as far as its browser says. */
export class Asker {
  readonly #url: URL;
  readonly #configured: URL | undefined;
  readonly #origin: string | null;
  readonly #isOwn: boolean;
  readonly #isListed: boolean;
  readonly #isForeign: boolean;

  /** @param configured the proxy's public origin. Without one, it is taken from the request, on loopback. */
  constructor({ headers, url }: Request, configured: URL | undefined, listed: ReadonlySet<string>) {
    this.#url = new URL(url);
    this.#configured = configured;
    this.#origin = headers.get("origin");
    this.#isOwn = this.#origin === (configured ?? this.#url).origin;
    this.#isListed = this.#origin !== null && listed.has(this.#origin);
    this.#isForeign =
      this.#origin === null ? headers.get("sec-fetch-site") === "cross-site" : !this.#isOwn && !this.#isListed;
  }

  /**
   * Rejects requests for other hosts. A page can point its own host name to this server's address, and its requests
   * then look as if they came from here.
   */
  checkHost(): void {
    if (this.#configured?.host === this.#url.host || isLoopback(this.#url.href)) {
      return;
    }
    const detail =
      this.#configured === undefined
        ? "without the proxy's option origin, only requests to localhost are answered"
        : "this host is not the one in the proxy's option origin";
    throw new Problem(421, detail);
  }

  /** Rejects pages of other sites; and write requests that do not say where they come from. */
  check(acts: boolean): void {
    if (this.#isForeign || (acts && this.#origin === null)) {
      const detail =
        this.#origin === null && !this.#isForeign
          ? "a write operation requires an Origin header"
          : "pages of this origin are not allowed; add it to the proxy's option origins to allow them";
      throw new Problem(403, detail);
    }
  }

  /** The headers that let a listed origin's page read the answer. */
  corsHeaders(): Record<string, string> {
    return this.#isListed && this.#origin !== null
      ? {
          "access-control-allow-origin": this.#origin,
          "access-control-allow-credentials": "true",
          "access-control-expose-headers": "retry-after, x-request-id",
        }
      : {};
  }
}

/** Whether it is a browser's preflight request. */
export function isPreflight({ method, headers }: Request): boolean {
  return method === "OPTIONS" && headers.has("origin") && headers.has("access-control-request-method");
}

/**
 * The headers that a listed origin's page may send. They are for `authorize`; none of them is forwarded to the
 * registry.
 */
export function preflightHeaders({ headers }: Request, methods: readonly string[]): Record<string, string> {
  const wanted = headers.get("access-control-request-headers") ?? "";
  return {
    "access-control-allow-methods": methods.join(", "),
    "access-control-allow-headers": /^[\w, -]*$/.test(wanted) ? wanted : "",
    "access-control-max-age": "600",
    vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
  };
}
