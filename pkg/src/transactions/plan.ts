import type { Kind, Part, PlanData, Receipt, State } from "../generated/transactions.js";
import type { ExecuteOptions } from "./options.js";

/** What came of an executed plan: the record, under the name of its kind, and the receipt for auditors. */
export type Executed<Name extends Kind, Record> = { readonly [Key in Name]: Record } & {
  /** What was taken, and how it is known what became of it. */
  readonly receipt: Receipt;
};

/** What a plan calls to be executed or given up. */
export interface PlanActions<Name extends Kind, Record> {
  /** Carries the plan of a reference out. */
  execute(reference: string, options: ExecuteOptions | undefined): Promise<Executed<Name, Record>>;
  /** Frees the batches of a plan that was not executed. */
  release(reference: string): Promise<void>;
}

/**
 * Which batches a transaction takes, claimed for its reference. `execute()` carries it out; leaving an `await using` block
 * without that frees the batches.
 */
export class Plan<Name extends Kind, Record> {
  /** Your name for the transaction. */
  readonly reference: string;
  /** What kind of transaction. */
  readonly kind: Name;
  /** How far it has come: `"planned"`, unless the journal knew the reference already. */
  readonly state: State;
  /** Which attempt it is, from 1. */
  readonly attempt: number;
  /** Which batches are taken, and how much of each; what is smaller than its batch splits it. */
  readonly parts: readonly Part[];
  /** How much it is, in kg. */
  readonly total_kg: bigint;
  /** The mark that its public note begins with; `null` where none was asked for. */
  readonly marker: string | null;
  /** Until when its batches are held for it while nothing is sent. */
  readonly heldUntil: Date;
  /** What to think about before it is executed. */
  readonly warnings: readonly string[];
  readonly #actions: PlanActions<Name, Record>;

  /** Made by `planRetirement`, `planTransfer` and `planDelivery`. */
  constructor(data: PlanData, actions: PlanActions<Name, Record>) {
    this.reference = data.reference;
    this.kind = data.kind as Name;
    this.state = data.state;
    this.attempt = data.attempt;
    this.parts = data.parts;
    this.total_kg = data.total_kg;
    this.marker = data.marker;
    this.heldUntil = new Date(data.lease_until);
    this.warnings = data.warnings;
    this.#actions = actions;
  }

  /**
   * Carries it out, once, whatever happens on the way. Called again, or from another process, it gives the same record.
   *
   * @throws PlanExpiredError, CreditsTakenError or RefusedError: nothing of it has happened.
   * @throws AmbiguousError or UnsettledError: it may have happened.
   */
  execute(options?: ExecuteOptions): Promise<Executed<Name, Record>> {
    return this.#actions.execute(this.reference, options);
  }

  /** Frees the batches, if nothing was sent. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#actions.release(this.reference);
  }
}
