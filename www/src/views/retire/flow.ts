import { signal } from "@preact/signals";
import {
  type Organisation,
  RegistryError,
  type Retirement,
  type RetirementId,
  type RetirementPurpose,
  type Supplier,
} from "isometric-registry";
import {
  createTransactions,
  type OpenEntry,
  type Receipt,
  type Settled,
  type TransactionProgress,
  type Transactions,
} from "isometric-registry/transactions";
import { planRetirement, type RetirementPlan, type Taken } from "../../queries/retire";
import { pageJournal } from "../../session/journal";
import { conditions, type Session } from "../../session/session";

/** A retirement as the form gives it. */
export interface Draft {
  /** Names it: one reference never acts twice, however often it is confirmed. */
  readonly reference: string;
  readonly owner: Organisation;
  readonly beneficiary: Organisation;
  readonly supplier: Supplier;
  readonly purposes: readonly RetirementPurpose[];
  readonly notes: string;
  readonly taken: readonly Taken[];
}

/** A retirement whose batches are claimed. */
export interface Planned {
  readonly draft: Draft;
  readonly plan: RetirementPlan;
  readonly transactions: Transactions;
}

export type Step =
  | { readonly name: "form" }
  | { readonly name: "planning" }
  | { readonly name: "review"; readonly planned: Planned }
  | { readonly name: "sending"; readonly planned: Planned }
  /** Its answer is lost or needs a proof: the transaction finds out what has happened. */
  | { readonly name: "finding"; readonly planned: Planned }
  | { readonly name: "retired"; readonly retirement: Retirement; readonly receipt: Receipt }
  | { readonly name: "refused"; readonly error: unknown }
  /** Not known yet, or not to be told apart: somebody has to decide. */
  | { readonly name: "open"; readonly planned: Planned; readonly error: unknown }
  /** One from before the page was loaded: finds out what has happened. */
  | { readonly name: "recovering"; readonly entry: OpenEntry; readonly isToFinish: boolean }
  | { readonly name: "unsettled"; readonly entry: OpenEntry; readonly error: unknown };

/** Where the flow is. Outlives the view: whoever leaves it while a retirement is sent finds the outcome on return. */
export const step = signal<Step>({ name: "form" });

/** What the transaction has done and seen so far. */
export const trail = signal<readonly TransactionProgress[]>([]);

/** Whether a retirement is under way, so that the page should stay open. */
export const isUnderWay = (name: Step["name"]): boolean => name === "sending" || name === "finding" || name === "open";

const journal = pageJournal();

/** The registry in this page shows at once what it has done, so nobody needs to wait half a minute for it. */
const lagMs = 3000;

function transactionsOf({ registry, sample }: Session): Transactions {
  const { timeoutMs } = conditions.value;
  return createTransactions(registry, sample ? { journal, lagMs, timeoutMs } : { journal });
}

/** Where a tab keeps the reference of what it has planned: other tabs' plans are not its to free. */
const PLANNED = "planned retirement";

/** Claims the batches of a draft, for a last look at it. */
export async function review(session: Session, draft: Draft): Promise<void> {
  step.value = { name: "planning" };
  trail.value = [];
  try {
    const transactions = transactionsOf(session);
    const statement = {
      reference: draft.reference,
      beneficiary_organisation_id: draft.beneficiary.id,
      supplier_id: draft.supplier.id,
      retirement_purposes: draft.purposes,
      notes: draft.notes || null,
    };
    sessionStorage.setItem(PLANNED, draft.reference);
    const plan = await planRetirement(transactions, statement, draft.taken);
    step.value = { name: "review", planned: { draft, plan, transactions } };
  } catch (error) {
    step.value = { name: "refused", error };
  }
}

/** Goes back to the form, and frees the batches. */
export async function giveUp({ draft, transactions }: Planned): Promise<void> {
  step.value = { name: "form" };
  await transactions.abandon(draft.reference);
}

/** Carries out what was reviewed: a second click finds the step changed. */
export async function confirm(planned: Planned): Promise<void> {
  if (step.value.name === "review") {
    step.value = { name: "sending", planned };
    await execute(planned);
  }
}

/** Goes on finding out. */
export async function goOn(planned: Planned): Promise<void> {
  step.value = { name: "finding", planned };
  await execute(planned);
}

async function execute(planned: Planned): Promise<void> {
  try {
    const { retirement, receipt } = await planned.plan.execute({ onProgress: (progress) => watch(planned, progress) });
    step.value = { name: "retired", retirement, receipt };
  } catch (error) {
    step.value = hasNotHappened(error) ? { name: "refused", error } : { name: "open", planned, error };
  }
}

/** Shows the trail once there is more to do than to send and to read the answer. */
function watch(planned: Planned, progress: TransactionProgress): void {
  trail.value = [...trail.value, progress];
  if (progress.step === "waiting" || (progress.step === "reading" && progress.what === "credit_batch")) {
    step.value = { name: "finding", planned };
  }
}

/** Whether it is certain that nothing was retired: nothing was sent, or it is proved. */
const hasNotHappened = (error: unknown): boolean =>
  trail.value.every((progress) => progress.step !== "sending") ||
  (error instanceof RegistryError && error.outcome === "rejected");

/** Ends what cannot be told apart: with the record that is ours, or with `null` where none is. */
export async function resolve({ registry }: Session, planned: Planned, id: string | null): Promise<void> {
  step.value = { name: "finding", planned };
  try {
    const { recordId, receipt, error } = await planned.transactions.resolve(planned.draft.reference, id);
    step.value =
      recordId === null || receipt === null
        ? { name: "refused", error }
        : { name: "retired", retirement: await registry.retirements.get(recordId as RetirementId), receipt };
  } catch (error) {
    step.value = { name: "open", planned, error };
  }
}

/** The longest ago that a retirement was first sent which is sent again when somebody asks for it to be finished. */
const DAY_MS = 86_400_000;

/** So short that nothing is sent again. */
const AT_ONCE_MS = 1;

/**
 * Takes up what the journal holds from before the page was loaded: frees what this tab had only planned, and finds out what became
 * of what was sent. It only reads; with `isToFinish` it also sends again what has certainly not happened.
 */
export async function recover(session: Session, isToFinish = false): Promise<void> {
  const transactions = transactionsOf(session);
  const entries = await transactions.open();
  const [entry] = entries.filter(({ state }) => state !== "planned");
  const own = sessionStorage.getItem(PLANNED);
  if (entries.some(({ state, reference }) => state === "planned" && reference === own)) {
    await transactions.abandon(own as string);
  }
  if (entry === undefined || !["form", "unsettled"].includes(step.value.name)) {
    return;
  }
  trail.value = [];
  step.value = { name: "recovering", entry, isToFinish };
  try {
    const settled = await transactions.settle({
      resendWithinMs: isToFinish ? DAY_MS : AT_ONCE_MS,
      onProgress: (progress) => (trail.value = [...trail.value, progress]),
    });
    await conclude(
      session,
      entry,
      settled.find(({ reference }) => reference === entry.reference),
    );
  } catch (error) {
    step.value = { name: "unsettled", entry, error };
  }
}

/** Ends a recovered one that cannot be told apart: with the record that is ours, or with `null` where none is. */
export async function resolveRecovered(session: Session, entry: OpenEntry, id: string | null): Promise<void> {
  step.value = { name: "recovering", entry, isToFinish: false };
  try {
    await conclude(session, entry, await transactionsOf(session).resolve(entry.reference, id));
  } catch (error) {
    step.value = { name: "unsettled", entry, error };
  }
}

async function conclude({ registry }: Session, entry: OpenEntry, settled: Settled | undefined): Promise<void> {
  const { outcome, recordId, receipt, error } = settled ?? { outcome: "void", error: undefined };
  if (outcome === "applied" && recordId && receipt) {
    step.value = { name: "retired", retirement: await registry.retirements.get(recordId as RetirementId), receipt };
  } else if (outcome === "void") {
    step.value = settled === undefined ? { name: "form" } : { name: "refused", error };
  } else {
    step.value = { name: "unsettled", entry, error };
  }
}
