import assert from "node:assert/strict";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { test } from "node:test";
import { page, program, retirement, run, serveAnswers, shell, start } from "./support.mjs";

/** A list of which each page after the first is answered by `later`. */
const listThen = (t, later) =>
  serveAnswers(t, (request) =>
    request.url.includes("after=") ? later() : page([retirement()], { total: 3, after: "cursor-1" }),
  );

test("a walk that fails in the middle ends with another status, and its JSON is one document all the same", async (t) => {
  const { baseUrl } = await listThen(t, () => [403, '{"detail":"no"}']);
  const { status, stdout, stderr } = await run(["retirements", "list", "--all", "--json", "--base-url", baseUrl]);
  assert.equal(status, 1);
  const { nodes, page_info } = JSON.parse(stdout);
  assert.equal(nodes.length, 1);
  assert.deepEqual([page_info.has_next_page, page_info.end_cursor], [true, "cursor-1"]);
  assert.match(stderr, /was not read to its end: 1 of 3 were written/);
  assert.match(stderr, /403: no\n--after cursor-1/);
  for (const format of ["--csv", "--ndjson", "--table"]) {
    assert.equal((await run(["retirements", "list", "--all", format, "--base-url", baseUrl])).status, 1);
  }
});

test("what fails at once prints nothing on stdout", async (t) => {
  const { baseUrl } = await serveAnswers(t, () => [404, '{"detail":"gone"}']);
  for (const words of ["projects list --all --json", "projects list --csv", "projects get prj_0123456789ABCDEF"]) {
    const { status, stdout, stderr } = await run([...words.split(" "), "--base-url", baseUrl]);
    assert.deepEqual([status, stdout], [1, ""], words);
    assert.match(stderr, /404: gone/);
  }
});

test("drift from the contract is written as received, and reported once on stderr", async (t) => {
  const odd = retirement().replace('"purposes":["insetting","other"]', '"purposes":"other"');
  const { baseUrl } = await serveAnswers(t, (request) =>
    request.url.includes("after=") ? page([odd], { total: 3 }) : page([odd, retirement()], { total: 3, after: "c" }),
  );
  const words = ["retirements", "list", "--all", "--base-url", baseUrl];
  for (const [format, holds] of /** @type {const} */ ([
    ["--json", (text) => JSON.parse(text).nodes[0].purposes === "other"],
    ["--ndjson", (text) => JSON.parse(text.split("\n")[0]).purposes === "other"],
    ["--csv", (text) => text.split("\r\n")[1].includes(",other,")],
    ["--table", (text) => text.includes(" other ")],
  ])) {
    const { status, stdout, stderr } = await run([...words, format], { env: { COLUMNS: "200" } });
    assert.equal(status, 0, stderr);
    assert.ok(holds(stdout), stdout);
    const told = stderr.split("\n").filter((line) => line.startsWith("drift: "));
    assert.deepEqual(told, [
      "drift: retirements.list nodes[].purposes: expected a list, found a string; passed through as received",
    ]);
  }
});

test("an id that names nothing fails, whether the registry says 404 or null", async (t) => {
  const { baseUrl } = await serveAnswers(t, () => "null");
  const { status, stdout, stderr } = await run(["projects", "get", "prj_0123456789ABCDEF", "--base-url", baseUrl]);
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(stderr, /prj_0123456789ABCDEF does not exist/);
});

test("selling by card that is not set up is an answer", async (t) => {
  const { baseUrl } = await serveAnswers(t, () => [404, '{"detail":"not set up"}']);
  const { status, stdout } = await run(["stripe", "configuration", "--json", "--base-url", baseUrl]);
  assert.deepEqual([status, stdout], [0, "null\n"]);
});

for (const [signal, status] of /** @type {const} */ ([
  ["SIGINT", 130],
  ["SIGTERM", 143],
])) {
  test(`${signal} ends a walk, and leaves one document behind`, async (t) => {
    let asked = () => {};
    const reached = new Promise((resolve) => {
      asked = () => resolve(undefined);
    });
    const { baseUrl } = await listThen(t, () => {
      asked();
      return new Promise(() => {});
    });
    const { child, ended } = start(["retirements", "list", "--all", "--json", "--base-url", baseUrl]);
    await reached;
    child.kill(signal);
    const end = await ended;
    assert.equal(end.status, status, end.stderr);
    const { nodes, page_info } = JSON.parse(end.stdout);
    assert.deepEqual([nodes.length, page_info.has_next_page], [1, true]);
  });
}

test("a pipe whose reader has seen enough is no error, and ends the walk", async (t) => {
  let pages = 0;
  const { baseUrl } = await serveAnswers(t, () => {
    pages += 1;
    return page(
      Array.from({ length: 50 }, () => retirement()),
      { total: 1e6, after: `cursor-${pages}` },
    );
  });
  for (const format of ["--json", "--ndjson", "--csv", "--table"]) {
    pages = 0;
    const command = `"${process.execPath}" "${program}" retirements list --all ${format} --base-url ${baseUrl}`;
    const { status, stdout, stderr } = await shell(`(${command}; echo "status $?" >&2) | head -n 3`);
    assert.deepEqual([status, stdout.split("\n").length], [0, 4], format);
    assert.match(stderr, /status 0/, format);
    assert.ok(pages < 200, `${format}: ${pages} pages`);
  }
});

test("a full disk is reported, and is a failure", {
  skip: existsSync("/dev/full") ? false : "there is no /dev/full",
}, async () => {
  for (const words of [["projects", "list", "--local"], ["--help"]]) {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = await run(words, { stdout: full });
    closeSync(full);
    assert.equal(status, 1);
    assert.match(stderr, /the results could not be written: .*no space left/i);
  }
});

test("results are written whole when the reader is slow", async (t) => {
  const { baseUrl } = await serveAnswers(t, () => page(Array.from({ length: 5000 }, () => retirement())));
  const { child, ended } = start(["retirements", "list", "--ndjson", "--base-url", baseUrl]);
  child.stdout.pause();
  await once(child.stderr, "data");
  child.stdout.resume();
  const { status, stdout } = await ended;
  assert.deepEqual([status, stdout.split("\n").length], [0, 5001]);
});
