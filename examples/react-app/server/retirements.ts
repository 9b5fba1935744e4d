import {
  creditsFromKg,
  kgFromCredits,
  type RegistryClient,
  RegistryError,
  type RetirementId,
  type SupplierId,
} from "isometric-registry";
import type { TransactionProgress, Transactions } from "isometric-registry/transactions";

/** An order from a page. */
export interface RetirementOrder {
  /** The page's name for it. A reference never retires twice, so an order may be sent again. */
  readonly reference: string;
  readonly supplier_id: SupplierId;
  /** Decimal text, such as `"1.25"`. */
  readonly credits: string;
}

/** A retirement as a page shows it. */
export interface RetirementProgress {
  readonly reference: string;
  /** `"unknown"`: it may have happened; the server continues to find out. */
  readonly state: "running" | "retired" | "not_retired" | "unknown";
  /** The batches taken: serial numbers and credits. Not known for a retirement that an earlier process has started. */
  readonly parts: readonly { readonly serial_number: string; readonly credits: string }[];
  /** The steps so far, in words. */
  readonly steps: readonly string[];
  /** Why it has not happened, or is not known. */
  readonly problem?: string;
  readonly retirement_id?: RetirementId;
}

/** Retires for pages, and reports the progress to them. */
export class Retirements {
  readonly #registry: RegistryClient;
  readonly #transactions: Transactions;
  readonly #all = new Map<string, RetirementProgress>();
  readonly #underWay = new Set<string>();

  constructor(registry: RegistryClient, transactions: Transactions) {
    this.#registry = registry;
    this.#transactions = transactions;
  }

  find(reference: string): RetirementProgress | undefined {
    return this.#all.get(reference);
  }

  /** Plans it, which rejects invalid orders, and carries it out in the background. */
  async begin({ reference, supplier_id, credits }: RetirementOrder): Promise<RetirementProgress> {
    const known = this.#all.get(reference);
    if (known?.state === "running" || known?.state === "retired") {
      return known;
    }
    const me = await this.#registry.organisations.current();
    const plan = await this.#transactions.planRetirement({
      reference,
      supplier_id,
      beneficiary_organisation_id: me.id,
      retirement_purposes: ["corporate_targets"],
      credit_quantity_kg: kgFromCredits(credits),
    });
    const parts = plan.parts.map(({ serial_number, credit_quantity_kg }) => ({
      serial_number,
      credits: creditsFromKg(credit_quantity_kg, { places: 3 }),
    }));
    const begun = this.#set({ reference, state: "running", parts, steps: [] });
    this.#underWay.add(reference);
    plan
      .execute({ onProgress: this.#note })
      .finally(() => this.#underWay.delete(reference))
      .then(
        ({ retirement }) => this.#end(reference, { state: "retired", retirement_id: retirement.id }),
        (error: unknown) => this.#fail(reference, error),
      );
    return begun;
  }

  /** Continues, in the background, what an earlier process has left open. */
  async start(): Promise<void> {
    for (const { reference } of await this.#transactions.open()) {
      this.#set({ reference, state: "running", parts: [], steps: ["it was found in the journal"] });
    }
    this.#settleInBackground();
  }

  #settleInBackground(): void {
    this.#settle().catch((error: unknown) => console.error(error));
  }

  /** Determines the outcome of everything that has not ended and is not in progress here. */
  async #settle(): Promise<void> {
    for (const { reference, outcome, recordId, error } of await this.#transactions.settle({ onProgress: this.#note })) {
      if (this.#underWay.has(reference)) {
        continue;
      }
      if (outcome === "applied") {
        this.#end(reference, { state: "retired", retirement_id: recordId as RetirementId });
      } else if (outcome === "planned") {
        this.#end(reference, { state: "not_retired", problem: "It was planned only; nothing was sent." });
      } else {
        this.#fail(reference, error);
      }
    }
  }

  readonly #note = (progress: TransactionProgress): void => {
    const { reference } = progress;
    const known = this.#all.get(reference);
    if (known !== undefined) {
      this.#set({ ...known, steps: [...known.steps, inWords(progress)] });
    }
  };

  #fail(reference: string, error: unknown): void {
    const isOver = error instanceof RegistryError && (error.outcome === "rejected" || error.outcome === "not_sent");
    this.#end(reference, { state: isOver ? "not_retired" : "unknown", problem: String(error) });
    if (!isOver) {
      setTimeout(() => this.#settleInBackground(), 60_000).unref();
    }
  }

  #end(reference: string, ending: Partial<RetirementProgress> & Pick<RetirementProgress, "state">): void {
    const { parts = [], steps = [] } = this.#all.get(reference) ?? {};
    this.#set({ reference, parts, steps, ...ending });
  }

  #set(progress: RetirementProgress): RetirementProgress {
    this.#all.set(progress.reference, progress);
    return progress;
  }
}

function inWords(progress: TransactionProgress): string {
  switch (progress.step) {
    case "sending":
      return `sends ${progress.operation}`;
    case "reading":
      return `reads ${progress.what.replaceAll("_", " ")}${progress.id === null ? "" : ` ${progress.id}`}`;
    case "waiting":
      return `waits for ${Math.ceil(progress.ms / 1000)} s`;
    case "seen":
      return progress.what;
  }
}
