import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { createLocalRegistry } from "isometric-registry/local";
import { serve } from "isometric-registry/serve";
import { nodeWithSqlite } from "../mirror/support.mjs";
import { program, run, shell } from "./support.mjs";

const hasPrograms = ["jq", "sqlite3"].every((name) => spawnSync(name, ["--version"]).error === undefined);

test("help and the guide name the same exit statuses", async () => {
  const { stdout } = await run("--help");
  const [, section = ""] = /\nExit status:\n(.*?)\n\n/s.exec(stdout) ?? [];
  const inHelp = [...section.matchAll(/^ {2}(\d+) /gm)].map(([, status]) => status);
  const guide = await readFile(new URL("../../docs/cli.md", import.meta.url), "utf8");
  const [, table = ""] = /\n## Exit status\n(.*?)\n## /s.exec(guide) ?? [];
  const inGuide = [...table.matchAll(/^\| (\d+) +\|/gm)].map(([, status]) => status);
  assert.deepEqual(inHelp, ["0", "1", "2", "3", "4", "5", "6", "130"]);
  assert.deepEqual(inGuide, inHelp);
});

/** The commands that a document shows: those that go over several lines as one. */
async function commandsOf(file) {
  const text = await readFile(new URL(`../../${file}`, import.meta.url), "utf8");
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block);
  return blocks
    .flatMap((block) => (/(\||\\)\n/.test(block) ? [block] : block.split("\n")))
    .filter((command) => /^npx isometric-registry (?!serve)/.test(command) && !command.includes("…"));
}

describe("the commands of the documents", { skip: hasPrograms ? false : "jq or sqlite3 is missing" }, () => {
  let served;
  let folder;
  let env;
  let node;

  before(async () => {
    // The mirror's commands need its SQLite.
    node = await nodeWithSqlite();
    const local = await createLocalRegistry();
    served = await serve(local);
    folder = await mkdtemp(path.join(os.tmpdir(), "registry-commands-"));
    const [{ clientSecret, accessToken }] = local.accounts;
    env = {
      ISOMETRIC_BASE_URL: served.baseUrl,
      ISOMETRIC_CLIENT_SECRET: clientSecret,
      ISOMETRIC_ACCESS_TOKEN: accessToken,
    };
  });
  after(async () => {
    await served?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const runs = (command) =>
    shell(`cd "${folder}" && ${command.replaceAll("npx isometric-registry", `"${node}" "${program}"`)}`, { env });

  for (const file of ["README.md", "docs/cli.md"]) {
    test(`${file}: they run as they stand`, async () => {
      const commands = await commandsOf(file);
      assert.ok(commands.length >= 4);
      for (const command of commands) {
        const { status, stdout, stderr } = await runs(command);
        assert.equal(status, 0, `${command}: ${stderr}`);
        assert.ok(stdout !== "" || command.includes(" > "), command);
      }
    });
  }

  test("one of them gives kilograms per beneficiary and month", async () => {
    const command = (await commandsOf("docs/cli.md")).find((each) => each.includes("sqlite3"));
    const { stdout } = await runs(command);
    const expected = new Map();
    const all = await run("retirements list --all --json", { env });
    for (const { beneficiary, retired_at, credit_batch_size_total } of JSON.parse(all.stdout).nodes) {
      const key = `${beneficiary.name},${retired_at.slice(0, 7)}`;
      expected.set(key, (expected.get(key) ?? 0) + credit_batch_size_total.credit_kgs);
    }
    const [head, ...rows] = stdout.trimEnd().replaceAll('"', "").split(/\r?\n/);
    assert.equal(head, "beneficiary,month,kilograms");
    assert.deepEqual(rows.sort(), [...expected].map(([key, kilograms]) => `${key},${kilograms}`).sort());
  });
});
