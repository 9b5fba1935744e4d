import type { Client } from "../client/client.js";
import type { CoreSource } from "../core/loader.js";
import { InvalidRequestError } from "../error/errors.js";
import type { MirrorProgress, MirrorReport } from "./actions.js";
import { changesAfter, type MirrorChange } from "./changes.js";
import { type MirrorGlue, type MirrorRun, schemaOf, startCore } from "./core.js";
import { exportCopy } from "./export/export.js";
import type { ExportOptions, ExportReport } from "./export/options.js";
import type { ParquetSource } from "./export/parquet.js";
import { type PageSource, pageSource } from "./page-bytes.js";
import { carryOut } from "./run.js";
import { type Holdings, type Moment, momentText, type Statement, withKilograms } from "./statement.js";
import { LockedCopyError, type MirrorStore } from "./store.js";
import { pause } from "./timer.js";

/** The options of a refresh. */
export interface RefreshOptions {
  /** Ends the refresh. What has been read is kept for the next one. */
  readonly signal?: AbortSignal | undefined;
  /** Receives the progress. */
  readonly onProgress?: ((progress: MirrorProgress) => void) | undefined;
  /** The most requests that a refresh spends on re-reading what no list announces; 0 for none. Default: 20. */
  readonly sweep?: number | undefined;
}

/** The options of `follow`. */
export interface FollowOptions {
  /** The number of the last change that was handled. Default: 0, the beginning. */
  readonly after?: number | undefined;
  /** A registry to refresh from. Without one, the changes that another process publishes are followed. */
  readonly registry?: Client | undefined;
  /** How often to check, in ms. Default: 900,000 (15 minutes) with a registry, 1,000 without. */
  readonly everyMs?: number | undefined;
  /** Ends the iteration, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The options of a verification. */
export interface VerifyOptions {
  /**
   * A client with an access token. The copy is also compared with what the registry tells the organisation of the
   * token: its orders and its balances.
   */
  readonly registry?: Client | undefined;
  /** Ends the verification, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The options of a statement. */
export interface StatementOptions {
  /** The id of the organisation: `org_…`. */
  readonly organisation: string;
  /** The start of the period. Default: the start of the record. */
  readonly from?: Moment | undefined;
  /** The end of the period, exclusive. Default: the end of the record. */
  readonly to?: Moment | undefined;
  /** Stops when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/** The status of an answer about what an account may not see. */
const FORBIDDEN = 403;

/** How many changes are read at once. */
const CHANGES_AT_ONCE = 100;

/** A copy of the public record of one registry, in a store. {@link openMirror} opens it. */
export class Mirror {
  readonly #glue: MirrorGlue;
  readonly #store: MirrorStore;
  readonly #parquet: ParquetSource;
  readonly #now: () => number;
  #turn: Promise<unknown> = Promise.resolve();

  /** @internal */
  constructor(glue: MirrorGlue, store: MirrorStore, parquet: ParquetSource, now: () => number) {
    this.#glue = glue;
    this.#store = store;
    this.#parquet = parquet;
    this.#now = now;
  }

  /**
   * Reads what is new and publishes it at once: readers of the store see either the previous copy or the new one. The
   * first time it reads everything. It may be interrupted at any time; the next refresh continues.
   *
   * ```ts
   * const report = await mirror.refresh(registry, { onProgress: ({ list, rows, total }) => console.log(list, rows, total) });
   * ```
   *
   * @throws RegistryError when the registry does not answer; what has been read is kept for the next refresh.
   * @throws LockedCopyError while another process refreshes the same copy.
   */
  refresh(registry: Client, options: RefreshOptions = {}): Promise<MirrorReport> {
    const { sweep = 20, signal, onProgress } = options;
    const expected = "a whole number from 0 to 1,000,000";
    if (!Number.isInteger(sweep) || sweep < 0 || sweep > 1_000_000) {
      throw new InvalidRequestError([{ path: "sweep", message: `expected ${expected}, got ${String(sweep)}` }], {
        operation: "mirror.refresh",
      });
    }
    return this.#alone(async () => {
      signal?.throwIfAborted();
      const pages = pageSource(registry);
      const unlock = await this.#store.lock();
      try {
        const run = this.#glue.MirrorRun.refresh(pages.origin, sweep);
        return await carryOut(run, { store: this.#store, pages, signal, onProgress, now: this.#now });
      } finally {
        await unlock();
      }
    });
  }

  /**
   * Checks every law on what is published, in whole kilograms, and computes a digest.
   *
   * ```ts
   * const { finished, laws, digest } = await mirror.verify();
   * ```
   *
   * Without `registry` it sends no request. With a client that has an access token, `laws` also contains
   * `order_deliveries` (`GET /organisations/{id}/orders`, `GET /suppliers/{id}/orders`) and `balances`
   * (`GET /organisations/{id}/credit_balance`). A figure that differs breaks a law only if the copy has everything that
   * the registry lists at that moment; otherwise it is `unjudged`, and `account.notes` says why. Refresh before it.
   *
   * ```ts
   * await mirror.refresh(registry);
   * const { laws, account } = await mirror.verify({ registry });
   * ```
   *
   * @throws Error when the client reads another registry, or the account of its access token is not known.
   * @throws AuthenticationError when the registry rejects the credentials.
   */
  async verify({ registry, signal }: VerifyOptions = {}): Promise<MirrorReport> {
    const pages = registry === undefined ? undefined : pageSource(registry, [FORBIDDEN]);
    return this.#read(() => this.#glue.MirrorRun.verify(pages?.origin), signal, pages);
  }

  /**
   * What an organisation held, received and passed on in a period, by project and vintage, in whole kilograms. It is
   * computed from the batches and the records that name them; refunds, which the API does not list, are inferred.
   *
   * ```ts
   * const { lines, total } = await mirror.statement({ organisation: "org_…", from: "2026-01-01", to: "2026-07-01" });
   * ```
   *
   * @throws UnfinishedCopyError while the first copy is not finished.
   * @throws Error for an organisation that the copy does not have, or an invalid time.
   */
  async statement(options: StatementOptions): Promise<Statement> {
    const { organisation, from, to, signal } = options;
    if (typeof organisation !== "string" || !organisation.startsWith("org_")) {
      const message = `expected the id of an organisation (org_…), got ${JSON.stringify(organisation)}`;
      throw new InvalidRequestError([{ path: "organisation", message }], { operation: "mirror.statement" });
    }
    const begin = () => this.#glue.MirrorRun.statement(organisation, momentText(from), momentText(to));
    return withKilograms(await this.#read<unknown>(begin, signal));
  }

  /**
   * Who held what at the start of a day or at a given time, by project and vintage, in whole kilograms. Default: now.
   *
   * ```ts
   * const { holdings } = await mirror.holdingsAt("2026-01-01");
   * ```
   *
   * @throws UnfinishedCopyError while the first copy is not finished.
   * @throws Error for an invalid time.
   */
  async holdingsAt(moment?: Moment, options: { readonly signal?: AbortSignal | undefined } = {}): Promise<Holdings> {
    const begin = () => this.#glue.MirrorRun.holdings(momentText(moment));
    return withKilograms(await this.#read<unknown>(begin, options.signal));
  }

  /**
   * Iterates over the changes. Keep the `seq` of the last one and pass it as `after`, and each change comes once. Waits
   * for more at the end. A refresh is left out while another process refreshes the same copy: its changes come, too.
   *
   * ```ts
   * for await (const change of mirror.follow({ after: seq, registry })) {
   *   await handle(change);
   *   seq = change.seq;
   * }
   * ```
   */
  async *follow(options: FollowOptions = {}): AsyncGenerator<MirrorChange, never, void> {
    const { registry, signal, everyMs = registry === undefined ? 1000 : 900_000 } = options;
    let { after = 0 } = options;
    for (;;) {
      for (;;) {
        signal?.throwIfAborted();
        const changes = await this.changes({ after, limit: CHANGES_AT_ONCE });
        for (const change of changes) {
          after = change.seq;
          yield change;
        }
        if (changes.length < CHANGES_AT_ONCE) {
          break;
        }
      }
      const started = this.#now();
      if (registry !== undefined && (await this.#hasNews(registry, signal))) {
        continue;
      }
      await pause(Math.max(0, started + everyMs - this.#now()), signal);
    }
  }

  /** Refreshes, and says whether that has changed anything. While somebody else refreshes the copy, there is no need to. */
  async #hasNews(registry: Client, signal: AbortSignal | undefined): Promise<boolean> {
    try {
      return (await this.refresh(registry, { signal })).changes > 0;
    } catch (error) {
      if (error instanceof LockedCopyError) {
        return false;
      }
      throw error;
    }
  }

  /** The next changes after a number. */
  changes({ after = 0, limit = CHANGES_AT_ONCE }: { after?: number; limit?: number } = {}): Promise<MirrorChange[]> {
    return this.#reading(() => changesAfter(this.#store, after, limit));
  }

  /**
   * Writes tables and views as Parquet or NDJSON, all as of one refresh. The copy is verified first, and each file carries
   * its digest. Sends no request.
   *
   * ```ts
   * const { files } = await mirror.export({ to: exportFolder("out"), format: "parquet" });
   * ```
   *
   * @throws UnfinishedCopyError while the first copy is not finished.
   * @throws BrokenCopyError when a law is broken.
   * @throws FileExistsError when `exportFolder` has one of the files already, and may not overwrite it.
   */
  export(options: ExportOptions): Promise<ExportReport> {
    const surroundings = {
      store: this.#store,
      schema: schemaOf(this.#glue),
      parquet: this.#parquet,
      verify: () => this.#carryOut<MirrorReport>(this.#glue.MirrorRun.verify(), options.signal),
    };
    return this.#reading(() => exportCopy(surroundings, options));
  }

  /** A run that only reads, on the current rows. */
  #read<T = MirrorReport>(begin: () => MirrorRun, signal: AbortSignal | undefined, pages?: PageSource): Promise<T> {
    return this.#reading(() => this.#carryOut<T>(begin(), signal, pages));
  }

  #carryOut<T>(run: MirrorRun, signal: AbortSignal | undefined, pages?: PageSource): Promise<T> {
    return carryOut<T>(run, { store: this.#store, ...(pages && { pages }), signal, now: this.#now });
  }

  /** Work on the rows as they are now. */
  #reading<T>(work: () => Promise<T>): Promise<T> {
    return this.#alone(async () => {
      await this.#store.begin("read");
      try {
        return await work();
      } finally {
        await this.#store.rollback();
      }
    });
  }

  /** Closes the store, once work in progress has ended. */
  close(): Promise<void> {
    return this.#alone(async () => this.#store.close());
  }

  /** One thing after the other: a store has one transaction at a time. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

/** The sources of what a mirror loads. */
export interface MirrorSources {
  /** The wasm. */
  readonly core: CoreSource;
  /** The library that writes Parquet. */
  readonly parquet: ParquetSource;
}

/** Opens a mirror with wasm and libraries from `sources`. */
export async function open(
  { core, parquet }: MirrorSources,
  store: MirrorStore,
  now: () => number = Date.now,
): Promise<Mirror> {
  const glue = await startCore(core);
  await store.open(schemaOf(glue));
  return new Mirror(glue, store, parquet, now);
}
