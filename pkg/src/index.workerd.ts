import {
  clientClass,
  type FromJson,
  type RegistryClient as Instance,
  type RegistryClientConstructor,
  storedReader,
} from "./client/entry.js";
import { bundledCore } from "./core/bundled.js";
import { CoreLoader } from "./core/loader.js";

export * from "./exports.js";

const loader = /* @__PURE__ */ new CoreLoader(bundledCore);

/** A client of the registry: see its constructor. */
export type RegistryClient = Instance;
/** Creates clients of the registry: `new RegistryClient({ clientSecret, accessToken })`. */
export const RegistryClient: RegistryClientConstructor = /* @__PURE__ */ clientClass(loader);
/** Reads stored JSON text as a model, with the same checks as a response: `fromJson("CreditBatch", text)`. */
export const fromJson: FromJson = /* @__PURE__ */ storedReader(loader);
