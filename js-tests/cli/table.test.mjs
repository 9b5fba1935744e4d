import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { environment, page, program, retirement, run, serveAnswers } from "./support.mjs";

const nodes = [
  retirement({ number: 1, name: "Küstenwald", kilograms: "1500" }),
  retirement({ number: 2, name: "森林の会", kilograms: "12345678" }),
  retirement({ number: 3, name: "A name that is longer than any column has room for in eighty", kilograms: "12" }),
  retirement({ number: 4, name: "\u001b[2J\u202eevil\nline", kilograms: "7000", notes: '"A note."' }),
];
const escapeCode = "\u001b";
const list = async (t, columns) => {
  const { baseUrl } = await serveAnswers(t, () => page(nodes));
  const words = ["retirements", "list", "--table", "--base-url", baseUrl];
  return (await run(words, { env: { COLUMNS: String(columns) } })).stdout;
};

test("at 80 columns: ids whole, points below points, names cut, letters by the columns they take", async (t) => {
  assert.equal(
    await list(t, 80),
    `id                    retired_at                   beneficiary           credits
ret_0000000000000001  2026-01-02T03:04:05.678901Z  Küstenwald              1.5
ret_0000000000000002  2026-01-02T03:04:05.678901Z  森林の会            12345.678
ret_0000000000000003  2026-01-02T03:04:05.678901Z  A name that is lo…      0.012
ret_0000000000000004  2026-01-02T03:04:05.678901Z  \\u001b[2J\\u202eev…      7
`,
  );
});

test("at 160 columns: more properties", async (t) => {
  assert.equal(
    await list(t, 160),
    `id                    retired_at                   purposes          beneficiary                                                   owner    credits  notes
ret_0000000000000001  2026-01-02T03:04:05.678901Z  insetting, other  Küstenwald                                                    Owner      1.5
ret_0000000000000002  2026-01-02T03:04:05.678901Z  insetting, other  森林の会                                                      Owner  12345.678
ret_0000000000000003  2026-01-02T03:04:05.678901Z  insetting, other  A name that is longer than any column has room for in eighty  Owner      0.012
ret_0000000000000004  2026-01-02T03:04:05.678901Z  insetting, other  \\u001b[2J\\u202eevil\\u000aline                                 Owner      7      A note.
`,
  );
});

for (const columns of [80, 160]) {
  test(`no line of the sample is wider than ${columns} columns`, async () => {
    const printed = await Promise.all(
      ["projects", "issuances", "deliveries", "transfers", "retirements", "suppliers"].map((resource) =>
        run(`${resource} list --local --all --table`, { env: { COLUMNS: String(columns) } }),
      ),
    );
    for (const { status, stdout } of printed) {
      const lines = stdout.trimEnd().split("\n");
      assert.equal(status, 0);
      assert.ok(lines.length > 2);
      assert.match(lines[0], /^id /);
      for (const line of lines) {
        assert.ok([...line].length <= columns, line);
      }
      for (const line of lines.slice(1)) {
        assert.match(line, /^[a-z]{3}_\w{16,33}\b/);
      }
    }
  });
}

test("an object is a line for each property, its lists tables of their own", async () => {
  const env = { COLUMNS: "80" };
  const me = JSON.parse((await run("organisations current --local --json")).stdout);
  const { stdout } = await run("organisations current --local --table", { env });
  assert.equal(stdout, `id      ${me.id}\nname    ${me.name}\ndomain  ${me.domain}\n`);
  const balance = await run(`organisations credit-balance ${me.id} --local --table`, { env });
  assert.match(balance.stdout, /^total\.active_credits +\d+\.\d{3}\n/);
  assert.match(
    balance.stdout,
    /\n\nsupplier_balances\nsupplier_id +total\.active_credits +total\.retired_credits\nspl_/,
  );
});

test("on a terminal it is a table, with colours unless they are unwanted, and JSON where that is asked for", async (t) => {
  if (spawnSync("script", ["--version"]).error) {
    return t.skip("there is no script");
  }
  const onTerminal = (words, env = {}) => {
    const command = `stty cols 100; "${process.execPath}" "${program}" ${words}`;
    // Where tests run unattended, terminals are taken for ones without colours.
    const all = { ...environment(env), TERM: "xterm-256color", CI: undefined };
    return spawnSync("script", ["-qec", command, "/dev/null"], { env: all, encoding: "utf8" }).stdout;
  };
  const coloured = onTerminal("projects list --local --limit 2");
  assert.match(coloured, new RegExp(`${escapeCode}\\[1mid +name`));
  const plain = onTerminal("projects list --local --limit 2", { NO_COLOR: "1" });
  assert.match(plain, /^id +name/m);
  assert.ok(!plain.includes(escapeCode));
  assert.match(onTerminal("projects list --local --limit 1 --json"), /^ {2}"nodes": \[\r?\n {4}\{/m);

  // What shows the progress is taken back before the results go on.
  const walked = onTerminal("retirements list --local --all", { NO_COLOR: "1" });
  assert.match(walked, /50 of \d+\r +\rret_/);
  const lines = walked.split("\n").map((line) => line.replace(/\r$/, "").replace(/^.*\r/s, ""));
  assert.equal(lines.filter((line) => line.startsWith("ret_")).length, Number(/50 of (\d+)/.exec(walked)[1]));
});
