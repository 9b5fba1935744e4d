import type { Config } from "./config.js";
import { isHeaderSafe } from "./check.js";
import type { AccessTokenSource } from "./options.js";

/** How many tokens are remembered, to keep them out of errors. */
const MOST = 16;

/** Looks up access tokens. Calls share a look-up while it is pending; nothing is cached. */
export class TokenSource {
  readonly #pending = new Map<AccessTokenSource, { readonly refused: boolean; readonly token: Promise<string | undefined> }>();
  readonly #secrets = new Set<string>();

  constructor({ clientSecret, accessToken }: Config) {
    for (const secret of [clientSecret, accessToken]) {
      if (typeof secret === "string") {
        this.#secrets.add(secret);
      }
    }
  }

  /** Every credential that is known so far. */
  secrets(): string[] {
    return [...this.#secrets];
  }

  /** The token of a call, or a promise of it. */
  look(source: string | AccessTokenSource | undefined, refused: boolean): string | undefined | Promise<string | undefined> {
    if (typeof source !== "function") {
      return this.#known(source);
    }
    const pending = this.#pending.get(source);
    if (pending !== undefined && pending.refused === refused) {
      return pending.token;
    }
    const token = Promise.resolve(source({ refused })).then((found) => this.#known(found));
    const entry = { refused, token };
    this.#pending.set(source, entry);
    const end = (): void => {
      if (this.#pending.get(source) === entry) {
        this.#pending.delete(source);
      }
    };
    token.then(end, end);
    return token;
  }

  #known(token: string | undefined): string | undefined {
    if (token === undefined) {
      return undefined;
    }
    if (typeof token !== "string" || !isHeaderSafe(token)) {
      throw new TypeError("it is not text of visible ASCII characters");
    }
    this.#secrets.add(token);
    const [, , ...rest] = this.#secrets;
    if (rest.length > MOST) {
      this.#secrets.delete(rest[0] as string);
    }
    return token;
  }
}
