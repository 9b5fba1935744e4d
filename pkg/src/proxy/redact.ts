import type { Answer } from "./problem.js";

/** The answer without the secrets, wherever they stand in it. */
export function redact({ status, headers, body }: Answer, secrets: readonly string[]): Answer {
  const pattern = patternOf(secrets);
  const hide = (text: string): string => text.replaceAll(pattern, "[redacted]");
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : body;
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, hide(value)])),
    body: text !== null && text.search(pattern) >= 0 ? hide(text) : body,
  };
}

/** Finds each secret, as it is and as JSON writes it; of two that begin alike the longer one. */
function patternOf(secrets: readonly string[]): RegExp {
  const shapes = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  shapes.sort((one, other) => other.length - one.length);
  return new RegExp(shapes.map((shape) => shape.replaceAll(/\W/g, "\\$&")).join("|"), "g");
}
