import { creditsFromKg } from "isometric-registry";
import type { MirrorStore } from "isometric-registry/mirror";
import type { Copy } from "./copy";

type Write = Parameters<MirrorStore["write"]>[0][number];
type Cell = string | number | null;
type Row = Readonly<Record<string, Cell>>;

/** A way to damage a copy: what it is called, which row it takes, and what becomes of that row. */
export interface Damage {
  readonly name: string;
  readonly table: string;
  readonly fits: (row: Row) => boolean;
  /** The row as damaged; `null` removes it. */
  readonly change: (row: Row, others: readonly Row[]) => Row | null;
  readonly tell: (before: Row, after: Row | null) => string;
}

const RETIRED = "retired_credits_total_kg";

export const damages: readonly Damage[] = [
  {
    name: "Take 1 kg from a batch",
    table: "credit_batches",
    fits: ({ status, parent_id }) => status === "retired" && parent_id !== null,
    change(row) {
      const kg = Number(row["size_kg"]) - 1;
      const size = { credits: Number(creditsFromKg(BigInt(kg))), credit_kgs: kg };
      return { ...row, size_kg: kg, json: edited(row, { size }) };
    },
    tell: (before, after) => `${before["id"]} had ${kgs(before, "size_kg")}, and now has ${kgs(after, "size_kg")}.`,
  },
  {
    name: "Take a batch off a retirement",
    table: "record_batches",
    fits: ({ record_id }) => String(record_id).startsWith("ret_"),
    change: () => null,
    tell: ({ record_id, batch_id }) => `${record_id} no longer lists ${batch_id}.`,
  },
  {
    name: "Give a batch to somebody else",
    table: "credit_batches",
    fits: ({ status }) => status === "active",
    change(row, others) {
      const thief = others.find(({ owner_id }) => owner_id !== row["owner_id"]) ?? row;
      const { owner } = JSON.parse(String(thief["json"])) as { owner: unknown };
      return { ...row, owner_id: thief["owner_id"] ?? null, json: edited(row, { owner }) };
    },
    tell: (before, after) =>
      `${before["id"]} belonged to ${before["owner_id"]}, and now belongs to ${after?.["owner_id"]}.`,
  },
  {
    name: "Add a credit to a project’s total",
    table: "projects",
    fits: (row) => Number(row[RETIRED]) > 0,
    change(row) {
      const kg = Number(row[RETIRED]) + 1000;
      const retired_credits_total = { credits: Number(creditsFromKg(BigInt(kg))), credit_kgs: kg };
      return { ...row, [RETIRED]: kg, json: edited(row, { retired_credits_total }) };
    },
    tell: (before, after) => `${before["id"]} had ${kgs(before, RETIRED)} retired, and now has ${kgs(after, RETIRED)}.`,
  },
  {
    name: "Change a column and not its JSON",
    table: "retirements",
    fits: () => true,
    change: (row) => ({ ...row, notes: "Somebody was here." }),
    tell: ({ id }) => `The column notes of ${id} says something that the registry did not send.`,
  },
];

const numbers = new Intl.NumberFormat();
const kgs = (row: Row | null, column: string): string => `${numbers.format(Number(row?.[column]))} kg`;

/** A record's JSON with some of its properties changed. Its kilograms are well below 2^53. */
const edited = (row: Row, properties: object): string =>
  JSON.stringify({ ...(JSON.parse(String(row["json"])) as object), ...properties });

/** A damage that was done, and how to undo it. */
export interface Done {
  readonly damage: Damage;
  readonly words: string;
  readonly mend: () => Promise<void>;
}

/** Damages the first row that fits. */
export async function damageCopy({ store, columns }: Copy, damage: Damage): Promise<Done> {
  const { table } = damage;
  const names = columns.get(table) ?? [];
  const cells = await store.read(table, [], { prefix: [], limit: Number.MAX_SAFE_INTEGER });
  const rows = cells.flatMap((row) =>
    row === null ? [] : [Object.fromEntries(names.map((name, place) => [name, row[place] ?? null]))],
  );
  const fitting = rows.filter(damage.fits);
  const [before] = fitting;
  if (before === undefined) {
    throw new RangeError(`No row of ${table} can be damaged like that.`);
  }
  const put = (row: Row): Write => ({ write: "put", table, row: names.map((name) => row[name] ?? null) });
  const after = damage.change(before, fitting);
  const keys = table === "record_batches" ? 2 : 1;
  const key = names.slice(0, keys).map((name) => before[name] ?? null);
  await store.write([after === null ? { write: "delete", table, key } : put(after)]);
  return { damage, words: damage.tell(before, after), mend: async () => store.write([put(before)]) };
}
