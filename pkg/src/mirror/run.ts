import type { Action, Ask, MirrorProgress, MirrorReport } from "./actions.js";
import type { MirrorRun } from "./core.js";
import type { PageAnswer, PageSource } from "./page-bytes.js";
import type { MirrorStore } from "./store.js";

/** The environment of a run. */
export interface RunSurroundings {
  readonly store: MirrorStore;
  readonly pages?: PageSource;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: MirrorProgress) => void) | undefined;
  readonly now: () => number;
}

/** Thrown when the first copy is not finished: it has no contents to report yet. */
export class UnfinishedCopyError extends Error {
  override readonly name = "UnfinishedCopyError";

  constructor() {
    super("isometric-registry: the first copy is not finished; complete a refresh first.");
  }
}

/** The endings of a run that return something. */
type Told = Extract<Action, { kind: "done" | "statement" | "holdings" }>;

const isTold = (action: Action): action is Told => ["done", "statement", "holdings"].includes(action.kind);

/** Carries out a run's actions, to its end. */
export async function carryOut<T = MirrorReport>(run: MirrorRun, surroundings: RunSurroundings): Promise<T> {
  const { store, now } = surroundings;
  try {
    for (;;) {
      surroundings.signal?.throwIfAborted();
      const text = run.next(now());
      if (text === undefined) {
        throw new Error("isometric-registry: the mirror gave no action.");
      }
      const action = JSON.parse(text) as Action;
      if (isTold(action)) {
        const { kind, ...report } = action;
        return report as T;
      }
      await carry(run, action, surroundings);
    }
  } catch (error) {
    await store.rollback();
    throw error;
  } finally {
    run.free();
  }
}

/** The answers to requests. Waits for all, so that none is in progress when a run ends. */
async function answersTo(
  asks: readonly Ask[],
  pages: PageSource | undefined,
  signal: AbortSignal | undefined,
): Promise<PageAnswer[]> {
  if (pages === undefined) {
    throw new Error("isometric-registry: a verification sends no requests.");
  }
  const settled = await Promise.allSettled(asks.map((ask) => pages.ask(ask, signal)));
  return settled.map((one) => {
    if (one.status === "rejected") {
      throw one.reason;
    }
    return one.value;
  });
}

async function carry(
  run: MirrorRun,
  action: Exclude<Action, Told>,
  { store, pages, signal, onProgress }: RunSurroundings,
): Promise<void> {
  switch (action.kind) {
    case "request": {
      for (const answer of await answersTo(action.asks, pages, signal)) {
        if (typeof answer === "number") {
          run.status(answer);
        } else {
          run.body(answer);
        }
      }
      return run.answered();
    }
    case "read": {
      const rows = await store.read(action.table, action.columns, action.rows);
      return run.rows(JSON.stringify(rows));
    }
    case "write":
      await store.write(action.writes);
      return run.done();
    case "begin":
      await store.begin("write");
      return run.done();
    case "commit":
      await store.commit();
      return run.done();
    case "progress": {
      const { kind, ...progress } = action;
      try {
        onProgress?.(progress);
      } catch {
        // A failing progress function does not break the copy.
      }
      return run.done();
    }
    case "unfinished":
      throw new UnfinishedCopyError();
    case "refused":
      throw new Error(`isometric-registry: ${action.message}`);
  }
}
