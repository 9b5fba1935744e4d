import { aCount, clientTakes, isHeaderSafe } from "../client/check.js";
import { type Config, configure } from "../client/config.js";
import type { Environment, Fetch } from "../client/options.js";
import { InvalidRequestError } from "../error/errors.js";
import { Secrets } from "../error/secrets.js";
import { type OperationName, operations } from "../generated/operations.js";
import { describe } from "../inspect/describe.js";
import { expected, type Finding, isFunction, issuesOf, readOptions, type Take, type Takes } from "../value/options.js";
import { type Allowed, isGroup, operationsOf } from "./routes.js";

/** Answers requests from pages. It never rejects. */
export type Proxy = (request: Request) => Promise<Response>;

/** A page's request as it goes to the registry, and its visitor. It is frozen. */
export interface ProxyInput {
  /** The id in the path. */
  readonly id: string | undefined;
  /** The body of a POST. Whole numbers are `number` if that is exact, otherwise `bigint`. */
  readonly body: unknown;
  /** The result of `who`; `undefined` without it. */
  readonly who: unknown;
  /** The identity that the function `accessToken` returned with the token to send. */
  readonly identity: unknown;
}

/** An access token and its identity, in words or objects of your own. */
export interface IdentifiedToken {
  /** The token; `undefined` for a visitor who has none. */
  readonly token: string | undefined;
  /** Its identity, for `authorize`. */
  readonly identity?: unknown;
}

/**
 * The result of a function that looks up access tokens: a token, a token with its identity, or `undefined` for a
 * visitor who has none.
 */
export type ProxyToken = string | IdentifiedToken | undefined;

/** The options of a proxy. */
export interface ProxyOptions {
  /** Which of Isometric's environments to use. Default: `"sandbox"`. Cannot be combined with `baseUrl`. */
  readonly environment?: Environment | undefined;
  /** Where the API is, such as `"https://example.com/registry/v0"`. */
  readonly baseUrl?: string | undefined;
  /**
   * The secret that identifies your application. Default, without a `baseUrl`: the variable `ISOMETRIC_CLIENT_SECRET`.
   */
  readonly clientSecret?: string | undefined;
  /**
   * The token of the organisation to act for, or a function that returns the one for a page's request; `undefined` for
   * a visitor who has none. The function is called once per request, before `authorize`, which receives the `identity`
   * returned with the token. Default, without a `baseUrl`: the variable `ISOMETRIC_ACCESS_TOKEN`.
   */
  readonly accessToken?: string | ((request: Request) => ProxyToken | Promise<ProxyToken>) | undefined;
  /** The operations that pages may call. Default: `["public"]`. Everything else requires `authorize`. */
  readonly allow?: readonly Allowed[] | undefined;
  /**
   * Identifies the visitor of a request for an operation that needs an access token, before its body is read. For
   * `undefined`, `null` and `false` the answer is 401; any other value is passed to `authorize` as `input.who`.
   */
  readonly who?: ((request: Request) => unknown) | undefined;
  /**
   * Authorises every operation that needs an access token: only `true` allows it. The request's body has been read;
   * `input` holds it, and the visitor and token identity.
   */
  readonly authorize?:
    | ((request: Request, operation: OperationName, input: ProxyInput) => boolean | Promise<boolean>)
    | undefined;
  /**
   * The origin of your pages and this proxy, such as `"https://app.example.com"`. Requests for other hosts are
   * rejected. Required except on loopback.
   */
  readonly origin?: string | undefined;
  /** Other origins whose pages may use the proxy, such as `"https://admin.example.com"`. */
  readonly origins?: readonly string[] | undefined;
  /** The path that the proxy is mounted at. Default: `"/registry"`. */
  readonly basePath?: string | undefined;
  /** A custom `fetch` for requests to the registry. */
  readonly fetch?: Fetch | undefined;
  /** The largest body that a page may send, in bytes. Default: 128 KiB, which holds 1,000 batches. */
  readonly maxBodyBytes?: number | undefined;
  /** The time limit of a request, from its arrival to the registry's last byte, in ms. Default: 30,000. */
  readonly timeoutMs?: number | undefined;
  /**
   * How many requests may go to the registry in a minute: a burst of 20, then one at a time, and never more than this
   * number in any 61 s. Above that, and during a `Retry-After` of the registry, pages get a 429 with `Retry-After`; no
   * request waits. Default: 120 for Isometric's own environments, as Isometric requests; no limit with a `baseUrl`. It
   * counts the requests of one process: several processes share what Isometric allows.
   */
  readonly requestsPerMinute?: number | undefined;
  /**
   * The `Cache-Control` of successful public reads, such as `"public, max-age=60"`. They are then sent without the
   * access token. Default: `"no-store"`, which is always used for everything else.
   */
  readonly publicCacheControl?: string | undefined;
  /**
   * Receives details that are withheld from pages: errors of your own functions, failed connections. Credentials are
   * redacted.
   */
  readonly onError?: ((error: unknown, operation: OperationName) => void) | undefined;
}

/** A proxy's settings, checked and complete. */
export interface ProxyConfig extends Pick<Config, "baseUrl" | "fetch" | "timeoutMs" | "pace"> {
  readonly clientSecret: string;
  readonly accessToken: ProxyOptions["accessToken"];
  readonly allowed: ReadonlySet<OperationName>;
  readonly who: ProxyOptions["who"];
  readonly authorize: ProxyOptions["authorize"];
  readonly origin: URL | undefined;
  readonly origins: ReadonlySet<string>;
  /** Without a trailing slash. */
  readonly basePath: string;
  readonly maxBodyBytes: number;
  readonly publicCacheControl: string | undefined;
  readonly onError: ProxyOptions["onError"];
}

/** Reads the options of a proxy and fills in the defaults. */
export function configureProxy(given: ProxyOptions): ProxyConfig {
  const { options, findings } = readOptions<ProxyOptions>(given, takes, "is not an option of a proxy");
  const { environment, baseUrl, clientSecret, fetch, timeoutMs, allow = ["public"], authorize, origin } = options;
  const { requestsPerMinute } = options;
  // The client's own checks do not apply to a token function that takes a request.
  const accessToken = options.accessToken as Config["accessToken"];
  const allowed = new Set(allow.flatMap((entry) => operationsOf(entry)));
  const guarded = [...allowed].filter((name) => operations[name].isPrivate);
  if (guarded.length > 0 && authorize === undefined && isFine(findings, "authorize", "allow")) {
    const some = guarded.length > 3 ? `${guarded.slice(0, 3).join(", ")}, …` : guarded.join(", ");
    const message = `is needed: without it, every visitor could do everything that your access token allows: ${some}`;
    findings.push({ path: () => "authorize", message: () => message });
  }
  if (baseUrl !== undefined && clientSecret === undefined && isFine(findings, "clientSecret")) {
    findings.push({ path: () => "clientSecret", message: () => "is needed together with baseUrl" });
  }
  const issues = issuesOf(findings, new Secrets([clientSecret, accessToken]).redact);
  let client: Config | undefined;
  try {
    client = configure(
      { environment, baseUrl, clientSecret, accessToken, fetch, timeoutMs, requestsPerMinute },
      "createProxy",
    );
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) {
      throw error;
    }
    issues.push(...error.issues.filter(({ path }) => isFine(findings, path.split(" ", 1)[0] ?? path)));
  }
  if (client === undefined || issues.length > 0) {
    throw new InvalidRequestError(issues, { operation: "createProxy" });
  }
  const { basePath = "/registry", maxBodyBytes = 128 * 1024, who, origins = [], publicCacheControl, onError } = options;
  return {
    baseUrl: client.baseUrl,
    fetch: client.fetch,
    timeoutMs: client.timeoutMs,
    pace: client.pace,
    clientSecret: client.clientSecret ?? "",
    accessToken: options.accessToken ?? (client.accessToken as string | undefined),
    allowed,
    who,
    authorize,
    origin: origin === undefined ? undefined : new URL(origin),
    origins: new Set(origins),
    basePath: basePath.replace(/\/$/, ""),
    maxBodyBytes,
    publicCacheControl,
    onError,
  };
}

/** Whether no problem has been found yet in options of these names. */
const isFine = (findings: readonly Finding[], ...names: readonly string[]): boolean =>
  !findings.some(({ path }) => names.includes(path(String)));

/** Reads a list whose items all fit. */
const aListOf =
  <T>(words: string, fits: (item: unknown) => boolean): Take<readonly T[]> =>
  (value, refuse) => {
    const items = Array.isArray(value) ? [...(value as unknown[])] : undefined;
    const shown = items === undefined ? describe(value) : `[${items.map(describe).join(", ")}]`;
    return items?.every(fits) === true ? (items as T[]) : refuse((redact) => `expected ${words}, got ${redact(shown)}`);
  };

const isAllowed = (item: unknown): boolean => isGroup(item) || Object.hasOwn(operations, item as PropertyKey);

const { environment, baseUrl, clientSecret, accessToken, fetch, timeoutMs } = clientTakes;

const takes: Takes<ProxyOptions> = {
  environment,
  baseUrl,
  clientSecret,
  accessToken: accessToken as Take<Exclude<ProxyOptions["accessToken"], undefined>>,
  allow: aListOf('a list of operation names, "public" and "private-reads"', isAllowed),
  who: expected("a function", isFunction),
  authorize: expected("a function", isFunction),
  origin: expected('an origin such as "https://app.example.com"', isOrigin),
  origins: aListOf('a list of origins such as "https://admin.example.com"', isOrigin),
  basePath: expected(
    'a path such as "/registry"',
    (value) => typeof value === "string" && /^(\/[\w-]+)*\/?$/.test(value),
  ),
  fetch,
  maxBodyBytes: expected("a whole number from 1", (value) => Number.isSafeInteger(value) && Number(value) > 0),
  timeoutMs,
  requestsPerMinute: aCount(1),
  publicCacheControl: expected(
    "text that a header can contain",
    (value) => typeof value === "string" && isHeaderSafe(value.replaceAll(" ", "")),
  ),
  onError: expected("a function", isFunction),
};

function isOrigin(value: unknown): boolean {
  try {
    const { origin, protocol } = new URL(String(value));
    return origin === value && /^https?:$/.test(protocol);
  } catch {
    return false;
  }
}
