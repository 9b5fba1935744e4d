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

export type RegistryClient = Instance;
export const RegistryClient: RegistryClientConstructor = /* @__PURE__ */ clientClass(loader);
export const fromJson: FromJson = /* @__PURE__ */ storedReader(loader);
