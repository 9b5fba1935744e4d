import { isCredential } from "./check.js";
import type { AccessTokenSource } from "./options.js";

/** Looks up access tokens. Calls share a look-up while it is pending; nothing is cached. */
export class TokenSource {
  readonly #pending = new Map<
    AccessTokenSource,
    { readonly refused: boolean; readonly token: Promise<string | undefined> }
  >();

  /** The token from a source, or a promise of it. */
  look(
    source: string | AccessTokenSource | undefined,
    refused: boolean,
  ): string | undefined | Promise<string | undefined> {
    if (typeof source !== "function") {
      return source;
    }
    const pending = this.#pending.get(source);
    if (pending?.refused === refused) {
      return pending.token;
    }
    const token = Promise.resolve(source({ refused })).then(checked);
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
}

function checked(token: string | undefined): string | undefined {
  if (token !== undefined && !isCredential(token)) {
    throw new TypeError("it is not text of visible ASCII characters");
  }
  return token;
}
