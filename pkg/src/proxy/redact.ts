import type { Redact } from "../error/secrets.js";
import type { Answer } from "./problem.js";

/** The registry's answer with all credentials removed. */
export function withoutCredentials({ status, headers, body }: Answer, redact: Redact): Answer {
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : (body ?? "");
  const shown = redact(text);
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redact(value)])),
    body: shown === text ? body : shown,
  };
}
