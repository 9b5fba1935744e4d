import { Client } from "./client/client.js";
import type { ClientOptions } from "./client/options.js";
import { type FromJsonOptions, readStored } from "./client/stored.js";
import { inlineCore } from "./core/inline.js";
import { CoreLoader } from "./core/loader.js";
import type { Models } from "./generated/models.js";

export * from "./exports.js";

const loader = /* @__PURE__ */ new CoreLoader(inlineCore);

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
export class RegistryClient extends Client {
  /**
   * @param options where the registry is, credentials, and how requests are sent.
   * @throws InvalidRequestError naming every invalid option.
   */
  constructor(options: ClientOptions = {}) {
    super(loader, options);
  }
}

/**
 * Reads stored JSON text as a model, through the same checks as a response, so that kilograms are bigints
 * again: `fromJson("CreditBatch", text)`, `fromJson("Page<Project>", text)`, and `fromJson("CreditBatch[]", text)` for what
 * `toArray` gave.
 *
 * @param typeName the name of a model, or that and `[]`.
 * @param text JSON, as `toJson` writes it.
 * @param options what happens when the text does not match the model exactly. By default it is rejected.
 * @throws DecodeError when the text is not what the name says.
 */
export function fromJson<Name extends keyof Models>(
  typeName: Name,
  text: string,
  options?: FromJsonOptions,
): Promise<Models[Name]>;
export function fromJson<Name extends keyof Models>(
  typeName: `${Name}[]`,
  text: string,
  options?: FromJsonOptions,
): Promise<Models[Name][]>;
export function fromJson(typeName: string, text: string, options?: FromJsonOptions): Promise<unknown> {
  return readStored(loader, typeName, text, options);
}
