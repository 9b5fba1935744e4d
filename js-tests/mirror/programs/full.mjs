// Copies a registry into a file on a disk that is full from the moment at which the first copy is being published.
import { execFileSync } from "node:child_process";
import { RegistryClient } from "isometric-registry";
import { openMirror } from "isometric-registry/mirror";
import { sqliteStore } from "isometric-registry/mirror/node";

const { path, baseUrl, clientSecret } = JSON.parse(process.argv[2]);
const store = await sqliteStore(path);
let isFull = false;
/** From now on this process writes to the beginning of a file at most. */
function fill() {
  isFull = true;
  execFileSync("prlimit", ["--pid", String(process.pid), "--fsize=200000"]);
}
/** @type {any} */
const filling = {
  write(writes) {
    if (!isFull && writes.some(({ write }) => write === "added")) {
      fill();
    }
    return store.write(writes);
  },
};
for (const name of ["open", "lock", "read", "begin", "commit", "rollback", "close"]) {
  filling[name] = (...values) => store[name](...values);
}
const mirror = await openMirror(filling);
const ended = await mirror.refresh(new RegistryClient({ baseUrl, clientSecret })).then(
  () => "it was published",
  ({ message }) => message,
);
const { finished } = await mirror.verify();
await mirror.close();
console.log(JSON.stringify({ isFull, ended, finished }));
