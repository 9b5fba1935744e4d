import {
  AuthenticationError,
  InvalidRequestError,
  PermissionDeniedError,
  RegistryError,
  ValidationError,
} from "../../error/errors.js";
import { LockedCopyError } from "../../mirror/store.js";
import { pause } from "../../mirror/timer.js";
import type { Io } from "../io.js";

/** What happens again and again, until the command is ended. */
export interface Watch {
  /** From the beginning of one to that of the next, in ms. */
  readonly everyMs: number;
  /** Does it once. `skipped` says how many turns have been left out, as the one before took too long. */
  turn(skipped: number): Promise<void>;
  /** Is told of a failure that the next turn may not have. */
  failed(error: Error): Promise<void>;
}

/**
 * Takes turns at the same intervals. A turn that takes longer is waited for, and those that it has covered are left out.
 * Ends when the command is interrupted; the failures that would come again end it, too.
 */
export async function watchOver({ everyMs, turn, failed }: Watch, io: Io): Promise<void> {
  let due = performance.now();
  let skipped = 0;
  try {
    for (;;) {
      try {
        await turn(skipped);
      } catch (error) {
        if (io.signal.aborted || !canPass(error)) {
          throw error;
        }
        await failed(error);
      }
      const late = Math.floor((performance.now() - due) / everyMs);
      skipped = late;
      due += (late + 1) * everyMs;
      await pause(Math.max(0, due - performance.now()), io.signal);
    }
  } catch (error) {
    if (!io.signal.aborted) {
      throw error;
    }
  }
}

/**
 * Whether a failure may be over at the next turn: the registry is not reached, or answers with a fault of its own, or
 * another process refreshes the same copy.
 */
function canPass(error: unknown): error is Error {
  const lasts =
    error instanceof AuthenticationError ||
    error instanceof PermissionDeniedError ||
    error instanceof ValidationError ||
    error instanceof InvalidRequestError;
  return error instanceof LockedCopyError || (error instanceof RegistryError && !lasts);
}
