import { InvalidRequestError, type InvalidRequestIssue } from "../error/errors.js";
import { type Redact, Secrets, SHORTEST_CREDENTIAL } from "../error/secrets.js";
import { type Finding, issuesOf } from "../value/options.js";
import { readClientOptions } from "./check.js";
import type { OnDrift } from "./drift.js";
import type { AccessTokenSource, ClientOptions, Environment, Fetch, Hooks } from "./options.js";
import { environmentVariable, isPage, pageAddress } from "./runtime.js";

const BASE_URLS: Readonly<Record<Environment, string>> = {
  sandbox: "https://api.sandbox.isometric.com/registry/v0",
  production: "https://api.isometric.com/registry/v0",
};

/** The limit in Isometric's documentation, in requests per minute. */
const ISOMETRIC_PACE = 120;

/** Options that environment variables can supply. */
const VARIABLES = {
  environment: "ISOMETRIC_ENVIRONMENT",
  baseUrl: "ISOMETRIC_BASE_URL",
  clientSecret: "ISOMETRIC_CLIENT_SECRET",
  accessToken: "ISOMETRIC_ACCESS_TOKEN",
} as const;

type Variable = keyof typeof VARIABLES;

/** A client's settings, checked and complete. */
export interface Config {
  /** The client's options, as they were read. */
  readonly given: ClientOptions;
  /**
   * Without a trailing slash. A relative one is kept unchanged where nothing determines its base; see {@link isPlaced}.
   */
  readonly baseUrl: string;
  readonly clientSecret: string | undefined;
  readonly accessToken: string | AccessTokenSource | undefined;
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly maxConcurrency: number;
  readonly pace: { readonly limit: number; readonly maxWaitMs?: number | undefined } | undefined;
  readonly maxResponseBytes: number | undefined;
  readonly onDrift: OnDrift;
  readonly headers: Readonly<Record<string, string>>;
  readonly hooks: Hooks;
  readonly credentials: "omit" | "same-origin" | "include" | undefined;
  readonly readOnly: boolean;
  readonly dangerouslyAllowBrowser: boolean;
}

/** Reads the options of a client and fills in the defaults. `operation` names the function that received them. */
export function configure(options: unknown, operation = "RegistryClient"): Config {
  const refuse = (issues: readonly InvalidRequestIssue[]): void => refuseAll(operation, issues);
  const given = readGiven(options, operation);
  const fromVariables = readVariables(given);
  refuse(issuesOf(fromVariables.findings, redactOf(given, fromVariables.options)));
  const { environment = "sandbox", baseUrl, clientSecret, accessToken } = fromVariables.options;
  const isOwn = given.baseUrl !== undefined;
  const named = isOwn ? "baseUrl" : inEither("baseUrl");
  // A module that is also rendered on a server creates its client there too, but calls it only in the page.
  const mayBeUnplaced = isOwn && operation === "RegistryClient";
  const address = baseUrl === undefined ? BASE_URLS[environment] : addressOf(baseUrl, mayBeUnplaced);
  if (address === undefined) {
    const message =
      "expected an http or https address without a user, a query or a fragment, such as https://example.com/registry/v0";
    throw new InvalidRequestError([{ path: named, message }], { operation });
  }
  if (!isOwn && clientSecret === undefined) {
    const message = `is needed: give the option clientSecret or set the variable ${VARIABLES.clientSecret}`;
    refuse([{ path: "clientSecret", message: fromVariables.isForAnother ? `${message}. ${FOR_ANOTHER}` : message }]);
  }
  const config: Config = {
    given,
    baseUrl: address,
    clientSecret,
    accessToken,
    fetch: given.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    timeoutMs: given.timeoutMs ?? 30_000,
    maxRetries: given.maxRetries ?? 2,
    maxConcurrency: given.maxConcurrency ?? 8,
    pace: paceOf(given.requestsPerMinute ?? (baseUrl === undefined ? ISOMETRIC_PACE : undefined)),
    maxResponseBytes: given.maxResponseBytes,
    onDrift: given.onDrift ?? "warn",
    headers: given.headers ?? {},
    hooks: given.hooks ?? (Object.create(null) as Hooks),
    credentials: given.credentials,
    readOnly: given.readOnly ?? false,
    dangerouslyAllowBrowser: given.dangerouslyAllowBrowser ?? false,
  };
  refuse([
    ...checkCredential(config, "clientSecret", config.clientSecret),
    ...checkCredential(config, "accessToken", config.accessToken),
  ]);
  return config;
}

function paceOf(given: ClientOptions["requestsPerMinute"]): Config["pace"] {
  return typeof given === "number" ? { limit: given } : given;
}

/** Reads the given options of a client. */
export function readGiven(options: unknown, operation = "RegistryClient"): ClientOptions {
  const { options: given, findings } = readClientOptions(options);
  if (given.environment !== undefined && given.baseUrl !== undefined) {
    findings.push(finding("baseUrl", "cannot be combined with environment; give one of them"));
  }
  refuseAll(operation, issuesOf(findings, redactOf(given)));
  return given;
}

function refuseAll(operation: string, issues: readonly InvalidRequestIssue[]): void {
  if (issues.length > 0) {
    throw new InvalidRequestError(issues, { operation });
  }
}

const FOR_ANOTHER = `Environment variables are ignored, because ${VARIABLES.baseUrl} is set to another address`;

/**
 * The options that environment variables can supply, from both sources. Credentials from the environment are sent only
 * to the address from the environment.
 */
function readVariables(
  given: ClientOptions,
): ReturnType<typeof readClientOptions> & { readonly isForAnother: boolean } {
  const variable = (name: Variable): string | undefined => environmentVariable(VARIABLES[name]) || undefined;
  const isForAnother = given.environment !== undefined && variable("baseUrl") !== undefined;
  const isRead = given.baseUrl === undefined && !isForAnother;
  const found: { [Name in Variable]?: unknown } = Object.create(null);
  const names = Object.keys(VARIABLES) as Variable[];
  for (const name of names) {
    found[name] = given[name] ?? (isRead ? variable(name) : undefined);
  }
  if (given.environment !== undefined) {
    found.baseUrl = given.baseUrl;
  }
  const { options, findings } = readClientOptions(found);
  const named: Finding[] = findings.map(({ path, message }) => ({
    path: () => inEither(path(String) as Variable),
    message,
  }));
  if (options.environment !== undefined && options.baseUrl !== undefined) {
    named.push(finding(VARIABLES.baseUrl, `cannot be combined with ${VARIABLES.environment}; set one of them`));
  }
  return { options, findings: named, isForAnother };
}

const finding = (path: string, message: string): Finding => ({ path: () => path, message: () => message });

const inEither = (name: Variable): string => `${name} (or the environment variable ${VARIABLES[name]})`;

/** Hides credentials in options. */
function redactOf(...given: readonly Pick<ClientOptions, "clientSecret" | "accessToken">[]): Redact {
  return new Secrets(given.flatMap(({ clientSecret, accessToken }) => [clientSecret, accessToken])).redact;
}

/** Whether a credential may be sent from here to this address. */
export function checkCredential(
  { baseUrl, dangerouslyAllowBrowser }: Pick<Config, "baseUrl" | "dangerouslyAllowBrowser">,
  path: string,
  credential: unknown,
): InvalidRequestIssue[] {
  if (credential === undefined || !isPlaced(baseUrl) || isLoopback(baseUrl)) {
    return [];
  }
  if (!baseUrl.startsWith("https:")) {
    return [{ path, message: "is not sent over plain http, which is not encrypted; use https" }];
  }
  if (isPage() && !dangerouslyAllowBrowser) {
    const message =
      "does not belong in a page, where every visitor can read it; keep it on a server, or set dangerouslyAllowBrowser";
    return [{ path, message }];
  }
  if (isTooShort(credential)) {
    const message = `expected ${SHORTEST_CREDENTIAL} characters or more; a shorter one could be guessed, and cannot be distinguished from other text`;
    return [{ path, message }];
  }
  return [];
}

const isTooShort = (credential: unknown): boolean =>
  typeof credential === "string" && credential.length < SHORTEST_CREDENTIAL;

/** Whether an address is on this machine, whatever name servers say. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/** Whether a base URL is complete. A relative one is not where there is no page, and nothing can be sent to it. */
export const isPlaced = (baseUrl: string): boolean => /^https?:/.test(baseUrl);

/** The problem of a call by a client whose base URL is not {@link isPlaced}. */
export function checkPlace({ baseUrl }: Pick<Config, "baseUrl">, redact: Redact): InvalidRequestIssue[] {
  const message =
    `${JSON.stringify(redact(baseUrl))} is relative, and there is no page here that it could be relative to: call from the ` +
    `page only, or give the whole address, such as https://example.com/registry`;
  return isPlaced(baseUrl) ? [] : [{ path: "baseUrl", message }];
}

/** The base URL without a trailing slash, in full if possible; `undefined` if it is invalid. */
function addressOf(baseUrl: string, mayBeUnplaced: boolean): string | undefined {
  const url = parse(baseUrl, pageAddress());
  if (url !== undefined) {
    return url.href.replace(/\/+$/, "");
  }
  const isUnplaced = mayBeUnplaced && /^[./]/.test(baseUrl) && parse(baseUrl, "http://localhost") !== undefined;
  return isUnplaced ? baseUrl : undefined;
}

/** An http or https address of only a host and a path. */
function parse(address: string, base: string | undefined): URL | undefined {
  let url: URL;
  try {
    url = new URL(address, base);
  } catch {
    return undefined;
  }
  const isPlain = url.search === "" && url.hash === "" && url.username === "" && url.password === "";
  return isPlain && /^https?:$/.test(url.protocol) ? url : undefined;
}
