import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { environment, program } from "../cli/support.mjs";
import { front } from "./service.mjs";
import { folder, nodeWithSqlite, run as runProgram, served } from "./support.mjs";

const timeout = 480_000;

/** Runs the command line in a Node that has SQLite. */
async function run(words, env = {}) {
  const options = { env: environment(env), maxBuffer: 1 << 27 };
  try {
    const printed = await promisify(execFile)(await nodeWithSqlite(), ["--no-warnings", program, ...words], options);
    return { status: 0, ...printed };
  } catch ({ code, stdout, stderr }) {
    return { status: code, stdout, stderr };
  }
}

describe("mirror, follow and verify", { timeout }, () => {
  test("copy the sample, follow it, and prove it", async (t) => {
    const file = path.join(await folder(t), "registry.db");
    const copied = await run(["mirror", file, "--local"]);
    assert.equal(copied.status, 0, copied.stderr);
    assert.match(copied.stderr, /the first copy takes about \d+ requests$/m);
    const [changes, seq] = /refresh 1, (\d+) changes up to (\d+), \d+ requests\n$/
      .exec(copied.stdout)
      .slice(1)
      .map(Number);
    assert.equal(changes, seq);

    const followed = await run(["follow", file, "--after", String(seq - 3)]);
    const lines = followed.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      lines.map((change) => change.seq),
      [seq - 2, seq - 1, seq],
    );
    assert.ok(lines.every(({ before, after, id }) => before === null && after.id === id));

    const verified = await run(["verify", file]);
    assert.equal(verified.status, 0, verified.stdout);
    assert.match(verified.stdout, /^ok {2}A split batch is the sum of its two children\. held \d+$/m);
    assert.match(verified.stdout, /^digest [0-9a-f]{64}$/m);

    await runProgram("sql.mjs", { path: file, statements: ["UPDATE issuances SET credit_batch_size_total_kg = 1"] });
    const broken = await run(["verify", file]);
    assert.equal(broken.status, 4);
    assert.match(broken.stdout, /^BROKEN {2}An issuance is the sum of its supplier's part.* broken \d+, first iss_/m);
    const { laws } = JSON.parse((await run(["verify", file, "--json"])).stdout);
    assert.ok(laws.some(({ law, broken: count }) => law === "issuance_parts" && count > 0));
  });

  test("report a list whose count differs from its rows, and rows that are gone", async (t) => {
    const { baseUrl, clientSecret } = await served(t);
    let isAltered = true;
    const address = await front(t, { baseUrl }, async ({ url }) => {
      const answer = await fetch(new URL(String(url), baseUrl), { headers: { "x-client-secret": clientSecret } });
      const body = await answer.json();
      if (isAltered && /\/retirements\?/.test(String(url))) {
        body.total_count += 1;
      } else if (!isAltered && /\/projects\?/.test(String(url))) {
        body.nodes.pop();
        body.total_count -= 1;
      }
      return Response.json(body, { status: answer.status });
    });
    const file = path.join(await folder(t), "registry.db");

    const copied = await run(["mirror", file, "--base-url", address, "--json"]);
    assert.equal(copied.status, 3, copied.stderr);
    assert.deepEqual(JSON.parse(copied.stdout).differences, [{ list: "retirements", rows: 1 }]);
    const verified = await run(["verify", file]);
    assert.equal(verified.status, 3, verified.stdout);
    assert.match(verified.stderr, /^retirements: its count differs from its rows by 1, in two passes$/m);

    isAltered = false;
    await run(["mirror", file, "--base-url", address]);
    assert.match((await run(["verify", file])).stdout, /\d+ projects \(and 1 gone\)/);
  });

  test("export what was copied, and say what stands in the way", async (t) => {
    const here = await folder(t);
    const file = path.join(here, "registry.db");
    assert.equal((await run(["mirror", file, "--local"])).status, 0);
    const out = path.join(here, "out");
    const written = await run(["export", file, "--to", out, "--view", "offsetsdb", "--table", "retirements"]);
    assert.equal(written.status, 0, written.stderr);
    const lines = written.stdout.trimEnd().split("\n");
    assert.match(lines[0], /out.retirements\.parquet: \d+ rows, \d+ bytes$/);
    assert.match(lines[3], /^refresh 1 of \d{4}-.*Z, digest [0-9a-f]{64}$/);
    const files = ["export.json", "offsetsdb_credits.parquet", "offsetsdb_projects.parquet", "retirements.parquet"];
    assert.deepEqual((await readdir(out)).sort(), files);
    const again = ["export", file, "--to", out, "--table", "retirements"];
    const refused = await run(again);
    assert.deepEqual([refused.status, refused.stdout], [2, ""]);
    assert.match(
      refused.stderr,
      /retirements\.parquet is there already; --overwrite replaces it; see .* export --help/,
    );
    const replaced = await run([...again, "--overwrite", "--no-verify", "--json"]);
    const summary = JSON.parse(await readFile(path.join(out, "export.json"), "utf8"));
    assert.deepEqual(JSON.parse(replaced.stdout), summary);
    assert.deepEqual([replaced.status, summary.digest, summary.files.length], [0, null, 1]);
    await runProgram("sql.mjs", { path: file, statements: ["UPDATE issuances SET credit_batch_size_total_kg = 1"] });
    const broken = await run(["export", file, "--to", path.join(here, "none")]);
    assert.deepEqual([broken.status, broken.stdout], [4, ""]);
    assert.match(
      broken.stderr,
      /broken \d+ times: An issuance is [\s\S]*\nnothing was exported, .*--no-verify exports them/,
    );
    assert.deepEqual(await readdir(path.join(here, "none")), []);
  });

  test("compare the copy with the account whose credentials are set", async (t) => {
    const { local, baseUrl, clientSecret } = await served(t);
    const file = path.join(await folder(t), "registry.db");
    const buyer = local.accounts.find(({ role }) => role === "buyer");
    const env = { ISOMETRIC_CLIENT_SECRET: clientSecret, ISOMETRIC_ACCESS_TOKEN: buyer.accessToken };
    const verify = ["verify", file, "--account", "--base-url", baseUrl];
    assert.equal((await run(["mirror", file, "--base-url", baseUrl], env)).status, 0);
    const verified = await run(verify, env);
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    assert.match(
      verified.stdout,
      /^ok {2}The balances of an organisation are the sums of its batches\. held [1-9]\d*$/m,
    );
    assert.match(verified.stdout, /^ok {2}The delivered credits of an order are .* held [1-9]\d*$/m);
    assert.match(verified.stdout, new RegExp(`^account ${buyer.organisation_id}$`, "m"));
    assert.doesNotMatch((await run(["verify", file])).stdout, /account|balances/);

    const without = await run(["verify", file, "--account"], { ISOMETRIC_BASE_URL: baseUrl });
    assert.deepEqual([without.status, without.stdout], [2, ""]);
    assert.match(without.stderr, /set ISOMETRIC_CLIENT_SECRET and ISOMETRIC_ACCESS_TOKEN; see/);
    const half = await run(verify, { ISOMETRIC_CLIENT_SECRET: clientSecret });
    assert.deepEqual([half.status, half.stderr.includes("set ISOMETRIC_ACCESS_TOKEN;")], [2, true], half.stderr);
    const needless = await run(["verify", file, "--base-url", baseUrl], env);
    assert.deepEqual([needless.status, needless.stderr.includes("--base-url: expected --account")], [2, true]);
    const other = await run(["verify", file, "--account", "--local"]);
    assert.equal(other.status, 1);
    assert.match(other.stderr, /This is a copy of http/);

    const change = `UPDATE credit_batches SET size_kg = size_kg + 1 WHERE status = 'active'
      AND owner_id = '${buyer.organisation_id}'`;
    await runProgram("sql.mjs", { path: file, statements: [change] });
    const broken = await run(verify, env);
    assert.equal(broken.status, 4);
    assert.match(
      broken.stdout,
      /^BROKEN {2}The balances of .* broken \d+, first org_\w+: the account says \d+ kg active, /m,
    );
  });

  test("end with 5 before the first copy is finished, and with 3 where something drifts", async (t) => {
    const { registry, baseUrl, clientSecret } = await served(t);
    const here = await folder(t);
    const input = { baseUrl, clientSecret };
    await runProgram("interrupted.mjs", { ...input, path: path.join(here, "unfinished.db") });
    const unfinished = await run(["verify", path.join(here, "unfinished.db")]);
    assert.deepEqual([unfinished.status, unfinished.stdout.includes("is not finished")], [5, true]);
    const nothing = await run(["export", path.join(here, "unfinished.db"), "--to", here]);
    assert.deepEqual([nothing.status, nothing.stderr.includes("is not finished")], [5, true]);
    await runProgram("drifting.mjs", { ...input, path: path.join(here, "drift.db") });
    const drifted = await run(["verify", path.join(here, "drift.db")]);
    assert.equal(drifted.status, 3);
    assert.match(drifted.stderr, /drift: retirements\.mood: expected .*, got a string/);
    const drifting = await run(["export", path.join(here, "drift.db"), "--to", here, "--table", "projects"]);
    assert.deepEqual([drifting.status, drifting.stderr], [3, drifted.stderr]);
    assert.ok(registry);
  });

  test("print no control character that came with a name, and JSON that says the same", async (t) => {
    const { local, registry, baseUrl, clientSecret } = await served(t);
    const name = "\u009b2J\u202e=1";
    // One that credits are held of, so that the report has its name.
    const { id: issuance } = await registry.issuances.list().first();
    const { supplier_credit_batches } = await registry.issuances.creditBatches(issuance);
    const [{ project_id }] = supplier_credit_batches;
    await local.admin.renameProject({ project_id, name });
    const file = path.join(await folder(t), "registry.db");
    await run(["mirror", file, "--base-url", baseUrl], { ISOMETRIC_CLIENT_SECRET: clientSecret });
    const followed = await run(["follow", file]);
    const held = await run(["holdings", file, "--json"]);
    for (const { stdout } of [followed, held]) {
      assert.doesNotMatch(stdout, /[\u007f-\u009f\u202e]/);
      assert.ok(stdout.includes("\\u009b2J\\u202e=1"));
    }
    const changes = followed.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.ok(changes.some(({ after }) => after?.name === name));
  });

  test("say what is wrong with what they are given", async (t) => {
    const file = path.join(await folder(t), "none.db");
    for (const [words, message] of /** @type {[string[], RegExp][]} */ ([
      [["verify", file], /there is no .*none\.db; isometric-registry mirror/],
      [["follow", file], /there is no /],
      [["mirror"], /expected a file \(registry\.db\)/],
      [["mirror", file, "--local", "--watch", "soon"], /--watch: expected a time such as 15m or 90s, got "soon"/],
      [["mirror", file, "--local", "--sweep", "-1"], /--sweep/],
      [["export", file, "--to", "out"], /there is no .*none\.db; isometric-registry mirror/],
      [["export", file], /expected --to FOLDER/],
      [["export", file, "--to", "out", "--format", "csv"], /--format: expected parquet, ndjson, got "csv"/],
      [["export", file, "--to", "out", "--table", "projcts"], /--table: .*got "projcts"; did you mean projects\?/],
    ])) {
      const { status, stderr } = await run(words);
      assert.deepEqual([status, message.test(stderr)], [2, true], `${words}: ${stderr}`);
    }
  });
});
