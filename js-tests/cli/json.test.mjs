import assert from "node:assert/strict";
import { test } from "node:test";
import { page, retirement, run, serveAnswers } from "./support.mjs";

const three = (request) => {
  const { searchParams } = new URL(request.url, "http://x");
  const after = searchParams.get("after");
  const number = after === null ? 1 : Number(after) + 1;
  return page([retirement({ number }), retirement({ number: number + 100 })], {
    total: 6,
    after: number < 3 ? String(number) : null,
    start: `start ${number}`,
  });
};

test("a whole list is one document in the shape of a page, from its first item to its last", async (t) => {
  const { baseUrl } = await serveAnswers(t, three);
  const { status, stdout } = await run(["retirements", "list", "--all", "--json", "--base-url", baseUrl]);
  assert.equal(status, 0);
  const { nodes, ...rest } = JSON.parse(stdout);
  assert.deepEqual(
    nodes.map(({ id }) => Number(id.slice(4))),
    [1, 101, 2, 102, 3, 103],
  );
  assert.deepEqual(rest, {
    total_count: 6,
    page_info: { has_previous_page: false, start_cursor: "start 1", has_next_page: false, end_cursor: "end" },
  });
});

test("a page is the page as it came, with what is newer than this package", async (t) => {
  const added = page([retirement()]).replace(/}$/, ',"newer":{"kilograms":9007199254740993}}');
  const { baseUrl } = await serveAnswers(t, () => added);
  const { stdout } = await run(["retirements", "list", "--json", "--base-url", baseUrl]);
  assert.equal(stdout.replaceAll("\n", ""), added);
});

test("an empty list is an empty list", async (t) => {
  const { baseUrl } = await serveAnswers(t, () => page([]));
  const list = async (...words) => (await run(["retirements", "list", "--base-url", baseUrl, ...words])).stdout;
  assert.deepEqual(JSON.parse(await list("--json", "--all")).nodes, []);
  assert.equal(await list("--ndjson"), "");
  assert.match(await list("--csv"), /^id,retired_at,[^\r\n]+\r\n$/);
  assert.match(await list("--table"), /^id +retired_at/);
});

test("a limit asks for no more than it wants, and says where to go on", async (t) => {
  const { baseUrl, requests } = await serveAnswers(t, three);
  const limited = (...words) => run(["retirements", "list", "--json", "--base-url", baseUrl, ...words]);
  const { stdout, stderr } = await limited("--first", "2", "--limit", "3");
  assert.deepEqual(
    requests.map(({ target }) => target.split("?")[1]),
    ["first=2", "first=1&after=1"],
  );
  assert.equal(JSON.parse(stdout).page_info.end_cursor, "2");
  assert.match(stderr, /of 6; --all prints all.*--after 2 continues from here/);
  requests.length = 0;
  await limited("--limit", "1");
  assert.deepEqual(
    requests.map(({ target }) => target.split("?")[1]),
    ["first=1"],
  );
});

test("walking backward goes from the last to the first", async () => {
  const read = async (words) => JSON.parse((await run(`retirements list --local --json ${words}`)).stdout);
  const [forward, backward] = await Promise.all([read("--all"), read("--last 20 --all")]);
  assert.ok(forward.nodes.length > 40);
  assert.deepEqual(backward.nodes, [...forward.nodes].reverse());
  assert.deepEqual(backward.page_info, forward.page_info);
});

test("the first page does not pass for the whole", async (t) => {
  const { baseUrl } = await serveAnswers(t, three);
  for (const format of ["--json", "--ndjson", "--csv", "--table"]) {
    const { stderr } = await run(["retirements", "list", format, "--base-url", baseUrl]);
    assert.match(stderr, /2 of 6; --all prints all/, format);
  }
});

test("a line of JSON is a line for each item", async (t) => {
  const notes = JSON.stringify("two\nlines, \u2028 and \u0085");
  const { baseUrl } = await serveAnswers(t, () =>
    page([retirement({ kilograms: "9007199254740993", notes }), retirement()]),
  );
  const { stdout } = await run(["retirements", "list", "--ndjson", "--base-url", baseUrl]);
  const lines = stdout.trimEnd().split("\n");
  assert.equal(lines.length, 2);
  assert.match(lines[0], /"credit_kgs":9007199254740993\b/);
  assert.equal(JSON.parse(lines[0]).notes, JSON.parse(notes));
  assert.doesNotMatch(stdout, /[\u0080-\u009f\u2028]/);
});
