import assert from "node:assert/strict";
import { once } from "node:events";
import {
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { clientOf, retirement, run, startServer } from "./command.mjs";

async function stateFile(t) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "registry-state-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return path.join(folder, "state");
}

async function stop(server) {
  server.child.kill("SIGINT");
  const ended = await server.ended;
  assert.equal(ended.end, 0);
  return ended;
}

test("a registry goes on where it was, without what is for new ones", async (t) => {
  const file = await stateFile(t);
  const first = await startServer(t, "--state", file, "--seed", "kept");
  const registry = clientOf(first);
  const made = await registry.retirements.createFromOldestCredits(await retirement(registry, 2000n));
  await stop(first);
  const kept = await readFile(file);

  const second = await startServer(t, "--state", file, "--seed", "other", "--empty");
  assert.deepEqual(second.accounts, first.accounts);
  assert.deepEqual(await clientOf(second).retirements.get(made.id), made);
  const { stderr } = await stop(second);
  assert.match(stderr, /continues with its own data; ignored: --seed and --empty\./);
  assert.deepEqual(await readFile(file), kept);
  assert.deepEqual(await readdir(path.dirname(file)), ["state"]);
});

for (const answers of [1, 7, 30]) {
  test(`a process killed after ${answers} answers has lost none of them`, async (t) => {
    const file = await stateFile(t);
    const server = await startServer(t, "--state", file);
    const registry = clientOf(server);
    const body = await retirement(registry);
    const answered = [];
    const act = async () => {
      for (;;) {
        answered.push(await registry.retirements.createFromOldestCredits(body));
        if (answered.length === answers) {
          server.child.kill("SIGKILL");
        }
      }
    };
    await Promise.allSettled(Array.from({ length: 6 }, act));
    assert.equal((await server.ended).end, "SIGKILL");
    assert.ok(answered.length >= answers);

    const next = clientOf(await startServer(t, "--state", file));
    const found = await Promise.all(answered.map(({ id }) => next.retirements.get(id)));
    assert.deepEqual(found, answered);
  });
}

test("what a read has shown is in the file as well", async (t) => {
  const file = await stateFile(t);
  const server = await startServer(t, "--state", file);
  const registry = clientOf(server);
  const body = await retirement(registry);
  const me = body.owner_organisation_id;
  const { total_count: before } = await registry.retirements.list({ owner_org_id: me });
  const acting = Array.from({ length: 8 }, () => registry.retirements.createFromOldestCredits(body));
  let shown = before;
  while (shown === before) {
    shown = (await registry.retirements.list({ owner_org_id: me })).total_count;
  }
  server.child.kill("SIGKILL");
  await Promise.allSettled(acting);
  await server.ended;
  const next = clientOf(await startServer(t, "--state", file));
  assert.ok((await next.retirements.list({ owner_org_id: me })).total_count >= shown);
});

const tear = {
  "cut short": (bytes) => bytes.subarray(0, bytes.length - 1),
  "changed in one byte": (bytes) =>
    Buffer.from(bytes.map((byte, index) => (index === bytes.length >> 1 ? byte ^ 1 : byte))),
  empty: () => Buffer.alloc(0),
  "something else": () => Buffer.from('{"nodes": []}\n'),
};
for (const [name, torn] of Object.entries(tear)) {
  test(`a file that is ${name} is refused and kept`, async (t) => {
    const file = await stateFile(t);
    await stop(await startServer(t, "--state", file));
    const content = torn(await readFile(file));
    await writeFile(file, content);
    const { end, stdout, stderr } = await run(t, "serve", "--state", file);
    assert.deepEqual([end, stdout], [1, ""]);
    assert.ok(stderr.startsWith(`isometric-registry: --state ${file}: This is not a registry's state: `), stderr);
    assert.deepEqual(await readFile(file), content);
  });
}

test("a file of an earlier format is rejected, with advice", async (t) => {
  const file = await stateFile(t);
  await stop(await startServer(t, "--state", file));
  const content = (await readFile(file)).toString("latin1").replace(/^(isometric-registry local state) \d+/, "$1 1");
  await writeFile(file, content, "latin1");
  const { stderr } = await run(t, "serve", "--state", file);
  assert.match(
    stderr,
    /Version 1 of a registry.s state is not supported \(expected \d+\): use the release of isometric-registry that wrote it, or another file/,
  );
});

test("a second server on a busy port leaves the first one's file alone", async (t) => {
  const file = await stateFile(t);
  const first = await startServer(t, "--state", file);
  const { port } = new URL(first.baseUrl);
  const { end, stderr } = await run(t, "serve", "--state", file, "--port", port);
  assert.equal(end, 1);
  assert.match(stderr, /is in use/);
  assert.ok((await beneficiary(clientOf(first), "still")).id, "the first one still keeps what it does");
});

test("the file is its owner's, links are followed, and nothing that was planted is written to", async (t) => {
  const file = await stateFile(t);
  const folder = path.dirname(file);
  await stop(await startServer(t, "--state", file));
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  await chmod(file, 0o640);
  const link = path.join(folder, "link");
  await symlink("state", link);
  const server = await startServer(t, "--state", link);
  await beneficiary(clientOf(server), "linked");
  await stop(server);
  assert.equal(await readlink(link), "state");
  assert.equal((await stat(file)).mode & 0o777, 0o640);
  assert.ok((await readFile(file)).includes("linked.example"));

  const target = path.join(folder, "later");
  const dangling = path.join(folder, "dangling");
  await symlink("later", dangling);
  await stop(await startServer(t, "--state", dangling));
  assert.ok((await lstat(dangling)).isSymbolicLink() && (await stat(target)).size > 1000);
  assert.deepEqual((await readdir(folder)).sort(), ["dangling", "later", "link", "state"]);
});

test("a file that cannot be written or read ends the command before it listens", async (t) => {
  const file = await stateFile(t);
  const missing = await run(t, "serve", "--state", path.join(file, "x"));
  assert.match(missing.stderr, /the registry cannot be kept in .*x: ENOENT/);
  const folder = await run(t, "serve", "--state", path.dirname(file));
  assert.match(folder.stderr, /--state .*: EISDIR/);
  assert.deepEqual([missing.end, missing.stdout, folder.end, folder.stdout], [1, "", 1, ""]);
});

test("nothing is answered that is not in the file, and the log says why", async (t) => {
  const file = await stateFile(t);
  const server = await startServer(t, "--state", file);
  const registry = clientOf(server, "buyer", { maxRetries: 0 });
  const body = await retirement(registry);
  await rm(path.dirname(file), { recursive: true });
  await assert.rejects(registry.retirements.createFromOldestCredits(body), {
    name: "NetworkError",
    outcome: "unknown",
  });
  await assert.rejects(registry.organisations.current(), { name: "NetworkError" });
  assert.match(server.printed.stderr, /POST \S+ no answer: the registry cannot be kept in .*state: ENOENT/);
  await mkdir(path.dirname(file));
  const made = await registry.retirements.createFromOldestCredits(body);
  await stop(server);
  const next = clientOf(await startServer(t, "--state", file));
  assert.deepEqual(await next.retirements.get(made.id), made);
});

test("of two servers with one file the first stops answering, rather than undo what the other did", async (t) => {
  const file = await stateFile(t);
  const [first, second] = [await startServer(t, "--state", file), await startServer(t, "--state", file)];
  const made = await beneficiary(clientOf(second), "second");
  await assert.rejects(beneficiary(clientOf(first), "first"), { outcome: "unknown" });
  while (!/perhaps another registry, has rewritten it since/.test(first.printed.stderr)) {
    await once(first.child.stderr, "data");
  }
  await stop(second);
  const third = clientOf(await startServer(t, "--state", file));
  assert.equal((await third.organisations.get(made.id)).name, "second");
});

const beneficiary = (registry, name) =>
  registry.beneficiaries.create({ beneficiary_name: name, beneficiary_domain: `${name}.example` });

test("a copy of the file is another registry's beginning", async (t) => {
  const file = await stateFile(t);
  await stop(await startServer(t, "--state", file));
  await cp(file, `${file}.copy`);
  const { accounts } = await startServer(t, "--state", `${file}.copy`);
  assert.equal(accounts.length, 5);
});
