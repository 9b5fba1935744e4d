import { redacted } from "../error/redact.js";
import type { Redact, Secrets } from "../error/secrets.js";
import type { ActEvent, HookEvent, Hooks } from "./options.js";

/** Calls a hook, if there is one. It is not awaited, and cannot break a call. */
export function tell(hooks: Hooks, name: Exclude<keyof Hooks, "onAct">, event: HookEvent, redact: Redact): void {
  const { operation, method, ...foreign } = event;
  const shown: HookEvent = { operation, method, ...redacted(foreign, redact), headers: headersOf(event, redact) };
  run(hooks[name], shown);
}

/** Calls `onAct`, if there is one. */
export function tellAct({ onAct }: Hooks, event: ActEvent, { redact, redactCut }: Secrets): void {
  if (onAct !== undefined) {
    const { url, body, error, recordId, ...own } = event;
    const foreign = {
      url: redact(url),
      body: body === null ? null : redact(body),
      ...(recordId === undefined ? {} : { recordId: redact(recordId) }),
      ...(error === undefined ? {} : { error: redactCut(error) }),
    };
    run(onAct, { ...own, ...foreign });
  }
}

function run<Event>(hook: ((event: Event) => void) | undefined, event: Event): void {
  try {
    const result: unknown = hook?.(event);
    Promise.resolve(result).catch(() => {});
  } catch {
    // A hook cannot break a call.
  }
}

/** Names of headers whose values are always private. */
const SECRET = /auth|cookie|secret|token|api-?key|password|passwd|credential|session|signature/i;

/** A value that must not be shown, except for the scheme of an authorisation. */
const hidden = (value: string): string => `${/^(bearer|basic) /i.exec(value)?.[0] ?? ""}[redacted]`;

function headersOf({ headers }: HookEvent, redact: Redact): HookEvent["headers"] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [redact(name), SECRET.test(name) ? hidden(value) : redact(value)]),
  );
}
