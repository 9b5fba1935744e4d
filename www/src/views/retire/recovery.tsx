import type { OpenEntry } from "isometric-registry/transactions";
import { moment } from "../../lib/format";
import { FindingOut } from "./finding";
import { Undecided } from "./outcomes";

/** A retirement from before the page was loaded is looked into. */
export function Recovering({ entry, isToFinish }: { entry: OpenEntry; isToFinish: boolean }) {
  return (
    <FindingOut>
      This browser has written down a retirement of {moment(new Date(entry.created_at))}, and the page was closed before
      it had ended. A batch can be spent once, so the batches know.{" "}
      {isToFinish ? "It is sent again only if it has certainly not happened." : "Nothing is sent that acts."}
    </FindingOut>
  );
}

interface Props {
  readonly entry: OpenEntry;
  readonly error: unknown;
  readonly isWritable: boolean;
  /** Looks again; to finish it, sends again what has certainly not happened. */
  readonly onLook: (isToFinish: boolean) => void;
  readonly onResolve: (recordId: string | null) => void;
}

/** It is still not known what has happened, or it has not happened yet. */
export function Unsettled({ entry, error, isWritable, onLook, onResolve }: Props) {
  return (
    <Undecided error={error} onResolve={onResolve}>
      <p>
        <b>Do not retire these credits again.</b> The retirement of {moment(new Date(entry.created_at))} is not settled.{" "}
        {isWritable
          ? "To finish it sends it again only if it has certainly not happened."
          : "Allow this page to retire credits, by the registry’s name above, to finish it."}
      </p>
      <div class="buttons">
        <button type="button" onClick={() => onLook(false)}>
          Look again
        </button>
        {isWritable && (
          <button type="button" class="danger" onClick={() => onLook(true)}>
            Finish it
          </button>
        )}
      </div>
    </Undecided>
  );
}
