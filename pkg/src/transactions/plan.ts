import type { Kind, Part, PlanData, Receipt, State } from "../generated/transactions.js";
import type { ExecuteOptions } from "./options.js";

/** The result of an executed plan: the record, under the name of its kind, and the receipt for auditors. */
export type Executed<Name extends Kind, Record> = { readonly [Key in Name]: Record } & {
  /** The batches taken, and the evidence of the outcome. */
  readonly receipt: Receipt;
};

/** The functions that a plan calls to be executed or abandoned. */
export interface PlanActions<Name extends Kind, Record> {
  /** Executes the plan of a reference. */
  execute(reference: string, options: ExecuteOptions | undefined): Promise<Executed<Name, Record>>;
  /** Releases the batches of a plan that was not executed. */
  release(reference: string): Promise<void>;
}

/**
 * The batches chosen for a transaction, reserved for its reference. `execute()` carries it out; leaving an `await
 * using` block without calling it releases the batches.
 */
export class Plan<Name extends Kind, Record> {
  /** Your name for the transaction. */
  readonly reference: string;
  /** What kind of transaction. */
  readonly kind: Name;
  /** Its state: `"planned"`, unless the journal already contained the reference. */
  readonly state: State;
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** The batches and how much of each is taken; taking less than the whole batch splits it. */
  readonly parts: readonly Part[];
  /** The total, in kg. */
  readonly total_kg: bigint;
  /** The mark at the start of its public note; `null` if none was requested. */
  readonly marker: string | null;
  /** Until when its batches are reserved while nothing is sent. */
  readonly heldUntil: Date;
  /** What to consider before it is executed. */
  readonly warnings: readonly string[];
  readonly #actions: PlanActions<Name, Record>;

  /** Created by `planRetirement`, `planTransfer` and `planDelivery`. */
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
   * Carries it out, exactly once, whatever happens in between. Called again, or from another process, it returns the
   * same record.
   *
   * @throws PlanExpiredError, CreditsTakenError or RefusedError: nothing has happened.
   * @throws AmbiguousError or UnsettledError: it may have happened.
   */
  execute(options?: ExecuteOptions): Promise<Executed<Name, Record>> {
    return this.#actions.execute(this.reference, options);
  }

  /** Releases the batches, if nothing was sent. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#actions.release(this.reference);
  }
}
