import {
  END_ABORTED,
  END_DONE,
  END_FAILED,
  END_NOT_CONNECTED,
  END_TIMED_OUT,
  END_TOO_LARGE,
  type End,
  PHASE_BODY,
  PHASE_HEAD,
  PHASE_LOOKING_UP,
  PHASE_SENT,
  type Phase,
} from "../generated/border.js";
import type { Signal } from "../signal/signal.js";
import { Body } from "./body.js";
import { isCredential } from "./check.js";
import type { AccessTokenSource, Fetch } from "./options.js";
import { neverConnected } from "./runtime.js";

/** One attempt of a call, from the lookup of the token to the last byte of the body, under one deadline. */
export class Attempt {
  readonly #signal: Signal | undefined;
  readonly #timer: ReturnType<typeof setTimeout>;
  #controller: AbortController | undefined;
  #stopped: End | undefined;
  #settle: ((end: End) => void) | undefined;
  /** How far it has come. */
  phase: Phase = PHASE_LOOKING_UP;
  /** The access token, once it has been looked up. */
  token: string | undefined;
  /** The value that was thrown, if any. */
  thrown: unknown;
  /** The HTTP status; 0 if a redirect is hidden, or was followed although the request forbids it. */
  status = 0;
  /** The response's headers, once they have arrived. */
  headers: Headers | undefined;
  /** The part of the response's body that has arrived. */
  readonly body: Body = new Body();

  /** @param timeoutMs the time allowed for it, in ms, from now on. */
  constructor(signal: Signal | undefined, timeoutMs: number) {
    this.#signal = signal;
    this.#timer = setTimeout(() => this.#stop(END_TIMED_OUT), timeoutMs);
    signal?.addEventListener("abort", this.#abort);
    if (signal?.aborted === true) {
      this.#stopped = END_ABORTED;
    }
  }

  /** Looks up the access token and checks it. */
  lookUp(source: AccessTokenSource, refused: boolean, check: (token: string) => void): Promise<End> {
    return this.#unlessStopped(async () => {
      const token: unknown = await source({ refused });
      if (token !== undefined && !isCredential(token)) {
        throw new TypeError("it is not text of visible ASCII characters");
      }
      if (token !== undefined) {
        check(token);
      }
      this.token = token;
      return END_DONE;
    });
  }

  /** The signal that cancels its request. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  /**
   * Sends a request and reads the response to its end, unless that is longer than `limit` bytes. Calls `onHead` when
   * the headers of a response have arrived.
   */
  send(fetch: Fetch, url: string, init: RequestInit, limit: number, onHead?: () => void): Promise<End> {
    return this.#unlessStopped(async () => {
      this.phase = PHASE_SENT;
      const response: Partial<Response> = await fetch(url, init);
      if (this.#stopped !== undefined) {
        return this.#stopped;
      }
      this.#take(response);
      onHead?.();
      const isWhole = await this.body.read(response, this.headers, limit);
      if (isWhole && this.#stopped === undefined) {
        this.phase = PHASE_BODY;
      }
      return isWhole ? END_DONE : END_TOO_LARGE;
    });
  }

  /** Ends it: removes its timer and listeners, and cancels work that is still in progress. */
  end(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#abort);
    if (this.phase === PHASE_SENT || this.phase === PHASE_HEAD) {
      this.#controller?.abort();
      this.body.cancel();
    }
  }

  readonly #abort = (): void => this.#stop(END_ABORTED);

  #stop(end: End): void {
    this.#stopped ??= end;
    this.#settle?.(this.#stopped);
  }

  /** How some work ends, or why it was not awaited. Whatever it does later has no effect. */
  #unlessStopped(work: () => Promise<End>): Promise<End> {
    return new Promise((resolve) => {
      if (this.#stopped !== undefined) {
        resolve(this.#stopped);
        return;
      }
      this.#settle = resolve;
      work().then(resolve, (thrown: unknown) => {
        if (this.#stopped === undefined) {
          this.thrown = thrown;
          resolve(this.phase === PHASE_SENT && neverConnected(thrown) ? END_NOT_CONNECTED : END_FAILED);
        }
      });
    });
  }

  #take({ status, type, redirected, headers }: Partial<Response>): void {
    if (!Number.isInteger(status)) {
      throw new TypeError("fetch returned something that is not a response: its status is not an integer");
    }
    // The core takes 16 bits; a larger number must not wrap around to a success.
    this.status = type === "opaqueredirect" || redirected === true ? 0 : Math.min(Math.max(status ?? 0, 0), 0xffff);
    this.headers = headersOf(headers);
    this.phase = PHASE_HEAD;
  }
}

/** Headers, from any list or record of them. */
function headersOf(headers: unknown): Headers {
  try {
    return headers instanceof Headers ? headers : new Headers(headers as Record<string, string>);
  } catch {
    return new Headers();
  }
}
