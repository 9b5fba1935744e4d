import type { Client } from "../client/client.js";
import { RegistryError } from "../error/errors.js";
import type {
  CreateIndividualBeneficiary,
  CreateOrganizationBeneficiary,
  Delivery,
  OrganisationId,
  Retirement,
  Transfer,
} from "../generated/models.js";
import type {
  Command,
  Kind,
  OpenEntry,
  PlanDeliveryRequest,
  PlanRetirementRequest,
  PlanTransferRequest,
  Receipt,
  Rules,
} from "../generated/transactions.js";
import { readRecord } from "./ask.js";
import { given } from "./codec.js";
import { TransactionError, UnsettledError } from "./errors.js";
import type { Journal } from "./journal.js";
import {
  type AbandonOptions,
  checkCall,
  checkOptions,
  type ExecuteOptions,
  type PlanOptions,
  type SettleOptions,
  type TransactionsOptions,
} from "./options.js";
import { errorOf, isTrouble } from "./outcome.js";
import { type Executed, Plan } from "./plan.js";
import { tellerOf } from "./progress.js";
import { type Ended, run } from "./run.js";
import type { FlowLoader } from "./sources.js";

/** The outcome of an entry that was open. */
export interface Settled {
  /** Your name for the transaction. */
  readonly reference: string;
  /** What kind of transaction. */
  readonly kind: Kind;
  /**
   * `"applied"`: it has happened. `"void"`: it has not happened and will not. `"ambiguous"`: call `resolve`. `"open"`:
   * not known yet. `"planned"`: nothing was sent, and its batches are still reserved.
   */
  readonly outcome: "applied" | "void" | "ambiguous" | "open" | "planned";
  /** The record, if it has happened. */
  readonly recordId: string | null;
  /** The actions and observations, if anything was sent. */
  readonly receipt: Receipt | null;
  /** Why it has not happened or is not known yet, as `execute()` would throw it; otherwise `null`. */
  readonly error: unknown;
}

/** A beneficiary that was found or created. */
export interface EnsuredBeneficiary {
  /** Its id, for `beneficiary_organisation_id`. */
  readonly id: OrganisationId;
  /**
   * `"certain"` for an organisation, which its domain identifies, and for a new beneficiary; `"probable"` for a person,
   * who is found by name only.
   */
  readonly certainty: "certain" | "probable";
  /** Whether it was created by this call. */
  readonly created: boolean;
}

const hour = 3_600_000;
/** How many entries are settled at the same time. */
const atOnce = 4;

/** Transactions that happen exactly once, whatever happens in between: created by `createTransactions`. */
export class Transactions {
  readonly #loader: FlowLoader;
  readonly #registry: Client;
  readonly #journal: Journal;
  readonly #options: TransactionsOptions;
  readonly #session = randomText(16);
  #flows = 0;

  /** Created by `createTransactions`. */
  constructor(loader: FlowLoader, registry: Client, options: TransactionsOptions) {
    checkOptions("createTransactions", registry, options);
    this.#loader = loader;
    this.#registry = registry;
    this.#journal = options.journal;
    this.#options = { ...options };
  }

  /**
   * Plans a retirement: chooses its batches and reserves them for its reference. No write request is sent.
   *
   * @throws InvalidRequestError naming every problem, such as a quantity that is not available.
   */
  planRetirement(request: PlanRetirementRequest, options?: PlanOptions): Promise<Plan<"retirement", Retirement>> {
    return this.#plan("retirement", request, options);
  }

  /**
   * Plans a transfer to another organisation.
   *
   * @throws InvalidRequestError naming every problem.
   */
  planTransfer(request: PlanTransferRequest, options?: PlanOptions): Promise<Plan<"transfer", Transfer>> {
    return this.#plan("transfer", request, options);
  }

  /**
   * Plans a delivery against an order.
   *
   * @throws InvalidRequestError naming every problem.
   */
  planDelivery(request: PlanDeliveryRequest, options?: PlanOptions): Promise<Plan<"delivery", Delivery>> {
    return this.#plan("delivery", request, options);
  }

  /** Finds or adds a beneficiary in whose name to retire. Safe to call again after any outcome. */
  async ensureBeneficiary(
    request: CreateOrganizationBeneficiary | CreateIndividualBeneficiary,
    options?: PlanOptions,
  ): Promise<EnsuredBeneficiary> {
    const operation = "transactions.ensureBeneficiary";
    checkCall(operation, options, ["signal"]);
    const command: Command = { command: "ensure_beneficiary", request: given(request) };
    const { ending } = await this.#finish(operation, command, options);
    if (ending.ended !== "beneficiary") {
      throw unexpected(operation);
    }
    const { id, certain, created } = ending;
    return { id: id as OrganisationId, certainty: certain ? "certain" : "probable", created };
  }

  /**
   * Finishes the journal's open entries, as after a crash: determines their outcomes, and sends again what is recent
   * enough and has not happened. It does not throw for a single entry; each has its own outcome.
   */
  async settle(options: SettleOptions = {}): Promise<Settled[]> {
    checkCall("transactions.settle", options, ["client", "resendWithinMs", "settleWithinMs", "onProgress", "signal"]);
    const open = await this.open();
    const settled: Settled[] = [];
    const work = async (): Promise<void> => {
      for (let entry = open.shift(); entry !== undefined; entry = open.shift()) {
        settled.push(await this.#settleOne(entry, options));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return settled;
  }

  /** The entries of the journal that have not ended, oldest first. */
  async open(): Promise<OpenEntry[]> {
    const { ending } = await this.#finish("transactions.open", { command: "open" });
    return ending.ended === "open" ? ending.entries : [];
  }

  /** Explains in lines of text what was done under a reference, what was observed, and how the verdict was reached. */
  async explain(reference: string): Promise<string> {
    const { ending } = await this.#finish("transactions.explain", { command: "explain", reference: String(reference) });
    return ending.ended === "explained" ? ending.text : "";
  }

  /**
   * Ends an ambiguous transaction: with one of its candidates, or with `null` if none belongs to it. Check them first.
   *
   * @throws InvalidRequestError when it is not ambiguous, or the record is not a candidate.
   */
  async resolve(reference: string, recordId: string | null): Promise<Settled> {
    const command: Command = { command: "resolve", reference: String(reference), record: recordId };
    return this.#close("transactions.resolve", command);
  }

  /**
   * Ends a transaction that was only planned, and releases its batches. One that may have been sent ends only if it
   * proves to be void.
   *
   * @throws UnsettledError while it may still happen.
   */
  async abandon(reference: string, options: AbandonOptions = {}): Promise<Settled> {
    checkCall("transactions.abandon", options, ["settleWithinMs", "signal"]);
    return this.#close("transactions.abandon", { command: "abandon", reference: String(reference) }, options);
  }

  /** Releases the journal. */
  async close(): Promise<void> {
    await this.#journal.close?.();
  }

  /** Releases the journal, at the end of an `await using` block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #plan<Name extends Kind, Record>(
    kind: Name,
    request: unknown,
    options: PlanOptions | undefined,
  ): Promise<Plan<Name, Record>> {
    const operation = `transactions.plan${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;
    checkCall(operation, options, ["signal"]);
    const { ending } = await this.#finish(operation, { command: "plan", kind, request: given(request) }, options);
    if (ending.ended !== "planned") {
      throw unexpected(operation);
    }
    return new Plan<Name, Record>(ending.plan, {
      execute: (reference, given) => this.#execute(kind, reference, given),
      release: (reference) => this.#release(reference),
    });
  }

  async #execute<Name extends Kind, Record>(
    kind: Name,
    reference: string,
    options: ExecuteOptions = {},
  ): Promise<Executed<Name, Record>> {
    const operation = "plan.execute";
    checkCall(operation, options, ["replan", "settleWithinMs", "onProgress", "signal"]);
    const ended = await this.#finish(operation, { command: "execute", reference }, options, {
      replan: options.replan ?? 0,
    });
    if (ended.ending.ended !== "applied") {
      throw unexpected(operation);
    }
    const { receipt } = ended.ending;
    const record = await this.#record(kind, receipt, ended, options.signal);
    return { [kind]: record, receipt } as Executed<Name, Record>;
  }

  /** The record of a receipt: as received during the transaction, or read now. */
  async #record(kind: Kind, receipt: Receipt, ended: Ended, signal: AbortSignal | undefined): Promise<unknown> {
    const id = receipt.record_id ?? "";
    if (ended.records.has(id)) {
      return ended.records.get(id);
    }
    try {
      return await readRecord(this.#registry, kind, id, { signal });
    } catch (cause) {
      if (!(cause instanceof RegistryError)) {
        throw cause;
      }
      const reference = receipt.reference;
      const message = `plan.execute: "${reference}" is ${id}, which could not be read: ${cause.message}`;
      throw new UnsettledError(
        message,
        { operation: "plan.execute", reference, receipt, outcome: "applied", cause },
        null,
      );
    }
  }

  async #release(reference: string): Promise<void> {
    const { ending } = await this.#run({ command: "open" });
    const entry = ending.ended === "open" ? ending.entries.find((found) => found.reference === reference) : undefined;
    if (entry?.state === "planned") {
      await this.#run({ command: "abandon", reference });
    }
  }

  async #close(
    operation: string,
    command: Extract<Command, { reference: string }>,
    options: AbandonOptions = {},
  ): Promise<Settled> {
    const ended = await this.#run(command, options, { resend_within_ms: -1 });
    const { ending } = ended;
    if (isTrouble(ending) && ending.ended !== "void" && ending.ended !== "taken") {
      throw errorOf(operation, ending, ended);
    }
    return settledFrom({ reference: command.reference }, operation, ended);
  }

  async #settleOne(entry: OpenEntry, options: SettleOptions): Promise<Settled> {
    const operation = "transactions.settle";
    const rules = { resend_within_ms: options.resendWithinMs ?? hour };
    try {
      const registry = (await options.client?.(entry)) ?? this.#registry;
      const command: Command = { command: "settle", reference: entry.reference };
      return settledFrom(entry, operation, await this.#run(command, options, rules, registry));
    } catch (error) {
      if (options.signal?.aborted === true) {
        throw error;
      }
      const { reference, kind } = entry;
      return { reference, kind, outcome: "open", recordId: null, receipt: null, error };
    }
  }

  /** Runs a flow, and throws its ending if that is an error. */
  async #finish(
    operation: string,
    command: Command,
    options: ExecuteOptions = {},
    rules: Partial<Rules> = {},
  ): Promise<Ended> {
    const ended = await this.#run(command, options, rules);
    if (isTrouble(ended.ending)) {
      throw errorOf(operation, ended.ending, ended);
    }
    return ended;
  }

  #run(
    command: Command,
    { settleWithinMs, onProgress, signal }: Pick<ExecuteOptions, "settleWithinMs" | "onProgress" | "signal"> = {},
    rules: Partial<Rules> = {},
    registry: Client = this.#registry,
  ): Promise<Ended> {
    const given = this.#options;
    const timeoutMs = given.timeoutMs ?? 30_000;
    this.#flows += 1;
    const session = `${this.#session}/`;
    const setup = {
      origin: registry.baseUrl,
      session,
      holder: `${session}${this.#flows}`,
      mark: `#${randomText(10)}`,
      rules: {
        timeout_ms: timeoutMs,
        lag_ms: given.lagMs ?? 30_000,
        settle_within_ms: settleWithinMs ?? given.settleWithinMs ?? 300_000,
        resend_within_ms: null,
        lease_ms: given.leaseMs ?? 900_000,
        exclusive: this.#journal.exclusive === true,
        replan: 0,
        ...rules,
      },
    };
    const tell = tellerOf(command, onProgress);
    return run({ loader: this.#loader, registry, journal: this.#journal, timeoutMs, tell, signal }, setup, command);
  }
}

function settledFrom(entry: { reference: string; kind?: Kind }, operation: string, ended: Ended): Settled {
  const { ending } = ended;
  const { reference } = entry;
  if (ending.ended === "applied") {
    const { receipt } = ending;
    return { reference, kind: receipt.kind, outcome: "applied", recordId: receipt.record_id, receipt, error: null };
  }
  if (ending.ended === "planned") {
    const { kind } = ending.plan;
    return { reference, kind, outcome: "planned", recordId: null, receipt: null, error: null };
  }
  if (!isTrouble(ending)) {
    throw unexpected(operation);
  }
  const error = errorOf(operation, ending, ended);
  const receipt = error instanceof TransactionError ? error.receipt : null;
  const outcomes = { taken: "void", void: "void", ambiguous: "ambiguous" } as const;
  const outcome = ending.ended in outcomes ? outcomes[ending.ended as keyof typeof outcomes] : "open";
  return { reference, kind: receipt?.kind ?? entry.kind ?? "retirement", outcome, recordId: null, receipt, error };
}

function unexpected(operation: string): Error {
  return new RegistryError(`${operation}: the transactions' core ended in a way that this package does not know`, {
    operation,
  });
}

const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Random letters and digits, 5 bits each. */
function randomText(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => letters[byte % 32]).join("");
}
