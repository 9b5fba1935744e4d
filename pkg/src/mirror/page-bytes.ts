import { type Client, callerOf } from "../client/client.js";
import { ApiError } from "../error/errors.js";
import type { OperationName } from "../generated/operations.js";
import type { Ask } from "./actions.js";

/** What the registry answers: the bytes of a success, or the status of a refusal. */
export type PageAnswer = Uint8Array | number;

/** Asks a registry for pages, with the client's own transport. */
export interface PageSource {
  /** The address of the registry. */
  readonly origin: string;
  ask(ask: Ask, signal: AbortSignal | undefined): Promise<PageAnswer>;
}

/** Refusals that say something of the copy: a record that is not there, a cursor that is no longer one. */
const TOLD: readonly number[] = [400, 404, 422];

/** How many items a page holds: the most. */
const PAGE = { first: 50 };

/** A source of pages that goes through a client, so that its retries, pace and limits hold. */
export function pageSource(registry: Client): PageSource {
  const caller = callerOf(registry);
  return {
    origin: caller.baseUrl,
    async ask({ operation, id, after }, signal) {
      const ofPath = id === undefined ? [] : [id];
      const isPaged = operation.endsWith(".list") || operation.endsWith(".documents");
      const values = isPaged ? [...ofPath, PAGE] : ofPath;
      const target = after === undefined ? undefined : { backward: false, cursor: after, limit: undefined };
      try {
        return await caller.bytes(operation as OperationName, values, target, { signal });
      } catch (error) {
        if (error instanceof ApiError && TOLD.includes(error.status)) {
          return error.status;
        }
        throw error;
      }
    },
  };
}
