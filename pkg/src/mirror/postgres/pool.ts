/** A query in the form that `pg` takes, with all values in and out as text. */
export interface PgQuery {
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly rowMode: "array";
  readonly types: {
    /** The parser of a column's text. */
    getTypeParser(): (text: string) => string;
  };
}

/** The part of a `pg` client's API that is used. */
export interface PgClient {
  /** Runs a query. */
  query(query: PgQuery): Promise<{ readonly rows: unknown[] }>;
  /** Listens for the loss of the connection. */
  on(event: "error", listener: (error: Error) => void): unknown;
  /** Stops listening. */
  removeListener(event: "error", listener: (error: Error) => void): unknown;
  /** Returns the client to its pool, or closes it. */
  release(destroy?: boolean): void;
}

/** The part of a `pg` pool's API that is used: `new pg.Pool(…)` has it. */
export interface PgPool {
  /** A client that nobody else uses until it is released. */
  connect(): Promise<PgClient>;
}

/** A row as the server sends it. */
export type TextRow = readonly (string | null)[];

/** No parsers: 64-bit integers would lose digits, and users may set parsers of their own. */
const types: PgQuery["types"] = { getTypeParser: () => (text) => text };

/** A client of the pool, until it is returned. */
export class Connection {
  readonly #client: PgClient;
  #isBroken = false;
  readonly #fail = (): void => {
    this.#isBroken = true;
  };

  private constructor(client: PgClient) {
    this.#client = client;
    // Without a listener, the loss of a connection would end the process.
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

  /** Runs all statements or none. */
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

  /** Ends a failed transaction; a connection on which even that fails is not used again. */
  async undo(): Promise<void> {
    await this.run("ROLLBACK").catch(this.#fail);
  }

  /** Returns the client to its pool. */
  close(): void {
    this.#client.removeListener("error", this.#fail);
    this.#client.release(this.#isBroken);
  }
}
