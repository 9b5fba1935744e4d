import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { page, program, retirement, run, serveAnswers, shell } from "./support.mjs";

const nodes = [
  retirement({ number: 1, name: 'Quotes "and", commas', kilograms: "9223372036854775807" }),
  retirement({ number: 2, name: "Two\r\nlines\nand more", kilograms: "9007199254740993", notes: '""' }),
  retirement({ number: 3, name: "“Küstenwald” 森林 🌲 ", kilograms: "1", notes: '"null"' }),
];
const list = async (t, ...words) => {
  const { baseUrl } = await serveAnswers(t, () => page(nodes));
  return run(["retirements", "list", "--csv", "--base-url", baseUrl, ...words]);
};
const without = (program) => spawnSync(program, ["--version"]).error !== undefined;

test("CSV is that of RFC 4180, its head the names of the properties", async (t) => {
  const { status, stdout } = await list(t);
  assert.equal(status, 0);
  assert.equal(
    stdout,
    [
      "id,retired_at,purposes,beneficiary.id,beneficiary.name,beneficiary.domain,owner.id,owner.name,owner.domain," +
        "credit_batch_size_total.credits,credit_batch_size_total.credit_kgs,url,notes",
      ...[
        ["1", '"Quotes ""and"", commas"', "9223372036854775807", ""],
        ["2", '"Two\r\nlines\nand more"', "9007199254740993", '""'],
        ["3", "“Küstenwald” 森林 🌲 ", "1", "null"],
      ].map(
        ([number, name, kilograms, notes]) =>
          `ret_${number.padStart(16, "0")},2026-01-02T03:04:05.678901Z,"[""insetting"",""other""]",` +
          `org_0123456789ABCDEF,${name},,org_0123456789ABCDEF,Owner,owner.example,1.5,${kilograms},` +
          `https://registry.example/r,${notes}`,
      ),
      "",
    ].join("\r\n"),
  );
});

test("Python reads back what went in, to the last kilogram", async (t) => {
  if (without("python3")) {
    return t.skip("there is no python3");
  }
  const { stdout } = await list(t);
  const script =
    "import csv, io, json, sys\n" +
    "rows = list(csv.DictReader(io.TextIOWrapper(sys.stdin.buffer, 'utf-8', newline='')))\n" +
    "print(json.dumps([[r['beneficiary.name'], str(int(r['credit_batch_size_total.credit_kgs']))] for r in rows]))";
  const read = spawnSync("python3", ["-c", script], { input: stdout, encoding: "utf8" });
  assert.deepEqual(JSON.parse(read.stdout), [
    ['Quotes "and", commas', "9223372036854775807"],
    ["Two\r\nlines\nand more", "9007199254740993"],
    ["“Küstenwald” 森林 🌲 ", "1"],
  ]);
});

test("SQLite reads back what went in, to the last kilogram", async (t) => {
  if (without("sqlite3")) {
    return t.skip("there is no sqlite3");
  }
  const { stdout } = await list(t);
  const query =
    "select \"beneficiary.name\" = 'Two' || char(13, 10) || 'lines' || char(10) || 'and more', " +
    'cast("credit_batch_size_total.credit_kgs" as integer) from r';
  // By a pipe of a shell's own: a socket, which this process would hand over, cannot be opened by a name.
  const read = spawnSync("sh", ["-c", 'cat | sqlite3 :memory: ".import --csv /dev/stdin r" "$0"', query], {
    input: stdout,
    encoding: "utf8",
  });
  assert.equal(read.stdout, "0|9223372036854775807\n1|9007199254740993\n0|1\n");
});

test("properties that are newer than this package are columns of their own", async (t) => {
  const newer = retirement({ number: 4 }).replace(/}$/, ',"newer":{"a":1,"b":[1,2]}}');
  const pages = [page([newer], { total: 2, after: "more" }), page([newer.replace('"b"', '"c"')], { total: 2 })];
  const { baseUrl } = await serveAnswers(t, (_, number) => pages[number - 1]);
  const { stdout, stderr } = await run(["retirements", "list", "--all", "--csv", "--base-url", baseUrl]);
  const lines = stdout.trimEnd().split("\r\n");
  assert.match(lines[0], /,notes,newer\.a,newer\.b$/);
  assert.match(lines[1], /,1,"\[1,2\]"$/);
  assert.match(lines[2], /,1,$/);
  assert.match(
    stderr,
    /properties that first appeared after the header row was written are missing from the CSV: newer\.c/,
  );
});

test("a text that a spreadsheet program would run is said once, and stays as it is", async (t) => {
  const names = ["=HYPERLINK(1)", "@SUM(1)", "+1", "-1", "\t=1", "1-1"];
  const { baseUrl } = await serveAnswers(t, () => page(names.map((name, number) => retirement({ number, name }))));
  const { stdout, stderr } = await run(["retirements", "list", "--csv", "--base-url", baseUrl]);
  assert.equal(stderr.match(/begins like a formula/g).length, 1);
  for (const name of names) {
    assert.ok(stdout.includes(`,${name},`), name);
  }
  assert.doesNotMatch((await list(t)).stderr, /formula/);
});

test("a terminal does not obey what is in a CSV, and a pipe gets it as it is", async (t) => {
  if (without("script")) {
    return t.skip("there is no script");
  }
  const { baseUrl } = await serveAnswers(t, () => page([retirement({ name: "\u001b[2J\u009b2J\u202eevil" })]));
  const words = `retirements list --csv --base-url ${baseUrl}`;
  const shown = await shell(`script -qec '"${process.execPath}" "${program}" ${words}' /dev/null`);
  assert.match(shown.stdout, /\\u001b\[2J\\u009b2J\\u202eevil/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the output must not contain them.
  assert.doesNotMatch(shown.stdout, /[\u001b\u009b\u202e]/);
  assert.ok((await run(words)).stdout.includes("\u001b[2J\u009b2J\u202eevil"));
});

test("an answer with lists in it is a row, and so is each of their items", async () => {
  const me = JSON.parse((await run("organisations current --local")).stdout).id;
  const { stdout } = await run(`organisations credit-balance ${me} --local --csv`);
  const balance = JSON.parse((await run(`organisations credit-balance ${me} --local --json`)).stdout);
  const [head, ...rows] = stdout
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","));
  const of = (row, name) => row[head.indexOf(name)];
  assert.deepEqual(
    rows.map((row) => [of(row, "list"), of(row, "total.active_credits_total.credit_kgs")]),
    [
      ["", balance.total],
      ...["supplier_balances", "project_balances", "order_balances"].flatMap((list) =>
        balance[list].map(({ total }) => [list, total]),
      ),
    ].map(([list, total]) => [list, String(total.active_credits_total.credit_kgs)]),
  );
});
