import { redacted, redactor } from "../error/redact.js";
import type { HookEvent, Hooks } from "./options.js";

/** Tells a hook what happens, where there is one. It is not waited for, and cannot break a call. */
export function tell(hooks: Hooks, name: keyof Hooks, event: HookEvent, secrets: readonly string[]): void {
  const hook = hooks[name];
  if (hook === undefined) {
    return;
  }
  const shown = redacted(event, redactor(secrets));
  try {
    const result: unknown = hook(shown);
    Promise.resolve(result).catch(() => {});
  } catch {
    // A hook cannot break a call.
  }
}
