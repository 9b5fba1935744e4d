import { UnfinishedCopyError } from "../run.js";
import type { MirrorStore } from "../store.js";

/** What a store says of itself. */
export interface CopyState {
  /** The address of the registry that it is a copy of. */
  readonly origin: string;
  /** The version of its tables. */
  readonly format: number;
  /** The number of the last refresh that was published. */
  readonly refresh: number;
  /** When that was: ms since 1970. */
  readonly refreshedAt: number;
}

interface KeptState {
  readonly origin: string;
  readonly format: number;
  readonly finished: boolean;
  readonly refresh: number;
  readonly refreshed_at: number;
}

/**
 * Reads what a store says of itself.
 *
 * @throws UnfinishedCopyError while the first copy is not finished.
 */
export async function stateOf(store: MirrorStore): Promise<CopyState> {
  const [row] = await store.read("mirror", ["value"], { keys: [["state"]] });
  const state = row === null || row === undefined ? undefined : (JSON.parse(String(row[0])) as KeptState);
  if (state?.finished !== true) {
    throw new UnfinishedCopyError();
  }
  const { origin, format, refresh, refreshed_at: refreshedAt } = state;
  return { origin, format, refresh, refreshedAt };
}
