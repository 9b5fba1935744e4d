import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { createTransactions, JournalError } from "isometric-registry/transactions";
import { fileJournal, sqliteJournal } from "isometric-registry/transactions/node";
import { rejection } from "../transport/support.mjs";
import { firstPosts, folder, lose, market, posts, request } from "./support.mjs";

const timeout = 120_000;

/** A journal with a finished and an open transaction, and the world it is of. */
async function used(t) {
  const file = path.join(folder(t), "retirements.journal");
  const journal = fileJournal(file);
  const world = await market(t, { journal });
  await (await world.transactions.planRetirement(await request(world, "done"))).execute();
  const plan = await world.transactions.planRetirement(await request(world, "open", 2_500n));
  world.weather.next = firstPosts(9, lose.answer);
  await rejection(plan.execute({ signal: AbortSignal.timeout(100) }).then(() => assert.fail("it is cut off"))).catch(
    () => undefined,
  );
  world.weather.next = undefined;
  await world.transactions.close();
  return { file, world };
}

test("it holds no credential, and nobody else can read it", { timeout }, async (t) => {
  const { file, world } = await used(t);
  const text = readFileSync(file, "latin1");
  for (const { clientSecret, accessToken } of world.accounts) {
    assert(!text.includes(clientSecret) && !text.includes(accessToken));
  }
  assert.match(text, /"done"/);
  if (process.platform !== "win32") {
    assert.equal(statSync(file).mode & 0o777, 0o600);
  }
  assert(!existsSync(`${file}.lock`), "the lock is released");
});

/** What the whole lines of a journal's beginning come to, by reading them the plain way. */
function rowsOf(bytes, length) {
  const whole = bytes.subarray(0, bytes.subarray(0, length).lastIndexOf("\n") + 1).toString();
  const rows = new Map();
  for (const { key, value } of whole
    .split("\n")
    .slice(1, -1)
    .flatMap((line) => JSON.parse(line))) {
    if (value === null) {
      rows.delete(key);
    } else {
      rows.set(key, value);
    }
  }
  return [...rows].map(([key, value]) => ({ key, value }));
}

test("cut at any byte it reads as the shorter journal, and goes on from there", { timeout }, async (t) => {
  const at = path.join(folder(t), "journal");
  const journal = fileJournal(at);
  await journal.write([{ key: "entry/æ 1", was: null, now: '{"state":"planned","notes":"line\\nand 🌍"}' }]);
  await journal.write([
    { key: "batch/1", was: null, now: "held" },
    { key: "entry/æ 1", was: '{"state":"planned","notes":"line\\nand 🌍"}', now: "may_be_sent" },
  ]);
  await journal.write([{ key: "batch/1", was: "held", now: null }]);
  await journal.close();
  const bytes = readFileSync(at);
  for (let length = 0; length <= bytes.length; length += 1) {
    writeFileSync(at, bytes.subarray(0, length));
    const cut = fileJournal(at);
    assert.deepEqual(await cut.list(""), rowsOf(bytes, length), `cut at ${length}`);
    assert.equal(await cut.write([{ key: "next", was: null, now: "x" }]), true);
    await cut.close();
    assert.deepEqual(
      (await cut.list("")).map(({ key }) => key),
      [...rowsOf(bytes, length).map(({ key }) => key), "next"],
    );
    await cut.close();
  }
});

test("cut between any two lines, no transaction happens twice or is lost", { timeout }, async (t) => {
  const { file, world } = await used(t);
  const bytes = readFileSync(file);
  const at = path.join(path.dirname(file), "cut.journal");
  const happened = posts(world.sent).length;
  const lines = bytes.toString().split("\n");
  const ends = lines.slice(1).map((_, index) => Buffer.byteLength(lines.slice(0, index + 1).join("\n")) + 1);
  for (const length of ends.flatMap((end) => [end - 1, end, end + 1])) {
    writeFileSync(at, bytes.subarray(0, length));
    const transactions = createTransactions(world.registry, { journal: fileJournal(at), lagMs: 50 });
    const entries = await transactions.open();
    assert(entries.every(({ reference }) => reference === "done" || reference === "open"));
    await transactions.close();
  }
  assert.equal(posts(world.sent).length, happened);
  // Any cut behind the first sending still knows the transaction.
  const sending = lines.findIndex((line) => line.includes("entry/open") && line.includes("may_be_sent"));
  const until = Buffer.byteLength(lines.slice(0, sending + 1).join("\n")) + 1;
  for (const length of [until, until + 1, bytes.length - 1, bytes.length]) {
    copyFileSync(file, at);
    writeFileSync(at, bytes.subarray(0, length));
    const transactions = createTransactions(world.registry, { journal: fileJournal(at), lagMs: 50 });
    const [settled] = await transactions.settle();
    if (length < bytes.length || settled !== undefined) {
      assert.equal(settled.outcome, "applied");
    }
    assert.equal(posts(world.sent).length, happened);
    await transactions.close();
  }
});

test("what is no journal, damaged or newer is refused by name", { timeout }, async (t) => {
  const { file, world } = await used(t);
  const at = path.join(path.dirname(file), "other.journal");
  const good = readFileSync(file, "utf8");
  const lines = good.split("\n");
  for (const [text, message] of /** @type {[string, RegExp][]} */ ([
    ["hello\nworld\n", /is not a journal of transactions/],
    ["hello", /is not a journal of transactions/],
    [good.replace('"format":1', '"format":2'), /has format 2; this version .* supports format 1/],
    [[lines[0], lines[1].slice(0, 20), ...lines.slice(2)].join("\n"), /is damaged: line 2 of/],
    [[lines[0], '[{"key":5}]', ...lines.slice(2)].join("\n"), /is damaged: line 2 of/],
  ])) {
    writeFileSync(at, text);
    const error = await rejection(createTransactions(world.registry, { journal: fileJournal(at) }).settle());
    assert(error instanceof JournalError, error);
    assert.match(error.message, message);
    assert.equal(readFileSync(at, "utf8"), text, "it is left as it was");
  }
});

test("where it cannot be written nothing is sent", { timeout }, async (t) => {
  const at = path.join(folder(t), "journal");
  const world = await market(t, { journal: fileJournal(path.join(at, "none", "journal")) });
  const given = await request(world, "order");
  const missing = await rejection(world.transactions.planRetirement(given));
  assert(missing instanceof JournalError, missing);
  assert.match(missing.message, /cannot be locked: ENOENT/);
  if (existsSync("/dev/full")) {
    symlinkSync("/dev/full", at);
    const device = createTransactions(world.registry, { journal: fileJournal(at) });
    assert.match((await rejection(device.planRetirement(given))).message, /is not a regular file/);
  }
  if (process.getuid?.() === 0) {
    t.diagnostic("a read-only file is not tried: root can write it");
  } else {
    const readOnly = `${at}.ro`;
    writeFileSync(readOnly, "");
    chmodSync(readOnly, 0o400);
    const transactions = createTransactions(world.registry, { journal: fileJournal(readOnly) });
    assert.match((await rejection(transactions.planRetirement(given))).message, /cannot be opened for writing/);
  }
  assert.equal(posts(world.sent).length, 0);
});

test("where the disk is full it says so, and what was written before is whole", { timeout }, async (t) => {
  if (process.platform === "win32") {
    return t.skip("no ulimit");
  }
  const file = path.join(folder(t), "journal");
  const program = `
    import { fileJournal } from "isometric-registry/transactions/node";
    const journal = fileJournal(${JSON.stringify(file)});
    for (let count = 0; ; count += 1) {
      try {
        await journal.write([{ key: String(count), was: null, now: "x".repeat(1000) }]);
      } catch (error) {
        console.log(JSON.stringify({ count, name: error.name, message: error.message }));
        break;
      }
    }
    await journal.close();`;
  const shell = `trap "" XFSZ; ulimit -f 16; exec "$0" --input-type=module -e "$1"`;
  const child = spawn("sh", ["-c", shell, process.execPath, program], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  await once(child, "exit");
  const { count, name, message } = JSON.parse(line);
  assert.equal(name, "JournalError");
  assert.match(message, /cannot be written: (EFBIG|ENOSPC)/);
  const journal = fileJournal(file);
  assert.equal((await journal.list("")).length, count);
  assert.equal(await journal.write([{ key: "after", was: null, now: "x" }]), true);
  await journal.close();
});

test("one process at a time: a lock is broken only where its process is gone", { timeout }, async (t) => {
  const file = path.join(folder(t), "journal");
  const world = await market(t, { journal: fileJournal(file) });
  await world.transactions.planRetirement(await request(world, "mine"));
  const second = createTransactions(world.registry, { journal: fileJournal(file) });
  assert.match((await rejection(second.open())).message, new RegExp(`is held by process ${process.pid}`));
  const lock = JSON.parse(readFileSync(`${file}.lock`, "utf8"));
  assert.equal(lock.host, os.hostname());
  await world.transactions.close();

  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  writeFileSync(`${file}.lock`, JSON.stringify({ ...lock, pid: child.pid, started: null }));
  assert.equal((await second.open()).length, 1);
  await second.close();
  writeFileSync(`${file}.lock`, JSON.stringify({ ...lock, boot: "an earlier one" }));
  assert.equal((await second.open()).length, 1);
  await second.close();
  for (const [text, message] of /** @type {[string, RegExp][]} */ ([
    [
      JSON.stringify({ ...lock, host: "another", pid: child.pid }),
      /is held by process \d+ on another; whether that is still running cannot be determined/,
    ],
    ["what is this", /does not name its process/],
  ])) {
    writeFileSync(`${file}.lock`, text);
    assert.match((await rejection(second.open())).message, message);
    assert.equal(readFileSync(`${file}.lock`, "utf8"), text);
  }
});

test("a process that has ended, and whose parent has not noticed, holds no lock", { timeout }, async (t) => {
  if (process.platform !== "linux") {
    return t.skip("only Linux shows the state of a process in a file");
  }
  // The shell becomes a program that never asks for its child's end; only then does the child end, with its input.
  const script = "exec 3<&0; cat <&3 & echo $!; exec sleep 1000";
  const parent = spawn("sh", ["-c", script], { stdio: ["pipe", "pipe", "inherit"] });
  t.after(() => parent.kill());
  const [pid] = await once(parent.stdout.setEncoding("utf8"), "data");
  const becomes = async (id, state) => {
    while (!readFileSync(`/proc/${id}/stat`, "utf8").includes(state)) {
      await new Promise(setImmediate);
    }
  };
  await becomes(parent.pid, "(sleep)");
  parent.stdin.end();
  await becomes(pid.trim(), ") Z ");
  const file = path.join(folder(t), "journal");
  const journal = fileJournal(file);
  await journal.write([{ key: "a", was: null, now: "1" }]);
  const lock = JSON.parse(readFileSync(`${file}.lock`, "utf8"));
  await journal.close();
  writeFileSync(`${file}.lock`, JSON.stringify({ ...lock, pid: Number(pid), started: null }));
  assert.deepEqual(await journal.list(""), [{ key: "a", value: "1" }]);
  await journal.close();
});

test("a journal that is mostly history is written anew when it is opened", { timeout }, async (t) => {
  const file = path.join(folder(t), "journal");
  const journal = fileJournal(file);
  const text = "x".repeat(10_000);
  await journal.write([{ key: "a", was: null, now: "0" }]);
  for (let count = 0; count < 200; count += 1) {
    assert.equal(
      await journal.write([{ key: "a", was: count === 0 ? "0" : `${count - 1}${text}`, now: `${count}${text}` }]),
      true,
    );
  }
  await journal.close();
  const before = statSync(file).size;
  assert.deepEqual(await journal.read(["a", "b"]), [{ key: "a", value: `199${text}` }]);
  assert(statSync(file).size < before / 10);
  assert.equal(await journal.write([{ key: "b", was: "missing", now: "x" }]), false);
  assert.equal(await journal.write([{ key: "b", was: null, now: "x" }]), true);
  await journal.close();
  assert.deepEqual(await journal.list(""), [
    { key: "a", value: `199${text}` },
    { key: "b", value: "x" },
  ]);
  await journal.close();
});

test("what is written anew follows no planted link, and a link to a journal stays one", { timeout }, async (t) => {
  if (process.platform === "win32") {
    return t.skip("links need rights there");
  }
  const here = folder(t);
  const [file, other, victim] = ["journal", "other-name", "victim"].map((name) => path.join(here, name));
  writeFileSync(victim, "precious");
  symlinkSync(victim, `${file}.new`);
  const journal = fileJournal(file);
  const texts = Array.from({ length: 120 }, (_, count) => `${count}${"x".repeat(10_000)}`);
  for (const [count, text] of texts.entries()) {
    await journal.write([{ key: "a", was: texts[count - 1] ?? null, now: text }]);
  }
  const before = statSync(file).size;
  await journal.close();
  symlinkSync(file, other);
  const linked = fileJournal(other);
  assert.deepEqual(await linked.read(["a"]), [{ key: "a", value: texts.at(-1) }]);
  assert.ok(statSync(file).size < before / 10, "written anew");
  assert.equal(readFileSync(victim, "utf8"), "precious");
  assert.ok(lstatSync(other).isSymbolicLink());
  assert.match((await rejection(fileJournal(file).list(""))).message, /one process at a time|is held by/);
  await linked.close();
  assert.deepEqual(readdirSync(here).sort(), ["journal", "journal.new", "other-name", "victim"]);
});

test("SQLite is refused by name where the runtime brings none", { timeout }, async (t) => {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const journal = sqliteJournal(path.join(folder(t), "journal.db"));
  if (major < 22 || (major === 22 && minor < 13)) {
    assert.match((await rejection(journal.list(""))).message, /needs the SQLite of Node 22.13 or newer, Bun, or Deno/);
  } else {
    assert.deepEqual(await journal.list(""), []);
  }
  await journal.close();
});
