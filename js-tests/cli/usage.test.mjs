import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { operations } from "../contract/package.mjs";
import { page, run, serveAnswers } from "./support.mjs";

/** @type {[words: string, message: RegExp][]} */
const refused = [
  ["projcets list", /no command "projcets"; did you mean projects\? See isometric-registry --help/],
  ["creditBatches get x", /no command "creditBatches"; did you mean credit-batches\?/],
  ["sell", /no command "sell"/],
  ["check-fence ctb_1", /no command "check-fence"; did you mean transactions check-fence\?/],
  ["settle", /no command "settle"; did you mean transactions settle\?/],
  ["--local projects list", /expected a command before --local/],
  ["projects lst", /projects has no command "lst"; did you mean list\?/],
  ["retirements list --owner-orgid org_1", /no option --owner-orgid; did you mean --owner-org-id\?/],
  ["retirements list --owner_org_id org_1", /no option --owner_org_id; did you mean --owner-org-id\?/],
  ["projects get", /projects get: expected a project id \(prj_…\)/],
  ["projects get prj_0123456789ABCDEF extra", /does not take "extra"/],
  ["projects list --limit --all", /--limit: expected N, got --all/],
  ["projects list --limit", /--limit: expected N/],
  ["projects list --limit 0", /--limit: expected a whole number from 1, got "0"/],
  ["projects list --limit 5 --limit 6", /--limit was given twice/],
  ["projects list --limit 5 --all", /expected either --limit or --all, got both/],
  ["projects list --all=yes", /--all takes no value/],
  ["projects list --json --csv", /expected one of --json, --csv/],
  ["projects list --local --base-url http://127.0.0.1", /expected either --local or --base-url/],
  ["projects list --base-url ftp://x", /--base-url.*expected an http or https address/],
  ["projects list --local --first 51", /--first: expected/],
  ["projects list --local --first ten", /--first: expected/],
  ["projects get org_0123456789ABCDEF --local", /id: expected the id of a project/],
  ["retirements list --local --owner-org-id x", /--owner-org-id: expected the id of an organisation/],
  ["organisations credit-batches org_0123456789ABCDEF --local --issued-after 2026-01-01", /--issued-after: expected/],
  ["completion fish", /for bash and zsh, not for "fish"/],
];
for (const [words, message] of refused) {
  test(`"${words}" is refused, and sends nothing`, async () => {
    const { status, stdout, stderr } = await run(words);
    assert.match(stderr, message);
    assert.deepEqual([status, stdout], [2, ""]);
  });
}

test("filters that take several values take them repeated and with commas", async (t) => {
  const { baseUrl, requests } = await serveAnswers(t, () => page([]));
  const words = ["organisations", "credit-batches", "org_0123456789ABCDEF", "--base-url", baseUrl];
  await run([...words, "--status", "active", "--status", "split"]);
  await run([...words, "--status", "active,split"]);
  for (const { target } of requests) {
    assert.match(target, /\?status=active&status=split&first=50$/);
  }
});

test("a value that may have been added to an enum since is sent, with a note", async (t) => {
  const { baseUrl, requests } = await serveAnswers(t, () => page([]));
  const words = [
    "organisations",
    "credit-batches",
    "org_0123456789ABCDEF",
    "--status",
    "frozen",
    "--base-url",
    baseUrl,
  ];
  const { status, stderr } = await run(words);
  assert.equal(status, 0);
  assert.match(stderr, /--status: "frozen" is not one of active, split, retired; sent unchanged/);
  assert.match(requests[0].target, /status=frozen/);
});

test("help names every resource, every operation and every option", async () => {
  const root = await run("--help");
  assert.equal(root.status, 0);
  const names = Object.keys(operations).map((name) =>
    name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  );
  for (const resource of new Set(names.map((name) => name.split(".")[0]))) {
    assert.match(root.stdout, new RegExp(`^ {2}${resource} `, "m"));
    const { status, stdout } = await run([resource, "--help"]);
    assert.equal(status, 0);
    for (const operation of names.filter((name) => name.startsWith(`${resource}.`))) {
      assert.match(stdout, new RegExp(`^ {2}${operation.split(".")[1]}\\b`, "m"));
    }
  }
  const { stdout } = await run("help organisations credit-batches");
  assert.match(stdout, /--issued-before TIME +Issued before this time; the time itself is\s+excluded\./);
  assert.match(stdout, /--status active\|split\|retired/);
  assert.match(stdout, /--last N .*paging backward/);
});

test("what lacks its second half is helped on stderr, and is not done", async () => {
  for (const words of [[], ["projects"]]) {
    const { status, stdout, stderr } = await run(words);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /^Usage: isometric-registry /);
  }
});

test("no line of help is wider than the terminal", async () => {
  for (const words of ["--help", "stripe --help", "transfers list --help", "serve --help"]) {
    const { stdout } = await run(words, { env: { COLUMNS: "80" } });
    const wide = stdout.split("\n").filter((line) => [...line].length > 80 && !line.startsWith("  npx "));
    assert.deepEqual(wide, [], words);
  }
});

test("the version is the package's", async () => {
  const manifest = new URL("../../node_modules/isometric-registry/package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  assert.equal((await run("--version")).stdout, `${version}\n`);
});
