import { type Client, callerOf } from "../client/client.js";
import { ApiError } from "../error/errors.js";
import type { OperationName } from "../generated/operations.js";
import type { Ask } from "./actions.js";

/** The registry's answer: the bytes of a success, or the status of a rejection. */
export type PageAnswer = Uint8Array | number;

/** Requests pages from a registry, with the client's own transport. */
export interface PageSource {
  /** The address of the registry. */
  readonly origin: string;
  ask(ask: Ask, signal: AbortSignal | undefined): Promise<PageAnswer>;
}

/** Rejections that say something about the copy: a record that does not exist, a cursor that is no longer valid. */
const TOLD: readonly number[] = [400, 404, 422];

/** The most items that a page can hold. */
const PAGE = { first: 50 };

/** The operations that take a page. */
const PAGED = /\.(?:list|documents|orders|deliveries)$|^organisations\.creditBatches$/;

/** A source of pages that uses a client, with its retries, pace and limits. `told` are further rejections to return. */
export function pageSource(registry: Client, told: readonly number[] = []): PageSource {
  const caller = callerOf(registry);
  return {
    origin: caller.baseUrl,
    async ask({ operation, id, after }, signal) {
      const ofPath = id === undefined ? [] : [id];
      const values = PAGED.test(operation) ? [...ofPath, PAGE] : ofPath;
      // A list is always there, and without a cursor the request names nothing else: its rejection is an error.
      const isFirstPage = operation.endsWith(".list") && after === undefined;
      const target = after === undefined ? undefined : { backward: false, cursor: after, limit: undefined };
      try {
        return await caller.bytes(operation as OperationName, values, target, { signal });
      } catch (error) {
        if (error instanceof ApiError && !isFirstPage && [...TOLD, ...told].includes(error.status)) {
          return error.status;
        }
        throw error;
      }
    },
  };
}
