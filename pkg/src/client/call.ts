import { ANY, type Drifted, Undecodable } from "../core/decoder.js";
import type { CoreClient } from "../core/exports.js";
import { CoreTrap, type Instance, type Needs } from "../core/instance.js";
import type { CoreLoader } from "../core/loader.js";
import { type Outcome, RegistryError } from "../error/errors.js";
import { errorOf, type Failure, trapped } from "../error/failure.js";
import { redacted, withoutSecrets } from "../error/redact.js";
import type { Secrets } from "../error/secrets.js";
import {
  ACTION_BACK_OFF,
  ACTION_FAIL,
  ACTION_HOLD_BACK,
  ACTION_LOOK_UP_AGAIN,
  ACTION_NULL,
  ACTION_SEND,
  ACTION_VALUE,
  type Action,
  END_ABORTED,
  END_DONE,
  type End,
  type FailureDetails,
  NO_TEXT,
  PHASE_BODY,
  PHASE_LOOKING_UP,
  PHASE_SENT,
} from "../generated/border.js";
import { property } from "../inspect/property.js";
import type { PageTarget } from "../paging/target.js";
import { either, type Signal } from "../signal/signal.js";
import { Attempt } from "./attempt.js";
import { type Config, checkCredential } from "./config.js";
import { type OnDrift, tellDrift } from "./drift.js";
import type { HeaderLines } from "./header-lines.js";
import { tell, tellAct } from "./hooks.js";
import type { AccessTokenSource, ActEvent, HookEvent } from "./options.js";
import type { Pacer } from "./pacer.js";
import { parseHttpDate } from "./runtime.js";
import { sleep } from "./sleep.js";
import type { Slots } from "./slots.js";

/** What JSON allows around a value, and the mark that some servers put at the start of a text. */
const SPACE = /^[\ufeff\s]+|\s+$/g;

/** The bytes of a body that is to be a JSON object: not the page of a gateway, and not cut off. */
function objectIn(bytes: Uint8Array = new Uint8Array()): Uint8Array {
  const ends = [bytes.subarray(0, 40), bytes.subarray(-40)];
  const [start = "", end = ""] = ends.map((part) => new TextDecoder().decode(part).replace(SPACE, ""));
  if (!start.startsWith("{") || !end.endsWith("}")) {
    throw new Undecodable("", "a JSON object", start === "" ? "nothing" : JSON.stringify(start));
  }
  return bytes;
}

/** A longer error body stays text; in bytes. */
const LONGEST_PARSED = 2 ** 20;

/** A call's own settings. The calls of a list share them. */
export interface CallSettings {
  readonly operation: string;
  readonly signal: Signal | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxRetries: number | undefined;
  /** The longest that it waits for the pace, in ms, if it differs from the client's. */
  readonly maxWaitMs: number | undefined;
  readonly accessToken: string | AccessTokenSource | undefined;
  readonly onDrift: OnDrift;
  /** The beginning of the text for the core: see `begin` in `src/js/client.rs`. */
  readonly opening: string;
}

/** What the calls of a client share. */
export interface Shared {
  readonly config: Config;
  /** The `init` of every request. Created for the first one: it tries Node's `Request`, which ends a process without WebAssembly. */
  readonly init: () => RequestInit;
  readonly slots: Slots;
  readonly headers: HeaderLines;
  readonly loader: CoreLoader;
  /** The credentials of the client and of its calls so far, which must never be shown. */
  readonly secrets: Secrets;
  /** The limit on how many requests start in a minute. */
  readonly pacer: Pacer | undefined;
}

/** The request that a call sends. */
interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/**
 * One call. The core decides what to do next; this carries it out, always as a continuation of the function that the
 * caller has called, and so in the caller's own asynchronous context.
 */
export class Call {
  readonly #shared: Shared;
  readonly #settings: CallSettings;
  readonly #signal: Signal | undefined;
  readonly #instance: Instance;
  /** The next action and its data. */
  #action: Action = ACTION_FAIL;
  #needs: Needs = { call: 0, milliseconds: 0, limit: 0 };
  /** The request, once it is known. */
  #asked: Outgoing | undefined;
  #answer: unknown;
  /** The parts of the answer that do not match the contract. */
  #drifts: readonly Drifted[] = [];
  /** Why the call failed. */
  #details: FailureDetails | undefined;
  #attempt: Attempt | undefined;
  #attempts = 0;
  #hasSlot = false;
  /** Whether `onAct` has been called for a request of this call. */
  #isTold = false;

  /** @param leave a signal that cancels it, besides the caller's own. */
  constructor(shared: Shared, settings: CallSettings, instance: Instance, leave?: Signal) {
    this.#shared = shared;
    this.#settings = settings;
    this.#signal = either(settings.signal, leave);
    this.#instance = instance;
  }

  /**
   * Runs until there is an answer: decoded, or the bytes of the body if `isRaw` is set.
   *
   * @param given the caller's arguments, as `encode.ts` writes them.
   */
  async run(client: CoreClient, given: string, target: PageTarget | undefined, isRaw: boolean): Promise<unknown> {
    const { operation, opening, timeoutMs, maxRetries, maxWaitMs, accessToken, onDrift } = this.#settings;
    const { backward = false, cursor, limit } = target ?? {};
    const text = `${opening},${cursor === undefined ? "null" : JSON.stringify(`s${cursor}`)},${given}]`;
    const isAborted = this.#signal?.aborted === true;
    const looksUp = typeof accessToken === "function";
    const instance = this.#instance;
    try {
      const begin = (): Action =>
        client.begin(
          instance.put(text),
          timeoutMs,
          maxRetries,
          maxWaitMs,
          looksUp,
          isAborted,
          backward,
          limit,
          isRaw,
          onDrift !== "throw",
        );
      this.#proceed(instance.enter(begin), isRaw);
      while (this.#action < ACTION_VALUE) {
        if (this.#action === ACTION_BACK_OFF || this.#action === ACTION_HOLD_BACK) {
          this.#advance(await this.#wait(), isRaw);
        } else if (this.#hasSlot || this.#shared.slots.take() || (await this.#shared.slots.wait(this.#signal))) {
          this.#advance(await this.#carryOut(), isRaw);
        } else {
          this.#advance(END_ABORTED, isRaw);
        }
      }
      if (this.#details !== undefined) {
        // The stack is short after a wait: it then holds only the functions that wait for the call.
        await Promise.resolve();
        throw this.#failure(this.#details);
      }
      this.#tellEnded("applied", this.#answer);
      tellDrift(operation, this.#drifts, onDrift);
      return this.#answer;
    } catch (thrown) {
      const error =
        thrown instanceof CoreTrap
          ? this.#trapped(thrown)
          : thrown instanceof Undecodable
            ? this.#error({ kind: "decode", outcome: "applied", ...thrown })
            : thrown;
      const outcome = error instanceof RegistryError && error !== this.#signal?.reason ? error.outcome : "not_sent";
      this.#tellEnded(outcome, undefined, error);
      throw error;
    } finally {
      this.#endAttempt();
      this.#shared.loader.tidy();
    }
  }

  /** Reads the core's next action at once: the next call's overwrites it. */
  #proceed(action: Action, isRaw: boolean): void {
    const instance = this.#instance;
    this.#action = action;
    switch (action) {
      case ACTION_VALUE:
        if (isRaw) {
          this.#answer = objectIn(this.#attempt?.body.bytes);
        } else {
          this.#answer = instance.value(this.#attempt?.body.size ?? 0);
          this.#drifts = instance.drifts();
        }
        break;
      case ACTION_NULL:
        this.#answer = null;
        break;
      case ACTION_FAIL:
        this.#details = instance.failure();
        break;
      case ACTION_BACK_OFF:
        this.#needs = instance.needs();
        break;
      default: {
        this.#needs = instance.needs();
        const { head, body } = instance.request();
        const { 0: method = "", 1: url = "", length } = head.split("\n", 2);
        const lines = head.slice(method.length + url.length + length);
        this.#asked = { method, url, headers: this.#shared.headers.of(lines), body };
      }
    }
  }

  /** Looks up the token or sends the request, in an attempt that starts with whichever comes first. */
  #carryOut(): Promise<End> | End {
    if (!this.#hasSlot) {
      this.#hasSlot = true;
      this.#attempts += 1;
      this.#shared.pacer?.started();
      this.#attempt = new Attempt(this.#signal, this.#needs.milliseconds);
    }
    const attempt = this.#attempt!;
    const { accessToken } = this.#settings;
    return this.#action !== ACTION_SEND && typeof accessToken === "function"
      ? attempt.lookUp(accessToken, this.#action === ACTION_LOOK_UP_AGAIN, this.#noteToken)
      : this.#send(attempt);
  }

  /** Remembers a token that was looked up; throws if it must not be sent. */
  readonly #noteToken = (token: string): void => {
    const { config, secrets } = this.#shared;
    secrets.add(token);
    const [issue] = checkCredential(config, "accessToken", token);
    if (issue !== undefined) {
      throw new TypeError(`it ${issue.message}`);
    }
  };

  #endAttempt(): void {
    if (this.#hasSlot) {
      this.#hasSlot = false;
      this.#attempt?.end();
      this.#shared.slots.release();
    }
  }

  #send(attempt: Attempt): Promise<End> | End {
    this.#tell("onRequest");
    this.#tellAct("sending");
    // A hook may have aborted the call.
    if (this.#signal?.aborted === true) {
      return END_ABORTED;
    }
    const { config } = this.#shared;
    const { method, url, headers, body } = this.#asked!;
    const request: RequestInit = { ...this.#shared.init(), method, headers: { ...headers }, signal: attempt.signal };
    if (body !== undefined) {
      request.body = body;
    }
    const { fetch } = config;
    if (config.hooks.onResponse === undefined) {
      return attempt.send(fetch, url, request, this.#needs.limit);
    }
    const started = Date.now();
    return attempt.send(fetch, url, request, this.#needs.limit, () => {
      const requestId = attempt.headers?.get("x-request-id") ?? undefined;
      const durationMs = Date.now() - started;
      this.#tell("onResponse", { durationMs, ...(requestId === undefined ? {} : { requestId }) });
    });
  }

  async #wait(): Promise<End> {
    const { milliseconds } = this.#needs;
    this.#tell(this.#action === ACTION_BACK_OFF ? "onRetry" : "onWait", { delayMs: milliseconds });
    return (await sleep(milliseconds, this.#signal)) ? END_DONE : END_ABORTED;
  }

  /** Tells the core how the action has ended. */
  #advance(end: End, isRaw: boolean): void {
    const instance = this.#instance;
    const { call } = this.#needs;
    const attempt = this.#hasSlot ? this.#attempt : undefined;
    const phase = attempt?.phase ?? PHASE_LOOKING_UP;
    const advance = (length: number, status = 0, date?: number): void =>
      this.#proceed(instance.advance(call, phase, end, status, length, date), isRaw);
    if (attempt === undefined) {
      advance(0);
    } else if (phase === PHASE_LOOKING_UP && end === END_DONE) {
      const { token } = attempt;
      advance(this.#put(token));
    } else {
      this.#endAttempt();
      const { status, body, headers } = attempt;
      if (status >= 200 && status < 300) {
        advance(phase === PHASE_BODY ? instance.putBody(body) : 0, status);
      } else {
        const retryAfter = headers?.get("retry-after") ?? undefined;
        advance(this.#put(retryAfter), status, parseHttpDate(retryAfter));
      }
    }
  }

  #put(text: string | undefined): number {
    return text === undefined ? NO_TEXT : this.#instance.put(text);
  }

  /** Reports that a write operation is about to be sent. */
  #tellAct(phase: ActEvent["phase"], more: Partial<ActEvent> = {}): void {
    const { config, secrets } = this.#shared;
    const asked = this.#asked;
    if (config.hooks.onAct !== undefined && asked !== undefined && asked.method !== "GET") {
      const { method, url, body = null } = asked;
      const { operation } = this.#settings;
      this.#isTold = true;
      tellAct(config.hooks, { phase, operation, method, url, body, attempt: this.#attempts, ...more }, secrets);
    }
  }

  /** Reports how a write operation has ended, if anything was to be sent. */
  #tellEnded(outcome: Outcome | null, answer: unknown, error?: unknown): void {
    if (this.#isTold) {
      const id = property(answer, "id");
      const attempt = this.#attempt;
      this.#tellAct("ended", {
        outcome: outcome ?? "unknown",
        ...(attempt?.headers === undefined ? {} : { status: attempt.status }),
        ...(typeof id === "string" ? { recordId: id } : {}),
        ...(error instanceof Error ? { error: `${error.name}: ${error.message}` } : {}),
      });
    }
  }

  #tell(name: "onRequest" | "onResponse" | "onRetry" | "onWait", more: Partial<HookEvent> = {}): void {
    const { hooks } = this.#shared.config;
    if (hooks[name] !== undefined && this.#asked !== undefined) {
      const { operation } = this.#settings;
      const { method, url, headers } = this.#asked;
      const status = this.#attempt?.headers === undefined ? {} : { status: this.#attempt.status };
      tell(
        hooks,
        name,
        { operation, method, url, headers, attempt: this.#attempts, ...status, ...more },
        this.#shared.secrets.redact,
      );
    }
  }

  /** What the call rejects with, according to the core. */
  #failure(details: FailureDetails): unknown {
    const [kind, outcome, method, url, attempts, issues, retryAfterMs, timeoutMs, path, expected, found] = details;
    if (kind === "aborted" && (method === "GET" || outcome === "not_sent")) {
      return this.#signal?.reason;
    }
    return this.#error({
      kind,
      outcome,
      method,
      url,
      attempts,
      issues,
      retryAfterMs,
      timeoutMs,
      path,
      expected,
      found,
    });
  }

  /** An error with the data of the response, without credentials. */
  #error(failure: Pick<Failure, "kind" | "outcome"> & Partial<Failure>): RegistryError {
    const attempt = this.#attempt;
    const { kind, url = this.#asked?.url ?? "", path = "", found = "" } = failure;
    const thrown = kind === "aborted" ? this.#signal?.reason : attempt?.thrown;
    const { redact, redactCut, redactQuoted } = this.#shared.secrets;
    const text = attempt?.body.text ?? "";
    const shown = redactCut(text);
    const full: Failure = {
      method: this.#asked?.method ?? "",
      attempts: this.#attempts,
      ...failure,
      url: redact(url),
      path: redact(path),
      issues: redacted(failure.issues ?? [], redactQuoted),
      // A quotation of a body may end in the middle of a credential.
      found: shown === text ? found : "a value that contains a credential",
      text: shown,
      status: attempt?.headers === undefined ? null : attempt.status,
      headers: redacted(attempt?.headers === undefined ? [] : [...attempt.headers], redact),
      requestId: redacted(attempt?.headers?.get("x-request-id") ?? null, redact),
      body: kind === "status" ? this.#decodeAny(text, shown) : undefined,
    };
    return errorOf(this.#settings.operation, full, withoutSecrets(thrown, redact));
  }

  /** The body of an error: JSON, or text, without credentials. */
  #decodeAny(text: string, shown: string): unknown {
    const bytes = this.#attempt?.body.bytes;
    if (bytes !== undefined && bytes.length > LONGEST_PARSED) {
      return shown;
    }
    try {
      const body = bytes && this.#instance.enter(() => this.#instance.decoder.decode(ANY, bytes));
      return shown === text ? body : redacted(body, this.#shared.secrets.redactCut);
    } catch (error) {
      if (error instanceof Undecodable) {
        return shown;
      }
      throw error;
    }
  }

  /** What the call rejects with when the core fails; its progress determines the outcome. */
  #trapped({ cause }: CoreTrap): unknown {
    const { phase, status } = this.#attempt ?? { phase: PHASE_LOOKING_UP, status: 0 };
    const isSuccess = phase > PHASE_SENT && status >= 200 && status < 300;
    const outcome = phase === PHASE_LOOKING_UP ? "not_sent" : isSuccess ? "applied" : "unknown";
    const { method = null, url } = this.#asked ?? {};
    const { operation } = this.#settings;
    const { redact } = this.#shared.secrets;
    const details = {
      operation,
      method,
      url: url === undefined ? null : redact(url),
      outcome,
    } as const;
    return trapped(details, withoutSecrets(cause, redact));
  }
}
