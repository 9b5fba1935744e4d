import {
  clientClass,
  type FromJson,
  type RegistryClient as Instance,
  type RegistryClientConstructor,
  storedReader,
} from "./client/entry.js";
import { givenCore } from "./core/given.js";

export { type CoreInput, useCore } from "./core/given.js";
export * from "./exports.js";

/** A client of the registry: see its constructor. */
export type RegistryClient = Instance;
/** Creates clients of the registry: `new RegistryClient({ clientSecret, accessToken })`. */
export const RegistryClient: RegistryClientConstructor = /* @__PURE__ */ clientClass(givenCore);
/** Reads stored JSON text as a model, with the same checks as a response: `fromJson("CreditBatch", text)`. */
export const fromJson: FromJson = /* @__PURE__ */ storedReader(givenCore);
