import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import pg from "pg";

/** Where the server's programs are: on Debian they are not on the path. */
function findPrograms() {
  const versions = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql") : [];
  const folders = [
    ...versions.map((version) => `/usr/lib/postgresql/${version}/bin`),
    ...(process.env.PATH ?? "").split(path.delimiter),
  ];
  return folders.find((folder) => existsSync(path.join(folder, "initdb")) && existsSync(path.join(folder, "pg_ctl")));
}

const programs = findPrograms();

const isMissing = programs === undefined;

if (isMissing && process.env.REQUIRE_POSTGRES) {
  throw new Error("REQUIRE_POSTGRES is set, but no PostgreSQL server was found: install the package postgresql");
}

/** Why tests that need a server are skipped; `false` where there is one. */
export const skip = isMissing && "no PostgreSQL server was found: install the package postgresql";

/** Starts a PostgreSQL server of its own on the loopback, until the test ends, and gives its connection string. */
export async function startPostgres(t) {
  const data = mkdtempSync(path.join(os.tmpdir(), "postgres-"));
  const port = await freePort();
  // It refuses to run as root.
  const user = process.getuid() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {};
  if (user.uid !== undefined) {
    chownSync(data, user.uid, user.gid);
    chmodSync(data, 0o700);
  }
  const run = (program, ...args) =>
    execFileSync(path.join(programs, program), args, { ...user, cwd: data, stdio: "ignore" });
  const store = path.join(data, "store");
  run("initdb", "--pgdata", store, "--auth", "trust", "--username", "test", "--no-sync");
  run(
    "pg_ctl",
    "--pgdata",
    store,
    "--wait",
    "--options",
    `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${data}`,
    "start",
  );
  t.after(() => {
    run("pg_ctl", "--pgdata", store, "--mode", "immediate", "stop");
    rmSync(data, { recursive: true, force: true });
  });
  return `postgres://test@127.0.0.1:${port}/postgres`;
}

const idOf = (flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));

async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}

/** Runs SQL, and returns the rows. */
export async function ask(connectionString, sql) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

/** Resolves when the server has noticed that the process is gone, and its lock with it. */
export async function released(connectionString) {
  for (;;) {
    const [{ count }] = await ask(connectionString, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'");
    if (count === "0") {
      return;
    }
  }
}
