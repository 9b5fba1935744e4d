import { signal } from "@preact/signals";
import type { MirrorReport, RefreshOptions } from "isometric-registry/mirror";
import { type Copy, openCopy } from "../queries/copy";
import type { Session } from "./session";

/** How far the copy has come that is being made. */
export interface CopyProgress {
  readonly list: string;
  readonly requests: number;
  /** From 0 to 1. What is left is an estimate, so this never goes back. */
  readonly share: number;
}

export const copyProgress = signal<CopyProgress | undefined>(undefined);

/** What the last refresh came to. */
export interface Refreshed {
  readonly copy: Copy;
  readonly report: MirrorReport;
  /** Requests sent. */
  readonly requests: number;
  readonly durationMs: number;
}

let opening: Promise<Copy> | undefined;

/** Whether a copy has been begun, so that bringing it up to date takes few requests. */
export const isCopyBegun = (): boolean => opening !== undefined;

/** Brings the page's one copy of the public record up to date; the first time it reads all of it. */
export async function refreshCopy({ registry }: Session, signal: AbortSignal): Promise<Refreshed> {
  opening ??= openCopy();
  const copy = await opening.catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  const started = performance.now();
  let share = 0;
  try {
    const options: RefreshOptions = {
      signal,
      sweep: 0,
      onProgress({ list, requests, requestsLeft }) {
        share = Math.max(share, requests / (requests + requestsLeft + 1));
        copyProgress.value = { list: list.split("/")[0] ?? list, requests, share };
      },
    };
    let report = await copy.mirror.refresh(registry, options);
    let { requests } = report;
    if (report.changes > 0) {
      // Totals of projects are judged when nothing new has come meanwhile.
      report = await copy.mirror.refresh(registry, options);
      requests += report.requests;
    }
    return { copy, report, requests, durationMs: performance.now() - started };
  } finally {
    copyProgress.value = undefined;
  }
}
