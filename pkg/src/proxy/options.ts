import { isHeaderSafe } from "../client/check.js";
import { type Config, configure } from "../client/config.js";
import type { AccessTokenSource, Environment, Fetch } from "../client/options.js";
import { InvalidRequestError, type InvalidRequestIssue } from "../error/errors.js";
import { type OperationName, operations } from "../generated/operations.js";
import { describe } from "../value/describe.js";
import { type Allowed, isGroup, operationsOf } from "./routes.js";

/** Answers the requests of pages. It never rejects. */
export type Proxy = (request: Request) => Promise<Response>;

/** What a page asks for, as it goes to the registry. */
export interface ProxyInput {
  /** The id in the path. */
  readonly id: string | undefined;
  /** The body of a POST. Whole numbers are `number` where that is exact, otherwise `bigint`. */
  readonly body: unknown;
}

/** What a proxy is made with. */
export interface ProxyOptions {
  /** Which of Isometric's environments to use: `"sandbox"` unless said otherwise. Not together with `baseUrl`. */
  readonly environment?: Environment | undefined;
  /** Where the API is, such as `"https://example.com/registry/v0"`. */
  readonly baseUrl?: string | undefined;
  /** The secret that names your system. Without a `baseUrl`, the variable `ISOMETRIC_CLIENT_SECRET` stands in. */
  readonly clientSecret?: string | undefined;
  /**
   * The token of the organisation to act for, or a function that finds the one for a page's request; `undefined`
   * for a visitor who has none. Without a `baseUrl`, the variable `ISOMETRIC_ACCESS_TOKEN` stands in.
   */
  readonly accessToken?: string | ((request: Request) => string | undefined | Promise<string | undefined>) | undefined;
  /** What pages may ask for: `["public"]` unless said otherwise. */
  readonly allow?: readonly Allowed[] | undefined;
  /**
   * Asked about every operation that needs an access token: only `true` lets it through. Without it nothing that
   * acts gets through, whatever `allow` says. The request's body has been read; `input` holds it.
   */
  readonly authorize?:
    | ((request: Request, operation: OperationName, input: ProxyInput) => boolean | Promise<boolean>)
    | undefined;
  /** Other origins whose pages may ask, such as `"https://app.example.com"`. */
  readonly origins?: readonly string[] | undefined;
  /** The path that the proxy is mounted at: `"/registry"` unless said otherwise. */
  readonly basePath?: string | undefined;
  /** A `fetch` of your own, by which the registry is asked. */
  readonly fetch?: Fetch | undefined;
  /** The largest body that a page may send, in bytes. 256 KiB unless said otherwise. */
  readonly maxBodyBytes?: number | undefined;
  /** The longest that a request may take, from its arrival to the registry's last byte, in ms. 30,000 unless said otherwise. */
  readonly timeoutMs?: number | undefined;
  /**
   * The `Cache-Control` of successful public reads, such as `"public, max-age=60"`. They then go out without the
   * access token. `"no-store"` unless said otherwise, and for everything else always.
   */
  readonly publicCacheControl?: string | undefined;
  /** Told of what pages get no details of: your own functions' errors, failed connections. Credentials are redacted. */
  readonly onError?: ((error: unknown, operation: OperationName) => void) | undefined;
}

/** A proxy's settings, checked and complete. */
export interface ProxyConfig extends Pick<Config, "baseUrl" | "fetch" | "timeoutMs"> {
  readonly clientSecret: string;
  readonly accessToken: ProxyOptions["accessToken"];
  readonly allowed: ReadonlySet<OperationName>;
  readonly authorize: ProxyOptions["authorize"];
  readonly origins: ReadonlySet<string>;
  /** Without a slash at the end. */
  readonly basePath: string;
  readonly maxBodyBytes: number;
  readonly publicCacheControl: string | undefined;
  readonly onError: ProxyOptions["onError"];
}

/** Checks the options of a proxy and fills in what they leave out. */
export function configureProxy(options: ProxyOptions): ProxyConfig {
  const { environment, baseUrl, clientSecret, accessToken, fetch, timeoutMs, ...own } = { ...options };
  const issues = checkOwn(own);
  if (baseUrl !== undefined && clientSecret === undefined) {
    issues.push({ path: "clientSecret", message: "is needed beside baseUrl" });
  }
  const source = accessToken as string | AccessTokenSource | undefined;
  const client = configureClient({ environment, baseUrl, clientSecret, accessToken: source, fetch, timeoutMs }, issues);
  const { allow = ["public"], origins = [], basePath = "/registry", maxBodyBytes = 256 * 1024 } = own;
  return {
    baseUrl: client.baseUrl,
    fetch: client.fetch,
    timeoutMs: client.timeoutMs,
    clientSecret: client.clientSecret ?? "",
    accessToken: accessToken ?? (client.accessToken as string | undefined),
    allowed: new Set(allow.flatMap((entry) => operationsOf(entry))),
    authorize: own.authorize,
    origins: new Set(origins),
    basePath: basePath.replace(/\/$/, ""),
    maxBodyBytes,
    publicCacheControl: own.publicCacheControl,
    onError: own.onError,
  };
}

/** The part that a client has as well, with its checks and its environment variables. */
function configureClient(options: Parameters<typeof configure>[0], issues: InvalidRequestIssue[]): Config {
  let config: Config | undefined;
  try {
    config = configure(options);
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) {
      throw error;
    }
    issues.push(...error.issues);
  }
  if (config === undefined || issues.length > 0) {
    throw new InvalidRequestError(issues, { operation: "createProxy" });
  }
  return config;
}

type OwnOptions = Omit<
  ProxyOptions,
  "environment" | "baseUrl" | "clientSecret" | "accessToken" | "fetch" | "timeoutMs"
>;

const isFunction = (value: unknown): boolean => typeof value === "function";
const isListOf =
  (holds: (item: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(holds);
const isAllowed = (item: unknown): boolean => isGroup(item) || Object.hasOwn(operations, item as PropertyKey);

const ownChecks: Record<keyof OwnOptions, readonly [expected: string, holds: (value: unknown) => boolean]> = {
  allow: ['a list of operation names, "public" and "private-reads"', isListOf(isAllowed)],
  authorize: ["a function", isFunction],
  origins: ['a list of origins such as "https://app.example.com"', isListOf(isOrigin)],
  basePath: ['a path such as "/registry"', (value) => typeof value === "string" && /^(\/[\w-]+)*\/?$/.test(value)],
  maxBodyBytes: ["a whole number from 1", (value) => Number.isSafeInteger(value) && Number(value) > 0],
  publicCacheControl: [
    "text that a header can carry",
    (value) => typeof value === "string" && isHeaderSafe(value.replaceAll(" ", "")),
  ],
  onError: ["a function", isFunction],
};

function checkOwn(options: OwnOptions): InvalidRequestIssue[] {
  return Object.entries(options).flatMap(([path, value]) => {
    if (!Object.hasOwn(ownChecks, path)) {
      return [{ path, message: "is not an option of a proxy" }];
    }
    const [expected, holds] = ownChecks[path as keyof OwnOptions];
    return value === undefined || holds(value) ? [] : [{ path, message: `expected ${expected}, got ${told(value)}` }];
  });
}

const told = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(describe).join(", ")}]` : describe(value);

function isOrigin(value: unknown): boolean {
  try {
    const { origin, protocol } = new URL(String(value));
    return origin === value && /^https?:$/.test(protocol);
  } catch {
    return false;
  }
}
