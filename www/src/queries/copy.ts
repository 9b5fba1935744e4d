import { type Mirror, type MirrorStore, memoryStore, openMirror } from "isometric-registry/mirror";

/** A copy of the public record in memory, and the store that keeps its rows. */
export interface Copy {
  readonly mirror: Mirror;
  readonly store: MirrorStore;
  /** The names of the columns of each table, in their order. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
}

/** Opens an empty copy; `mirror.refresh(registry)` reads the record into it, and later what is new. */
export async function openCopy(): Promise<Copy> {
  const store = memoryStore();
  const columns = new Map<string, readonly string[]>();
  const open = store.open.bind(store);
  store.open = (schema) => {
    for (const table of schema.tables) {
      columns.set(
        table.name,
        table.columns.map(({ name }) => name),
      );
    }
    return open(schema);
  };
  return { mirror: await openMirror(store), store, columns };
}
