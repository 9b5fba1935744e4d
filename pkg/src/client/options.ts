import type { Outcome } from "../error/errors.js";
import type { OnDrift } from "./drift.js";

/** Looks up the access token, once for each attempt. `refused` says that the last one was not accepted. */
export type AccessTokenSource = (request: { readonly refused: boolean }) => string | Promise<string>;

/** What a hook is told. Credentials are redacted. */
export interface HookEvent {
  /** The operation, such as `"projects.list"`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The address. */
  readonly url: string;
  /** The request's headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** Which attempt it is, from 1. */
  readonly attempt: number;
  /** The HTTP status, where there is one. */
  readonly status?: number;
  /** From sending to the response's head, in ms. */
  readonly durationMs?: number;
  /** The wait before the next attempt, in ms. */
  readonly delayMs?: number;
  /** The registry's name for the request. */
  readonly requestId?: string;
}

/** What `onAct` is told. Credentials are redacted. */
export interface ActEvent {
  /** Whether the request is about to be sent, or has ended. Every attempt is told, and the end once. */
  readonly phase: "sending" | "ended";
  /** The operation, such as `"retirements.create"`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The address. */
  readonly url: string;
  /** The body as it is sent, as JSON; `null` where there is none. */
  readonly body: string | null;
  /** Which attempt it is, or how many there were. */
  readonly attempt: number;
  /** At the end: whether the registry has acted. */
  readonly outcome?: Outcome;
  /** At the end, where a response has come: its HTTP status. */
  readonly status?: number;
  /** At the end, where the answer could be read: the id of what was made. */
  readonly recordId?: string;
  /** At the end, where the call rejects: the error's name and message. */
  readonly error?: string;
}

/** Functions that are told what happens. They are not waited for and cannot break a call. */
export interface Hooks {
  /** A request is about to be sent. */
  readonly onRequest?: ((event: HookEvent) => void) | undefined;
  /** The head of a response has come. */
  readonly onResponse?: ((event: HookEvent) => void) | undefined;
  /** An attempt failed, and another follows after `delayMs`. */
  readonly onRetry?: ((event: HookEvent) => void) | undefined;
  /** A request waits `delayMs` for the pace, `requestsPerMinute`, before it is sent. */
  readonly onWait?: ((event: HookEvent) => void) | undefined;
  /** A request that acts is about to be sent, or what became of it is known: for a trail of your own. */
  readonly onAct?: ((event: ActEvent) => void) | undefined;
}

/** A `fetch` of your own. Called without a `this`, with a plain `init` that holds a signal. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Where the API is: Isometric's sandbox, or production, which moves real credits. */
export type Environment = "sandbox" | "production";

/** What a client is made with. */
export interface ClientOptions {
  /**
   * Which of Isometric's environments to use: by default `"sandbox"` or what is set in the variable
   * `ISOMETRIC_ENVIRONMENT`. Not together with `baseUrl`.
   */
  readonly environment?: Environment | undefined;
  /**
   * Where the API is, such as `"https://example.com/registry/v0"`. In a page it may be relative, such as `"/registry"`;
   * where the same code is rendered on a server, such a client can be made too, and its calls are refused.
   */
  readonly baseUrl?: string | undefined;
  /** The secret that identifies your application. Without a `baseUrl`, the variable `ISOMETRIC_CLIENT_SECRET` stands in. */
  readonly clientSecret?: string | undefined;
  /**
   * The token of the organisation to act for, or a function that looks it up. Public data needs none.
   * Without a `baseUrl`, the variable `ISOMETRIC_ACCESS_TOKEN` stands in.
   */
  readonly accessToken?: string | AccessTokenSource | undefined;
  /** A `fetch` of your own. */
  readonly fetch?: Fetch | undefined;
  /** The longest that one attempt may take, from the look-up of the token to the last byte, in ms. Default: 30,000. */
  readonly timeoutMs?: number | undefined;
  /** How often a request is sent again where that cannot act twice. Default: 2. */
  readonly maxRetries?: number | undefined;
  /**
   * How many requests may be under way at once; the others wait their turn. Default: 8. Not applied in Cloudflare
   * Workers, where no visitor's request may wait for another's; the runtime itself bounds the connections of each.
   */
  readonly maxConcurrency?: number | undefined;
  /**
   * How many requests may start in a minute, for this client and those made from it by `withOptions`: a burst of 20,
   * then one at a time, and never more than this number in any 61 s. A `Retry-After` of a 429 or 503 holds back all of
   * them. A call that would wait longer than `maxWaitMs` (default: 60,000) rejects with a `RateLimitError` before
   * anything is sent; lists wait as long as it takes. Default: 120 for Isometric's own environments, as Isometric asks;
   * no bound with a `baseUrl`. It counts the requests of one process: several processes share what Isometric allows.
   */
  readonly requestsPerMinute?: number | { readonly limit: number; readonly maxWaitMs?: number | undefined } | undefined;
  /** The largest body that is read, in bytes. Default: 4 MiB for a page of a list, 32 MiB for everything else. */
  readonly maxResponseBytes?: number | undefined;
  /**
   * What happens when an answer does not fit the API's contract as this package knows it. Default: `"warn"`. Figures,
   * lists and ids that do not fit are a `DecodeError` in any case; what acts is never refused for another reason.
   */
  readonly onDrift?: OnDrift | undefined;
  /** Headers for every request. Not Authorization, X-Client-Secret, Host or Content-Type. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Functions that are told what happens. */
  readonly hooks?: Hooks | undefined;
  /** What `fetch` does with cookies, for a proxy that knows its users by them. */
  readonly credentials?: "omit" | "same-origin" | "include" | undefined;
  /** Refuses every operation that acts. */
  readonly readOnly?: boolean | undefined;
  /** Allows credentials in a page or web worker, where everybody can read them. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** What a single call sets for itself. */
export interface CallOptions {
  /** Gives the call up when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** The longest that one attempt may take, in ms. */
  readonly timeoutMs?: number | undefined;
  /** How often the request is sent again. */
  readonly maxRetries?: number | undefined;
  /** The token of the organisation to act for, or a function that looks it up. */
  readonly accessToken?: string | AccessTokenSource | undefined;
  /** What happens when the answer does not fit the API's contract as this package knows it. */
  readonly onDrift?: OnDrift | undefined;
  /** Headers, which come before the client's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What a list sets for itself. */
export interface ListOptions extends CallOptions {
  /** How many pages are fetched ahead while the consumer works on one; 0 for none. Default: 1. */
  readonly prefetch?: number | undefined;
}
