import assert from "node:assert/strict";
import { test } from "node:test";
import { calls } from "../contract/calls.mjs";
import { exampleText } from "../contract/examples.mjs";
import { credentials, run, serveAnswers } from "./support.mjs";
import { wordsOf } from "./words.mjs";

const reads = calls.filter(({ body }) => body === null);
const acts = calls.filter(({ body }) => body !== null);

test("there is a command for every operation", () => {
  assert.equal(new Set(calls.map(({ operation }) => operation)).size, 41);
});

for (const call of reads) {
  test(`${call.operation} sends ${call.request.split("?")[0]}, and prints what it gets`, async (t) => {
    const text = exampleText("full", call.answer);
    const { baseUrl, requests } = await serveAnswers(t, () => text);
    const { status, stdout, stderr } = await run([...wordsOf(call), "--json", "--base-url", baseUrl], {
      env: credentials,
    });
    assert.equal(status, 0, stderr);
    const sent = requests.map(({ method, target }) => `${method} ${target.replace(/^\/v0/, "")}`);
    assert.deepEqual(sent, [call.request]);
    assert.equal(requests[0].headers["x-client-secret"], credentials.ISOMETRIC_CLIENT_SECRET);
    assert.equal(requests[0].headers.authorization, `Bearer ${credentials.ISOMETRIC_ACCESS_TOKEN}`);
    // As text: what JSON.parse reads of an integer may not be what was written.
    assert.equal(bare(stdout), bare(text));
  });
}

const bare = (json) => json.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (part) => (part.startsWith('"') ? part : ""));

for (const call of acts) {
  test(`${call.operation} sends nothing without confirmation`, async (t) => {
    const { baseUrl, requests } = await serveAnswers(t, () => "{}");
    const [resource, operation] = wordsOf(call);
    const { status, stdout, stderr } = await run([resource, operation, "--base-url", baseUrl], { env: credentials });
    assert.deepEqual([status, stdout, requests], [2, "", []]);
    assert.match(stderr, /needs --/);
    const help = await run([resource, operation, "--help"]);
    assert.match(help.stdout, /--yes /);
    for (const name of Object.keys(JSON.parse(call.body))) {
      if (!["owner_organisation_id", "from_organisation_id", "__typename"].includes(name)) {
        assert.match(help.stdout, new RegExp(`--${name.replaceAll("_", "-")}\\b`));
      }
    }
  });
}

test("every reading operation works on the sample, in process and without credentials", async () => {
  const read = async (words) => {
    const { status, stdout, stderr } = await run(`${words} --local --json`);
    assert.equal(status, 0, `${words}: ${stderr}`);
    return JSON.parse(stdout);
  };
  const [me, supplier, project, issuance, delivery, transfer, retirement] = await Promise.all([
    read("organisations current"),
    read("suppliers current"),
    ...["projects", "issuances", "deliveries", "transfers", "retirements"].map((list) =>
      read(`${list} list --limit 1`),
    ),
  ]);
  const [order] = (await read(`organisations orders ${me.id} --limit 1`)).nodes;
  const [batch] = (await read(`organisations credit-batches ${me.id} --limit 1`)).nodes;
  const first = ({ nodes: [node] }) => node.id;
  await Promise.all(
    [
      `organisations get ${me.id}`,
      `organisations credit-balance ${me.id}`,
      `suppliers get ${supplier.id}`,
      "suppliers list",
      ...["projects", "orders", "deliveries", "issuances"].map((of) => `suppliers ${of} ${supplier.id}`),
      ...["get", "documents"].map((of) => `projects ${of} ${first(project)}`),
      ...["get", "credit-batches"].map((of) => `issuances ${of} ${first(issuance)}`),
      ...["get", "credit-batches"].map((of) => `deliveries ${of} ${first(delivery)}`),
      ...["get", "credit-batches"].map((of) => `transfers ${of} ${first(transfer)}`),
      ...["get", "credit-batches"].map((of) => `retirements ${of} ${first(retirement)}`),
      ...["get", "deliveries"].map((of) => `orders ${of} ${order.id}`),
      `credit-batches get ${batch.id}`,
      "beneficiaries list",
      "transferees list",
      "stripe configuration",
    ].map(read),
  );
});
