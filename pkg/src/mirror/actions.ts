/** A value of a row as it crosses into the wasm: an integer beyond 2^53 is its digits. */
export type Cell = string | number | null;

/** A row, in the order of its table's columns or of those that were asked for. */
export type Row = readonly Cell[];

/** A request to the registry. */
export interface Ask {
  readonly operation: string;
  readonly id?: string;
  readonly after?: string;
}

/** Which rows to read: `keys` gives one row or `null` for each; the others begin so in an order. */
export type RowsWanted =
  | { readonly keys: readonly Row[] }
  | { readonly index?: string; readonly prefixes: readonly Row[] }
  | { readonly index?: string; readonly prefix: Row; readonly after?: Row; readonly limit: number };

/** A change to a store. */
export type Write =
  | { readonly write: "put"; readonly table: string; readonly row: Row }
  | { readonly write: "delete"; readonly table: string; readonly key: Row }
  | { readonly write: "clear"; readonly table: string; readonly prefix: Row };

/** What a run asks of its surroundings; `src/mirror/action.rs` is its other side. */
export type Action =
  | { readonly kind: "request"; readonly asks: readonly Ask[] }
  | { readonly kind: "read"; readonly table: string; readonly columns: readonly string[]; readonly rows: RowsWanted }
  | { readonly kind: "write"; readonly writes: readonly Write[] }
  | { readonly kind: "begin" }
  | { readonly kind: "commit" }
  | ({ readonly kind: "progress" } & MirrorProgress)
  | ({ readonly kind: "done" } & MirrorReport)
  | { readonly kind: "statement" | "holdings" }
  | { readonly kind: "unfinished" }
  | { readonly kind: "refused"; readonly message: string };

/** How far a refresh has come. */
export interface MirrorProgress {
  /** What is being read: a list such as `retirements`, `documents/prj_…`, or `credit_batches`. */
  readonly list: string;
  /** How many rows of it have been read. */
  readonly rows: number;
  /** How many there are, as far as is known; 0 where it is not. */
  readonly total: number;
  /** Requests sent in this refresh. */
  readonly requests: number;
  /** Requests that are still to come, as far as is known. */
  readonly requestsLeft: number;
}

/** What became of a law. */
export interface LawReport {
  /** Its name. */
  readonly law: string;
  /** What it says. */
  readonly says: string;
  /** How many times it held. */
  readonly held: number;
  /** How many times it was broken. */
  readonly broken: number;
  /** How many times it cannot be judged yet. */
  readonly unjudged: number;
  /** The first that broke it; `null` if none did. */
  readonly first: string | null;
}

/** A list, and what is wrong with it. */
export interface MirrorProblem {
  readonly list: string;
  readonly reason: string;
}

/** What a refresh or a verification came to. */
export interface MirrorReport {
  /** Whether the first copy is finished. Until then there is nothing to see. */
  readonly finished: boolean;
  /** The number of the last refresh that was published. */
  readonly refresh: number;
  /** Requests sent. */
  readonly requests: number;
  /** The sequence number of the last change. */
  readonly seq: number;
  /** How many changes were published. */
  readonly changes: number;
  /** Lists and records that could not be proved, and why. */
  readonly unproved: readonly MirrorProblem[];
  /** Lists whose count differs from their rows in two walks that agree: the count less the rows. */
  readonly differences: readonly { readonly list: string; readonly rows: number }[];
  /** The laws: of a refresh as far as it touched something, of `verify` over everything. */
  readonly laws: readonly LawReport[];
  /** What is told and never judged. */
  readonly observations: readonly LawReport[];
  /** Refunds that explain owners whom no movement explains. `creditKgs` are kilograms. */
  readonly inferredRefunds: readonly {
    readonly creditBatchId: string;
    readonly ownerId: string;
    readonly creditKgs: string;
  }[];
  /** Records that lack what laws rest on, and are kept apart. */
  readonly quarantined: readonly MirrorProblem[];
  /** Where the API is not what this version knows. */
  readonly drift: readonly { readonly place: string; readonly expected: string; readonly found: string }[];
  /** When the last full round of the sweep ended: ms since 1970. */
  readonly sweptAt: number | null;
  /** When the last refresh was published: ms since 1970. */
  readonly refreshedAt: number | null;
  /** How many rows each table has, those that are gone left out; `verify` counts them. */
  readonly rows: readonly { readonly table: string; readonly rows: number }[];
  /** SHA-256 over the rows; `verify` works it out. Equal for two copies of the same state. */
  readonly digest: string | null;
}
