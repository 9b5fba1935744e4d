import { isLoopback } from "../client/config.js";
import { Problem } from "./problem.js";

/** Whose page a request comes from, as far as its browser says. */
export class Asker {
  readonly #url: URL;
  readonly #configured: URL | undefined;
  readonly #origin: string | null;
  readonly #isOwn: boolean;
  readonly #isListed: boolean;
  readonly #isForeign: boolean;

  /** @param configured the proxy's public origin. Without one, it is what the request says, on loopback. */
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
   * Refuses requests for other hosts. A page can give its own host's name this server's address, and its requests then
   * look as if they came from here.
   */
  checkHost(): void {
    if (this.#configured?.host === this.#url.host || isLoopback(this.#url.href)) {
      return;
    }
    const detail =
      this.#configured === undefined
        ? "without the proxy's option origin, only requests to localhost are answered"
        : "this host is not the one that the proxy's option origin names";
    throw new Problem(421, detail);
  }

  /** Refuses the pages of other sites; and, for what acts, whoever does not say where it comes from. */
  check(acts: boolean): void {
    if (this.#isForeign || (acts && this.#origin === null)) {
      const detail =
        this.#origin === null && !this.#isForeign
          ? "an Origin header is needed for what acts"
          : "pages of this origin are not served; the proxy's option origins lists those that are";
      throw new Problem(403, detail);
    }
  }

  /** What lets a listed origin's page read the answer. */
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

/** Whether a browser asks if a page may send what it wants to send. */
export function isPreflight({ method, headers }: Request): boolean {
  return method === "OPTIONS" && headers.has("origin") && headers.has("access-control-request-method");
}

/** What a listed origin's page may send. Headers are for `authorize`; none of them goes on to the registry. */
export function preflightHeaders({ headers }: Request, methods: readonly string[]): Record<string, string> {
  const wanted = headers.get("access-control-request-headers") ?? "";
  return {
    "access-control-allow-methods": methods.join(", "),
    "access-control-allow-headers": /^[\w, -]*$/.test(wanted) ? wanted : "",
    "access-control-max-age": "600",
    vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
  };
}
