import type { Outcome } from "../error/errors.js";
import type { OnDrift } from "./drift.js";

/** Looks up the access token, once for each attempt. `refused` is true if the last token was rejected. */
export type AccessTokenSource = (request: { readonly refused: boolean }) => string | Promise<string>;

/** What a hook receives. Credentials are redacted. */
export interface HookEvent {
  /** The operation, such as `"projects.list"`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The address. */
  readonly url: string;
  /** The request's headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** The HTTP status, if there is one. */
  readonly status?: number;
  /** From sending until the response's headers arrive, in ms. */
  readonly durationMs?: number;
  /** The wait before the next attempt, in ms. */
  readonly delayMs?: number;
  /** The registry's id of the request. */
  readonly requestId?: string;
}

/** What `onAct` receives. Credentials are redacted. */
export interface ActEvent {
  /** Whether the request is about to be sent, or has ended. It is called for every attempt, and once at the end. */
  readonly phase: "sending" | "ended";
  /** The operation, such as `"retirements.create"`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The address. */
  readonly url: string;
  /** The body as it is sent, as JSON; `null` if there is none. */
  readonly body: string | null;
  /** The number of this attempt, or of all attempts. */
  readonly attempt: number;
  /** At the end: whether the registry has acted. */
  readonly outcome?: Outcome;
  /** At the end, if a response has arrived: its HTTP status. */
  readonly status?: number;
  /** At the end, if the answer could be read: the id of the new record. */
  readonly recordId?: string;
  /** At the end, if the call rejects: the error's name and message. */
  readonly error?: string;
}

/** Functions that are called on events. They are not awaited and cannot break a call. */
export interface Hooks {
  /** A request is about to be sent. */
  readonly onRequest?: ((event: HookEvent) => void) | undefined;
  /** The headers of a response have arrived. */
  readonly onResponse?: ((event: HookEvent) => void) | undefined;
  /** An attempt failed, and another follows after `delayMs`. */
  readonly onRetry?: ((event: HookEvent) => void) | undefined;
  /** A request waits `delayMs` for `requestsPerMinute` before it is sent. */
  readonly onWait?: ((event: HookEvent) => void) | undefined;
  /** A write request is about to be sent, or its outcome is known: for an audit trail of your own. */
  readonly onAct?: ((event: ActEvent) => void) | undefined;
}

/** A custom `fetch`. Called without a `this`, with a plain `init` that holds a signal. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Where the API is: Isometric's sandbox, or production, which moves real credits. */
export type Environment = "sandbox" | "production";

/** The options of a client. */
export interface ClientOptions {
  /**
   * Which of Isometric's environments to use. Default: the variable `ISOMETRIC_ENVIRONMENT`, otherwise `"sandbox"`.
   * Cannot be combined with `baseUrl`.
   */
  readonly environment?: Environment | undefined;
  /**
   * Where the API is, such as `"https://example.com/registry/v0"`. In a page it may be relative, such as `"/registry"`;
   * where the same code is rendered on a server, such a client can be created too, but its calls fail.
   */
  readonly baseUrl?: string | undefined;
  /**
   * The secret that identifies your application. Default, without a `baseUrl`: the variable `ISOMETRIC_CLIENT_SECRET`.
   */
  readonly clientSecret?: string | undefined;
  /**
   * The token of the organisation to act for, or a function that looks it up. Not needed for public data. Default,
   * without a `baseUrl`: the variable `ISOMETRIC_ACCESS_TOKEN`.
   */
  readonly accessToken?: string | AccessTokenSource | undefined;
  /** A custom `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** The time limit of one attempt, from the lookup of the token to the last byte, in ms. Default: 30,000. */
  readonly timeoutMs?: number | undefined;
  /** How often a request is sent again, if that cannot act twice. Default: 2. */
  readonly maxRetries?: number | undefined;
  /**
   * How many requests may be in progress at once; the others wait their turn. Default: 8. Not applied in Cloudflare
   * Workers, where one visitor's request must not wait for another's; the runtime itself limits each request's
   * connections.
   */
  readonly maxConcurrency?: number | undefined;
  /**
   * How many requests may start in a minute, for this client and those created from it by `withOptions`: a burst of 20,
   * then one at a time, and never more than this number in any 61 s. A `Retry-After` of a 429 or 503 delays all of
   * them. A call that would wait longer than `maxWaitMs` (default: 60,000) rejects with a `RateLimitError` before
   * anything is sent; lists wait as long as necessary. Default: 120 for Isometric's own environments, as Isometric
   * requests; no limit with a `baseUrl`. It counts the requests of one process: several processes share what Isometric
   * allows.
   */
  readonly requestsPerMinute?: number | { readonly limit: number; readonly maxWaitMs?: number | undefined } | undefined;
  /**
   * The largest response body that is read, in bytes. Default: 4 MiB for a page of a list, 32 MiB for everything else.
   */
  readonly maxResponseBytes?: number | undefined;
  /**
   * What to do when an answer does not match the API's contract as this package knows it. Default: `"warn"`.
   * Quantities, lists and ids that do not match always throw a `DecodeError`; other drift never makes a write operation
   * fail.
   */
  readonly onDrift?: OnDrift | undefined;
  /** Headers for every request. Not Authorization, X-Client-Secret, Host or Content-Type. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Functions that are called on events. */
  readonly hooks?: Hooks | undefined;
  /** What `fetch` does with cookies, for a proxy that identifies its users by them. */
  readonly credentials?: "omit" | "same-origin" | "include" | undefined;
  /** Rejects every write operation. */
  readonly readOnly?: boolean | undefined;
  /** Allows credentials in a page or web worker, where every visitor can read them. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** The options of a single call. */
export interface CallOptions {
  /** Cancels the call when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** The time limit of one attempt, in ms. */
  readonly timeoutMs?: number | undefined;
  /** How often the request is sent again. */
  readonly maxRetries?: number | undefined;
  /** The token of the organisation to act for, or a function that looks it up. */
  readonly accessToken?: string | AccessTokenSource | undefined;
  /** What to do when the answer does not match the API's contract as this package knows it. */
  readonly onDrift?: OnDrift | undefined;
  /** Headers, which override the client's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The options of a list. */
export interface ListOptions extends CallOptions {
  /** How many pages are fetched ahead while the consumer works on one; 0 for none. Default: 1. */
  readonly prefetch?: number | undefined;
}
