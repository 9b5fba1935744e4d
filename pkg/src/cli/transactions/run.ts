import { ApiError } from "../../error/errors.js";
import type { RegistryClient } from "../../index.js";
import { checkFence, createTransactions, type Settled, type Transactions } from "../../transactions.js";
import { isConfirmed } from "../acts/confirm.js";
import { openJournal } from "../acts/journal.js";
import type { Command, Given } from "../command.js";
import type { Io } from "../io.js";
import { connect } from "../operations/connect.js";
import { readFormat } from "../output/format.js";
import { printableLines } from "../output/printable.js";
import { status } from "../status.js";
import { UsageError } from "../usage-error.js";

const connected = (given: Given, io: Io): Promise<RegistryClient> =>
  connect(given, io, { role: "buyer", id: undefined, acts: true });

/** Runs a function with the transactions of the journal, and releases it. */
async function withTransactions<T>(given: Given, io: Io, work: (transactions: Transactions) => Promise<T>): Promise<T> {
  const { journal, place } = await openJournal(given);
  const transactions = createTransactions(await connected(given, io), { journal });
  io.say(`journal: ${place}`);
  try {
    return await work(transactions);
  } finally {
    await transactions.close();
  }
}

export const runOpen: Command["run"] = async (given, io) => {
  const format = readFormat(given, io, "transactions open");
  const open = await withTransactions(given, io, (transactions) => transactions.open());
  const nodes = open.map(({ created_at, ...entry }) => ({ ...entry, created_at: new Date(created_at).toISOString() }));
  await io.stdout.writeAll(format(listOf("OpenEntry", nodes)));
  return status.done;
};

export const runSettle: Command["run"] = async (given, io) => {
  const format = readFormat(given, io, "transactions settle");
  const settled = await withTransactions(given, io, (transactions) => transactions.settle({ signal: io.signal }));
  await io.stdout.writeAll(format(listOf("Settled", settled.map(rowOf))));
  return statusOf(settled);
};

export const runExplain: Command["run"] = async (given, io) => {
  const [reference = ""] = given.operands;
  const text = await withTransactions(given, io, (transactions) => transactions.explain(reference));
  await io.stdout.write(`${printableLines(text.trimEnd())}\n`);
  return status.done;
};

export const runResolve: Command["run"] = async (given, io) => {
  const [reference = ""] = given.operands;
  const record = given.value("record");
  if ((record === undefined) !== given.has("none")) {
    throw new UsageError("transactions resolve needs --record ID or --none", "transactions resolve");
  }
  return end(given, io, (transactions) => transactions.resolve(reference, record ?? null));
};

export const runAbandon: Command["run"] = (given, io) => {
  const [reference = ""] = given.operands;
  return end(given, io, (transactions) => transactions.abandon(reference));
};

async function end(given: Given, io: Io, work: (transactions: Transactions) => Promise<Settled>): Promise<number> {
  const format = readFormat(given, io, "transactions");
  const settled = await withTransactions(given, io, work);
  await io.stdout.writeAll(format({ kind: "object", model: "Settled", value: rowOf(settled) }));
  return statusOf([settled]);
}

export const runCheckFence: Command["run"] = async (given, io) => {
  const format = readFormat(given, io, "transactions check-fence");
  const [batch = ""] = given.operands;
  const registry = await connected(given, io);
  io.say(`To retire: 1 kg of ${batch}, at ${new URL(registry.baseUrl).host}, in your organisation's own name`);
  io.say("It cannot be undone.");
  if (!(await isConfirmed(given, io, "1", "retire 1 kg", "transactions check-fence"))) {
    return status.failed;
  }
  const { holds, retirement, refusal } = await checkFence(registry, batch as never);
  const value = { holds, retirement, refusal: refusal instanceof ApiError ? refusal.message : null };
  await io.stdout.writeAll(format({ kind: "object", model: "FenceCheck", value }));
  io.say(
    holds
      ? "The batch could be spent only once, as transactions require."
      : "The batch was spent twice: transactions are not reliable here.",
  );
  return holds ? status.done : status.failed;
};

function listOf(model: string, nodes: readonly unknown[]) {
  const pages = (async function* () {
    yield { nodes, total_count: nodes.length };
  })();
  return { kind: "list", model, pages, backward: false } as const;
}

const rowOf = ({ reference, kind, outcome, recordId, error }: Settled): Record<string, unknown> => ({
  reference,
  kind,
  outcome,
  record_id: recordId,
  why: error instanceof Error ? error.message : null,
});

const statusOf = (settled: readonly Settled[]): number =>
  settled.some(({ outcome }) => outcome === "open" || outcome === "ambiguous") ? status.unknown : status.done;
