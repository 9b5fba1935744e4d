import type { CoreLoader } from "../core/loader.js";
import type { Models } from "../generated/models.js";
import { Client } from "./client.js";
import type { ClientOptions } from "./options.js";
import { type FromJsonOptions, readStored } from "./stored.js";

/**
 * A client of the registry. Its properties are the registry's resources, and each method is one operation
 * of the API. Every method rejects with a `RegistryError`, or with a signal's own reason.
 *
 * ```ts
 * const registry = new RegistryClient({ clientSecret, accessToken });
 * const me = await registry.organisations.current();
 * for await (const batch of registry.organisations.creditBatches(me.id, { status: ["active"] })) {
 *   console.log(batch.serial_number, batch.size.credit_kgs);
 * }
 * ```
 */
export interface RegistryClient extends Client {}

/** Creates clients. */
export interface RegistryClientConstructor {
  /**
   * A client of the registry. Its properties are the registry's resources, and each method is one operation
   * of the API. Every method rejects with a `RegistryError`, or with a signal's own reason.
   *
   * ```ts
   * const registry = new RegistryClient({ clientSecret, accessToken });
   * const me = await registry.organisations.current();
   * for await (const batch of registry.organisations.creditBatches(me.id, { status: ["active"] })) {
   *   console.log(batch.serial_number, batch.size.credit_kgs);
   * }
   * ```
   *
   * @param options where the registry is, credentials, and how requests are sent.
   * @throws InvalidRequestError naming every invalid option.
   */
  new (options?: ClientOptions): RegistryClient;
  readonly prototype: RegistryClient;
}

/** Creates the class of clients whose core is loaded by this loader. */
export function clientClass(loader: CoreLoader): RegistryClientConstructor {
  return class RegistryClient extends Client {
    constructor(options: ClientOptions = {}) {
      super(loader, options);
    }
  };
}

/** Reads stored JSON text as a model. */
export interface FromJson {
  /**
   * Reads stored JSON text as a model, with the same checks as a response, so that kilograms are bigints again:
   * `fromJson("CreditBatch", text)`, `fromJson("Page<Project>", text)`, and `fromJson("CreditBatch[]", text)` for a
   * result of `toArray`.
   *
   * @param typeName the name of a model, optionally followed by `[]`.
   * @param text JSON, as `toJson` writes it.
   * @param options what happens when the text does not match the model exactly. By default it is rejected.
   * @throws DecodeError when the text does not match the name.
   */
  <Name extends keyof Models>(typeName: Name, text: string, options?: FromJsonOptions): Promise<Models[Name]>;
  <Name extends keyof Models>(typeName: `${Name}[]`, text: string, options?: FromJsonOptions): Promise<Models[Name][]>;
}

/** Creates `fromJson` with the core of this loader. */
export function storedReader(loader: CoreLoader): FromJson {
  return (typeName: string, text: string, options?: FromJsonOptions) =>
    readStored(loader, typeName, text, options) as Promise<never>;
}
