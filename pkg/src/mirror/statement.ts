/** Kilograms that an organisation held and moved. Opening + issued + received + refunded + unexplained − delivered − transferred − retired = closing. */
export interface StatementKilograms {
  /** Held at the start of the period. */
  readonly openingKgs: bigint;
  /** Issued to it. */
  readonly issuedKgs: bigint;
  /** Delivered or transferred to it. */
  readonly receivedKgs: bigint;
  /** Received from a buffer pool by refunds, which are inferred; negative for the pool itself. */
  readonly refundedKgs: bigint;
  /**
   * Received, or passed on (negative), without any record: 0 unless `verify` finds that the law of owners is broken.
   */
  readonly unexplainedKgs: bigint;
  /** Delivered by it. */
  readonly deliveredKgs: bigint;
  /** Transferred by it. */
  readonly transferredKgs: bigint;
  /** Retired by it. */
  readonly retiredKgs: bigint;
  /** Held at the end of the period. */
  readonly closingKgs: bigint;
}

/** A project and vintage of a statement. */
export interface StatementLine extends StatementKilograms {
  readonly projectId: string;
  /** Its name; `null` for a project that was never public. */
  readonly projectName: string | null;
  /** The year in which the carbon was stored. */
  readonly vintage: number | null;
}

/** A change of owner that no record explains. */
export interface InferredMovement {
  /** The batch that has these credits now. */
  readonly creditBatchId: string;
  /** Whether a refund from a buffer pool explains it. */
  readonly isRefund: boolean;
  /** The previous owner; `null` for a buffer pool that no batch names. */
  readonly fromId: string | null;
  readonly toId: string | null;
  readonly creditKgs: bigint;
  /** The latest time at which it had not happened yet: ms since 1970. */
  readonly notBefore: number;
  /** The time by which it must have happened, and at which it is counted: ms since 1970. */
  readonly countedAt: number;
}

/** What an organisation held, received and passed on in a period, to the kilogram. */
export interface Statement {
  readonly organisationId: string;
  readonly organisationName: string | null;
  /** When the last refresh of the copy was published: ms since 1970. */
  readonly refreshedAt: number | null;
  /** A line for each project and vintage, by their ids and years. */
  readonly lines: readonly StatementLine[];
  /** The sums of all lines. */
  readonly total: StatementKilograms;
  /** Changes of owner in the period that no record explains; the lines include them. */
  readonly inferred: readonly InferredMovement[];
}

/** An organisation's holdings of a project and vintage. */
export interface Holding {
  /** The owner; `null` for a buffer pool that no batch names. */
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly projectId: string;
  /** Its name; `null` for a project that was never public. */
  readonly projectName: string | null;
  /** The year in which the carbon was stored. */
  readonly vintage: number | null;
  readonly creditKgs: bigint;
}

/** Who held what at a given time. */
export interface Holdings {
  /** When the last refresh of the copy was published: ms since 1970. */
  readonly refreshedAt: number | null;
  /** By owner, project and vintage. */
  readonly holdings: readonly Holding[];
}

/** A point in time: a date (`2026-01-31`, 00:00 UTC), a timestamp, or a `Date`. */
export type Moment = string | Date;

/** The text of a point in time, which the wasm checks. */
export function momentText(moment: Moment | undefined): string | undefined {
  if (moment instanceof Date) {
    return Number.isNaN(moment.getTime()) ? "an invalid Date" : moment.toISOString();
  }
  return moment === undefined ? undefined : String(moment);
}

/** A report with its kilograms as bigints: in the wasm's JSON they are text. */
export function withKilograms<T>(report: unknown): T {
  if (Array.isArray(report)) {
    return report.map((item) => withKilograms<unknown>(item)) as T;
  }
  if (typeof report !== "object" || report === null) {
    return report as T;
  }
  const entries = Object.entries(report).map(([name, value]) => [
    name,
    name.endsWith("Kgs") ? BigInt(value as string) : withKilograms<unknown>(value),
  ]);
  return Object.fromEntries(entries) as T;
}
