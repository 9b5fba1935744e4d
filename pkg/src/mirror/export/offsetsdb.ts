import type { Cell, Row } from "../actions.js";
import type { MirrorStore } from "../store.js";
import type { ColumnKind, ExportColumn } from "./columns.js";
import { type RowSource, rowsOf } from "./rows.js";

/** How many records are looked at together. */
const TOGETHER = 50;

/** How many batches are read at once: a record can have thousands. */
const AT_ONCE = 2000;

/** Columns in an order, as `name:kind`; `!` marks what is there in every row. The text of a moment stands before it. */
function columns(text: string): ExportColumn[] {
  let place = 0;
  return text.split(" ").map((each): ExportColumn => {
    const [, name = "", kind = "", required] = /^(\w+):(\w+)(!?)$/.exec(each) ?? [];
    const column = { name, kind: kind as ColumnKind, isRequired: required === "!" };
    if (kind === "microseconds") {
      place += 2;
      return { ...column, textPlace: place - 2, place: place - 1 };
    }
    place += 1;
    return { ...column, place: place - 1 };
  });
}

const CREDITS = columns(
  "id:integer! quantity:integer! project_id:text! vintage:integer transaction_date:microseconds transaction_type:text! " +
    "retirement_account:text retirement_beneficiary:text retirement_reason:text retirement_note:text " +
    "retirement_beneficiary_harmonized:text quantity_kg:integer! record_id:text!",
);

const PROJECTS = columns(
  "project_id:text! name:text registry:text! proponent:text protocol:texts category:text project_type:text " +
    "project_type_source:text! status:text country:text listed_at:microseconds issued:integer retired:integer " +
    "first_issuance_at:microseconds first_retirement_at:microseconds is_compliance:boolean! project_url:text " +
    "issued_kg:integer retired_kg:integer",
);

/** A moment: its text, and its microseconds since 1970. */
type Moment = readonly [text: Cell, microseconds: Cell];

const NEVER: Moment = [null, null];

/** An issuance or a retirement. */
interface Movement {
  readonly id: string;
  readonly at: Moment;
  /** Whose credits were issued; of a retirement, its batches say that. */
  readonly projectId: Cell;
  readonly isRetirement: boolean;
  readonly details: Details;
}

/** Who retired for whom, and why. */
type Details = readonly [account: Cell, beneficiary: Cell, reason: Cell, note: Cell];

const NO_DETAILS: Details = [null, null, null, null];

/** Stands between the text of a moment and an id; it comes before all that can be in them. */
const BETWEEN = "\u0000";

/**
 * The tables `credits` and `projects` of CarbonPlan's OffsetsDB: the rows of the views of SQL stores, for every store.
 * The first are to be read before the second, which say when credits of each project were first retired.
 */
export class OffsetsDb {
  readonly #store: MirrorStore;
  readonly #names = new Map<string, Cell>();
  readonly #issuedFirst = new Map<string, Moment>();
  readonly #retiredFirst = new Map<string, Moment>();

  constructor(store: MirrorStore) {
    this.#store = store;
  }

  /** What becomes files, in this order. */
  get sources(): readonly RowSource[] {
    return [
      { name: "offsetsdb_credits", columns: CREDITS, pieces: () => this.#credits() },
      { name: "offsetsdb_projects", columns: PROJECTS, pieces: () => this.#projects() },
    ];
  }

  async *#credits(): AsyncGenerator<readonly Row[], void, void> {
    const order = [
      ...(await this.#order("issuances", "issued_at")),
      ...(await this.#order("retirements", "retired_at")),
    ];
    order.sort(compare);
    let number = 0;
    for (let at = 0; at < order.length; at += TOGETHER) {
      const ids = order.slice(at, at + TOGETHER).map((key) => key.slice(key.indexOf(BETWEEN) + 1));
      const [some, parts] = [await this.#movements(ids), await this.#parts(ids)];
      const rows = some.flatMap(({ id, at: [text, microseconds], isRetirement, projectId, details }): Row[] => {
        if (!isRetirement) {
          remember(this.#issuedFirst, projectId, [text, microseconds]);
        }
        return (parts.get(id) ?? []).map(([project, vintage, kg]): Row => {
          if (isRetirement) {
            remember(this.#retiredFirst, project, [text, microseconds]);
          }
          number += 1;
          const [account, beneficiary, reason, note] = details;
          const type = isRetirement ? "retirement" : "issuance";
          const about = [text, microseconds, type, account, beneficiary, reason, note, null];
          return [number, cellOf(kg / 1000n), project, vintage, ...about, cellOf(kg), id];
        });
      });
      yield rows;
    }
  }

  /** The moments and ids of the records of a table: a short text each, as there are many. */
  async #order(name: string, time: string): Promise<string[]> {
    const order: string[] = [];
    for await (const rows of rowsOf(this.#store, { name, key: 1 }, ["id", time, "gone_at"])) {
      for (const [id, at, goneAt] of rows) {
        if (goneAt === null) {
          order.push(`${at ?? ""}${BETWEEN}${id}`);
        }
      }
    }
    return order;
  }

  async #movements(ids: readonly string[]): Promise<Movement[]> {
    const keys = ids.map((id) => [id]);
    const retired = ["retired_at", "retired_at_us", "owner_id", "beneficiary_id", "purposes", "notes"];
    const retirements = await this.#store.read("retirements", retired, { keys });
    const issued = ["issued_at", "issued_at_us", "project_id"];
    const issuances = await this.#store.read("issuances", issued, { keys });
    await this.#learn(retirements.flatMap((row) => (row === null ? [] : [row[2] ?? null, row[3] ?? null])));
    return ids.map((id, place): Movement => {
      const retirement = retirements[place];
      if (retirement !== null && retirement !== undefined) {
        const [text = null, microseconds = null, owner = null, beneficiary = null, reason = null, note = null] =
          retirement;
        const details: Details = [this.#nameOf(owner), this.#nameOf(beneficiary), reason, note];
        return { id, at: [text, microseconds], projectId: null, isRetirement: true, details };
      }
      const [text = null, microseconds = null, projectId = null] = issuances[place] ?? [];
      return { id, at: [text, microseconds], projectId, isRetirement: false, details: NO_DETAILS };
    });
  }

  /** The kilograms of records by project and vintage. */
  async #parts(records: readonly string[]): Promise<Map<string, [project: Cell, vintage: Cell, kg: bigint][]>> {
    const prefixes = records.map((id) => [id]);
    const members = (await this.#store.read("record_batches", ["record_id", "batch_id"], { prefixes })).filter(
      (row) => row !== null,
    );
    const found = new Map<string, Map<string, [Cell, Cell, bigint]>>();
    for (let at = 0; at < members.length; at += AT_ONCE) {
      const some = members.slice(at, at + AT_ONCE);
      const keys = some.map(([, batch = null]) => [batch]);
      const batches = await this.#store.read("credit_batches", ["project_id", "sequestered_on", "size_kg"], { keys });
      for (const [place, [record]] of some.entries()) {
        const batch = batches[place];
        if (batch !== null && batch !== undefined) {
          const [project = null, sequesteredOn = null, kg = null] = batch;
          const vintage = sequesteredOn === null ? null : Number(String(sequesteredOn).slice(0, 4));
          const parts = found.get(String(record)) ?? new Map<string, [Cell, Cell, bigint]>();
          const key = `${project} ${vintage}`;
          const before = parts.get(key)?.[2] ?? 0n;
          parts.set(key, [project, vintage, before + BigInt(kg ?? 0)]);
          found.set(String(record), parts);
        }
      }
    }
    const sorted = [...found].map(([record, parts]): [string, [Cell, Cell, bigint][]] => [
      record,
      [...parts.values()].sort((one, other) => compare(one[0], other[0]) || compare(one[1], other[1])),
    ]);
    return new Map(sorted);
  }

  async *#projects(): AsyncGenerator<readonly Row[], void, void> {
    const totals = ["issued_credits_total_kg", "retired_credits_total_kg"];
    const about = ["name", "supplier_organisation_id", "protocol_slug", "pathway", "status", "country_code", "url"];
    for await (const rows of rowsOf(this.#store, { name: "projects", key: 1 }, [
      "id",
      "gone_at",
      ...totals,
      ...about,
    ])) {
      await this.#learn(rows.map((row) => row[5] ?? null));
      yield rows.filter(([, goneAt]) => goneAt === null).map((row) => this.#project(row));
    }
  }

  #project(row: Row): Row {
    const [id, , issued, retired, name, supplier, slug, pathway, status, country, url] = row.map(
      (cell) => cell ?? null,
    );
    const first = (map: ReadonlyMap<string, Moment>): Moment => map.get(String(id)) ?? NEVER;
    const credits = (kg: Cell | undefined): Cell =>
      kg === null || kg === undefined ? null : cellOf(BigInt(kg) / 1000n);
    return [
      id,
      name,
      "isometric",
      this.#nameOf(supplier ?? null),
      slug === null ? null : JSON.stringify([slug]),
      null,
      pathway,
      "isometric",
      status,
      country,
      ...NEVER,
      credits(issued),
      credits(retired),
      ...first(this.#issuedFirst),
      ...first(this.#retiredFirst),
      0,
      url,
      issued,
      retired,
    ].map((cell) => cell ?? null);
  }

  /** Looks up the names of organisations that are not known yet. */
  async #learn(ids: readonly Cell[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => id !== null && !this.#names.has(String(id)));
    const rows = await this.#store.read("organisations", ["name"], { keys: missing.map((id) => [id]) });
    for (const [place, id] of missing.entries()) {
      this.#names.set(String(id), rows[place]?.[0] ?? null);
    }
  }

  #nameOf(id: Cell): Cell {
    return this.#names.get(String(id)) ?? null;
  }
}

/** Keeps the first moment of each id; moments come in their order. */
function remember(first: Map<string, Moment>, id: Cell, moment: Moment): void {
  if (!first.has(String(id)) && moment[0] !== null) {
    first.set(String(id), moment);
  }
}

/** An integer as stores give it: its digits where a `number` is not exact. */
function cellOf(value: bigint): Cell {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** The order of SQL stores; nothing comes first. */
function compare(one: Cell, other: Cell): number {
  if (one === other) {
    return 0;
  }
  if (one === null || other === null) {
    return one === null ? -1 : 1;
  }
  return one < other ? -1 : 1;
}
