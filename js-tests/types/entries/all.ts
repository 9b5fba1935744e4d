// The types of every entry.
export type * as client from "isometric-registry";
export type * as local from "isometric-registry/local";
export type * as mirror from "isometric-registry/mirror";
export type * as mirrorOnNode from "isometric-registry/mirror/node";
export type * as proxy from "isometric-registry/proxy";
export type * as query from "isometric-registry/query";
export type * as serve from "isometric-registry/serve";
export type * as slim from "isometric-registry/slim";
export type * as transactions from "isometric-registry/transactions";
export type * as transactionsOnNode from "isometric-registry/transactions/node";
