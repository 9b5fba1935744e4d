export type { OperationName } from "../generated/resources.js";
export { type NodeHandler, type NodeRequest, type NodeResponse, nodeRequest, toNodeHandler } from "./node.js";
export type { Allowed, Proxy, ProxyInput, ProxyOptions } from "./options.js";
