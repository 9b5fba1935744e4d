/** A value of a row for the wasm: an integer beyond 2^53 is passed as its digits. */
export type Cell = string | number | null;

/** A row, in the order of its table's columns or of the requested ones. */
export type Row = readonly Cell[];

/** A request to the registry. */
export interface Ask {
  readonly operation: string;
  readonly id?: string;
  readonly after?: string;
}

/** Which rows to read: `keys` returns one row or `null` for each; the others start with the prefix in an order. */
export type RowsWanted =
  | { readonly keys: readonly Row[] }
  | { readonly index?: string; readonly prefixes: readonly Row[] }
  | { readonly index?: string; readonly prefix: Row; readonly after?: Row; readonly limit: number };

/** A change to a store. */
export type Write =
  | { readonly write: "put"; readonly table: string; readonly row: Row }
  | { readonly write: "delete"; readonly table: string; readonly key: Row }
  | { readonly write: "clear"; readonly table: string; readonly prefix: Row }
  | { readonly write: "copy"; readonly from: string; readonly table: string }
  | ({ readonly write: "added" } & AddedRows);

/** A change for every row of the table `from` whose `gone_at` is `null`: it was added to `table`. */
export interface AddedRows {
  readonly from: string;
  /** The number before that of the first change. */
  readonly seq: number;
  readonly at: number;
  readonly refresh: number;
  readonly table: string;
}

/** What a run asks its environment to do; `src/mirror/action.rs` is the other side. */
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

/** The progress of a refresh. */
export interface MirrorProgress {
  /** What is being read: a list such as `retirements`, `documents/prj_…`, or `credit_batches`. */
  readonly list: string;
  /** How many rows of it have been read. */
  readonly rows: number;
  /** How many there are, if that is known; otherwise 0. */
  readonly total: number;
  /** Requests sent in this refresh. */
  readonly requests: number;
  /** The number of requests still to come, as far as is known. */
  readonly requestsLeft: number;
}

/** The result of a law. */
export interface LawReport {
  /** Its name. */
  readonly law: string;
  /** Its statement. */
  readonly says: string;
  /** How often it held. */
  readonly held: number;
  /** How often it was broken. */
  readonly broken: number;
  /** How often it cannot be judged yet. */
  readonly unjudged: number;
  /** The first case that broke it; `null` if none did. */
  readonly first: string | null;
}

/** A list, and its problem. */
export interface MirrorProblem {
  readonly list: string;
  readonly reason: string;
}

/** The result of a refresh or a verification. */
export interface MirrorReport {
  /** Whether the first copy is finished. Until then readers see nothing. */
  readonly finished: boolean;
  /** The number of the last refresh that was published. */
  readonly refresh: number;
  /** Requests sent. */
  readonly requests: number;
  /** The number of the last change. */
  readonly seq: number;
  /** How many changes were published. */
  readonly changes: number;
  /** Lists and records that could not be proved complete, and why. */
  readonly unproved: readonly MirrorProblem[];
  /** Lists whose count differs from their rows in two passes that agree: the count less the rows. */
  readonly differences: readonly { readonly list: string; readonly rows: number }[];
  /** The laws: those affected by the refresh, or all of them for `verify`. */
  readonly laws: readonly LawReport[];
  /** Observations, which are reported but not judged. */
  readonly observations: readonly LawReport[];
  /** Refunds inferred from owners whom no movement explains. `creditKgs` are kilograms. */
  readonly inferredRefunds: readonly {
    readonly creditBatchId: string;
    readonly ownerId: string;
    readonly creditKgs: string;
  }[];
  /** Records that lack data needed by laws, and are kept apart. */
  readonly quarantined: readonly MirrorProblem[];
  /** Where the API differs from what this version knows. */
  readonly drift: readonly { readonly place: string; readonly expected: string; readonly found: string }[];
  /** When the last full round of the sweep ended: ms since 1970. */
  readonly sweptAt: number | null;
  /** When the last refresh was published: ms since 1970. */
  readonly refreshedAt: number | null;
  /**
   * The number of rows of each table, which `verify` counts. `gone` are those that the registry does not list any more;
   * they are not in `rows`, but still explain the batches that they took.
   */
  readonly rows: readonly { readonly table: string; readonly rows: number; readonly gone: number }[];
  /** SHA-256 over the rows; `verify` computes it. Equal for two copies of the same state. */
  readonly digest: string | null;
  /** The account whose figures were compared with the copy; `null` unless `verify` was given a client. */
  readonly account: MirrorAccount | null;
}

/** An account whose figures were compared with the copy. */
export interface MirrorAccount {
  /** Its organisation: `GET /organisation`. */
  readonly organisationId: string;
  /** Its supplier: `GET /supplier`; `null` if it is none. */
  readonly supplierId: string | null;
  /** Why figures could not be judged, in sentences for a person. */
  readonly notes: readonly string[];
}
