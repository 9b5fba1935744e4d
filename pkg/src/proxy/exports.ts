export type { OperationName } from "../generated/operations.js";
export type { CreateProxy } from "./entry.js";
export {
  type NodeEnding,
  type NodeHandler,
  type NodeRequest,
  type NodeResponse,
  nodeRequest,
  toNodeHandler,
} from "./node.js";
export type { IdentifiedToken, Proxy, ProxyInput, ProxyOptions, ProxyToken } from "./options.js";
export type { Allowed } from "./routes.js";
