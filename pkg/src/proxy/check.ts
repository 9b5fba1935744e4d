import { ANY, Undecodable } from "../core/decoder.js";
import type { Instance } from "../core/instance.js";
import type { CoreLoader } from "../core/loader.js";
import type { Redact, Secrets } from "../error/secrets.js";
import type { ValidationIssue } from "../generated/models.js";
import { cutName } from "../inspect/describe.js";
import { encodeAll } from "../value/encode.js";
import { readAll } from "./bytes.js";
import type { Deadline } from "./deadline.js";
import { Problem } from "./problem.js";
import type { Route } from "./routes.js";

/** A request to the registry, as built by the core. */
export interface Checked {
  readonly target: string;
  readonly body: string | null;
  /** The page's body as it was read, frozen. */
  readonly given: unknown;
}

/** Checks a page's request against the core's tables, and rebuilds it. */
export async function check(
  loader: CoreLoader,
  route: Route,
  id: string,
  query: URLSearchParams,
  text: string | undefined,
  secrets: Secrets,
): Promise<Checked> {
  const instance = loader.ready ?? (await loader.load());
  const body = text === undefined ? undefined : parse(instance, text, secrets.redactCut);
  const parts = encodeAll([route.operation, id, [...query], body]);
  const [rebuilt, issues] = instance.enter(() => instance.glue.rebuildRequest(parts));
  if (rebuilt === undefined) {
    throw new Problem(
      422,
      issues.map(([path, message]) => issueOf(route, secrets.redactQuoted(path), secrets.redactQuoted(message))),
    );
  }
  const [target, json = null] = rebuilt;
  return { target, body: json, given: frozen(body) };
}

function parse(instance: Instance, text: string, redact: Redact): unknown {
  const value = decode(instance, text, redact);
  const rounded = findRounded(text);
  if (rounded !== undefined) {
    const msg = `expected a number that can be represented exactly, got ${cutName(rounded)}`;
    throw new Problem(422, [{ loc: ["body"], msg, type: "value_error" }]);
  }
  return value;
}

function decode(instance: Instance, text: string, redact: Redact): unknown {
  try {
    return instance.enter(() => instance.decoder.decode(ANY, new TextEncoder().encode(text)));
  } catch (failure) {
    if (!(failure instanceof Undecodable)) {
      throw failure;
    }
    const { expected, found } = failure;
    const msg = `the body is not JSON: expected ${expected}, found ${redact(found)}`;
    throw new Problem(422, [{ loc: ["body"], msg, type: "json_invalid" }]);
  }
}

/** The most digits that a `number` keeps of any decimal. */
const EXACT_DIGITS = 15;

/**
 * A number in a JSON text that would be read inexactly: one with a fraction or an exponent, and too many digits. The text
 * must be valid JSON: only then does each string or number match at the first attempt, in linear time.
 */
function findRounded(text: string): string | undefined {
  if (!/\d[.e]/i.test(text)) {
    return undefined;
  }
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|\d[\d.e+-]*/gi)) {
    if (!token.startsWith('"') && /[.e]/i.test(token) && isRounded(token)) {
      return token;
    }
  }
  return undefined;
}

function isRounded(decimal: string): boolean {
  const digits = decimal.replace(/e.*/i, "").replace(".", "").replace(/^0+/, "");
  let significant = digits.length;
  while (digits[significant - 1] === "0") {
    significant -= 1;
  }
  return significant > EXACT_DIGITS;
}

/** The value, with everything in it frozen. */
function frozen(value: unknown): unknown {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

/** An issue in the API's form: the path as a list, starting with the part of the request. */
function issueOf({ method }: Route, path: string, msg: string): ValidationIssue {
  const steps = path.match(/[^.[\]]+/g) ?? [];
  const part = path === "id" ? "path" : method === "POST" ? "body" : "query";
  return { loc: [part, ...steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step))], msg, type: "value_error" };
}

/** The body of a POST as text, if it is JSON of an acceptable size. */
export async function readJsonText(request: Request, most: number, deadline: Deadline): Promise<string> {
  const { headers, body } = request;
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(headers.get("content-type") ?? "")) {
    throw new Problem(415, "expected the content type application/json");
  }
  if (headers.has("content-encoding")) {
    throw new Problem(415, "expected a body without content encoding");
  }
  if (request.bodyUsed) {
    throw new Problem(500, "the body had already been read; mount the proxy before body parsers");
  }
  const isLarge = Number(headers.get("content-length") ?? 0) > most;
  const bytes = isLarge ? undefined : await readAll(body, most, deadline).catch(brokenOff);
  if (bytes === undefined) {
    throw new Problem(413, `expected a body of at most ${most} bytes`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(422, [{ loc: ["body"], msg: "expected UTF-8", type: "json_invalid" }]);
  }
}

/** A page's broken body concerns only that page. */
function brokenOff(): never {
  throw new Problem(400, "the body ended early");
}
