import type { Action, Command, Evidence } from "../generated/transactions.js";
import type { ExecuteOptions, TransactionProgress } from "./options.js";

/** Reports what a flow has observed and is about to do. */
export type Teller = (seen: readonly Evidence[], action: Action) => void;

/** Reports the progress of a transaction to a caller's function. */
export function tellerOf(command: Command, onProgress: ExecuteOptions["onProgress"]): Teller {
  if (onProgress === undefined || !("reference" in command)) {
    return () => undefined;
  }
  const { reference } = command;
  const tell = (progress: TransactionProgress): void => {
    try {
      const result: unknown = onProgress(progress);
      Promise.resolve(result).catch(() => undefined);
    } catch {
      // A failing function cannot break a transaction between its reservation and its end.
    }
  };
  return (seen, action) => {
    for (const { what, at } of seen) {
      tell({ reference, step: "seen", what, at });
    }
    switch (action.do) {
      case "send":
        return tell({ reference, step: "sending", operation: action.operation });
      case "read":
        return tell({
          reference,
          step: "reading",
          what: action.read.what,
          id: "id" in action.read ? action.read.id : null,
        });
      case "wait":
        return tell({ reference, step: "waiting", ms: action.ms });
      default:
        return undefined;
    }
  };
}
