export type { OperationName } from "../generated/operations.js";
export {
  type NodeEnding,
  type NodeHandler,
  type NodeRequest,
  type NodeResponse,
  nodeRequest,
  toNodeHandler,
} from "./node.js";
export type { Allowed, Proxy, ProxyInput, ProxyOptions } from "./options.js";
