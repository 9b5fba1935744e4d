import type { Instance } from "../core/loader.js";
import { redacted, redactor } from "../error/redact.js";
import type { Call } from "./call.js";
import type { Config } from "./config.js";
import { Exchange } from "./exchange.js";
import type { HookEvent, Hooks } from "./options.js";
import { fetchInit, neverConnected } from "./runtime.js";
import { TokenSource } from "./token.js";

/** Something that will wake a key of the core. */
interface Pending {
  /** Gives it up: it wakes nobody any more, as the key may be another's by then. */
  cancel(): void;
}

/** What the core needs of JavaScript; `src/js/host.rs` is its other side. It must not refer to a client: the core holds on to it. */
export class Host {
  readonly #fetch: Config["fetch"];
  readonly #hooks: Hooks;
  readonly #init: RequestInit;
  readonly #instance: Instance;
  readonly #tokens = new TokenSource();

  constructor({ fetch, hooks, credentials }: Config, instance: Instance) {
    this.#fetch = fetch;
    this.#hooks = hooks;
    this.#init = fetchInit(credentials);
    this.#instance = instance;
  }

  token({ accessToken, secrets }: Call, refused: boolean): string | undefined | Promise<string | undefined> {
    const note = (token: string | undefined): string | undefined => {
      if (token !== undefined && !secrets.includes(token)) {
        secrets.push(token);
      }
      return token;
    };
    const token = this.#tokens.look(accessToken, refused);
    return typeof token === "object" ? token.then(note) : note(token);
  }

  settle(promise: Promise<unknown>, key: number): Pending {
    let { wake } = this.#instance;
    promise.then(
      (value) => wake(key, false, value),
      (error: unknown) => wake(key, true, error),
    );
    return {
      cancel() {
        wake = () => {};
      },
    };
  }

  send(call: Call, method: string, url: string, headers: string, body: string | undefined, key: number): Exchange {
    const exchange = new Exchange(this.#instance);
    call.sent = exchange;
    const init: RequestInit = {
      ...this.#init,
      method,
      headers: recordOf(headers),
      get signal() {
        return exchange.signal;
      },
    };
    if (body !== undefined) {
      init.body = body;
    }
    const fetch = this.#fetch;
    exchange.send(fetch, url, init, key);
    return exchange;
  }

  sleep(milliseconds: number, key: number): Pending {
    const timer = setTimeout(this.#instance.wake, milliseconds, key, false);
    return { cancel: () => clearTimeout(timer) };
  }

  listen(call: Call, key: number): void {
    call.listen(() => this.#instance.wake(key, false, undefined));
  }

  unlisten(call: Call): void {
    call.unlisten();
  }

  observe(
    { operation, method, url, secrets }: Call,
    name: keyof Hooks,
    headers: string,
    attempt: number,
    status?: number,
    milliseconds?: number,
    requestId?: string,
  ): void {
    const duration = name === "onRetry" ? { delayMs: milliseconds } : { durationMs: milliseconds };
    const told = { method, url, headers: recordOf(headers), attempt, status, ...duration, requestId };
    const known = Object.entries(told).filter(([, value]) => value !== undefined);
    const shown = redacted(Object.fromEntries(known), redactor(secrets));
    try {
      const result: unknown = this.#hooks[name]?.({ operation, ...shown } as unknown as HookEvent);
      Promise.resolve(result).catch(() => {});
    } catch {
      // A hook cannot break a call.
    }
  }

  neverConnected(thrown: unknown): boolean {
    return neverConnected(thrown);
  }

  parseDate(text: string): number {
    // `Date.parse` finds dates in much that is none, and takes one without a zone for local time; HTTP's are in GMT.
    const isDate = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .*\d\d:\d\d:\d\d/i.test(text);
    return isDate ? Date.parse(text.endsWith("GMT") ? text : `${text} GMT`) : Number.NaN;
  }

  read(): unknown {
    return this.#instance.decoder.value();
  }
}

/** Headers out of text with a line for each name and each value in turn. */
function recordOf(headers: string): Record<string, string> {
  const record: Record<string, string> = {};
  const lines = headers.split("\n");
  for (let at = 0; at + 1 < lines.length; at += 2) {
    record[lines[at]!] = lines[at + 1]!;
  }
  return record;
}
