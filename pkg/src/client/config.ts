import { InvalidRequestError, type InvalidRequestIssue } from "../error/errors.js";
import { redacted, redactor } from "../error/redact.js";
import { checkClientOptions, isCredential } from "./check.js";
import type { AccessTokenSource, ClientOptions, Environment, Fetch, Hooks } from "./options.js";
import { environmentVariable, isPage, pageAddress } from "./runtime.js";

const BASE_URLS: Readonly<Record<Environment, string>> = {
  sandbox: "https://api.sandbox.isometric.com/registry/v0",
  production: "https://api.isometric.com/registry/v0",
};

/** A client's settings, checked and complete. */
export interface Config {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly clientSecret: string | undefined;
  readonly accessToken: string | AccessTokenSource | undefined;
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly maxConcurrency: number;
  readonly maxResponseBytes: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly hooks: Hooks;
  readonly credentials: RequestCredentials | undefined;
  readonly readOnly: boolean;
  readonly dangerouslyAllowBrowser: boolean;
}

/** Checks the options of a client and fills in what they leave out. */
export function configure(options: ClientOptions): Config {
  const issues = checkClientOptions(options);
  if (options?.environment !== undefined && options.baseUrl !== undefined) {
    issues.push({ path: "baseUrl", message: "not together with environment; give one of them" });
  }
  const credentials = [options?.clientSecret, options?.accessToken].filter(isCredential);
  refuseAll(redacted(issues, redactor(credentials)));
  const isOwn = options.baseUrl !== undefined;
  const fromEnvironment = (name: string): string | undefined =>
    isOwn ? undefined : environmentVariable(name) || undefined;
  const given = {
    environment: options.environment ?? (fromEnvironment("ISOMETRIC_ENVIRONMENT") as Environment | undefined),
    clientSecret: options.clientSecret ?? fromEnvironment("ISOMETRIC_CLIENT_SECRET"),
    accessToken: options.accessToken ?? fromEnvironment("ISOMETRIC_ACCESS_TOKEN"),
  };
  refuseAll(
    checkClientOptions(given).map(({ path, message }) => ({
      path: `${path} (or the variable ISOMETRIC_${path.replace(/[A-Z]/g, "_$&").toUpperCase()})`,
      message,
    })),
  );
  const baseUrl = options.baseUrl === undefined ? BASE_URLS[given.environment ?? "sandbox"] : address(options.baseUrl);
  if (!isOwn && given.clientSecret === undefined) {
    refuse("clientSecret", "is needed: give the option clientSecret or set the variable ISOMETRIC_CLIENT_SECRET");
  }
  const dangerouslyAllowBrowser = options.dangerouslyAllowBrowser ?? false;
  const config: Config = {
    baseUrl,
    clientSecret: given.clientSecret,
    accessToken: given.accessToken,
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    timeoutMs: options.timeoutMs ?? 30_000,
    maxRetries: options.maxRetries ?? 2,
    maxConcurrency: options.maxConcurrency ?? 8,
    maxResponseBytes: options.maxResponseBytes ?? 64 * 1024 * 1024,
    headers: { ...options.headers },
    hooks: { ...options.hooks },
    credentials: options.credentials,
    readOnly: options.readOnly ?? false,
    dangerouslyAllowBrowser,
  };
  refuseAll([
    ...checkCredential(config, "clientSecret", config.clientSecret),
    ...checkCredential(config, "accessToken", config.accessToken),
  ]);
  return config;
}

/** Whether a credential may be sent from here to there. */
export function checkCredential(
  { baseUrl, dangerouslyAllowBrowser }: Pick<Config, "baseUrl" | "dangerouslyAllowBrowser">,
  path: string,
  credential: unknown,
): InvalidRequestIssue[] {
  if (credential === undefined || isLoopback(baseUrl)) {
    return [];
  }
  if (!baseUrl.startsWith("https:")) {
    return [{ path, message: "is not sent over plain http, which anybody on the way can read; use https" }];
  }
  if (isPage() && !dangerouslyAllowBrowser) {
    const message =
      "does not belong in a page, where everybody can read it; keep it on a server, or set dangerouslyAllowBrowser";
    return [{ path, message }];
  }
  return [];
}

function isLoopback(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}

/** The base URL in full, without a slash at the end. */
function address(baseUrl: string): string {
  let url: URL;
  try {
    url = new URL(baseUrl, pageAddress());
  } catch {
    return refuse("baseUrl", "expected an address such as https://example.com/registry/v0");
  }
  const isPlain = url.search === "" && url.hash === "" && url.username === "" && url.password === "";
  if (!isPlain || !/^https?:$/.test(url.protocol)) {
    refuse("baseUrl", "expected an http or https address without a user, a query or a fragment");
  }
  return url.href.replace(/\/+$/, "");
}

function refuse(path: string, message: string): never {
  throw new InvalidRequestError([{ path, message }], { operation: "RegistryClient" });
}

function refuseAll(issues: readonly InvalidRequestIssue[]): void {
  if (issues.length > 0) {
    throw new InvalidRequestError(issues, { operation: "RegistryClient" });
  }
}
