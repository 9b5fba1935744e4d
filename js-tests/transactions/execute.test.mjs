import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidRequestError, RegistryClient, RegistryError } from "isometric-registry";
import {
  AmbiguousError,
  CreditsTakenError,
  createTransactions,
  memoryJournal,
  PlanExpiredError,
  RefusedError,
  TransactionError,
  UnsettledError,
} from "isometric-registry/transactions";
import { rejection } from "../transport/support.mjs";
import { credentials, firstPosts, lose, market, posts, reads, request } from "./support.mjs";

const timeout = 60_000;

test("a plan says which batches it takes, and is executed once", { timeout }, async (t) => {
  const world = await market(t);
  const { transactions, registry, me, sent } = world;
  const before = await registry.organisations.creditBalance(me.id);
  const plan = await transactions.planRetirement(await request(world, "order-1", 100_000n));
  assert.equal(plan.state, "planned");
  assert.equal(plan.total_kg, 100_000n);
  assert.equal(
    plan.parts.reduce((sum, part) => sum + part.credit_quantity_kg, 0n),
    100_000n,
  );
  assert(plan.parts.slice(0, -1).every((part) => part.credit_quantity_kg === part.batch_size_kg));
  assert.equal(posts(sent).length, 0);
  const { retirement, receipt } = await plan.execute();
  assert.equal(retirement.credit_batch_size_total.credit_kgs, 100_000n);
  assert.equal(receipt.record_id, retirement.id);
  assert.equal(receipt.certainty, "answered");
  assert.deepEqual(
    receipt.parts.map((part) => typeof part.serial_number),
    plan.parts.map(() => "string"),
  );
  assert.equal((await plan.execute()).retirement.id, retirement.id);
  const again = await transactions.planRetirement(await request(world, "order-1", 100_000n));
  assert.equal(again.state, "applied");
  assert.equal((await again.execute()).retirement.id, retirement.id);
  assert.equal(posts(sent).length, 1);
  const after = await registry.organisations.creditBalance(me.id);
  const active = (balance) => balance.total.active_credits_total.credit_kgs;
  assert.equal(active(before) - active(after), 100_000n);
});

test("a lost answer: read off the batches, in five reads at most", { timeout }, async (t) => {
  const world = await market(t);
  for (const [index, kilograms] of [1_500n, 200_000n].entries()) {
    const plan = await world.transactions.planRetirement(await request(world, `lost-${index}`, kilograms));
    world.weather.next = firstPosts(1, lose.answer);
    world.sent.length = 0;
    const { receipt } = await plan.execute();
    assert.equal(receipt.certainty, "matched");
    assert.equal(receipt.sends, 1);
    assert.equal(posts(world.sent).length, 1);
    // The last one is for the receipt's serial numbers.
    assert(reads(world.sent).length - 1 <= 5 + (plan.parts.length > 1 ? 1 : 0), reads(world.sent).join("\n"));
  }
});

test("a lost request is sent again, once the batches have proved that it may be", { timeout }, async (t) => {
  const world = await market(t);
  const plan = await world.transactions.planRetirement(await request(world, "lost"));
  world.weather.next = firstPosts(2, lose.request);
  const { receipt } = await plan.execute();
  assert.equal(receipt.sends, 3);
  assert.equal(posts(world.sent).length, 3);
  const bodies = new Set(posts(world.sent).map(({ body }) => body));
  assert.equal(bodies.size, 1);
});

test("each step can be watched, and whoever watches cannot break it", { timeout }, async (t) => {
  const world = await market(t);
  const plan = await world.transactions.planRetirement(await request(world, "watched"));
  world.weather.next = firstPosts(1, lose.answer);
  const steps = [];
  const { receipt } = await plan.execute({
    onProgress(progress) {
      steps.push(progress);
      throw new Error("of the one who watches");
    },
  });
  assert(steps.every(({ reference }) => reference === "watched"));
  assert.deepEqual(steps.map(({ step, what, operation }) => operation ?? (step === "seen" ? step : what)).slice(0, 4), [
    "retirements.create",
    "seen",
    "credit_batch",
    "credit_batch",
  ]);
  const seen = steps.filter(({ step }) => step === "seen").map(({ at, what }) => ({ at, what }));
  assert.deepEqual(seen, receipt.evidence);
  const wrong = await rejection(plan.execute(/** @type {any} */ ({ onProgress: "yes" })));
  assert.match(wrong.message, /onProgress: expected a function, got "yes"/);
});

test("of two executions at once only one sends", { timeout }, async (t) => {
  const world = await market(t);
  const plan = await world.transactions.planRetirement(await request(world, "twice"));
  const [one, other] = await Promise.all([plan.execute(), plan.execute()]);
  assert.equal(one.retirement.id, other.retirement.id);
  assert.equal(posts(world.sent).length, 1);
});

test("plans of one journal never take the same batch, and say who has it", { timeout }, async (t) => {
  const world = await market(t);
  const plans = await Promise.all(
    ["a", "b", "c"].map(async (reference) => world.transactions.planRetirement(await request(world, reference))),
  );
  const ids = plans.flatMap(({ parts }) => parts.map((part) => part.credit_batch_id));
  assert.equal(new Set(ids).size, ids.length);
  const refused = await rejection(
    request(world, "d").then((given) =>
      world.transactions.planRetirement({
        ...given,
        credit_quantity_kg: undefined,
        credit_batch_quantities: [{ credit_batch_id: ids[0], credit_quantity_kg: 1n }],
      }),
    ),
  );
  assert(refused instanceof InvalidRequestError);
  assert.match(refused.message, /is reserved for "a"/);
});

test("two equal orders of two journals race for one batch: one record, and nobody claims it twice", {
  timeout,
}, async (t) => {
  for (const marker of [false, true]) {
    const world = await market(t);
    const { registry } = world;
    const other = createTransactions(registry, { journal: memoryJournal(), timeoutMs: 2_000, lagMs: 50 });
    const plans = [
      await world.transactions.planRetirement(await request(world, "mine", 1_500n, { marker })),
      await other.planRetirement(await request(world, "yours", 1_500n, { marker })),
    ];
    assert.equal(plans[0].parts[0].credit_batch_id, plans[1].parts[0].credit_batch_id);
    const { retirement } = await plans[0].execute();
    const error = await rejection(plans[1].execute());
    if (marker) {
      assert(error instanceof CreditsTakenError, error);
      assert.equal(error.takenBy, retirement.id);
      assert.equal(error.outcome, "rejected");
      const { receipt } = await (
        await other.planRetirement(await request(world, "yours", 1_500n, { marker }))
      ).execute();
      assert.equal(receipt.attempt, 2);
      assert.notEqual(receipt.record_id, retirement.id);
    } else {
      assert(error instanceof AmbiguousError, error);
      assert.deepEqual(error.candidates, [retirement.id]);
      assert.match((await rejection(other.resolve("yours", "ret_1234567890123456"))).message, /expected one of/);
      const resolved = await other.resolve("yours", null);
      assert.equal(resolved.outcome, "void");
    }
  }
});

test("a taken batch is known by one read for each batch up to it", { timeout }, async (t) => {
  const world = await market(t);
  const given = await request(world, "taken");
  const filters = { status: /** @type {const} */ (["active"]), supplier_id: given.supplier_id };
  const batches = await world.registry.organisations.creditBatches(world.me.id, filters).toArray({ limit: 3 });
  const whole = batches.map(({ id, size }) => ({ credit_batch_id: id, credit_quantity_kg: size.credit_kgs }));
  const plan = await world.transactions.planRetirement({
    ...given,
    credit_quantity_kg: undefined,
    credit_batch_quantities: whole,
  });
  const { reference, credit_quantity_kg, ...statement } = given;
  const theirs = await world.registry.retirements.create({
    ...statement,
    owner_organisation_id: world.me.id,
    credit_batch_quantities: [whole[1]],
  });
  world.sent.length = 0;
  const error = await rejection(plan.execute());
  assert(error instanceof CreditsTakenError, error);
  assert.equal(error.batch, whole[1].credit_batch_id);
  assert.equal(error.takenBy, theirs.id);
  // Two batches up to the spent one, the record that has it, and its batches.
  assert.equal(reads(world.sent).length, 4, reads(world.sent).join("\n"));
  assert.equal(posts(world.sent).length, 1);
});

test("when others were faster it is planned anew, if that is asked for", { timeout }, async (t) => {
  const world = await market(t);
  const plan = await world.transactions.planRetirement(await request(world, "slow", 1_500n));
  const [{ credit_batch_id }] = plan.parts;
  const body = { ...(await request(world, "")), reference: undefined, owner_organisation_id: world.me.id };
  await world.registry.retirements.create({
    owner_organisation_id: body.owner_organisation_id,
    beneficiary_organisation_id: body.beneficiary_organisation_id,
    supplier_id: body.supplier_id,
    retirement_purposes: ["other"],
    credit_batch_quantities: [{ credit_batch_id, credit_quantity_kg: 7n }],
  });
  const { receipt } = await plan.execute({ replan: 3 });
  assert.equal(receipt.attempt, 2);
  assert.match(await world.transactions.explain("slow"), /attempt 1.*void.*attempt 2.*applied/s);
});

test("a refusal counts only when the batches have proved it", { timeout }, async (t) => {
  const world = await market(t);
  const given = await request(world, "refused");
  const plan = await world.transactions.planRetirement(given);
  world.weather.next = firstPosts(1, async () =>
    Response.json({ detail: "Retirements are closed today." }, { status: 409 }),
  );
  world.sent.length = 0;
  const error = await rejection(plan.execute());
  assert(error instanceof RefusedError && error instanceof TransactionError && error instanceof RegistryError);
  assert.equal(error.name, "RefusedError");
  assert.equal(error.status, 409);
  assert.equal(error.outcome, "rejected");
  assert.match(error.message, /closed today/);
  assert(reads(world.sent).length >= 2, "the batches were read twice");
  // A doubled request: its first copy has acted, and the refusal of the second is all that comes back.
  const doubled = await world.transactions.planRetirement(await request(world, "doubled", 1_600n, { marker: true }));
  world.weather.next = firstPosts(1, async (send) => {
    await (await send()).arrayBuffer();
    return send();
  });
  const { receipt } = await doubled.execute();
  assert.equal(receipt.certainty, "marked");
});

test("an answer that cannot be read is found, and never sent again", { timeout }, async (t) => {
  const world = await market(t);
  const plan = await world.transactions.planRetirement(await request(world, "cut"));
  world.weather.next = firstPosts(1, async (send) => {
    const text = await (await send()).text();
    return new Response(text.slice(0, text.length / 2), { headers: { "content-type": "application/json" } });
  });
  const { receipt } = await plan.execute();
  assert.equal(receipt.certainty, "answered");
  assert.equal(posts(world.sent).length, 1);
});

test("what is not known in time stays open, and settles later", { timeout }, async (t) => {
  const world = await market(t);
  const plan = await world.transactions.planRetirement(await request(world, "open"));
  world.weather.next = (_, send) => lose.answer(send);
  const error = await rejection(plan.execute({ settleWithinMs: 300 }));
  assert(error instanceof UnsettledError, error);
  assert.equal(error.outcome, "unknown");
  assert.match(error.message, /do not plan it again under another reference/);
  assert.deepEqual(
    (await world.transactions.open()).map(({ reference, state }) => [reference, state]),
    [["open", "may_be_sent"]],
  );
  const stuck = await rejection(world.transactions.abandon("open", { settleWithinMs: 200 }));
  assert(stuck instanceof UnsettledError);
  world.weather.next = undefined;
  const [settled] = await world.transactions.settle();
  assert.equal(settled.outcome, "applied");
  assert.equal(posts(world.sent).length, 1);
  assert.deepEqual(await world.transactions.open(), []);
});

test("what was only planned can be abandoned, and expires when another takes its batches", { timeout }, async (t) => {
  const world = await market(t, { leaseMs: 1 });
  const old = await world.transactions.planRetirement(await request(world, "old"));
  await new Promise((resolve) => setTimeout(resolve, 5));
  const fresh = await world.transactions.planRetirement(await request(world, "new"));
  assert.equal(fresh.parts[0].credit_batch_id, old.parts[0].credit_batch_id);
  const error = await rejection(old.execute());
  assert(error instanceof PlanExpiredError, error);
  assert.deepEqual(error.batches, [fresh.parts[0].credit_batch_id]);
  assert.equal(error.outcome, "not_sent");
  // What `await using` does at the end of its block, which this Node does not know yet.
  const held = await world.transactions.planRetirement(await request(world, "held"));
  await held[Symbol.asyncDispose]();
  assert.equal((await world.transactions.abandon("new")).outcome, "void");
  assert.deepEqual(await world.transactions.open(), []);
  assert.equal(posts(world.sent).length, 0);
});

test("entries of another organisation are never sent with its neighbour's client", { timeout }, async (t) => {
  const world = await market(t);
  const plan = await world.transactions.planRetirement(await request(world, "theirs"));
  world.weather.next = firstPosts(9, lose.request);
  await rejection(plan.execute({ settleWithinMs: 20 }));
  world.weather.next = undefined;
  const other = world.accounts.find((one) => one.role === "buyer" && one !== world.account);
  const stranger = new RegistryClient({ baseUrl: world.baseUrl, ...credentials(other) });
  world.sent.length = 0;
  const [settled] = await world.transactions.settle({ client: () => stranger, settleWithinMs: 500 });
  assert.equal(settled.outcome, "open");
  assert.match(String(settled.error), /the client acts for org_/);
  const [mine] = await world.transactions.settle({ client: () => world.registry });
  assert.equal(mine.outcome, "applied");
});

test("what is too old is read, and not sent again", { timeout }, async (t) => {
  const world = await market(t);
  const plan = await world.transactions.planRetirement(await request(world, "old"));
  world.weather.next = firstPosts(9, lose.request);
  await rejection(plan.execute({ settleWithinMs: 20 }));
  world.weather.next = undefined;
  world.sent.length = 0;
  const [settled] = await world.transactions.settle({ resendWithinMs: 1 });
  assert.equal(settled.outcome, "open");
  assert.match(String(settled.error), /too long ago/);
  assert.equal(posts(world.sent).length, 0);
});
