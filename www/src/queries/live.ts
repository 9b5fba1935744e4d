import type { Delivery, Issuance, Retirement, Transfer } from "isometric-registry";
import type { Mirror, MirrorChange } from "isometric-registry/mirror";
import { fromJson } from "isometric-registry/slim";

/** What happened to credits, with the record that says so. */
export type Movement =
  | { readonly kind: "issued"; readonly record: Issuance; readonly at: string }
  | { readonly kind: "delivered"; readonly record: Delivery; readonly at: string }
  | { readonly kind: "transferred"; readonly record: Transfer; readonly at: string }
  | { readonly kind: "retired"; readonly record: Retirement; readonly at: string };

/** The figures of the record, in kilograms. */
export type Totals = Readonly<Record<Movement["kind"], bigint>>;

/** A movement, and what it did to its figure. */
export type LiveEvent = Movement & { readonly seq: number; readonly before: bigint; readonly after: bigint };

/** The record as far as it has been followed. */
export interface Feed {
  /** The number of the last change that is in it. */
  readonly seq: number;
  readonly totals: Totals;
  /** What has come since the record was first copied, the newest first. */
  readonly events: readonly LiveEvent[];
}

const KEPT = 50;
const nothing: Feed = { seq: 0, totals: { issued: 0n, delivered: 0n, transferred: 0n, retired: 0n }, events: [] };

/** The figures as the copy has them now. */
export async function readFeed(mirror: Mirror): Promise<Feed> {
  let feed = nothing;
  for (;;) {
    const changes = await mirror.changes({ after: feed.seq, limit: 500 });
    for (const change of changes) {
      feed = await advance(feed, change);
    }
    if (changes.length === 0) {
      return feed;
    }
  }
}

/** Goes on from there: each change once, as soon as a refresh has published it. */
export async function* followFeed(mirror: Mirror, from: Feed, signal: AbortSignal): AsyncGenerator<Feed> {
  let feed = from;
  for await (const change of mirror.follow({ after: feed.seq, everyMs: 250, signal })) {
    feed = await advance(feed, change);
    yield feed;
  }
}

async function advance({ totals, events }: Feed, change: MirrorChange): Promise<Feed> {
  const { seq, refresh } = change;
  const movement = await movementOf(change);
  if (movement === undefined) {
    return { seq, totals, events };
  }
  const before = totals[movement.kind];
  const after = before + movement.record.credit_batch_size_total.credit_kgs;
  return {
    seq,
    totals: { ...totals, [movement.kind]: after },
    events: refresh === 1 ? events : [{ ...movement, seq, before, after }, ...events].slice(0, KEPT),
  };
}

/** A movement that is new on the record; other changes follow from it. */
async function movementOf({ table, change, after }: MirrorChange): Promise<Movement | undefined> {
  if (change !== "added") {
    return undefined;
  }
  switch (table) {
    case "issuances": {
      const record = await fromJson("Issuance", after);
      return { kind: "issued", record, at: record.issued_at };
    }
    case "deliveries": {
      const record = await fromJson("Delivery", after);
      return { kind: "delivered", record, at: record.delivered_at };
    }
    case "transfers": {
      const record = await fromJson("Transfer", after);
      return { kind: "transferred", record, at: record.transferred_at };
    }
    case "retirements": {
      const record = await fromJson("Retirement", after);
      return { kind: "retired", record, at: record.retired_at };
    }
    default:
      return undefined;
  }
}
