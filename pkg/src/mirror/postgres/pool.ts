/** A query as `pg` takes it, with all values in and out as text. */
export interface PgQuery {
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly rowMode: "array";
  readonly types: {
    /** The parser of a column's text. */
    getTypeParser(): (text: string) => string;
  };
}

/** The part of a client of `pg` that is used. */
export interface PgClient {
  /** Runs a query. */
  query(query: PgQuery): Promise<{ readonly rows: unknown[] }>;
  /** Listens for the loss of the connection. */
  on(event: "error", listener: (error: Error) => void): unknown;
  /** Stops listening. */
  removeListener(event: "error", listener: (error: Error) => void): unknown;
  /** Gives the client back to its pool, or has it closed. */
  release(destroy?: boolean): void;
}

/** The part of a pool of `pg` that is used: `new pg.Pool(…)` is one. */
export interface PgPool {
  /** A client that nobody else uses until it is released. */
  connect(): Promise<PgClient>;
}

/** A row as the server sends it. */
export type TextRow = readonly (string | null)[];

/** No parsers: 64-bit integers would lose digits, and users set parsers of their own. */
const types: PgQuery["types"] = { getTypeParser: () => (text) => text };

/** A client of the pool, until it is given back. */
export class Connection {
  readonly #client: PgClient;
  #isBroken = false;
  readonly #fail = (): void => {
    this.#isBroken = true;
  };

  private constructor(client: PgClient) {
    this.#client = client;
    // Unheard, the loss of a connection would end the process.
    client.on("error", this.#fail);
  }

  static async open(pool: PgPool): Promise<Connection> {
    return new Connection(await pool.connect());
  }

  async query(text: string, values: readonly unknown[] = []): Promise<TextRow[]> {
    const { rows } = await this.#client.query({ text, values, rowMode: "array", types });
    return rows as TextRow[];
  }

  /** Runs statements without values, one after the other. */
  async run(...statements: readonly string[]): Promise<void> {
    for (const text of statements) {
      await this.query(text);
    }
  }

  /** All or nothing. */
  async whole<T>(work: () => Promise<T>): Promise<T> {
    await this.run("BEGIN");
    try {
      const result = await work();
      await this.run("COMMIT");
      return result;
    } catch (error) {
      await this.undo();
      throw error;
    }
  }

  /** Ends a transaction that failed; a connection that cannot even do that is not used again. */
  async undo(): Promise<void> {
    await this.run("ROLLBACK").catch(this.#fail);
  }

  /** Gives the client back to its pool. */
  close(): void {
    this.#client.removeListener("error", this.#fail);
    this.#client.release(this.#isBroken);
  }
}
