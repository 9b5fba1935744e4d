import type { LawReport, Mirror, MirrorReport } from "isometric-registry/mirror";

/** What came of checking every law over the whole copy. */
export interface Proof {
  readonly report: MirrorReport;
  /** How many times a law held, of all of them together. */
  readonly held: number;
  readonly broken: readonly LawReport[];
  readonly durationMs: number;
}

/** Checks every law on every row of the copy, in whole kilograms. Sends no request. */
export async function prove(mirror: Mirror, signal?: AbortSignal): Promise<Proof> {
  const started = performance.now();
  const report = await mirror.verify({ signal });
  return {
    report,
    held: report.laws.reduce((sum, { held }) => sum + held, 0),
    broken: report.laws.filter(({ broken }) => broken > 0),
    durationMs: performance.now() - started,
  };
}
