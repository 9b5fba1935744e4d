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

export type RegistryClient = Instance;
export const RegistryClient: RegistryClientConstructor = /* @__PURE__ */ clientClass(givenCore);
export const fromJson: FromJson = /* @__PURE__ */ storedReader(givenCore);
