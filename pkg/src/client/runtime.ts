import { property } from "../inspect/property.js";

/** The parts of other runtimes' globals that identify them. */
interface Runtime {
  readonly process?: {
    readonly env?: Record<string, string | undefined>;
    readonly versions?: { readonly node?: string };
  };
  readonly Deno?: unknown;
  readonly Bun?: unknown;
  readonly navigator?: { readonly userAgent?: string };
  readonly document?: unknown;
  readonly importScripts?: unknown;
}

const runtime = globalThis as Runtime;

/** Whether the code runs in a page or web worker, where its data is public. */
export function isPage(): boolean {
  const isServer =
    runtime.process?.versions?.node !== undefined ||
    runtime.Deno !== undefined ||
    runtime.Bun !== undefined ||
    isWorkerd();
  return !isServer && (runtime.document !== undefined || runtime.importScripts !== undefined);
}

/** An environment variable, if there is one and it may be read. */
export function environmentVariable(name: string): string | undefined {
  try {
    const env = runtime.process?.env;
    return env !== undefined && Object.hasOwn(env, name) ? env[name] : undefined;
  } catch {
    return undefined;
  }
}

/** The base of a relative address: the page's, also in an imitation of a page such as jsdom. */
export function pageAddress(): string | undefined {
  const location = property(globalThis, "location");
  const href = property(location, "href");
  // A blob worker's address has no path to resolve against; its origin is that of the page.
  const address = typeof href === "string" && href.startsWith("blob:") ? property(location, "origin") : href;
  return typeof address === "string" ? address : undefined;
}

/** The `init` of every request in this runtime. */
export function fetchInit(credentials: "omit" | "same-origin" | "include" | undefined): RequestInit {
  const init: RequestInit = { redirect: "manual" };
  if (credentials !== undefined) {
    init.credentials = credentials;
  }
  try {
    // Some runtimes reject options that they do not know.
    new Request("http://localhost", { cache: "no-store" });
    init.cache = "no-store";
  } catch {
    return init;
  }
  return init;
}

/** Codes by which runtimes report that no connection was made. */
const NEVER_CONNECTED: readonly unknown[] = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
];

/** Whether the error that `fetch` threw reports that no connection was made, so that nothing can have been sent. */
export function neverConnected(thrown: unknown, depth = 0): boolean {
  if (typeof thrown !== "object" || thrown === null || depth > 8) {
    return false;
  }
  const [code, syscall, errors, cause] = ["code", "syscall", "errors", "cause"].map((name) => property(thrown, name));
  if (Array.isArray(errors) && errors.length > 0) {
    return errors.every((error) => neverConnected(error, depth + 1));
  }
  const isConnectTimeout = code === "ETIMEDOUT" && syscall === "connect";
  return NEVER_CONNECTED.includes(code) || isConnectTimeout || neverConnected(cause, depth + 1);
}

/** The time given by an HTTP date, in ms since 1970, or `NaN`. */
export function parseHttpDate(text: string | undefined): number {
  // `Date.parse` accepts much that is not a date, and reads one without a zone as local time; HTTP's are in GMT.
  const isDate = text !== undefined && /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .*\d\d:\d\d:\d\d/i.test(text);
  return isDate ? Date.parse(text.endsWith("GMT") ? text : `${text} GMT`) : Number.NaN;
}

/** Whether the code runs in workerd, Cloudflare's runtime. */
export function isWorkerd(): boolean {
  return runtime.navigator?.userAgent === "Cloudflare-Workers";
}
