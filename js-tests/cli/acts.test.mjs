import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { RegistryClient } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";
import { serve } from "isometric-registry/serve";
import { environment, program, run, start } from "./support.mjs";

/**
 * A registry that listens, a folder for the journal, and the environment of one of its accounts.
 *
 * @param {import("node:test").TestContext} t
 * @param {import("isometric-registry/local").LocalRegistryOptions & { role?: string, onPost?: () => Promise<void> }} [options]
 */
async function market(t, { role = "buyer", onPost, ...options } = {}) {
  const local = await createLocalRegistry(options);
  const posts = [];
  const watched = {
    ...local,
    serveAt: (address) => local.serveAt(address),
    handle: async (request) => {
      if (request.method !== "GET") {
        posts.push(request.target.replace(/^.*\/v0/, ""));
        const answer = await local.handle(request);
        await onPost?.();
        return answer;
      }
      return local.handle(request);
    },
  };
  const served = await serve(watched);
  const folder = await mkdtemp(path.join(os.tmpdir(), "registry-acts-"));
  t.after(async () => {
    await served.close();
    await rm(folder, { recursive: true, force: true });
  });
  const account = local.accounts.find((each) => each.role === role);
  const { clientSecret, accessToken, organisation_id } = account;
  const env = {
    ISOMETRIC_BASE_URL: served.baseUrl,
    ISOMETRIC_CLIENT_SECRET: clientSecret,
    ISOMETRIC_ACCESS_TOKEN: accessToken,
    XDG_STATE_HOME: folder,
  };
  const registry = new RegistryClient({ baseUrl: served.baseUrl, clientSecret, accessToken });
  return { env, registry, posts, organisation_id, account, local, folder };
}

/** Words that retire credits that the organisation has. */
async function retiring({ registry, organisation_id }) {
  const batch = await registry.organisations
    .creditBatches(organisation_id, { status: ["active"], sort_direction: "asc" })
    .first();
  return {
    batch,
    words: [
      ...["retirements", "create-from-oldest-credits", "--supplier-id", batch.supplier_id],
      ...["--beneficiary-organisation-id", organisation_id, "--retirement-purposes", "other,insetting"],
    ],
  };
}

test("a retirement shows its plan, is made once under its reference, and ends with record, serial numbers and receipt", async (t) => {
  const given = await market(t);
  const { words } = await retiring(given);
  const all = [...words, "--credits", "1.5", "--reference", "order-4711", "--yes", "--json"];
  const first = await run(all, { env: given.env });
  assert.equal(first.status, 0, first.stderr);
  const { retirement, receipt } = JSON.parse(first.stdout);
  assert.equal(retirement.credit_batch_size_total.credit_kgs, 1500);
  assert.deepEqual(retirement.purposes.sort(), ["insetting", "other"]);
  assert.equal(receipt.record_id, retirement.id);
  assert.match(receipt.parts[0].serial_number, /^ISO-/);
  assert.match(first.stderr, /^batch +.*credits +of\nctb_\w+ .* 1\.5 +/m);
  assert.match(first.stderr, /To retire: 1\.5 credits \(1500 kg\) out of 1 batch; 1 of them is split/);
  assert.match(first.stderr, /Planned batch by batch/);
  assert.match(first.stderr, /It cannot be undone\./);
  const again = await run(all, { env: given.env });
  assert.equal(again.status, 0, again.stderr);
  assert.equal(JSON.parse(again.stdout).retirement.id, retirement.id);
  assert.deepEqual(given.posts, ["/retirements"]);
  const other = await run(
    all.map((word) => (word === "1.5" ? "2" : word)),
    { env: given.env },
  );
  assert.equal(other.status, 2);
  assert.match(other.stderr, /reference.*"order-4711" was used for a retirement of 1500 kg/);
  const explained = await run("transactions explain order-4711", { env: given.env });
  assert.match(explained.stdout, new RegExp(`record ${retirement.id}`));
  const journal = await readFile(path.join(given.folder, "isometric-registry/transactions.journal"), "utf8");
  assert.ok(
    !journal.includes(given.env.ISOMETRIC_ACCESS_TOKEN) && !journal.includes(given.env.ISOMETRIC_CLIENT_SECRET),
  );
});

test("batches that are named are retired by name", async (t) => {
  const given = await market(t);
  const { batch, words } = await retiring(given);
  const named = [...words.slice(0, 1), "create", ...words.slice(2, -1), "other"];
  const { status, stdout, stderr } = await run(
    [...named, "--credit-batch-quantities", `${batch.id}=7`, "--reference", "r", "--yes", "--csv"],
    { env: given.env },
  );
  assert.equal(status, 0, stderr);
  const [head, whole, part] = stdout.split("\r\n").map((line) => line.split(","));
  assert.equal(whole[head.indexOf("retirement.credit_batch_size_total.credit_kgs")], "7");
  assert.equal(part[head.indexOf("list")], "receipt.parts");
  assert.equal(part[head.indexOf("credit_batch_id")], batch.id);
});

test("transfers and deliveries are planned, too", async (t) => {
  const given = await market(t);
  const { batch } = await retiring(given);
  const to = (await given.registry.transferees.list().first()).id;
  const transfer = ["transfers", "create", "--supplier-id", batch.supplier_id, "--to-organisation-id", to];
  const moved = await run([...transfer, "--credits", "2", "--reference", "t", "--yes"], { env: given.env });
  assert.equal(moved.status, 0, moved.stderr);
  assert.equal(JSON.parse(moved.stdout).transfer.credit_batch_size_total.credit_kgs, 2000);

  const supplier = await market(t, { role: "supplier" });
  const orders = await supplier.registry.suppliers.orders(supplier.account.supplier_id).toArray();
  const open = orders.find(({ status }) => status === "placed");
  const deliver = ["deliveries", "create", "--order-id", open.id, "--credits", "1", "--reference", "d", "--yes"];
  const delivered = await run(deliver, { env: supplier.env });
  assert.equal(delivered.status, 0, delivered.stderr);
  assert.equal(JSON.parse(delivered.stdout).delivery.order_id, open.id);
});

test("a dry run shows the plan, sends nothing, and leaves nothing behind", async (t) => {
  const given = await market(t);
  const { words } = await retiring(given);
  const { status, stdout, stderr } = await run([...words, "--credits", "1.5", "--dry-run", "--json"], {
    env: given.env,
  });
  assert.equal(status, 0, stderr);
  const plan = JSON.parse(stdout);
  assert.deepEqual([plan.kind, plan.state, plan.total_kg], ["retirement", "planned", 1500]);
  assert.deepEqual(given.posts, []);
  assert.deepEqual(JSON.parse((await run("transactions open", { env: given.env })).stdout).nodes, []);
});

test("problems are reported before anything is sent", async (t) => {
  const given = await market(t);
  const { words } = await retiring(given);
  for (const [rest, message] of /** @type {[string[], RegExp][]} */ ([
    [["--credits", "1"], /confirmation needs a terminal; --yes/],
    [["--credits", "1", "--yes"], /--yes needs a --reference/],
    [["--reference", "x", "--yes"], /needs --credit-quantity-kg or --credits/],
    [["--credits", "1.0005", "--reference", "x", "--yes"], /--credits: /],
    [["--credits", "1", "--credit-quantity-kg", "1000"], /got both/],
    [["--credit-quantity-kg", "1.5"], /--credit-quantity-kg: expected whole kilograms, got "1\.5"/],
    [["--credits", "100000000", "--reference", "x", "--yes"], /--credit-quantity-kg: .*that are available/],
    [["--credits", "1", "--vintage", "1800", "--reference", "x", "--yes"], /--vintage: /],
  ])) {
    const { status, stdout, stderr } = await run([...words, ...rest], { env: given.env });
    assert.match(stderr, message);
    assert.deepEqual([status, stdout], [2, ""], stderr);
  }
  const bare = await run("retirements create --yes --reference x", { env: given.env });
  assert.match(
    bare.stderr,
    /needs --beneficiary-organisation-id, --supplier-id, --retirement-purposes, --credit-batch-quantities/,
  );
  assert.deepEqual(given.posts, []);
});

test("on a terminal the quantity is typed to confirm it; anything else sends nothing", async (t) => {
  if (spawnSync("script", ["--version"]).error) {
    return t.skip("there is no script");
  }
  const given = await market(t);
  const { words } = await retiring(given);
  const typed = async (answer) => {
    const command = [process.execPath, program, ...words, "--credits", "1.5"].map((word) => `'${word}'`).join(" ");
    const child = spawn("script", ["-qec", command, "/dev/null"], {
      env: environment({ ...given.env, NO_COLOR: "1" }),
    });
    let shown = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      shown += text;
      if (answer !== undefined && shown.includes("Type 1.5 to retire 1.5 credits: ")) {
        child.stdin.write(answer);
        answer = undefined;
      }
    });
    const [status] = await once(child, "close");
    return { status, shown };
  };
  for (const [answer, status] of /** @type {const} */ ([
    ["yes\n", 1],
    ["\u0004", 2],
    ["\u0003", 130],
  ])) {
    const refused = await typed(answer);
    assert.equal(refused.status, status, refused.shown);
    assert.deepEqual(given.posts, []);
    assert.deepEqual(JSON.parse((await run("transactions open", { env: given.env })).stdout).nodes, []);
  }
  const done = await typed("1.5\n");
  assert.equal(done.status, 0, done.shown);
  assert.match(done.shown, /\r +\rretirement\.id +ret_/);
  assert.deepEqual(given.posts, ["/retirements"]);
});

test("interrupted once it was sent, it ends with 6, and settle finds what has come of it", async (t) => {
  let sent = () => {};
  const reached = new Promise((resolve) => {
    sent = () => resolve(undefined);
  });
  const given = await market(t, {
    onPost: () => {
      sent();
      return new Promise(() => {});
    },
  });
  const { words } = await retiring(given);
  const all = [...words, "--credits", "1.5", "--reference", "order-4711", "--yes"];
  const { child, ended } = start(all, { env: given.env });
  await reached;
  child.kill("SIGINT");
  const end = await ended;
  assert.deepEqual([end.status, end.stdout], [6, ""], end.stderr);
  assert.match(end.stderr, /^isometric-registry transactions settle finishes what may have been sent/m);
  const open = JSON.parse((await run("transactions open", { env: given.env })).stdout).nodes;
  assert.deepEqual(
    open.map(({ reference, state }) => [reference, state]),
    [["order-4711", "may_be_sent"]],
  );
  const settled = await run("transactions settle --json", { env: given.env });
  assert.equal(settled.status, 0, settled.stderr);
  const [{ outcome, record_id }] = JSON.parse(settled.stdout).nodes;
  assert.deepEqual([outcome, given.posts], ["applied", ["/retirements"]]);
  const again = await run([...all, "--json"], { env: given.env });
  assert.equal(JSON.parse(again.stdout).retirement.id, record_id);
});

test("a beneficiary is added once", async (t) => {
  const given = await market(t);
  const words = "beneficiaries create --beneficiary-name Ada --beneficiary-domain ada.example --yes";
  const first = JSON.parse((await run(words, { env: given.env })).stdout);
  const second = JSON.parse((await run(words, { env: given.env })).stdout);
  assert.deepEqual(first, { id: first.id, certainty: "certain", created: true });
  assert.deepEqual(second, { id: first.id, certainty: "certain", created: false });
  assert.deepEqual(given.posts, ["/beneficiary"]);
});

const checkout =
  "stripe create-checkout-session --credits 2 --frequency one_time --isometric-terms-and-conditions-accepted " +
  "--supplier-terms-and-conditions-accepted --success-url https://shop.example/paid --cancel-url https://shop.example/left --yes";

test("a checkout is sent once, and an unknown outcome has a status of its own", async (t) => {
  const given = await market(t, { role: "supplier" });
  const { status, stdout, stderr } = await run(checkout, { env: given.env });
  assert.equal(status, 0, stderr);
  assert.match(JSON.parse(stdout).redirect_url, /^http/);
  const failing = await market(t, { role: "supplier", failures: { after: 1 } });
  const lost = await run(checkout, { env: failing.env });
  assert.deepEqual([lost.status, lost.stdout], [6, ""], lost.stderr);
  assert.match(lost.stderr, /whether the registry acted is not known/);
  assert.deepEqual(failing.posts, ["/stripe/checkout"]);
});

test("the fence is seen to hold", async (t) => {
  const given = await market(t);
  const { batch } = await retiring(given);
  const { status, stdout, stderr } = await run(`transactions check-fence ${batch.id} --yes`, { env: given.env });
  assert.equal(status, 0, stderr);
  assert.equal(JSON.parse(stdout).holds, true);
  assert.deepEqual(given.posts, ["/retirements", "/retirements"]);
});

test("what acts can be tried on the sample in process", async () => {
  const me = JSON.parse((await run("organisations current --local")).stdout).id;
  const [batch] = JSON.parse((await run(`organisations credit-batches ${me} --local --status active`)).stdout).nodes;
  const words = `retirements create --local --supplier-id ${batch.supplier_id} --beneficiary-organisation-id ${me}`;
  const rest = `--retirement-purposes other --credit-batch-quantities ${batch.id}=1 --reference x --yes`;
  const { status, stdout, stderr } = await run(`${words} ${rest}`);
  assert.equal(status, 0, stderr);
  assert.equal(JSON.parse(stdout).retirement.credit_batch_size_total.credit_kgs, 1);
});
